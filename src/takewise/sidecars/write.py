"""Writes sidecars so that nothing is ever lost: whole or not at all, with one backup."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import OutputError
from takewise.sidecars.merging import Facts, merge, new_packet, value_of
from takewise.sidecars.packet import OURS, PHOTOSHOP, read_packet

BACKUP_SUFFIX = ".bak"
"""What the one backup of a sidecar adds to its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a sidecar."""

    path: Path
    """The sidecar."""
    changed: bool
    """Whether it was written; False where it said so already."""
    kept_rating: bool
    """Whether somebody else's rating was there, and stays."""
    kept_label: bool
    """The same of the label."""


def write_sidecar(
    path: Path,
    files: tuple[str, ...],
    facts: Facts,
    *,
    overwrite: bool = False,
    dry: bool = False,
) -> Written:
    """Merge facts into a sidecar, or make one.

    Parameters
    ----------
    path
        The sidecar.
    files
        The files of the shot that it belongs to; never opened.
    facts
        What it is to say.
    overwrite
        Whether a rating and a label that somebody else gave are replaced.
    dry
        Whether to tell what would become of it, and write nothing.

    Returns
    -------
    Written
        What became of it.

    Raises
    ------
    OutputError
        If it belongs to another file, is no well-formed XMP, was changed meanwhile,
        or cannot be written; it is then as it was.
    """
    place = Path(os.path.realpath(path))
    before = _read(place)
    extensions = [Path(file).suffix.lstrip(".") for file in files]
    start = new_packet(extensions[-1].upper()) if before is None else before
    if before is not None:
        _check_owner(before, extensions, place)
    merged = merge(start, facts, where=str(path), overwrite=overwrite)
    result = Written(
        path=path,
        changed=merged.content != before,
        kept_rating=merged.kept_rating,
        kept_label=merged.kept_label,
    )
    if dry or not result.changed:
        return result
    if before is not None:
        write_bytes(place.with_name(place.name + BACKUP_SUFFIX), before)

    def unchanged() -> None:
        if _read(place) != before:
            raise OutputError(
                "another program changed the sidecar meanwhile; it is left as it is",
                where=str(path),
                remedy="run again once the other program is done",
            )

    write_bytes(place, merged.content, confirm=unchanged)
    return result


def mentions_us(path: Path) -> bool:
    """Tell whether a sidecar has properties of ours from an earlier run."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return OURS.encode() in content or OURS.encode("utf-16-le") in content


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(
            f"the sidecar cannot be read ({error.strerror or error})", where=str(path)
        ) from error


def _check_owner(content: bytes, extensions: list[str], path: Path) -> None:
    """Refuse a sidecar that says it belongs to a file of another kind."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16", "replace").encode()
    packet = read_packet(content.removeprefix(b"\xef\xbb\xbf"), where=str(path))
    owner = value_of(packet, (PHOTOSHOP, "SidecarForExtension"))
    if owner and owner.lower() not in {each.lower() for each in extensions}:
        raise OutputError(
            f"this sidecar belongs to the {owner} file of the same name, and is left as it is",
            where=str(path),
            remedy='name sidecars the other way: naming = "darktable" in [sidecars]',
        )
