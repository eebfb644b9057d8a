"""Reading a cut: which of its clips are seen, when, and what of their media.

Times are exact: a rate that a double or a single stands for is snapped to the rate
that it means before anything is added up.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from takewise.clock import Timecode, drops, frames_per_day, grid_frame
from takewise.errors import MalformedText, MediaError, MissingExtra
from takewise.timeline import (
    cut_fcpxml,
    cut_otio,
    cut_xmeml,
    edl_speed,
    xmeml_speed,
    xmeml_text,
)
from takewise.timeline.cut import (
    OURS,
    Cut,
    CutClip,
    CutKind,
    MarkedClip,
    marked_otio,
    on_ruler,
    only_timeline,
)
from takewise.timeline.cut_formats import CUT_FORMATS
from takewise.timeline.cut_items import (
    BACKWARDS,
    SeenClip,
    SpeedOf,
    Walk,
    exact_rate,
    known_seconds,
)
from takewise.timeline.edl_text import BLACK, read_edl
from takewise.timeline.formats import FORMATS
from takewise.timeline.formats.otio import losses as otio_losses
from takewise.timeline.losses import Rendered, unsupported
from takewise.timeline.markers import one_line
from takewise.timeline.media_paths import local_path
from takewise.timeline.no_media import is_made, is_still, note_on
from takewise.timeline.reader_errors import reader_message
from takewise.timeline.settings import ExportSettings
from takewise.untrusted import read_bytes


def own_kind(path: Path) -> CutKind:
    """Return the format in which a cut is given back, by its ending."""
    found = CUT_FORMATS.get(path.suffix.casefold())
    return found.kind if found else "otio"


def mark_cut(cut: Cut, clips: Sequence[MarkedClip], settings: ExportSettings) -> Rendered:
    """Return a cut in its own format with markers, and everything else as it was.

    Markers that an earlier run left are replaced; those of others stay. `clips` has at least one.
    Equal input gives equal bytes.
    """
    timeline = on_ruler(cut, clips)
    if cut.kind == "otio":
        content, losses = marked_otio(cut, clips, settings), otio_losses(timeline, settings)
        return Rendered(files={"": content}, losses=losses)
    if cut.kind == "fcpxml":
        content = cut_fcpxml.mark_fcpxml(cut, clips)
    else:
        content = cut_xmeml.mark_xmeml(cut, clips, settings)
    return Rendered(files={"": content}, losses=unsupported(timeline, FORMATS[cut.kind].carries))


def read_cut(path: Path, *, rate: Fraction | None = None, start: Timecode | None = None) -> Cut:
    """Read a cut with its clips, those of nested timelines too.

    The file is OpenTimelineIO or FCPXML; or Final Cut Pro 7's XML or an EDL, which need the extra
    ``cut``. `rate` is that of an EDL, which does not say it; None takes 24, or 29.97 if it drops
    frames. `start` is the record timecode of the first frame; None takes the cut's own. Raises
    `MissingExtra` if the reader of its format is not installed, and `MediaError` if it cannot be
    read, or holds no timeline or several.
    """
    _require_known(path)
    kind = own_kind(path)
    if kind == "fcpxml":
        return cut_fcpxml.read(path, start)
    original = _bytes_of(path)
    whole = _read(path, original, rate)
    found = only_timeline(whole, path)
    start = start or _start(found, path)
    clips, notes = _seen(found, start, path)
    if kind == "otio":
        notes += cut_otio.otio_notes(original)
    if kind == "otio" and any(each.speed < 0 for each in clips):
        notes.append(BACKWARDS)
    if path.suffix.casefold() == ".edl" and rate is None and clips:
        guessed = f"{float(read_edl(path).rate):.4g}"
        notes.append(f"an EDL has no frame rate: it was read at {guessed}; --rate sets another")
    return Cut(
        path=path,
        kind=kind,
        name=one_line(found.name or "") or path.stem,
        start=start,
        clips=tuple(clips),
        notes=tuple(dict.fromkeys(notes)),
        original=original,
        content=whole.to_json_string(),
    )


def _require_known(path: Path) -> None:
    """Refuse a file that no reader of cuts is for, by its ending."""
    if path.suffix.casefold() not in CUT_FORMATS:
        raise MediaError(
            "is not a cut that can be read",
            where=str(path),
            remedy="export it as .otio, .fcpxml, .xml (Final Cut Pro 7) or .edl",
        )


def _said_speeds(path: Path, every: Sequence[Any], found: otio.schema.Timeline) -> SpeedOf:
    """Return what a file itself says of the speed of its items; `every` is kept alive."""
    kind = path.suffix.casefold()
    if kind == ".edl":
        motions = edl_speed.speeds(every)
        return lambda item: motions.get(id(item))
    if kind == ".xml" and _has_remaps(found):
        return cut_xmeml.speed_of(path)
    return lambda _: None


def _has_remaps(found: otio.schema.Timeline) -> bool:
    return any(
        xmeml_speed.is_remap(effect.name or "")
        for item in found.tracks.find_children()
        for effect in getattr(item, "effects", ())
    )


def _seen(
    found: otio.schema.Timeline, start: Timecode, path: Path
) -> tuple[list[CutClip], list[str]]:
    """Return what of a cut can be marked, and why the rest cannot."""
    clips: list[CutClip] = []
    notes: list[str] = []
    idle: list[str] = []
    # The list keeps the library's wrappers alive: without them `id` may repeat.
    every = list(found.find_clips())
    numbers = {id(clip): number for number, clip in enumerate(every)}
    for clip in every:
        # The reader of Final Cut Pro 7's XML leaves it there.
        clip.enabled = clip.enabled and _fact(clip, "fcp_xml", "enabled") != "FALSE"
    try:
        for each in Walk(start, _said_speeds(path, every, found)).through(found.tracks):
            if isinstance(each, str):
                notes.append(each)
            elif _stands_still(each.clip, path):
                idle.append(one_line(each.clip.name or ""))
            elif _reel(each.clip) not in BLACK:
                clips.append(_cut_clip(numbers[id(each.clip)], each, path.parent))
    except (MediaError, otio.exceptions.OTIOError) as error:
        said = error.what if isinstance(error, MediaError) else str(error)
        raise MediaError(
            f"cannot be read as a cut ({said})", where=str(path), remedy="export it again"
        ) from error
    return clips, [*notes, *note_on(idle)]


def _stands_still(clip: otio.schema.Clip, path: Path) -> bool:
    """Return whether a clip is a title, a generator or a still."""
    media = _reference(clip, path.parent)
    if path.suffix.casefold() == ".edl":
        # What comes from no tape is on the auxiliary reel, which the reader leaves out.
        name = clip.name or ""
        return is_still(name) or (_reel(clip) in {None, "GEN"} and is_made(name))
    if isinstance(media, otio.schema.ExternalReference):
        return is_still(media.target_url or "")
    return isinstance(media, otio.schema.GeneratorReference)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except MalformedText as error:
        raise MediaError(error.what, where=str(path)) from error
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error


def _read(path: Path, original: bytes, rate: Fraction | None) -> Any:
    adapter = _adapter(path)
    if adapter and adapter not in otio.adapters.available_adapter_names():
        raise MissingExtra(
            f"{path.suffix} is read by a library that is not installed",
            where=str(path),
            remedy='pip install "takewise[cut]", or export the cut as .otio',
        )
    text, options = _text(path, original, rate)
    try:
        with warnings.catch_warnings():
            # The readers are old, and say so of themselves.
            warnings.simplefilter("ignore")
            if text is None:
                return otio.adapters.read_from_file(str(path))
            return otio.adapters.read_from_string(text, adapter or "otio_json", **options)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except Exception as error:
        # Each reader has errors of its own, and some those of the XML below it.
        raise MediaError(
            f"cannot be read as a cut ({reader_message(error)})",
            where=str(path),
            remedy="export it again, best as .otio" if adapter else "export it again",
        ) from error


def _adapter(path: Path) -> str:
    """Return the name of the reader that the extra brings; empty where none is needed."""
    found = CUT_FORMATS.get(path.suffix.casefold())
    return found.adapter if found else ""


def _text(
    path: Path, original: bytes, rate: Fraction | None
) -> tuple[str | None, Mapping[str, float]]:
    """Return a cut's text and options for its reader; no text of what that reads itself."""
    if path.suffix.casefold() == ".xml":
        return xmeml_text.readable_xmeml(original, path), {}
    if path.suffix.casefold() == ".edl":
        edl = read_edl(path)
        counted = rate or edl.rate
        return edl_speed.remarked(edl.counted(counted), counted), {"rate": float(counted)}
    is_json = not _adapter(path) and cut_otio.is_json(original)
    return cut_otio.readable_otio(original, path) if is_json else None, {}


