"""Opening a take, and the packets in it; FFmpeg's failures become our sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from takewise.errors import MalformedText, NoPictures, UnreadableMedia
from takewise.media.containers import open_container, open_sequence
from takewise.media.folders import refuse_endless
from takewise.media.sequences import ImageSequence, find_sequence, is_sequence
from takewise.untrusted import exact_number

PicturePacket: TypeAlias = "Packet[VideoStream]"

_SEEKABLE = {"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"}
"""Containers whose index leads to a key picture without fail; others are read up to it."""

# A header that promises more seconds is not believed; thirty years.
_LONGEST = 10**9

_WITHOUT_TIMES = {"avi"}
"""Containers that store no presentation times: what FFmpeg gives as pts there is
a guess that puts B-frames in the wrong order."""

_TEXT_ART = {"ansi", "bintext", "xbin", "idf"}
"""Codecs by which FFmpeg draws any text file as pictures of a terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPacket:
    """A stored picture that decodes without those before it."""

    tick: int
    """When it is shown, ticks."""
    stored: int | None
    """Its storage time, by which indexes are searched, ticks; None if the file gives none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSource:
    """An opened take."""

    container: InputContainer
    """The file."""
    stream: VideoStream
    """Its moving picture."""
    stills: ImageSequence | None
    """The pictures of an image sequence; None for a file."""
    tracks: tuple[VideoStream, ...] = ()
    """The moving pictures of the file that can be decoded, the usual choice first."""

    @property
    def time_base(self) -> Fraction:
        """Seconds per tick of the presentation times."""
        return self.stream.time_base or Fraction(1, 1)

    def packets(self, key: KeyPacket | None = None) -> Iterator[PicturePacket]:
        """Read the stored pictures in storage order, from a key picture or from the file's first.

        Every packet holds data. Raises `av.error.FFmpegError` where the file breaks off.
        """
        # FFmpeg reports the end of a sequence that has a gap as a missing file.
        end = len(self.stills.files) if self.stills else None
        if key and self.can_seek:
            place = key.tick if key.stored is None else key.stored
            self.container.seek(place, stream=self.stream)
        begun = key is None
        try:
            for packet in islice(self.container.demux(self.stream), end):
                begun = begun or (packet.is_keyframe and key is not None and packet.pts == key.tick)
                # To the decoder an empty packet means that the take is over.
                if packet.size and begun:
                    yield packet
        except IndexError:
            # After the last packet PyAV flushes tracks that it never opened, if
            # the file began to have them midway, as broadcasts do.
            return

    def tick(self, packet: PicturePacket) -> int | None:
        """Return when a packet's picture is shown, ticks; None if the file does not say.

        Where the container stores no presentation times these are the storage times: as a set they
        are the same, one per picture.
        """
        return packet.pts if self.stores_times else packet.dts

    @property
    def can_seek(self) -> bool:
        """Whether the container's index leads to a key picture without fail."""
        return self.container.format.name in _SEEKABLE

    @property
    def stores_times(self) -> bool:
        """Whether the container stores presentation times."""
        return self.container.format.name not in _WITHOUT_TIMES

    @property
    def pixel_aspect(self) -> Fraction | None:
        """Width of a pixel by its height; None where the file does not say."""
        return self.stream.sample_aspect_ratio

    def breaks_off(self, reached: Fraction) -> bool:
        """Return whether the file promises pictures after the last, which ends at `reached`, s.

        The header's duration must be more than three pictures later: headers are often off by one
        or two.
        """
        promised = _promised_end(self.stream)
        rate = self.stream.guessed_rate or self.stream.average_rate
        if promised is None or rate is None:
            return False
        return (promised - reached) * rate > 3


@contextmanager
def open_take(
    path: str, sequence_rate: Fraction, stream: int | None = None
) -> Iterator[MediaSource]:
    """Open a file or an image sequence, and close it at the end of the block.

    `stream` chooses the stream of the file that holds the pictures; None takes the largest
    pictures. Nothing is read yet. Raises `UnreadableMedia` if there is no such file, or FFmpeg
    cannot open it or decode its codec; `NoPictures` if it has no moving picture, or none in that
    stream.
    """
    stills = find_sequence(path) if is_sequence(path) else None
    container = _open_stills(stills, sequence_rate) if stills else _open_file(path)
    with container:
        tracks = _picture_tracks(container, path)
        taken = tracks[0] if stream is None else _chosen(tracks, stream, path)
        yield MediaSource(container=container, stream=taken, stills=stills, tracks=tracks)


