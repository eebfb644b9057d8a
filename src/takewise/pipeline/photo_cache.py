"""Measurements of photographs and clips, kept in the library and found there again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from takewise.clock import FrameRange
from takewise.errors import LibraryError
from takewise.faces import DEFAULT_DETECTOR, describe_detector
from takewise.library import (
    Library,
    LibraryMode,
    TakeKey,
    find_measurements,
    keep_measurements,
)
from takewise.model.photo import UnnamedShot
from takewise.pipeline.library_thread import LibraryThread

# Stands in the key for the program; the revision of the algorithms is added to it.
_GENERATOR = "photographs"


class PhotoCache:
    """Keeps measurements; may be used by several threads at once.

    A library that cannot be used costs no measurement: nothing is found in it, nothing is kept, and
    `trouble` says why. `library` is its file, None for the user's own; or a library that others use
    too, who close it then. `mode` says whose disk a file is on, as `open_library` takes it.
    """

    def __init__(
        self, library: Path | LibraryThread | None = None, mode: LibraryMode = "auto"
    ) -> None:
        self.trouble = ""
        """Why measurements cannot be kept, in one sentence; empty while they can."""
        self.found = 0
        """How many photographs and clips were found in it."""
        self._shared = isinstance(library, LibraryThread)
        self._library = (
            library if isinstance(library, LibraryThread) else LibraryThread(library, mode)
        )

    def key(
        self,
        path: str,
        how: str,
        *,
        part: FrameRange | None = None,
        detector: tuple[str, str | None] = (DEFAULT_DETECTOR, None),
    ) -> TakeKey | None:
        """Return what the measurements of a file are kept under; None without a usable library.

        `how` says in words what shapes the measurements; `part` is the frames of a clip, None for
        all and for a photograph; `detector` is name and model file. Raises `UnreadableMedia` where
        the file cannot be read.
        """
        try:
            digest = self._library.digest(path)
        except LibraryError as error:
            self._note(error)
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

        try:
            return self._library.do(find)
        except LibraryError as error:
            self._note(error)
            return None

    def keep(self, key: TakeKey | None, shots: Sequence[UnnamedShot]) -> None:
        """Keep what was measured, in the background; nothing for no key."""
        if key is None:
            return
        try:
            self._library.submit(lambda library: self._keep(library, key, shots))
        except LibraryError as error:
            self._note(error)

    def close(self) -> None:
        """Wait until everything is kept; a library that others use stays open."""
        if not self._shared:
            self._library.close()

    def _keep(self, library: Library, key: TakeKey, shots: Sequence[UnnamedShot]) -> None:
        if not library.writable:
            self.trouble = f"nothing new is kept, as {library.path} cannot be written"
            return
        try:
            keep_measurements(library, key, shots)
        except LibraryError as error:
            self._note(error)

    def _note(self, error: LibraryError) -> None:
        self.trouble = self.trouble or f"the library was not used: {error}"
