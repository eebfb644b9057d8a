"""Contact sheets of ranked frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import OutputError
from takewise.model.photo import RankedShot
from takewise.photos import SheetShot, as_pdf, as_png, is_sheet, pages, wanted_side
from takewise.pipeline.photos import photo_pictures


def write_sheet(path: Path, shown: Sequence[RankedShot], *, title: str) -> list[Path]:
    """Write a contact sheet as PDF or PNG, and return its files.

    Further pages of a PNG get ``-2`` and so on before the ending. Raises `OutputError` if a
    picture of that name is not a sheet of ours, and `MediaError` if a photograph can no longer be
    read.
    """
    if not shown:
        return []
    drawn = pages(_in_order(shown), title=title, count=len(shown))
    if path.suffix.lower() == ".pdf":
        write_bytes(path, as_pdf(list(drawn), title=title))
        return [path]
    files = []
    for number, page in enumerate(drawn, 1):
        file = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if file.exists() and not is_sheet(file):
            raise OutputError(
                "a picture of this name exists, and is not a contact sheet of Takewise; it is kept",
                where=str(file),
                remedy="name another file with --sheet",
            )
        write_bytes(file, as_png(page))
        files.append(file)
    return files


def _in_order(shown: Sequence[RankedShot]) -> Iterator[SheetShot]:
    """Read the pictures in the order of the sheet; frames of clips are read beforehand."""
    shots = [each.measured.shot for each in shown]
    moving = [number for number, shot in enumerate(shots) if shot.frame is not None]
    frames = {
        moving[place]: photo
        for place, photo in photo_pictures([shots[n] for n in moving], [None] * len(moving))
    }
    for number, each in enumerate(shown):
        photo = frames.pop(number, None)
        if photo is None:
            ((_, photo),) = photo_pictures([shots[number]], [wanted_side(each, len(shown))])
        yield SheetShot(ranked=each, photo=photo)
