"""OpenTimelineIO with its media: `.otioz`, a zip file, and `.otiod`, a folder.

Both hold ``content.otio`` and a folder ``media``. The library's own writers take the
``%20`` of a file's name for a space, and leave a ``#`` where its readers end an address;
so the bundle is put together here, and read back by the library in the tests.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from takewise.atomic import output_errors
from takewise.errors import OutputError
from takewise.leftovers import temporary_folder
from takewise.timeline.formats.otio import CARRIES, losses, render
from takewise.timeline.losses import Loss
from takewise.timeline.marker_format import Format
from takewise.timeline.media_paths import file_name, media_path
from takewise.timeline.settings import ExportSettings, OtioSettings
from takewise.timeline.timeline import Timeline

_CONTENT = "content.otio"
_MEDIA = "media"

# As OpenTimelineIO's specification of file bundles names them.
_VERSION = ("version.txt", b"1.0.0")

# The first date that a zip file can hold: equal timelines give equal bytes.
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)

# What ends or changes an address for the readers of bundles.
_UNFIT = re.compile(r"[#?%]")


def write_bundle(path: Path, timeline: Timeline, settings: ExportSettings) -> tuple[Loss, ...]:
    """Write a timeline with a copy of its media; all of it or nothing.

    The ending of the path, ``.otioz`` or ``.otiod``, says which kind. Returns what it does not say
    as the timeline does, names of media too. Raises `OutputError` if a medium is no file, a folder
    of that name is there already, or it cannot be written.
    """
    # As in `takewise.timeline.formats.otio`.
    from takewise.timeline.otio_values import build, written  # noqa: PLC0415

    places = [media_path(placed.take.info, settings.path_map) for placed in timeline.takes]
    for place in sorted(set(places)):
        if not Path(place).is_file():
            raise OutputError(
                f"the media are to be in it, but {place} is no file",
                where=str(path),
                remedy="write otio instead, or correct --path-map",
            )
    if path.is_dir():
        raise OutputError(
            "there is a folder of that name already",
            where=str(path),
            remedy="remove it, or write to another folder",
        )
    names = _names(places)
    value = build(timeline, settings)
    for clip, place in zip(value.find_clips(), places, strict=True):
        clip.media_reference.target_url = f"{_MEDIA}/{names[place]}"
    put_together = _zip if path.suffix == ".otioz" else _folder
    with output_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(path.parent) as (folder, _):
            made = folder / path.name
            put_together(made, written(value, settings), names)
            made.replace(path)
    renamed = (
        Loss(aspect="media", how=f"{file_name(place)} is {name} in it")
        for place, name in names.items()
        if name != file_name(place)
    )
    return (*renamed, *losses(timeline, settings))


def _names(places: list[str]) -> Mapping[str, str]:
    """Return a name for each medium; equal names are numbered."""
    names: dict[str, str] = {}
    for place in dict.fromkeys(places):
        fit = Path(_UNFIT.sub("_", file_name(place)))
        name, number = fit.name, 1
        # Some systems take A.mov and a.MOV for one.
        while name.casefold() in {each.casefold() for each in names.values()}:
            number += 1
            name = f"{fit.stem}-{number}{fit.suffix}"
        names[place] = name
    return names


def _zip(made: Path, content: bytes, names: Mapping[str, str]) -> None:
    with zipfile.ZipFile(made, "w") as bundle:
        for name, text in (_VERSION, (_CONTENT, content)):
            bundle.writestr(zipfile.ZipInfo(name, _MIDNIGHT), text, zipfile.ZIP_DEFLATED)
        for place, name in names.items():
            entry = zipfile.ZipInfo(f"{_MEDIA}/{name}", _MIDNIGHT)
            entry.file_size = Path(place).stat().st_size
            # Media are compressed already.
            with Path(place).open("rb") as source, bundle.open(entry, "w") as target:
                shutil.copyfileobj(source, target)


def _folder(made: Path, content: bytes, names: Mapping[str, str]) -> None:
    (made / _MEDIA).mkdir(parents=True)
    (made / _CONTENT).write_bytes(content)
    for place, name in names.items():
        shutil.copyfile(place, made / _MEDIA / name)


FORMAT = Format(
    name="otioz",
    suffix=".otioz",
    about="OpenTimelineIO with a copy of the media, in one file",
    carries=CARRIES,
    render=render,
    bundle=write_bundle,
    settings=OtioSettings,
)
"""The format."""
