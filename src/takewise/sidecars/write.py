"""Writes sidecars so that nothing is ever lost: whole or not at all, with one backup."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import OutputError
from takewise.sidecars.backup import BACKUP_RECORD, keep_backup
from takewise.sidecars.facts import Facts, others_said, value_of
from takewise.sidecars.merging import merge, new_packet
from takewise.sidecars.packet import OURS, PHOTOSHOP, Packet, read_packet
from takewise.sidecars.stars import Given, RatingRules, stars_in, stars_of_percent

_NOTHING_REPLACED, _NOTHING_GIVEN = RatingRules(), Given()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSidecar:
    """What became of a sidecar."""

    path: Path
    """The sidecar."""
    changed: bool
    """Whether it was written; False where it said so already."""
    kept_rating: int | None
    """Another rating that others gave, and that stays: -1 to 5; None for none."""
    kept_label: bool
    """Whether another label that others gave stays."""
    kept_pick: int | None = None
    """Another pick (1) or reject (-1) of others that stays; None for none."""


def write_sidecar(
    path: Path,
    files: tuple[str, ...],
    facts: Facts,
    *,
    rules: RatingRules = _NOTHING_REPLACED,
    given: Given = _NOTHING_GIVEN,
    dry: bool = False,
) -> WrittenSidecar:
    """Merge facts into a sidecar, or make one.

    Parameters
    ----------
    path
        The sidecar.
    files
        The files of the shot that it belongs to; never opened.
    facts
        What it should say.
    rules
        Which ratings and labels of others are replaced.
    given
        What others said of the shot elsewhere: in its files, or in another sidecar.
    dry
        Whether only to find what would become of it, and write nothing.

    Raises
    ------
    OutputError
        If it belongs to another file, is no well-formed XMP, was changed meanwhile, or cannot be
        written; it is then as it was.
    """
    place = Path(os.path.realpath(path))
    before = _read(place)
    extensions = [Path(file).suffix.lstrip(".") for file in files]
    start = new_packet(extensions[-1].upper()) if before is None else before
    if before is not None:
        _check_owner(before, extensions, place)
    merged = merge(start, facts, where=str(path), rules=rules, given=given)
    result = WrittenSidecar(
        path=path,
        # No sidecar is made without anything to say.
        changed=merged.content != start,
        kept_rating=merged.kept_rating,
        kept_label=merged.kept_label,
        kept_pick=merged.kept_pick,
    )
    if dry or not result.changed:
        return result
    if before is not None:
        noted = {**facts.ours, BACKUP_RECORD: keep_backup(place, before)}
        merged = merge(start, replace(facts, ours=noted), where=str(path), rules=rules, given=given)

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
    """Return whether a sidecar has properties of ours from an earlier run."""
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
    owner = value_of(_packet(content, str(path)), (PHOTOSHOP, "SidecarForExtension"))
    if owner and owner.lower() not in {each.lower() for each in extensions}:
        raise OutputError(
            f"this sidecar belongs to the {owner} file of the same name, and is left as it is",
            where=str(path),
            remedy='name sidecars the other way: naming = "darktable" in [sidecars]',
        )


def given_in_sidecar(path: Path, files: tuple[str, ...], *, by_hand: bool = False) -> Given:
    """Read what others said in a sidecar that is not written now.

    Nothing where there is no sidecar, or it is damaged, or another file's. `by_hand` says whether
    what was said in our window counts as ours.
    """
    place = Path(os.path.realpath(path))
    try:
        content = _read(place)
        if content is None:
            return Given()
        _check_owner(content, [Path(file).suffix.lstrip(".") for file in files], place)
        return others_said(_packet(content, str(path)), by_hand=by_hand)
    except OutputError:
        return Given()


def _packet(content: bytes, where: str) -> Packet:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16", "replace").encode()
    return read_packet(content.removeprefix(b"\xef\xbb\xbf"), where=where)


def given_inside(packets: Iterable[bytes], *, stars: int | None, percent: int | None) -> Given:
    """Return what a photograph says in its own fields, taken together.

    `packets` are the XMP packets in the file; a damaged one counts for nothing. `stars` is EXIF
    0x4746 and `percent` EXIF 0x4749; None where there is none.
    """
    exif = [stars_in("" if stars is None else str(stars))]
    exif.append(stars_of_percent("" if percent is None else str(percent)))
    said = Given()
    for packet in packets:
        with suppress(OutputError):
            said = said.joined(others_said(read_packet(packet, where="")))
    return said.joined(Given(ratings=tuple(each for each in exif if each)))
