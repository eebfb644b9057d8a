"""Decisions in the library, as a window keeps them and hears of those of other windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from takewise.errors import LibraryError
from takewise.library import Library, LibraryMode, Watch, open_library
from takewise.library.decision_rows import Row, changed_rows
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions, take_id
from takewise.pipeline.known_digest import LibraryWork

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What came of an undo or a redo."""

    done: bool
    """False where another window has said something different since."""
    now: Decisions
    """What the library says now."""


class DecisionStore:
    """Keeps the decisions of one window, and remembers which of them are its own.

    Its writing and watching belong to one thread.

    Parameters
    ----------
    library
        The library's file; None for the user's own.
    mode
        Whose disk it is on, as `open_library` takes it.
    do
        Does work on that library where it is open already; None opens it each time.
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
        """Record a change of mind; raises `LibraryError` where it cannot be written."""
        done = self.do(lambda library: library.decide_on(take, name, old=old, new=new))
        self._mine.setdefault(take, {}).update(done.written)
        unseen = self._unseen.setdefault(take, set())
        unseen.difference_update(changed_rows(old, new))
        unseen.update(done.unseen)

    def take_back(self, take: str, name: str, old: Decisions, new: Decisions) -> bool:
        """Undo or redo a decision of this window.

        Parameters
        ----------
        take, name
            As in `Library.decide_on`.
        old, new
            What this window had said, and what is to hold again.

        Returns
        -------
        bool
            False where another window has said something different since: then nothing
            is written. Raises `LibraryError` where it cannot be written.
        """
        mine = self._mine.setdefault(take, {})
        # What this window said over a word of another that it had not seen: the word before its
        # own is not known any more.
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
            # The next decision says why it cannot be kept.
            return frozenset()

    def close(self) -> None:
        """Let go of the library."""
        self._watch.close()

    def _open(self, work: Callable[[Library], _Value], /) -> _Value:
        with open_library(self._library, mode=self._mode) as library:
            return work(library)


class TakeKeeper:
    """Keeps decisions about takes.

    Parameters
    ----------
    library, mode
        As of `DecisionStore`.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._store = DecisionStore(library, mode)

    def keep(self, info: MediaInfo, before: Decisions, after: Decisions) -> None:
        """Record a change of mind; it is on the disk when this returns."""
        self._store.decide(take_id(info), Path(info.path).name, before, after)

    def take_back(self, info: MediaInfo, before: Decisions, after: Decisions) -> TakenBack:
        """Undo or redo a decision, if it is still this window's."""
        done = self._store.take_back(take_id(info), Path(info.path).name, before, after)
        return TakenBack(done=done, now=self._said(info))

    def news(self, infos: tuple[MediaInfo, ...]) -> dict[int, Decisions]:
        """Return by place what is said now of the takes that were decided on lately.

        Parameters
        ----------
        infos
            The takes that are shown.

        Returns
        -------
        dict[int, Decisions]
            Empty where nothing changed; raises `LibraryError` where it cannot be read.
        """
        # What is said of a whole file holds in its parts too.
        names = [{take_id(info), info.digest} for info in infos]
        changed = self._store.changed(set().union(*names))
        return {place: self._said(infos[place]) for place, ids in enumerate(names) if ids & changed}

    def close(self) -> None:
        """Let go of the library."""
        self._store.close()

    def _said(self, info: MediaInfo) -> Decisions:
        return self._store.do(lambda library: library.decisions(info))