def track_words(track: VideoStream) -> str:
    """Return words for one picture track: its size, and its number among the file's streams."""
    return f"{track.width} x {track.height} (stream {track.index})"


def _open_file(path: str) -> InputContainer:
    _check_file(path)
    try:
        return open_container(path)
    except av.error.ArgumentError as error:
        raise UnreadableMedia(
            "it is no film file of a kind that is read",
            where=path,
            remedy="name the film itself: lists that name other files are not followed",
        ) from error
    except (av.error.FFmpegError, OSError) as error:
        raise UnreadableMedia(
            f"it cannot be opened as media ({_reason(error)})",
            where=path,
            remedy="check that it is a film file and was copied whole; "
            "a recording that was not finished needs repair first",
        ) from error


def _open_stills(stills: ImageSequence, rate: Fraction) -> InputContainer:
    pattern = Path(stills.pattern)
    escaped = str(Path(str(pattern.parent).replace("%", "%%")) / pattern.name)
    options = {
        "framerate": f"{rate.numerator}/{rate.denominator}",
        "start_number": str(stills.first),
        "pattern_type": "sequence",
    }
    try:
        return open_sequence(escaped, options)
    except (av.error.FFmpegError, OSError) as error:
        raise UnreadableMedia(
            f"its pictures cannot be opened ({_reason(error)})",
            where=stills.pattern,
            remedy="check the first picture in a viewer",
        ) from error


def _check_file(path: str) -> None:
    """Raise `UnreadableMedia` for a file that is missing, a folder, empty or not allowed.

    FFmpeg would refuse it with less helpful words.
    """
    if not Path(path).exists():
        raise UnreadableMedia("there is no such file", where=path, remedy="check the path")
    if Path(path).is_dir():
        raise UnreadableMedia("it is a folder", where=path, remedy="name a media file in it")
    refuse_endless(path)
    if not os.access(path, os.R_OK):
        raise UnreadableMedia(
            "it may not be read", where=path, remedy="ask for permission, or copy it first"
        )
    if Path(path).stat().st_size == 0:
        raise UnreadableMedia(
            "the file is empty", where=path, remedy="copy it again from its source"
        )


def _chosen(tracks: Sequence[VideoStream], stream: int, path: str) -> VideoStream:
    """Return the track of a stream; raises `NoPictures` if it is none of them."""
    found = next((track for track in tracks if track.index == stream), None)
    if found is None:
        raise NoPictures(
            f"stream {stream} of it holds no moving picture",
            where=path,
            remedy=f"its pictures are {', '.join(map(track_words, tracks))}: name one by --stream",
        )
    return found


def _picture_tracks(container: InputContainer, path: str) -> tuple[VideoStream, ...]:
    """Find the moving pictures, the largest first; cover art of a song is none.

    Each has a decoder. Raises `NoPictures` if there is none, `UnreadableMedia` if the codec is
    unknown.
    """
    found = []
    for stream in container.streams.video:
        if stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails):
            continue
        # PyAV has no codec context where FFmpeg has no decoder.
        if stream.codec_context is None:  # type: ignore[redundant-expr,unused-ignore]
            if found:
                continue
            raise UnreadableMedia(
                "its picture codec is unknown to FFmpeg",
                where=path,
                remedy="export it as ProRes, DNxHR or H.264 from the maker's software",
            )
        if stream.codec_context.name not in _TEXT_ART:
            found.append(stream)
    if found:
        return tuple(sorted(found, key=lambda track: -track.width * track.height))
    what = "it holds sound only" if container.streams.audio else "it holds no moving picture"
    raise NoPictures(what, where=path, remedy="name the file that has the pictures")


def _promised_end(stream: VideoStream) -> Fraction | None:
    """Return when the header says that the last picture ends, seconds; None if it does not."""
    if stream.duration is not None and stream.time_base:
        return ((stream.start_time or 0) + stream.duration) * stream.time_base
    # Matroska keeps it as a tag: 00:00:04.000000000.
    hours, _, rest = stream.metadata.get("DURATION", "").partition(":")
    minutes, _, seconds = rest.partition(":")
    try:
        parts = [exact_number(part, least=0, most=_LONGEST) for part in (hours, minutes, seconds)]
    except MalformedText:
        return None
    return (parts[0] * 60 + parts[1]) * 60 + parts[2]


def _reason(error: Exception) -> str:
    """Return FFmpeg's or the system's own words for a failure."""
    return str(getattr(error, "strerror", None) or error)
