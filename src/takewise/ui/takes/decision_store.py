"""Decisions about takes in the library."""

from __future__ import annotations

from pathlib import Path

from takewise.library import LibraryMode
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions, take_id
from takewise.ui.shell.decision_store import DecisionStore
from takewise.ui.shell.session import TakenBack


class TakeKeeper:
    """Keeps decisions about takes in the library, as `DecisionStore` does."""

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
        """Return by place the current decisions on takes that were decided on lately.

        Raises `LibraryError` if the library cannot be read.
        """
        # Decisions on a whole file hold in its parts too.
        names = [{take_id(info), info.digest} for info in infos]
        changed = self._store.changed(set().union(*names))
        return {place: self._said(infos[place]) for place, ids in enumerate(names) if ids & changed}

    def close(self) -> None:
        """Close the library."""
        self._store.close()

    def _said(self, info: MediaInfo) -> Decisions:
        return self._store.do(lambda library: library.decisions(info))
