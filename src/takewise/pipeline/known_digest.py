"""The digest of a media file, computed once and remembered in the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from takewise import media
from takewise.library import Library

_Value = TypeVar("_Value")


class LibraryWork(Protocol):
    """Does work on a library, wherever that is open."""

    def __call__(self, work: Callable[[Library], _Value], /) -> _Value:
        """Do it, and return what it returns."""


def known_digest(library: Library, path: str) -> str:
    """Return the digest of a file's content, ``sha256:...``, without reading a known file whole.

    The file is a media file, a photograph, or the pattern of an image sequence. Raises
    `LibraryError` if the library cannot be read, `UnreadableMedia` if the file cannot.
    """

    def do(work: Callable[[Library], _Value]) -> _Value:
        return work(library)

    return digest_by(path, do)


def digest_by(path: str, do: LibraryWork) -> str:
    """Return the digest as `known_digest` does; only look-ups are done on the library."""
    sampled = media.fingerprint(path)
    size, modified = media.stamp(path)
    known = do(lambda library: library.known_digest(sampled, modified_ns=modified))
    if known is not None:
        return known
    digest = media.content_digest(path)

    def remember(library: Library) -> None:
        if library.writable:
            library.remember_media(sampled, modified_ns=modified, size=size, digest=digest)

    do(remember)
    return digest
