"""The media of a cut: which file is whose, and what of it is used."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PureWindowsPath

from takewise.app.sources import TakeSources, is_analysis
from takewise.clock import FrameRange, can_drop, nominal_rate, parse_timecode
from takewise.errors import ClockError, MediaError
from takewise.media import find_takes, is_sequence, probe, with_part
from takewise.model import MediaInfo
from takewise.plain_text import decimal
from takewise.timeline.cut import ClipSource, Cut, CutClip, find_source, joined_spans
from takewise.timeline.edl_text import Edl, EdlEvent, read_edl
from takewise.timeline.media_paths import local_path
from takewise.timeline.timeline import file_start

# Seconds before and after what a cut uses that are analysed too: a movement that is
# under way at the cut is seen whole, against the face at rest.
_CONTEXT = Fraction(2)

# Least length of a reel's name that may be the beginning of a longer one: an EDL
# has room for eight (CMX 3600), and some writers use seven.
_CUT_OFF = 7

# Frames a second above which a timeline of half the rate is as likely.
_LABELS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRate:
    """The frame rate of a cut that does not contain one."""

    rate: Fraction | None
    """Frames per second; None where no media was found."""
    notes: tuple[str, ...] = ()
    """What the user should know of it, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedMedia:
    """The media that a cut uses."""

    sources: Mapping[int, tuple[str, ClipSource]]
    """Number of a clip to its file, and to the frames of it."""
    found: TakeSources
    """The parts of the files, as takes to analyse; a failure for each clip without media."""


def find_media(
    cut: Cut, pool: TakeSources, rate: Fraction | None, stream: int | None = None
) -> UsedMedia:
    """Find the media of a cut's clips, and which parts of them the cut uses.

    Media that are not where the cut says are looked for in `pool`, by file name; else by the
    clip's or the reel's name, or by reel and timecode. `rate` is that of image sequences (None:
    24), `stream` the one with the pictures (None: the largest). Clips whose media cannot be used
    are in the result's failures.
    """
    media = _Media(pool, rate, stream)
    sources: dict[int, tuple[str, ClipSource]] = {}
    failures = list(pool.failures)
    for clip in cut.clips:
        found = media.of(clip)
        if isinstance(found, MediaError):
            where = f"{cut.path}, {cut.named(clip)}"
            failures.append(MediaError(str(found), where=where))
        else:
            sources[clip.number] = found
    paths = [
        part
        for path, info in media.facts.items()
        for part in _parts(info, [each for file, each in sources.values() if file == path], path)
    ]
    return UsedMedia(
        sources=sources, found=TakeSources(paths=tuple(paths), failures=tuple(failures))
    )


def said_rate(
    path: Path, pool: TakeSources, rate: Fraction | None, stream: int | None = None
) -> CutRate:
    """Return the rate at which to read a cut: the user's, or for an EDL that of its media.

    Raises what `edl_rate` raises.
    """
    if rate is not None or path.suffix.casefold() != ".edl":
        return CutRate(rate=rate)
    return edl_rate(read_edl(path), pool, stream)


def edl_rate(edl: Edl, pool: TakeSources, stream: int | None = None) -> CutRate:
    """Find the rate of an EDL, which does not contain it, by its media.

    The result has no rate if none of the media is found. Raises `MediaError` if the media have
    different rates, or one that contradicts the EDL.
    """
    media = _Media(pool, None, stream)
    named: set[Fraction] = set()
    held: set[Fraction] = set()
    for event in edl.events:
        for info in media.of_event(event, edl.path.parent):
            named.add(info.rate)
            held |= {info.rate} if _holds(info, event) else set()
    found = sorted(held or named)
    words = " and ".join(decimal(rate) for rate in found)
    if len(found) > 1:
        raise MediaError(
            f"its media have {words} frames a second, and an EDL does not say at which it counts",
            where=str(edl.path),
            remedy=f"name its timeline's rate by --rate, such as --rate {decimal(found[0])}",
        )
    if found and edl.drops_somewhere and not can_drop(found[0]):
        raise MediaError(
            f"it counts drop-frame, and its media have {words} frames a second, where none exists",
            where=str(edl.path),
            remedy="name its timeline's rate by --rate, such as --rate 29.97",
        )
    if not found:
        return CutRate(rate=None)
    return CutRate(rate=found[0], notes=_rate_notes(edl, found[0]))


def _rate_notes(edl: Edl, rate: Fraction) -> tuple[str, ...]:
    """Return a note on the rate at which an EDL is read, and on what contradicts it."""
    said = (
        f"an EDL does not say its frame rate: it was read at {decimal(rate)}, the rate of its media"
    )
    half, labels = nominal_rate(rate) // 2, edl.labels
    if nominal_rate(rate) <= _LABELS or any(int(label[9:]) >= half for label in labels):
        return (f"{said}; --rate sets another",)
    slower = decimal(rate / 2)
    return (f"{said}; none of its timecodes needs more than {slower}, which --rate {slower} says",)


