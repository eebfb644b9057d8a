"""The digest of a media file, computed once and remembered in the library."""

from __future__ import annotations

from takewise import media
from takewise.library import Library


def known_digest(library: Library, path: str) -> str:
    """Return the digest of a file's content, without reading it whole where it is known.

    Parameters
    ----------
    library
        Where it is remembered.
    path
        A media file, photograph, or pattern of an image sequence.

    Returns
    -------
    str
        ``sha256:`` and the digest.

    Raises
    ------
    LibraryError
        If the library cannot be read.
    UnreadableMedia
        If the file cannot be read.
    """
    sampled = media.fingerprint(path)
    size, modified = media.stamp(path)
    digest = library.known_digest(sampled, modified_ns=modified)
    if digest is None:
        digest = media.content_digest(path)
        if library.writable:
            library.remember_media(sampled, modified_ns=modified, size=size, digest=digest)
    return digest
