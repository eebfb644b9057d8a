"""Reading a cut: which of its clips are seen, when, and what of their media.

Times are exact: a rate that a double or a single stands for is snapped to the rate
that it means before anything is added up.
"""

from __future__ import annotations

import os
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from takewise.clock import Timecode, drops, frames_per_day, grid_frame, snap_rate
from takewise.errors import MediaError, MissingExtra
from takewise.timeline import cut_fcpxml, cut_xmeml, fcpxml, premiere_xml
from takewise.timeline import otio as otio_file
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
from takewise.timeline.cut_text import check_text, table_of
from takewise.timeline.export import ExportSettings
from takewise.timeline.markers import one_line
from takewise.timeline.media_paths import local_path
from takewise.timeline.rendered import Rendered, uncarried

_ADAPTERS = {".xml": "fcp_xml", ".edl": "cmx_3600"}
# Ending to the reader that the extra brings; OpenTimelineIO reads its own files itself,
# and FCPXML is read by us, as its adapter takes 23.976 frames a second for 23.

_DROPPING = re.compile(r"\d\d:\d\d:\d\d;\d\d")
# A timecode that drops frames.

_BLACK = {"BL", "BLK", "BLACK", "BARS"}
# Reels of an EDL that are no media.

_KINDS: dict[str, CutKind] = {".xml": "premiere-xml", ".fcpxml": "fcpxml"}
# Ending to what a cut is given back as; all else as OpenTimelineIO.

_SPEED = ("time remap", "timeremap", "speed", "retime")
# Names under which Final Cut Pro 7's XML keeps a change of speed as a plain effect.


def own_kind(path: Path) -> CutKind:
    """Tell the format in which a cut is given back, by its ending."""
    return _KINDS.get(path.suffix.casefold(), "otio")


def marked(cut: Cut, clips: Sequence[MarkedClip], settings: ExportSettings) -> Rendered:
    """Return a cut in its own kind with markers, and everything else as it was.

    Parameters
    ----------
    cut
        The cut.
    clips
        What was found in its clips; at least one.
    settings
        What carries the markers where there is a choice.

    Returns
    -------
    Rendered
        One file. Markers that an earlier run left are replaced; those of others
        stay. Equal input gives equal bytes.
    """
    timeline = on_ruler(cut, clips)
    if cut.kind == "fcpxml":
        content, losses = cut_fcpxml.marked(cut, clips), uncarried(timeline, fcpxml.CARRIES)
    elif cut.kind == "premiere-xml":
        content = cut_xmeml.marked(cut, clips, settings)
        losses = uncarried(timeline, premiere_xml.CARRIES)
    else:
        content, losses = marked_otio(cut, clips, settings), otio_file.losses(timeline, settings)
    return Rendered(files={"": content}, losses=losses)


def read_cut(path: Path, *, rate: Fraction | None = None) -> Cut:
    """Read a cut.

    Parameters
    ----------
    path
        OpenTimelineIO or FCPXML; or Final Cut Pro 7's XML or an EDL, which need the
        extra ``cut``.
    rate
        Frames per second of an EDL, which does not tell; None takes 24.

    Returns
    -------
    Cut
        With its clips, those of nested timelines too.

    Raises
    ------
    MissingExtra
        If the reader of its format is not installed.
    MediaError
        If it cannot be read, or holds no timeline or several.
    """
    try:
        return _cut(path, rate)
    except MediaError as error:
        # What is wrong within it is known far from where its name is.
        raise MediaError(error.what, where=error.where or str(path), remedy=error.remedy) from error


def _cut(path: Path, rate: Fraction | None) -> Cut:
    kind = own_kind(path)
    if kind == "fcpxml":
        return cut_fcpxml.read(path)
    whole = _read(path, rate)
    found = only_timeline(whole, path)
    clips, notes = [], []
    # The list keeps the library's wrappers alive, whose identity ends with them.
    every = list(found.find_clips())
    numbers = {id(clip): number for number, clip in enumerate(every)}
    for each in _outermost(found.tracks):
        if isinstance(each, str):
            notes.append(each)
        elif _reel(each.clip) not in _BLACK:
            clips.append(_cut_clip(numbers[id(each.clip)], each, path.parent))
    if path.suffix.casefold() == ".edl" and rate is None and clips:
        guessed = f"{float(_edl_rate(path)):.4g}"
        notes.append(f"an EDL tells no frame rate: it was read at {guessed}; --rate says another")
    return Cut(
        path=path,
        kind=kind,
        name=one_line(found.name or "") or path.stem,
        start=_start(found, dropping=_counts_dropping(found, path)),
        clips=tuple(clips),
        notes=tuple(dict.fromkeys(notes)),
        original=path.read_bytes(),
        content=whole.to_json_string(),
    )


