"""OpenTimelineIO with its media: `.otioz`, a zip file, and `.otiod`, a folder.

The library's own writers put them together; they find media by ``file://``
addresses alone, and give each file its bare name in the bundle, so that two of
one name cannot lie in it.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import opentimelineio as otio

from takewise.errors import OutputError
from takewise.timeline.arrangement import Timeline
from takewise.timeline.export import ExportSettings
from takewise.timeline.media_paths import file_name, media_path
from takewise.timeline.otio import build, losses
from takewise.timeline.rendered import Loss


def write(path: Path, timeline: Timeline, settings: ExportSettings) -> tuple[Loss, ...]:
    """Write a timeline with a copy of its media; all of it or nothing.

    Parameters
    ----------
    path
        Where to; its ending, ``.otioz`` or ``.otiod``, says which.
    timeline
        The takes and their markers.
    settings
        As for ``.otio``.

    Returns
    -------
    tuple[Loss, ...]
        What it does not say.

    Raises
    ------
    OutputError
        If a medium is no file or two have one name, if an older release must read
        it, if a folder of that name is there already, or it cannot be written.
    """
    _check_media(path, timeline, settings)
    if settings.otio.schema != "0.18":
        raise OutputError(
            "a bundle cannot be written for an older release",
            where=str(path),
            remedy="write otio instead, or leave out --otio-schema",
        )
    if path.is_dir():
        raise OutputError(
            "there is a folder of that name already",
            where=str(path),
            remedy="remove it, or choose another --out",
        )
    value = build(timeline, settings, addressed=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            made = Path(folder) / path.name
            otio.adapters.write_to_file(value, str(made))
            made.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="check the folder's permissions and the free space, or choose another --out",
        ) from error
    return losses(timeline, settings)


def _check_media(path: Path, timeline: Timeline, settings: ExportSettings) -> None:
    places = {media_path(placed.take.info, settings.path_map) for placed in timeline.takes}
    for place in sorted(places):
        if not Path(place).is_file():
            raise OutputError(
                f"the media are to be in it, but {place} is no file",
                where=str(path),
                remedy="write otio instead, or correct --path-map",
            )
    names = Counter(file_name(place) for place in places)
    for name, count in names.items():
        if count > 1:
            raise OutputError(
                f"{count} of its media are called {name}, and it can hold but one of a name",
                where=str(path),
                remedy="write one for each take",
            )
