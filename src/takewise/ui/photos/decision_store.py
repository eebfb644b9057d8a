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
from takewise.ui.takes.decision_store import DecisionStore, TakenBack


class LibraryDecisionStore:
    """Keeps decisions; may be asked by several threads.

    Parameters
    ----------
    library
        The library's file; None for the user's own.
    mode
        Whose disk it is on, as `open_library` takes it.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._library = LibraryThread(library, mode)
        self._store = DecisionStore(library, mode, self._library.do)

    def measurements(self) -> PhotoCache:
        """Return what keeps measurements in the same open library."""
        return PhotoCache(self._library)

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return what was said of a shot, in whatever folder it lay then.

        Parameters
        ----------
        files
            Its files.

        Returns
        -------
        Decisions
            Empty where no one said anything; raises `UnreadableMedia` or `LibraryError`.
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
        """Return by place what is said now of the shots that were decided on lately.

        Parameters
        ----------
        photos
            For each place the files of its shot; those whose content was not looked up
            so far are passed over.

        Returns
        -------
        dict[int, Decisions]
            Empty where nothing changed; raises `LibraryError` where it cannot be read.
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
        """Let go of the library, once everything is kept."""
        self._store.close()
        self._library.close()

    def _said(self, digest: str) -> Decisions:
        return self._library.do(lambda library: library.decisions_on(digest))


def negative(files: tuple[str, ...]) -> str:
    """Return the file of a shot whose content names it: the raw file, which no one writes into."""
    return next((path for path in files if is_raw(path)), files[0])


class Recalling:
    """Asks for the decisions of earlier sessions, one frame after the other, in a thread.

    Parameters
    ----------
    recall
        Returns a frame's decisions.
    """

    def __init__(self, recall: Callable[[tuple[str, ...]], Decisions]) -> None:
        self._recall = recall
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(
        self, photos: tuple[tuple[str, ...], ...], tell: Callable[[int, Decisions], None]
    ) -> None:
        """Begin; `tell` is called in the thread with each place and what was said of it."""

        def run() -> None:
            for place, files in enumerate(photos):
                if self._closed.is_set():
                    return
                said = recalled_or_none(self._recall, files)
                if said is not None:
                    tell(place, said)

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
    """Return what was said of a shot; None where only the first decision can tell the trouble."""
    try:
        return recall(files)
    except TakewiseError:
        return None