def _read(path: Path, rate: Fraction | None) -> Any:
    adapter = _ADAPTERS.get(path.suffix.casefold())
    if adapter and adapter not in otio.adapters.available_adapter_names():
        raise MissingExtra(
            f"{path.suffix} is read by a library that is not installed",
            where=str(path),
            remedy='pip install "takewise[cut]", or export the cut as .otio',
        )
    check_text(path)
    options = {"rate": float(rate or _edl_rate(path))} if adapter == "cmx_3600" else {}
    try:
        with warnings.catch_warnings():
            # The readers are old, and say so of themselves.
            warnings.simplefilter("ignore")
            found = otio.adapters.read_from_file(str(path), adapter, **options)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except Exception as error:
        # Each reader has errors of its own, and some those of the XML below it.
        said = " ".join(str(error).split()) or type(error).__name__
        raise MediaError(
            f"cannot be read as a cut ({said})",
            where=str(path),
            remedy="export it anew, best as .otio" if adapter else "export it anew",
        ) from error
    return found


def _edl_rate(path: Path) -> Fraction:
    """Guess the rate of an EDL, which tells no more than whether it drops frames."""
    return Fraction(30000, 1001) if _drops_in_text(path) else Fraction(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """What of a nested timeline is seen."""

    origin: Fraction
    """Record time of the nested timeline's time 0, seconds."""
    start: Fraction = Fraction(0)
    """Record time from which it is seen, seconds."""
    end: Fraction | None = None
    """Record time to which it is seen, seconds; None to its end."""

    def within(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """Return what of a stretch of record time is seen; nothing if it ends before it starts."""
        return max(start, self.start), end if self.end is None else min(end, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A clip where it is seen."""

    clip: otio.schema.Clip
    """The clip."""
    start: Fraction
    """Record time from which it is seen, seconds."""
    end: Fraction
    """Record time to which it is seen, seconds."""
    begun: Fraction
    """Record time at which it would begin if nothing hid its beginning, seconds."""


def _outermost(stack: otio.schema.Stack) -> Iterator[_Seen | str]:
    """Yield the clips of a whole cut, whose record time 0 is where its trim begins."""
    if _plays_at_another_speed(stack):
        yield "the whole timeline: its speed is changed, so its clips are not marked"
        return
    trim = stack.source_range
    if trim is None:
        yield from _seen(stack, _Window(origin=Fraction(0)))
    else:
        window = _Window(origin=-_seconds(trim.start_time), end=_seconds(trim.duration))
        yield from _seen(stack, window)


def _seen(stack: Any, window: _Window) -> Iterator[_Seen | str]:
    """Yield the clips of a stack, or why one cannot be marked."""
    for track in stack:
        if isinstance(track, otio.schema.Track):
            if track.enabled and track.kind == otio.schema.TrackKind.Video:
                yield from _on_track(track, window)
        else:
            # A stack may hold clips and stacks at its own time 0, as a track of one item.
            yield from _item(track, window.origin, window)


def _on_track(track: otio.schema.Track, window: _Window) -> Iterator[_Seen | str]:
    if _plays_at_another_speed(track):
        yield f"track {one_line(track.name)}: its speed is changed, so its clips are not marked"
        return
    at = window.origin
    if track.source_range is not None:
        at -= max(Fraction(0), _seconds(track.source_range.start_time))
    for item in track:
        if isinstance(item, otio.schema.Transition):
            continue
        try:
            length = _seconds(item.trimmed_range().duration)
        except otio.exceptions.OTIOError:
            yield f"{_named(item)}: nothing tells how long it is, so it and the rest are not marked"
            return
        yield from _item(item, at, window)
        at += length


def _item(item: Any, at: Fraction, window: _Window) -> Iterator[_Seen | str]:
    """Yield what is seen of one item that begins at a record time."""
    span = item.trimmed_range()
    start, end = window.within(at, at + _seconds(span.duration))
    if start >= end or isinstance(item, otio.schema.Gap) or not item.enabled:
        return
    if _plays_at_another_speed(item):
        yield f"{_named(item)}: its speed is changed, so it is not marked"
    elif isinstance(item, otio.schema.Clip):
        yield _Seen(clip=item, start=start, end=end, begun=at)
    else:
        inner = _Window(origin=at - _seconds(span.start_time), start=start, end=end)
        nested = (item,) if isinstance(item, otio.schema.Track) else item
        yield from _seen(nested, inner)


def _plays_at_another_speed(item: Any) -> bool:
    return any(_changes_speed(effect) for effect in item.effects)


def _changes_speed(effect: Any) -> bool:
    if isinstance(effect, otio.schema.LinearTimeWarp):
        return bool(effect.time_scalar != 1)
    if isinstance(effect, otio.schema.TimeEffect):
        return True
    said = f"{effect.name} {effect.effect_name}".casefold()
    return any(word in said for word in _SPEED)


def _cut_clip(number: int, seen: _Seen, folder: Path) -> CutClip:
    clip = seen.clip
    media = _reference(clip, folder)
    in_time = _seconds(clip.trimmed_range().start_time)
    known = media.available_range if media is not None else None
    return CutClip(
        number=number,
        name=one_line(clip.name or ""),
        media=_media_path(media, folder),
        reel=_reel(clip),
        start=in_time + seen.start - seen.begun,
        end=in_time + seen.end - seen.begun,
        media_start=_seconds(known.start_time) if known else None,
        record=seen.start,
    )


def _reel(clip: otio.schema.Clip) -> str | None:
    return one_line(str(table_of(clip.metadata, "cmx_3600").get("reel") or "")) or None


def _reference(clip: otio.schema.Clip, folder: Path) -> Any:
    """Return the media that is active; if it is not here, another of the clip's that is."""
    every = [clip.media_reference, *clip.media_references().values()]
    # os.path, as Path.is_file raises where a name is too long.
    here = (each for each in every if os.path.isfile(_media_path(each, folder) or ""))  # noqa: PTH113
    return next(here, every[0])


def _media_path(media: Any, folder: Path) -> str | None:
    if isinstance(media, otio.schema.ExternalReference) and media.target_url:
        return str(folder / local_path(media.target_url))
    if isinstance(media, otio.schema.ImageSequenceReference):
        digits = media.frame_zero_padding
        number = f"%0{digits}d" if digits > 1 else "%d"
        name = f"{media.name_prefix}{number}{media.name_suffix}"
        return str(folder / local_path(media.target_url_base) / name)
    # Media that are missing may have kept their name.
    return media.name or None if isinstance(media, otio.schema.MissingReference) else None


def _start(found: otio.schema.Timeline, *, dropping: bool) -> Timecode:
    """Return the record timecode of the first frame."""
    given = found.global_start_time or _first_event(found)
    rate = _rate(given.rate) if given else _common_rate(found)
    frame = grid_frame(_seconds(given), rate) if given else 0
    drop = drops(rate) and dropping
    return Timecode(frame % frames_per_day(rate, drop_frame=drop), rate, drop)


def _first_event(found: otio.schema.Timeline) -> otio.opentime.RationalTime | None:
    """Return the record timecode of an EDL, which its reader keeps as a track's negative start."""
    trims = [track.source_range for track in found.video_tracks() if track.source_range]
    if trims and trims[0].start_time.value < 0:
        return -trims[0].start_time
    return None


def _counts_dropping(found: otio.schema.Timeline, path: Path) -> bool:
    """Tell whether the timecode drops frames, which only some writers note."""
    if path.suffix.casefold() == ".edl":
        return _drops_in_text(path)
    ours = table_of(found.metadata, OURS).get("drop_frame")
    theirs = table_of(table_of(found.metadata, "fcp_xml"), "timecode").get("displayformat")
    return bool(ours) or theirs == "DF"


def _drops_in_text(path: Path) -> bool:
    return bool(_DROPPING.search(path.read_text("utf-8", "replace")))


def _common_rate(found: otio.schema.Timeline) -> Fraction:
    """Return the rate of most clips' lengths, as these are counted in the timeline's frames."""
    rates = Counter(
        _rate(clip.source_range.duration.rate)
        for clip in found.find_clips()
        if clip.source_range is not None
    )
    if not rates:
        raise MediaError(
            "the cut tells no frame rate",
            where=found.name,
            remedy="export it from an editor that writes the timeline's start timecode",
        )
    return rates.most_common(1)[0][0]


# Rates of cuts, frames per second; a time-lapse may have few, sound has many.
_RATES = (1e-3, 1e6)

# Seconds; a hundred years.
_LONGEST = 3.2e9


def _seconds(time: otio.opentime.RationalTime) -> Fraction:
    """Return a time exactly: its value is whole where it means a frame."""
    if not abs(time.value) <= _LONGEST * _RATES[1]:
        raise MediaError(f"it has a time of {time.value:g} frames", remedy="export it again")
    whole = round(time.value)
    value = Fraction(whole) if abs(time.value - whole) < 1e-4 else Fraction(time.value)
    return value / _rate(time.rate)


def _rate(rate: float) -> Fraction:
    if not _RATES[0] <= rate <= _RATES[1]:
        raise MediaError(f"it has a rate of {rate:g} frames a second", remedy="export it again")
    return snap_rate(Fraction(rate).limit_denominator(100_000))


def _named(item: Any) -> str:
    return f"clip {one_line(item.name or '') or 'without a name'}"
