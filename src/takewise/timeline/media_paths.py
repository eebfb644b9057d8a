"""The path of a take's file, as hosts write it."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from urllib.parse import quote, unquote

from takewise.model import MediaInfo

PathMap = tuple[tuple[str, str], ...]
"""Beginnings of paths and what stands in their place."""

# What RFC 3986 lets stand in a path; all else, # ? % and space too, is encoded.
_SAFE = "/:!$&'()*+,;=@~-._"


def media_path(info: MediaInfo, path_map: PathMap) -> str:
    """Return the absolute path of a take's file, often a proxy, on the machine that will read it.

    The first beginning in `path_map` that the path has is replaced; only whole folder names count,
    so that ``/proxies`` is not found in ``/proxies2``. What UTF-8 cannot hold becomes question
    marks.
    """
    # Absolute but not resolved: an editor keeps to the links that the facility made.
    path = str(Path(info.path).absolute()).encode("utf-8", "replace").decode()
    for given in (path, info.path):
        for old, new in path_map:
            rest = given.removeprefix(old.rstrip("/\\"))
            if rest != given and rest[:1] in {"/", "\\", ""}:
                return new.rstrip("/\\") + _respelled(rest, old, new)
    return path


def file_url(path: str, *, host: str = "") -> str:
    r"""Write an absolute path, of Windows or of any other system, as a ``file`` URL in ASCII.

    `host` comes between the second and the third slash; Final Cut Pro 7 wrote ``localhost``.

    Examples
    --------
    >>> file_url("/day 3/A #1.mov")
    'file:///day%203/A%20%231.mov'
    >>> file_url("D:\\rushes\\a.mov")
    'file:///D:/rushes/a.mov'
    """
    windows = PureWindowsPath(path)
    if windows.drive and not path.startswith("/"):
        posix = windows.as_posix()
        path = posix if posix.startswith("//") else f"/{posix}"
    if path.startswith("//"):
        # A share, \\server\rushes, names its host itself.
        return f"file:{quote(path, safe=_SAFE)}"
    return f"file://{host}{quote(path, safe=_SAFE)}"


def local_path(url: str) -> Path:
    """Read a path that may be written as a ``file`` URL.

    A bare path stays as it is, as ``%20`` in it need not be a space.

    Examples
    --------
    >>> local_path("file://localhost/day%203/A%20%231.mov").as_posix()
    '/day 3/A #1.mov'
    """
    if not url.casefold().startswith("file:"):
        return Path(url)
    # By hand: the library refuses some addresses, and takes "#", "?" and breaks out of them.
    rest = url[len("file:") :]
    host = ""
    if rest.startswith("//"):
        host, slash, rest = rest[2:].partition("/")
        rest = slash + rest
    path = unquote(rest)
    if host and host.partition(":")[0].casefold() != "localhost":
        return Path(f"//{host}{path}")
    drive = path[1:3]
    return Path(path[1:] if drive[1:] == ":" and drive[:1].isalpha() else path)


def file_name(path: str) -> str:
    """Return the last part of a path of any system."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _respelled(rest: str, old: str, new: str) -> str:
    """Write the rest of a path with the separators of what it now follows."""
    if "\\" in new:
        return rest.replace("/", "\\")
    return rest.replace("\\", "/") if "\\" in old else rest
