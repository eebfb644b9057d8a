"""Decisions in the library: a window writes its own and notices those of other windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from takewise.errors import LibraryError
from takewise.library import Library, LibraryMode, Watch, open_library
from takewise.library.decision_rows import Row, changed_rows
from takewise.model.decisions import Decisions
from takewise.pipeline.known_digest import LibraryWork

_Value = TypeVar("_Value")


class DecisionStore:
    """Keeps the decisions of one window, and remembers which of them are its own.

    Its writing and watching belong to one thread. `library` is the library's file, or None for
    the user's own; `do` works on a library that is open already, and None opens it each time.
    """

    def __init__(
        self,
        library: Path | None = None,
        mode: LibraryMode = "auto",
        do: LibraryWork | None = None,
    ) -> None:
        self._library, self._mode = library, mode
        self.do: LibraryWork = do or self._open
        """Does work on the library."""
        self._watch = Watch(library, mode)
        self._mine: dict[str, dict[tuple[str, str], int]] = {}
        self._unseen: dict[str, set[Row]] = {}

    def decide(self, take: str, name: str, old: Decisions, new: Decisions) -> None:
        """Record a change of mind; raises `LibraryError` if it cannot be written."""
        done = self.do(lambda library: library.decide_on(take, name, old=old, new=new))
        self._mine.setdefault(take, {}).update(done.written)
        unseen = self._unseen.setdefault(take, set())
        unseen.difference_update(changed_rows(old, new))
        unseen.update(done.unseen)

    def take_back(self, take: str, name: str, old: Decisions, new: Decisions) -> bool:
        """Undo or redo a decision of this window: `old` becomes `new` again.

        Return False, and write nothing, if another window has changed it since. Raises
        `LibraryError` if it cannot be written.
        """
        mine = self._mine.setdefault(take, {})
        # This window overwrote a decision of another that it had not seen: what was there before
        # its own is no longer known.
        if self._unseen.get(take, set()).intersection(changed_rows(new, old)):
            return False
        done = self.do(lambda library: library.decide_on(take, name, old=old, new=new, mine=mine))
        mine.update(done.written)
        return not done.foreign

    def changed(self, takes: Iterable[str]) -> frozenset[str]:
        """Return which of these were decided on since this was last asked."""
        try:
            return self._watch.changed(takes)
        except LibraryError:
            # The next decision reports why it cannot be kept.
            return frozenset()

    def close(self) -> None:
        """Close the library."""
        self._watch.close()

    def _open(self, work: Callable[[Library], _Value], /) -> _Value:
        with open_library(self._library, mode=self._mode) as library:
            return work(library)
