"""Decisions about photographs in the library, kept under the content of the file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from takewise.decisions import Decisions
from takewise.errors import TakewiseError
from takewise.library import LibraryMode, open_library
from takewise.media import content_digest, fingerprint, is_raw, stamp


class LibraryKeeper:
    """Keeps decisions; may be asked by several threads.

    Parameters
    ----------
    library
        The library's file; None for the user's own.
    mode
        Whose disk it is on, as `open_library` takes it.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._library, self._mode = library, mode
        self._digests: dict[str, str] = {}

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return what was said of a shot, in whatever folder it lay then.

        Parameters
        ----------
        files
            Its files.

        Returns
        -------
        Decisions
            Empty where nobody said anything; raises `UnreadableMedia` or `LibraryError`.
        """
        digest = self._digest(negative(files))
        with open_library(self._library, mode=self._mode) as library:
            return library.decisions_on(digest)

    def keep(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> None:
        """Record a change of mind; it is on the disk when this returns."""
        digest = self._digest(negative(files))
        with open_library(self._library, mode=self._mode) as library:
            library.decide_on(digest, Path(files[0]).name, old=before, new=after)

    def _digest(self, path: str) -> str:
        known = self._digests.get(path)
        if known is not None:
            return known
        sampled = fingerprint(path)
        size, modified = stamp(path)
        with open_library(self._library, mode=self._mode) as library:
            digest = library.known_digest(sampled, modified_ns=modified)
            if digest is None:
                digest = content_digest(path)
                library.remember_media(sampled, modified_ns=modified, size=size, digest=digest)
        self._digests[path] = digest
        return digest


def negative(files: tuple[str, ...]) -> str:
    """Return the file of a shot whose content names it: the raw file, which nobody writes into."""
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
