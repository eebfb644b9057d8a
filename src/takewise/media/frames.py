"""A take's pictures in order of presentation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

import av.error
import numpy as np
from av.codec.context import ThreadType
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from takewise.errors import UnreadableMedia
from takewise.media.display import UNTAGGED, filled_share, fitted, shown_size, turned
from takewise.media.packets import PacketIndex, index_packets
from takewise.media.source import KeyPacket, MediaSource, PicturePacket, open_take
from takewise.model import Frame, MediaInfo, Picture

THREADS = (2, 8)
"""Fewest and most threads of a decoder. Without any, FFmpeg saves other pictures from the
end of a file that is cut off (seen with H.264), and what is found must not depend on the
machine. Each may hold pictures of its own; faces are followed slower than eight decode."""

_REORDER = 16
"""Pictures by which a decoder may lag: the deepest reordering of H.264 and HEVC."""


def read_frames(
    info: MediaInfo, *, warn: Callable[[str], None] | None = None, cores: int | None = None
) -> Iterator[Frame]:
    """Decode a take from its first picture to its last, or the part of it that is meant.

    Of a part, only what is between the last key picture before it and its end is decoded, if the
    pictures have times to identify them.

    Parameters
    ----------
    info
        What `probe` returned for it.
    warn
        Called after the last picture with a sentence for each kind of damage: file cut off,
        pictures damaged or missing, a change of the picture's size.
    cores
        Processor cores to decode on; None takes all; see `THREADS`.

    Yields
    ------
    Frame
        RGB pictures, upright, pixels square, of the size in `info`, into which others are fitted;
        interlaced ones as they are. Times rise strictly.

    Raises
    ------
    UnreadableMedia
        If the file cannot be opened, or no picture of it decodes.
    """
    index = index_packets(info) if info.part else None
    with open_take(info.path, info.rate, info.stream) as source:
        _set_threads(source, cores)
        log = _Log(first=info.part.start if info.part else 0)
        first_tick = 0
        for number, (picture, tick) in enumerate(_meant(source, info, log, index), log.first):
            if number == log.first:
                first_tick = tick
                # A picture that is read only to decode others may be damaged.
                log.damage.clear()
            if log.size != (info.width, info.height):
                log.other_sizes.append((number, log.size))
            log.yielded = number + 1 - log.first
            seconds = float((tick - first_tick) * info.time_base)
            yield Frame(index=number, pts=tick, time=seconds, picture=picture)
        if not log.yielded:
            raise UnreadableMedia(
                "no picture of it decodes",
                where=info.path,
                remedy="copy it again from its source",
            )
        ended = info.part is None or log.yielded < info.part.length
        log.cut = ended and (log.cut or source.breaks_off(log.reached))
    for sentence in log.sentences(info):
        if warn:
            warn(sentence)


def _set_threads(source: MediaSource, cores: int | None) -> None:
    """Let the decoder use as many threads as there are cores for it, within `THREADS`."""
    fewest, most = THREADS
    source.stream.thread_type = ThreadType.AUTO
    source.stream.codec_context.thread_count = min(max(cores or os.cpu_count() or 1, fewest), most)


@dataclass(slots=True, kw_only=True)
class _Log:
    """What went wrong while a take was read."""

    first: int = 0
    """Number of the first picture to give."""
    yielded: int = 0
    """Pictures given so far."""
    cut: bool = False
    """Whether the file breaks off."""
    reached: Fraction = Fraction(0)
    """When the last stored picture ends, seconds."""
    damage: list[int] = field(default_factory=list)
    """For each damaged or missing picture, how many were given before it."""
    size: tuple[int, int] = (0, 0)
    """Upright width and height of the last picture as it is stored."""
    other_sizes: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    """Numbers and sizes of the pictures whose size is another than the take's."""
    storage_ticks: list[int | None] = field(default_factory=list)
    """Times of the packets that decode, in storage order, ticks."""

    def storage_tick(self, number: int) -> int | None:
        """Return the storage time of one picture; None where there is none."""
        return self.storage_ticks[number] if number < len(self.storage_ticks) else None

    def sentences(self, info: MediaInfo) -> Iterator[str]:
        """Yield a sentence for each kind of damage."""
        # A break damages the last pictures, which need no sentence of their own.
        whole = self.yielded - _REORDER if self.cut else self.yielded
        damage = [place for place in self.damage if not self.cut or place < whole]
        if damage:
            yield (
                f"pictures are damaged or missing after {self._place(damage[0], info)}: "
                "check the moments from there on by eye"
            )
        if self.other_sizes:
            first, (width, height) = self.other_sizes[0]
            yield (
                f"the size of the picture changes at frame {first} to {width} x {height}: "
                f"{len(self.other_sizes)} pictures were fitted into {info.width} x {info.height}"
            )
        if self.cut:
            yield (
                f"the file is cut off or damaged after {self._place(self.yielded, info)}: only the "
                "frames up to there were analysed"
            )

    def _place(self, given: int, info: MediaInfo) -> str:
        """Return words for the last of so many given pictures."""
        last = self.first + max(0, given - 1)
        return f"frame {last} ({float(last / info.rate):.1f} s)"


