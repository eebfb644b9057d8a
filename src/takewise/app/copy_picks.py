"""Copies of the picks: photographs unchanged, frames of clips as picture files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from takewise import __version__
from takewise.errors import OutputError, TakewiseError
from takewise.faults import foreseen
from takewise.leftovers import temporary_file
from takewise.media import StillKind, encode_still
from takewise.model.photo import PhotoShot, RankedShot
from takewise.pipeline.photos import photo_pictures


def copy_picks(
    picks: Sequence[RankedShot], folder: Path, kind: StillKind
) -> tuple[list[Path], list[TakewiseError]]:
    """Copy picks into a folder, which is made if it is missing; existing files stay as they are.

    Frames of clips become pictures of the given kind. Return the files that are there now, and an
    error for each that could not be copied.
    """
    written: list[Path] = []
    refused: list[TakewiseError] = []
    for each in picks:
        shot = each.measured.shot
        if shot.frame is None:
            for path in (shot.path, *shot.companions):
                done = _tried(Path(path), folder)
                if isinstance(done, TakewiseError):
                    refused.append(done)
                else:
                    written.append(done)
    frames = [each for each in picks if each.measured.shot.frame is not None]
    try:
        for place, photo in photo_pictures([e.measured.shot for e in frames], [None] * len(frames)):
            shot = frames[place].measured.shot
            content = encode_still(photo.picture, kind, frame_words(frames[place]))
            written.append(_put(content, folder / f"{frame_name(shot)}.{kind}"))
    except TakewiseError as error:
        refused.append(error)
    return written, refused


def frame_name(shot: PhotoShot) -> str:
    """Return the name of a clip's frame: clip, then timecode or frame number."""
    clip = Path(shot.path.rpartition("@")[0] or shot.path).stem
    mark = str(shot.timecode) if shot.timecode else f"frame{shot.frame:06}"
    return f"{clip}_{mark.replace(':', '-').replace(';', '-')}"


def frame_words(each: RankedShot) -> dict[str, str]:
    """Return the media information of each file, by name."""
    shot = each.measured.shot
    facts = {
        "Title": frame_name(shot),
        "Description": each.score.because,
        "Timecode": str(shot.timecode) if shot.timecode else "",
        "Frame": str(shot.frame),
        "Source": Path(shot.path).name,
        "Software": f"Takewise {__version__}",
    }
    return {name: text for name, text in facts.items() if text}


def _tried(source: Path, folder: Path) -> Path | TakewiseError:
    try:
        return _copied(source, folder / source.name)
    except Exception as error:  # noqa: BLE001 - one file must not lose the others
        return foreseen(error, what="copying it", where=str(source))


def _copied(source: Path, target: Path) -> Path:
    """Copy a file with its times; the same content under that name counts as done."""
    if target.exists():
        return _kept(target, same=_same(source, target))
    _make_folder(target)
    try:
        with temporary_file(target.parent) as (_, temporary):
            shutil.copy2(source, temporary)
            return _named(temporary, target)
    except OSError as error:
        raise OutputError(
            f"cannot be copied ({error.strerror or error})", where=str(source)
        ) from error


def _put(content: bytes, target: Path) -> Path:
    if target.exists():
        return _kept(target, same=target.read_bytes() == content)
    _make_folder(target)
    try:
        with temporary_file(target.parent) as (_, temporary):
            temporary.write_bytes(content)
            temporary.chmod(0o644)
            return _named(temporary, target)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})", where=str(target)
        ) from error


def _make_folder(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})", where=str(target.parent)
        ) from error


def _named(temporary: Path, target: Path) -> Path:
    """Give a finished file its name, unless the name was taken meanwhile."""
    try:
        # Unlike renaming, linking never replaces a file.
        os.link(temporary, target)
    except FileExistsError:
        return _kept(target, same=False)
    except OSError:
        # A disk without links, such as a camera card.
        if target.exists():
            return _kept(target, same=False)
        temporary.rename(target)
    return target


def _kept(target: Path, *, same: bool) -> Path:
    if same:
        return target
    raise OutputError(
        "another file of this name exists, and is kept",
        where=str(target),
        remedy="choose another folder for the copies",
    )


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while chunk := first.read(1 << 20):
            if chunk != second.read(1 << 20):
                return False
    return True
