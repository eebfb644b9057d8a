"""Decisions about photographs in the library, kept under the content of the file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from takewise.errors import TakewiseError
from takewise.library import LibraryMode
from takewise.media import is_raw
from takewise.model.decisions import Decisions
from takewise.pipeline.library_thread import LibraryThread
from takewise.pipeline.photo_cache import PhotoCache
from takewise.ui.shell.decision_store import DecisionStore
from takewise.ui.shell.session import TakenBack


class LibraryDecisionStore:
    """Keeps decisions on photographs in the library; several threads may ask it.

    `library` is the library's file, or None for the user's own; `mode` is what `open_library`
    takes.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._library = LibraryThread(library, mode)
        self._store = DecisionStore(library, mode, self._library.do)

    def measurements(self) -> PhotoCache:
        """Return what keeps measurements in the same open library."""
        return PhotoCache(self._library)

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return the decisions on a shot, in whatever folder it was then; empty if there are none.

        Raises `UnreadableMedia` or `LibraryError`.
        """
        return self._said(self._library.digest(negative(files)))

    def keep(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> None:
        """Record a change of mind; it is on the disk when this returns."""
        digest = self._library.digest(negative(files))
        self._store.decide(digest, Path(files[0]).name, before, after)

    def take_back(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> TakenBack:
        """Undo or redo a decision, if it is still this window's."""
        digest = self._library.digest(negative(files))
        done = self._store.take_back(digest, Path(files[0]).name, before, after)
        return TakenBack(done=done, now=self._said(digest))

    def news(self, photos: tuple[tuple[str, ...], ...]) -> dict[int, Decisions]:
        """Return by place the current decisions on shots that were decided on lately.

        Shots whose content was not looked up so far are skipped. Raises `LibraryError` if the
        library cannot be read.
        """
        digests = [self._library.digests.get(negative(files)) for files in photos]
        changed = self._store.changed({digest for digest in digests if digest})
        if not changed:
            return {}
        return {
            place: self._said(digest)
            for place, digest in enumerate(digests)
            if digest in changed and digest
        }

    def close(self) -> None:
        """Close the library, once everything is written."""
        self._store.close()
        self._library.close()

    def _said(self, digest: str) -> Decisions:
        return self._library.do(lambda library: library.decisions_on(digest))


def negative(files: tuple[str, ...]) -> str:
    """Return the file of a shot whose content identifies it: the raw file, which never changes."""
    return next((path for path in files if is_raw(path)), files[0])


class Recalling:
    """Asks for the decisions of earlier sessions, one frame after the other, in a thread."""

    def __init__(self, recall: Callable[[tuple[str, ...]], Decisions]) -> None:
        self._recall = recall
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(
        self, photos: tuple[tuple[str, ...], ...], report: Callable[[int, Decisions], None]
    ) -> None:
        """Begin; `report` is called in the thread with each place and its decisions."""

        def run() -> None:
            for place, files in enumerate(photos):
                if self._closed.is_set():
                    return
                said = recalled_or_none(self._recall, files)
                if said is not None:
                    report(place, said)

        self._thread = threading.Thread(target=run, daemon=True, name="takewise-recall")
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        if self._thread:
            self._thread.join(timeout=5)


def recalled_or_none(
    recall: Callable[[tuple[str, ...]], Decisions], files: tuple[str, ...]
) -> Decisions | None:
    """Return the decisions on a shot; None if they cannot be read, which the first save reports."""
    try:
        return recall(files)
    except TakewiseError:
        return None
