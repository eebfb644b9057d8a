"""The pictures of moments: the apex in full size, and onset, apex and end in a strip."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from takewise import __version__
from takewise.atomic import write_bytes
from takewise.clock import FrameRange
from takewise.media import StillKind, encode_still, read_frames, shrunk, side_by_side
from takewise.model import Analysis, Moment, Picture
from takewise.timeline import fit_for_file, picture_timecode

_STRIP_HEIGHT = 360
# Pixels: three pictures of 16:9 side by side fit a screen of 1920.


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWishes:
    """Which pictures the user wants."""

    stills: StillKind | None
    """Kind of file for the apex; None for none."""
    strips: bool
    """Whether to write strips."""

    def __bool__(self) -> bool:
        """Return whether any are wanted."""
        return self.strips or self.stills is not None


def write_pictures(
    folder: Path, stem: str, analysis: Analysis, ids: Collection[str], wishes: PictureWishes
) -> list[Path]:
    """Write the pictures of a take's moments; the media is opened to read, and no more.

    Parameters
    ----------
    folder
        Where to.
    stem
        What every name begins with.
    analysis
        The take.
    ids
        Its moments that are wanted.
    wishes
        Which pictures; raises what `read_frames` and `write_bytes` raise.

    Returns
    -------
    list[Path]
        The files, by apex.
    """
    moments = [each for each in analysis.moments if each.id in ids]
    if not moments or not wishes:
        return []
    names = _names(stem, analysis, moments)
    apexes = {moment.apex for moment in moments}
    shown = {frame for moment in moments for frame in _shown(moment)}
    part = FrameRange(min(shown), max(shown) + 1)
    files, small = [], {}
    for frame in read_frames(replace(analysis.media, part=part)):
        if frame.index in apexes and wishes.stills:
            for moment in (each for each in moments if each.apex == frame.index):
                path = folder / f"{names[moment.id]}.{wishes.stills}"
                facts = _facts(analysis, moment)
                write_bytes(path, encode_still(frame.picture, wishes.stills, facts))
                files.append(path)
        if frame.index in shown and wishes.strips:
            small[frame.index] = shrunk(frame.picture, height=_STRIP_HEIGHT)
    strips = _strips(folder, names, analysis, moments, small) if wishes.strips else ()
    return sorted((*files, *strips))


def _strips(
    folder: Path,
    names: Mapping[str, str],
    analysis: Analysis,
    moments: Collection[Moment],
    small: Mapping[int, Picture],
) -> Iterator[Path]:
    """Write a strip for each moment whose pictures decode."""
    for moment in moments:
        pictures = [small[frame] for frame in _shown(moment) if frame in small]
        if pictures:
            path = folder / f"{names[moment.id]}.strip.png"
            strip = side_by_side(pictures, height=_STRIP_HEIGHT)
            write_bytes(path, encode_still(strip, "png", _facts(analysis, moment)))
            yield path


def _shown(moment: Moment) -> tuple[int, int, int]:
    """Return the frames of a strip: the first, the apex, the last."""
    return moment.span.start, moment.apex, moment.span.end - 1


def _names(stem: str, analysis: Analysis, moments: Collection[Moment]) -> Mapping[str, str]:
    """Return a name for each moment: take, timecode of the apex, title, id where two are alike."""
    names: dict[str, str] = {}
    for moment in moments:
        timecode = str(picture_timecode(analysis, moment.apex))
        label = "".join("-" if char in ":;" else char for char in timecode)
        words = "-".join(fit_for_file(moment.title).split())
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
