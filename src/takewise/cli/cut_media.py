"""The media of a cut: which file is whose, and what of it is used."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PureWindowsPath

from takewise.cli.sources import Sources, is_analysis
from takewise.clock import FrameRange
from takewise.errors import MediaError
from takewise.media import find_takes, is_sequence, probe, with_part
from takewise.model import MediaInfo
from takewise.timeline.cut import Cut, CutClip, Source, find_source, joined_spans

_CONTEXT = Fraction(2)
# Seconds before and after what a cut uses that are analysed too: a movement that is
# under way at the cut is seen whole, against the face at rest.

_CUT_OFF = 7
# Characters of a reel's name from which it may be the beginning of a longer one: an EDL
# has room for eight (CMX 3600), and some writers use seven.


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedMedia:
    """What a cut uses."""

    sources: Mapping[int, tuple[str, Source]]
    """Number of a clip to its file, and to the frames of it."""
    found: Sources
    """The parts of the files, as takes to analyse; a failure for each clip without media."""


def find_media(cut: Cut, pool: Sources, rate: Fraction | None) -> UsedMedia:
    """Find the media of a cut's clips, and what of them is used.

    Parameters
    ----------
    cut
        The cut.
    pool
        Takes that the user named: where to look for what does not lie where the cut
        says, by file name; else by the clip's or the reel's name, or by reel and timecode.
    rate
        Frames per second of image sequences; None takes 24.

    Returns
    -------
    UsedMedia
        Clips whose media cannot be used are in its failures.
    """
    media = _Media(pool, rate)
    sources: dict[int, tuple[str, Source]] = {}
    failures = list(pool.failures)
    for clip in cut.clips:
        found = media.of(clip)
        if isinstance(found, MediaError):
            where = f"{cut.path}, clip {clip.name or clip.number + 1}"
            failures.append(MediaError(str(found), where=where))
        else:
            sources[clip.number] = found
    paths = [
        part
        for path, info in media.facts.items()
        for part in _parts(info, [each for file, each in sources.values() if file == path], path)
    ]
    return UsedMedia(sources=sources, found=Sources(paths=tuple(paths), failures=tuple(failures)))


class _Media:
    """Finds clips' media, each file probed once."""

    def __init__(self, pool: Sources, rate: Fraction | None) -> None:
        self._named = {path: Path(path) for path in pool.paths if not is_analysis(path)}
        self._rate = rate
        self.facts: dict[str, MediaInfo] = {}
        """Path to what the file says."""

    def of(self, clip: CutClip) -> tuple[str, Source] | MediaError:
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

    def _probed(self, path: str) -> MediaInfo:
        if path not in self.facts:
            # Its digest can wait until it is analysed.
            self.facts[path] = probe(path, digest="sha256:", sequence_rate=self._rate)
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
            remedy="name its file or folder beside --cut",
        )

    def _of_its_name(self, clip: CutClip) -> list[str]:
        if clip.media:
            # The name by itself, whichever system wrote the cut.
            name = PureWindowsPath(clip.media).name
            return [path for path, place in self._named.items() if name in _names(place)]
        names = {clip.name, Path(clip.name).stem, clip.reel or clip.name}
        return [path for path, place in self._named.items() if _names(place) & names]

    def _is_its_reel(self, clip: CutClip, path: str) -> bool:
        """Tell whether a file has the clip's reel, and its timecode there."""
        with suppress(MediaError):
            info = self._probed(path)
            if info.start_timecode is None or find_source(clip, info) is None:
                return False
            return not clip.reel or any(
                name == clip.reel or (len(clip.reel) >= _CUT_OFF and name.startswith(clip.reel))
                for name in (info.reel or "", Path(path).stem)
            )
        return False


def _there(media: str) -> str:
    """Return the take at the place that a cut names.

    Folders, devices and patterns of a shell are no clip's media, and looking through
    them could take for ever.

    Returns
    -------
    str
        Its path; of a sequence the pattern.

    Raises
    ------
    MediaError
        If none is there.
    """
    # os.path, as Path raises where a name is too long or holds what no name can.
    if os.path.isfile(media) or ("\0" not in media and is_sequence(media)):  # noqa: PTH113
        takes = find_takes((media,))
        if len(takes) == 1:
            return takes[0]
    raise MediaError("is not there", where=media)


def _names(place: Path) -> set[str]:
    return {place.name, place.stem}


def _parts(info: MediaInfo, sources: Sequence[Source], path: str) -> Sequence[str]:
    """Return what of a file is to be analysed, as takes."""
    length = info.frame_count or 0
    if info.variable_rate:
        # What is used is counted on the steady grid, a part in pictures.
        return (path,) if sources else ()
    spans = [source.span for source in sources]
    joined = joined_spans(spans, context=round(_CONTEXT * info.rate), length=length)
    # All of a file is known to the library by its own name.
    whole = FrameRange(0, length)
    return [path if part == whole else with_part(path, part) for part in joined]
