"""The pictures of moments: the apex in full size, and onset, apex and end in a strip.

They look as players show the take: upright, and where its pixels are not square (DV,
anamorphic lenses) made so by the file's sample aspect ratio, applied to the width.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from takewise import __version__
from takewise.atomic import write_bytes
from takewise.clock import FrameRange
from takewise.media import StillKind, encode_still, read_frames, shrunk, side_by_side
from takewise.model import Analysis, Moment, Picture
from takewise.timeline import picture_timecode

# Pixels: three pictures of 16:9 side by side fit a screen of 1920.
_STRIP_HEIGHT = 360

# Letters of a title in a name: file systems take 255 bytes for all of it.
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOptions:
    """Which pictures the user wants."""

    stills: StillKind | None
    """Kind of file for the apex; None for none."""
    strips: bool
    """Whether to write strips."""

    def __bool__(self) -> bool:
        """Return whether any are wanted."""
        return self.strips or self.stills is not None


def write_pictures(
    folder: Path, stem: str, analysis: Analysis, ids: Collection[str], options: StillOptions
) -> list[Path]:
    """Write the pictures of some moments of a take, and return the files by apex.

    `stem` is what every name begins with. Raises what `read_frames` and `write_bytes` raise.
    """
    moments = [each for each in analysis.moments if each.id in ids]
    if not moments or not options:
        return []
    names = names_of(stem, analysis, moments)
    files = []
    for moment, ending, picture in _pictures(analysis, moments, options):
        path = folder / f"{names[moment.id]}.{ending}"
        kind: StillKind = "jpg" if ending == "jpg" else "png"
        write_bytes(path, encode_still(picture, kind, _facts(analysis, moment)))
        files.append(path)
    return sorted(files)


def _pictures(
    analysis: Analysis, moments: Collection[Moment], options: StillOptions
) -> Iterator[tuple[Moment, str, Picture]]:
    """Yield the stills and strips with the endings of their names, as the take is read."""
    until: dict[int, int] = {}
    for moment in moments:
        for number in _shown(moment):
            until[number] = max(until.get(number, 0), moment.span.end)
    # Small, and only while a strip waits for them: a long take has hundreds of moments.
    small: dict[int, Picture] = {}
    part = FrameRange(min(until), max(until.values()))
    for frame in read_frames(replace(analysis.media, part=part)):
        if options.strips and frame.index in until:
            small[frame.index] = shrunk(frame.picture, height=_STRIP_HEIGHT)
        for moment in moments:
            if options.stills and moment.apex == frame.index:
                yield moment, options.stills, frame.picture
            if options.strips and moment.span.end == frame.index + 1:
                shown = [small[each] for each in _shown(moment) if each in small]
                yield moment, "strip.png", side_by_side(shown, height=_STRIP_HEIGHT)
        small = {each: small[each] for each in small if until[each] > frame.index + 1}


def _shown(moment: Moment) -> tuple[int, int, int]:
    """Return the frames of a strip: the first, the apex, the last."""
    return moment.span.start, moment.apex, moment.span.end - 1


def names_of(stem: str, analysis: Analysis, moments: Collection[Moment]) -> Mapping[str, str]:
    """Return a name for each moment: take, timecode of the apex, title, id where two are alike."""
    names: dict[str, str] = {}
    for moment in moments:
        timecode = str(picture_timecode(analysis, moment.apex))
        label = "".join("-" if char in ":;" else char for char in timecode)
        words = "-".join(re.findall(r"\w+", moment.title))[:_LONGEST]
        name = f"{stem}_{label}_{words}"
        names[moment.id] = f"{name}_{moment.id}" if name in names.values() else name
    return names


def _facts(analysis: Analysis, moment: Moment) -> Mapping[str, str]:
    """Return the words that a picture carries."""
    media = analysis.media
    facts = {
        "Title": moment.title,
        "Description": moment.because,
        "Timecode": str(picture_timecode(analysis, moment.apex)),
        "Frame": str(moment.apex),
        "Source": Path(media.path).name,
        "Reel": media.reel or "",
        "Person": moment.person,
        "Moment": moment.id,
        "Software": f"Takewise {__version__}",
    }
    return {name: text for name, text in facts.items() if text}
