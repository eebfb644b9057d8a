"""An entry for Takewise in the menu of a Linux desktop."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from takewise.atomic import output_errors, write_bytes
from takewise.errors import OutputError

# What the first line says before the digest of all other lines.
_OURS = "# Written by takewise install-desktop; digest "


def install_entry(*, system: str, environ: Mapping[str, str]) -> Path:
    """Write the entry, and return where it is.

    Parameters
    ----------
    system
        Name of the operating system, as `platform.system` returns it.
    environ
        Variables by which the user's folders are found.

    Returns
    -------
    Path
        The entry's file.

    Raises
    ------
    OutputError
        If the system has no such entries, the file cannot be written, or it is not ours.
    """
    place = _place(system, environ)
    _check_ours(place)
    write_bytes(place, _entry(_program()).encode())
    return place


def remove_entry(*, system: str, environ: Mapping[str, str]) -> Path | None:
    """Remove the entry, and return where it was; None if there was none.

    Parameters
    ----------
    system
        Name of the operating system, as `platform.system` returns it.
    environ
        Variables by which the user's folders are found.

    Returns
    -------
    Path or None
        The entry's file.

    Raises
    ------
    OutputError
        If the system has no such entries, the file cannot be removed, or it is not ours.
    """
    place = _place(system, environ)
    if not place.exists():
        return None
    _check_ours(place)
    with output_errors(place):
        place.unlink()
    return place


def _place(system: str, environ: Mapping[str, str]) -> Path:
    if system != "Linux":
        by_hand = {
            "Darwin": "in Automator make an application that runs the shell script",
            "Windows": "on the desktop choose New > Shortcut, and name",
        }
        remedy = f"{by_hand.get(system, 'start it with')} {' '.join(_program())}"
        raise OutputError("desktop entries are for Linux", remedy=remedy)
    home = Path(environ.get("HOME", "~")).expanduser()
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "applications" / "takewise.desktop"


def _program() -> list[str]:
    """Return how this Takewise is started."""
    own = shutil.which("takewise", path=str(Path(sys.executable).parent))
    return [own] if own else [sys.executable, "-m", "takewise"]


def _entry(program: list[str]) -> str:
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Takewise",
        "GenericName=Reviews takes and photographs",
        "Comment=Find small movements of faces in takes, and the best frame of a series",
        f"Exec={' '.join(map(_quoted, program))}",
        "Icon=camera-video",
        "Terminal=false",
        "Categories=AudioVideo;Video;Graphics;Photography;",
    ]
    text = "".join(f"{line}\n" for line in lines)
    return f"{_OURS}{_digest(text)}\n{text}"


def _quoted(argument: str) -> str:
    """Quote an argument as the Desktop Entry Specification has it."""
    # Twice: once for the argument, once for the string that the value is.
    for sign in '\\"`$':
        argument = argument.replace(sign, f"\\\\{sign}" if sign != "\\" else "\\\\\\\\")
    return f'"{argument.replace("%", "%%")}"'


def _check_ours(place: Path) -> None:
    with output_errors(place):
        text = place.read_text("utf-8", "replace") if place.exists() else ""
    first, _, rest = text.partition("\n")
    if text and first != f"{_OURS}{_digest(rest)}":
        raise OutputError(
            "Takewise did not write this entry, or it was changed since",
            where=str(place),
            remedy="move it away, and try again",
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