def _cut_clip(number: int, seen: SeenClip, folder: Path) -> CutClip:
    clip = seen.clip
    media = _reference(clip, folder)
    known = media.available_range if media is not None else None
    start, end = seen.media.span(seen.start, seen.end)
    return CutClip(
        number=number,
        name=one_line(clip.name or ""),
        spot=seen.spot,
        media=_media_path(media, folder),
        reel=_reel(clip),
        start=start,
        end=end,
        speed=seen.media.speed,
        media_start=known_seconds(known.start_time) if known else None,
        record=seen.start,
    )


def _reel(clip: otio.schema.Clip) -> str | None:
    return one_line(str(_fact(clip, "cmx_3600", "reel") or "")) or None


def _fact(owner: Any, *keys: str) -> Any:
    """Return what an editor noted under keys, each in the one before; None where nothing is."""
    found = owner.metadata
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _reference(clip: otio.schema.Clip, folder: Path) -> Any:
    """Return the media that is active; if it is not here, another of the clip's that is."""
    every = [clip.media_reference, *clip.media_references().values()]
    return next((each for each in every if _is_here(_media_path(each, folder))), every[0])


def _is_here(path: str | None) -> bool:
    # A path can be too long, or no path at all.
    with suppress(OSError, ValueError):
        return path is not None and Path(path).is_file()
    return False