def _holds(info: MediaInfo, event: EdlEvent) -> bool:
    """Return whether a file holds the timecode at which an event begins."""
    start, length = file_start(info), info.frame_count or 0
    with suppress(ClockError):
        first = parse_timecode(event.label, info.rate).frame
        return 0 <= first - start.frame < length or first < length
    return False


class _Media:
    """Finds clips' media, each file probed once."""

    def __init__(self, pool: TakeSources, rate: Fraction | None, stream: int | None) -> None:
        self._named = {path: Path(path) for path in pool.paths if not is_analysis(path)}
        self._rate = rate
        self._stream = stream
        self.facts: dict[str, MediaInfo] = {}
        """Path to the file's properties."""

    def of(self, clip: CutClip) -> tuple[str, ClipSource] | MediaError:
        """Return a clip's file and frames, or why there are none."""
        try:
            path = self._locate(clip)
            source = find_source(clip, self._probed(path))
        except MediaError as error:
            return error
        return (
            (path, source)
            if source
            else MediaError(
                f"{path} does not have its frames",
                remedy="check that it is the file that was cut, and not one with another start",
            )
        )

    def of_event(self, event: EdlEvent, folder: Path) -> Iterator[MediaInfo]:
        """Yield the properties of files that could be the media of an event."""
        names = set(event.names)
        if event.file:
            there = folder / local_path(event.file)
            if there.is_file():
                with suppress(MediaError):
                    yield self._probed(str(there))
                return
            names.add(PureWindowsPath(event.file).name)
        names |= {Path(name).stem for name in names}
        # An image sequence has no rate of its own.
        files = {path: place for path, place in self._named.items() if not is_sequence(path)}
        named = [path for path, place in files.items() if _names(place) & names]
        # To know a file's reel it must be read through, so its name comes first.
        for path in named or files:
            with suppress(MediaError):
                if named or _is_reel(event.reel, self._probed(path), path):
                    yield self._probed(path)

    def _probed(self, path: str) -> MediaInfo:
        if path not in self.facts:
            # Its digest can wait until it is analysed.
            self.facts[path] = probe(
                path, digest="sha256:", sequence_rate=self._rate, stream=self._stream
            )
        return self.facts[path]

    def _locate(self, clip: CutClip) -> str:
        """Return the path of a clip's media."""
        if clip.media:
            with suppress(MediaError):
                return _there(clip.media)
        same = self._of_its_name(clip)
        # Without a reel, a timecode alone would find any file of that hour.
        held = same or (self._named if clip.reel else ())
        fit = same if len(same) == 1 else [each for each in held if self._is_its_reel(clip, each)]
        if len(fit) == 1:
            return fit[0]
        several = len(fit or same)
        what = f"{several} files could be its media" if several else "its media is missing"
        raise MediaError(
            f"{what} ({clip.media or clip.reel or clip.name})",
            remedy="name its file or folder after --cut",
        )

    def _of_its_name(self, clip: CutClip) -> list[str]:
        if clip.media:
            # The name by itself, whichever system wrote the cut.
            name = PureWindowsPath(clip.media).name
            return [path for path, place in self._named.items() if name in _names(place)]
        names = {clip.name, Path(clip.name).stem, clip.reel or clip.name}
        return [path for path, place in self._named.items() if _names(place) & names]

    def _is_its_reel(self, clip: CutClip, path: str) -> bool:
        """Return whether a file has the clip's reel, and its timecode there."""
        with suppress(MediaError):
            info = self._probed(path)
            if info.start_timecode is None or find_source(clip, info) is None:
                return False
            return not clip.reel or _is_reel(clip.reel, info, path)
        return False


def _there(media: str) -> str:
    """Return the take at the place that a cut names; raises `MediaError` if none is there."""
    # Folders, devices and shell patterns are not a clip's media, and searching
    # them could take forever. os.path, as Path raises if a name is too long or has
    # characters that no name can have.
    if os.path.isfile(media) or ("\0" not in media and is_sequence(media)):  # noqa: PTH113
        takes = find_takes((media,))
        if len(takes) == 1:
            return takes[0]
    raise MediaError("is not there", where=media)


def _is_reel(reel: str, info: MediaInfo, path: str) -> bool:
    """Return whether a reel is that of a file, or the beginning of it."""
    return any(
        name == reel or (len(reel) >= _CUT_OFF and name.startswith(reel))
        for name in (info.reel or "", Path(path).stem)
    )


def _names(place: Path) -> set[str]:
    return {place.name, place.stem}


def _parts(info: MediaInfo, sources: Sequence[ClipSource], path: str) -> Sequence[str]:
    """Return the parts of a file to analyse, as takes."""
    length = info.frame_count or 0
    if info.variable_rate:
        # What is used is counted on the steady grid, a part in pictures.
        return (path,) if sources else ()
    spans = [source.span for source in sources]
    joined = joined_spans(spans, context=round(_CONTEXT * info.rate), length=length)
    # A whole file is in the library under its own name.
    whole = FrameRange(0, length)
    return [path if part == whole else with_part(path, part) for part in joined]
