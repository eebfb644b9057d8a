"""The library for work in several threads: opened once, used by one thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from takewise.errors import LibraryError
from takewise.library import KeptOpen, Library, LibraryMode
from takewise.pipeline.known_digest import digest_by

_Value = TypeVar("_Value")


class LibraryThread:
    """Does work on one open library, in the order in which it is asked for.

    `library` is the library's file; None for the user's own. `mode` says whose disk it is on, as
    `open_library` takes it.
    """

    def __init__(self, library: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._opened = KeptOpen(library, mode)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="takewise-library")
        self._digests: dict[str, str] = {}

    @property
    def digests(self) -> Mapping[str, str]:
        """Path to digest, of the files that were asked for so far."""
        return MappingProxyType(self._digests)

    def submit(self, work: Callable[[Library], _Value]) -> Future[_Value]:
        """Do work as soon as what was asked for before is done.

        The future raises `LibraryError` if the library was closed meanwhile, as by a window that
        goes.
        """
        try:
            return self._thread.submit(self._do, work)
        except RuntimeError as error:
            raise LibraryError("the library is closed", where=str(self._opened.path)) from error

    def do(self, work: Callable[[Library], _Value]) -> _Value:
        """Do work and return what it returns; raises `LibraryError` where it fails."""
        return self.submit(work).result()

    def digest(self, path: str) -> str:
        """Return the digest of a file's content, looked up once, as `known_digest` does.

        The file is read in the calling thread, so that other work on the library need not wait for
        it.
        """
        if path not in self._digests:
            self._digests[path] = digest_by(path, self.do)
        return self._digests[path]

    def close(self) -> None:
        """Wait until all work is done, and close the file; a second time does nothing."""
        with suppress(RuntimeError):
            self._thread.submit(self._opened.close)
        self._thread.shutdown(wait=True)

    def _do(self, work: Callable[[Library], _Value]) -> _Value:
        try:
            return work(self._opened.library())
        except LibraryError:
            # What is wrong may be mended until the next time, such as a folder's permissions.
            self._opened.close()
            raise
