"""Measurements of photographs and clips, kept in the library and found there again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from takewise.clock import FrameRange
from takewise.errors import LibraryError
from takewise.faces import DEFAULT_DETECTOR, describe_detector
from takewise.library import (
    Library,
    LibraryMode,
    TakeKey,
    find_measurements,
    keep_measurements,
    open_library,
)
from takewise.model.photo import UnnamedShot
from takewise.pipeline.known_digest import known_digest

_Value = TypeVar("_Value")

_GENERATOR = "photographs"
# Stands in the key for the program; the revision of the algorithms is added to it.


class PhotoCache:
    """Keeps measurements; may be used by several threads at once.

    A library that cannot be used costs no measurement: nothing is found in it, nothing
    is kept, and `trouble` says why.

    Parameters
    ----------
    library
        The library's file; None for the user's own.
    mode
        Whose disk it is on, as `open_library` takes it.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self.trouble = ""
        """Why measurements cannot be kept, in one sentence; empty while they can."""
        self.found = 0
        """How many photographs and clips were found in it."""
        self._path, self._mode = library, mode
        # The library belongs to one thread, and lives as long as this.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="takewise-measurements")
        self._library: Library | None = None

    def key(
        self,
        path: str,
        how: str,
        *,
        part: FrameRange | None = None,
        detector: tuple[str, str | None] = (DEFAULT_DETECTOR, None),
    ) -> TakeKey | None:
        """Return what the measurements of a file are kept under.

        Parameters
        ----------
        path
            The file.
        how
            Whatever shapes the measurements, in words.
        part
            The frames of a clip; None for all, and for a photograph.
        detector
            Name and model file of the face detector.

        Returns
        -------
        TakeKey | None
            None where the library cannot be used; raises `UnreadableMedia` where the
            file cannot be read.
        """
        digest = self._asked(lambda library: known_digest(library, path))
        if digest is None:
            return None
        name, model = detector
        return TakeKey(
            digest=digest,
            settings_digest=f"sha256:{hashlib.sha256(how.encode()).hexdigest()}",
            detector=describe_detector(name, model=model),
            generator=_GENERATOR,
            part=part,
        )

    def find(self, key: TakeKey | None) -> tuple[UnnamedShot, ...] | None:
        """Return what was measured before under a key; None if nothing, or for no key."""
        if key is None:
            return None

        def find(library: Library) -> tuple[UnnamedShot, ...] | None:
            found = find_measurements(library, key)
            self.found += found is not None
            return found

        return self._asked(find)

    def keep(self, key: TakeKey | None, shots: Sequence[UnnamedShot]) -> None:
        """Keep what was measured, in the background; nothing for no key."""
        if key is not None:
            self._submit(lambda library: self._keep(library, key, shots))

    def close(self) -> None:
        """Wait until everything is kept, and let go of the library."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    def _asked(self, work: Callable[[Library], _Value]) -> _Value | None:
        return self._submit(work).result()

    def _submit(self, work: Callable[[Library], _Value]) -> Future[_Value | None]:
        return self._thread.submit(self._work, work)

    def _work(self, work: Callable[[Library], _Value]) -> _Value | None:
        try:
            if self._library is None:
                self._library = open_library(self._path, mode=self._mode)
            return work(self._library)
        except LibraryError as error:
            self.trouble = self.trouble or f"the library was not used: {error}"
            return None

    def _keep(self, library: Library, key: TakeKey, shots: Sequence[UnnamedShot]) -> None:
        if library.writable:
            keep_measurements(library, key, shots)
        else:
            self.trouble = f"nothing new is kept, as {library.path} cannot be written"

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()