def _meant(
    source: MediaSource, info: MediaInfo, log: _Log, index: PacketIndex | None
) -> Iterator[tuple[Picture, int]]:
    """Yield the pictures that are meant with their times, ticks."""
    part = info.part
    if part is None or index is None:
        yield from _upright(source, info, log)
    elif not index.sure:
        yield from islice(_upright(source, info, log), part.start, part.end)
    else:
        first, after = index.ticks[part.start], index.ticks[part.end : part.end + 1]
        for picture, tick in _upright(source, info, log, index.key_before(part.start)):
            if after and tick >= after[0]:
                return
            if tick >= first:
                yield picture, tick


def _upright(
    source: MediaSource, info: MediaInfo, log: _Log, key: KeyPacket | None = None
) -> Iterator[tuple[Picture, int]]:
    """Yield upright RGB pictures of the take's size with their times, ticks."""
    # One converter for all: PyAV would set up a new one for each picture.
    converter = VideoReformatter()
    turns = info.rotation // 90
    size = turned((info.width, info.height), info.rotation)
    for picture, tick in _timed(source, info, log, key):
        own = shown_size(picture, source.pixel_aspect)
        log.size = turned(own, info.rotation)
        try:
            stored = _rgb(converter, picture, size, own)
        except av.error.FFmpegError:
            log.damage.append(log.yielded)
            continue
        yield np.ascontiguousarray(np.rot90(stored, -turns)), tick


def _rgb(
    converter: VideoReformatter, picture: VideoFrame, size: tuple[int, int], own: tuple[int, int]
) -> Picture:
    """Return a picture in 8-bit full-range RGB, not yet turned."""
    share = filled_share(own, size)
    try:
        return fitted(converter, picture, size, share)
    except av.error.FFmpegError:
        # A tag that FFmpeg does not know, by damage or from a newer standard, is
        # no reason to lose the picture.
        for tag in ("colorspace", "color_trc", "color_primaries"):
            if hasattr(picture, tag):
                setattr(picture, tag, UNTAGGED)
        return fitted(converter, picture, size, share)


def _timed(
    source: MediaSource, info: MediaInfo, log: _Log, key: KeyPacket | None
) -> Iterator[tuple[VideoFrame, int]]:
    """Yield pictures with strictly rising times, ticks; missing times follow the rate."""
    step = 1 / (info.rate * info.time_base)
    last: int | None = None
    expected = Fraction(0)
    for number, picture in enumerate(_decoded(source, log, key)):
        tick = picture.pts if source.stores_times else log.storage_tick(number)
        if tick is None:
            tick = round(expected)
        elif last is not None:
            if tick - last > 1.5 * step and not info.variable_rate:
                log.damage.append(log.yielded)
            expected = Fraction(tick)
        tick = tick if last is None else max(tick, last + 1)
        yield picture, tick
        expected, last = max(expected, Fraction(tick)) + step, tick


def _decoded(source: MediaSource, log: _Log, key: KeyPacket | None) -> Iterator[VideoFrame]:
    """Yield what the decoder makes of the packets, in order of presentation."""
    for packet in _packets_then_end(source, log, key):
        try:
            pictures = source.stream.decode(packet)
        except av.error.FFmpegError:
            log.damage.append(log.yielded)
            # It has no picture, so the next picture takes the next time.
            del log.storage_ticks[-1:]
            continue
        for picture in pictures:
            if picture.is_corrupt:
                log.damage.append(log.yielded)
            yield picture


def _packets_then_end(
    source: MediaSource, log: _Log, key: KeyPacket | None
) -> Iterator[PicturePacket | None]:
    """Yield the packets, then None, which makes the decoder give what it still holds."""
    last_is_whole = True
    try:
        for packet in source.packets(key):
            tick = source.tick(packet)
            log.storage_ticks.append(tick)
            if tick is not None:
                end = (tick + (packet.duration or 0)) * source.time_base
                log.reached = max(log.reached, end)
            last_is_whole = not packet.is_corrupt
            yield packet
    except av.error.FFmpegError:
        log.cut = True
    log.cut = log.cut or not last_is_whole
    yield None