def _media_path(media: Any, folder: Path) -> str | None:
    if isinstance(media, otio.schema.ExternalReference) and media.target_url:
        return str(folder / local_path(media.target_url))
    if isinstance(media, otio.schema.ImageSequenceReference):
        # No file name can hold more.
        digits = min(media.frame_zero_padding, 99)
        number = f"%0{digits}d" if digits > 1 else "%d"
        name = f"{media.name_prefix}{number}{media.name_suffix}"
        return str(folder / local_path(media.target_url_base) / name)
    # Media that are missing may have kept their name.
    return media.name or None if isinstance(media, otio.schema.MissingReference) else None


def _start(found: otio.schema.Timeline, path: Path) -> Timecode:
    """Return the record timecode of the first frame."""
    given = found.global_start_time or _first_event(found)
    begin = known_seconds(given)
    rate = _common_rate(found, path) if given is None or begin is None else exact_rate(given.rate)
    frame = grid_frame(begin or Fraction(0), rate)
    drop = drops(rate) and _counts_dropping(found, path)
    return Timecode(frame % frames_per_day(rate, drop_frame=drop), rate, drop)


def _first_event(found: otio.schema.Timeline) -> otio.opentime.RationalTime | None:
    """Return the record timecode of an EDL, which its reader keeps as a track's negative start."""
    trims = [track.source_range for track in found.video_tracks() if track.source_range]
    if trims and trims[0].start_time.value < 0:
        return -trims[0].start_time
    return None


def _counts_dropping(found: otio.schema.Timeline, path: Path) -> bool:
    """Return whether the timecode drops frames, which only some writers note."""
    if path.suffix.casefold() == ".edl":
        return read_edl(path).drop_frame
    return bool(_fact(found, OURS, "drop_frame")) or (
        _fact(found, "fcp_xml", "timecode", "displayformat") == "DF"
    )


def _common_rate(found: otio.schema.Timeline, path: Path) -> Fraction:
    """Return the rate of most clips' lengths, as these are counted in the timeline's frames."""
    lengths = [clip.source_range.duration for clip in found.find_clips() if clip.source_range]
    rates = Counter(exact_rate(each.rate) for each in lengths if known_seconds(each) is not None)
    if not rates:
        raise MediaError(
            "the cut has no frame rate",
            where=str(path),
            remedy="export it from an editor that writes the timeline's start timecode",
        )
    return rates.most_common(1)[0][0]
