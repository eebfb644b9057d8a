"""Where each picture is in a file, by its packets: nothing is decoded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import av.error
from av.video.frame import VideoFrame

from takewise.media.source import KeyPacket, MediaSource, PicturePacket, open_take
from takewise.model import MediaInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketIndex:
    """The pictures of a file, in order of presentation."""

    ticks: tuple[int, ...]
    """When each is shown, ticks, rising."""
    keys: tuple[KeyPacket, ...]
    """Those that decode without others, by when they are shown."""
    sure: bool
    """Whether each picture has a time of its own, by which it is known when it is decoded."""

    def key_before(self, frame: int) -> KeyPacket | None:
        """Return the last key picture up to a frame; None to begin with the file."""
        place = bisect_right([key.tick for key in self.keys], self.ticks[frame])
        return self.keys[place - 1] if place else None


def index_packets(info: MediaInfo) -> PacketIndex:
    """Read through the packets of a file, up to where it breaks off, if it does."""
    ticks, keys, pictures = [], [], 0
    with open_take(info.path, info.rate, info.stream) as source:
        try:
            for packet in source.packets():
                tick = source.tick(packet)
                if tick is not None and packet.is_keyframe:
                    keys.append(KeyPacket(tick=tick, stored=packet.dts))
                if not packet.is_discard:
                    pictures += 1
                    ticks += [] if tick is None else [tick]
        except av.error.FFmpegError:
            pass  # The reader reports it when it comes to that place.
        sure = source.stores_times and len(set(ticks)) == pictures
    if begins_midway(ticks, keys):
        shown = shown_from(ticks, first_tick(info))
        pictures -= len(ticks) - len(shown)
        ticks = list(shown)
    if len(ticks) < pictures:
        step = 1 / (info.rate * info.time_base)
        ticks = [round(number * step) for number in range(pictures)]
    return PacketIndex(
        ticks=tuple(sorted(ticks)), keys=tuple(sorted(keys, key=lambda key: key.tick)), sure=sure
    )


def begins_midway(ticks: Sequence[int], keys: Sequence[KeyPacket]) -> bool:
    """Return whether a file has pictures before its first key picture.

    A recording that begins midway, such as a piece of a broadcast, stores pictures without those
    they were made from: they never decode. Whether the others can be seen, only decoding shows.
    `keys` are in storage order, `ticks` in any.
    """
    return bool(ticks and keys) and min(ticks) < keys[0].tick


def shown_from(ticks: Sequence[int], first: int | None) -> Sequence[int]:
    """Return the times of the pictures from the first that decodes; None leaves all."""
    return ticks if first is None else [tick for tick in ticks if tick >= first]


def first_tick(info: MediaInfo) -> int | None:
    """Decode the first picture of a file; return when it is shown, None if that is unknown."""
    with open_take(info.path, info.rate, info.stream) as source:
        try:
            found = (first_picture(source, packet) for packet in source.packets())
            picture = next((each for each in found if each), None)
        except av.error.FFmpegError:
            picture = None
        picture = picture or first_picture(source, None)
        return picture.pts if picture and source.stores_times else None


def first_picture(source: MediaSource, packet: PicturePacket | None) -> VideoFrame | None:
    """Return a picture that the decoder gives for a packet; None if none yet."""
    try:
        return next(iter(source.stream.decode(packet)), None)
    except av.error.FFmpegError:
        return None


def picture_times(info: MediaInfo) -> tuple[int, ...]:
    """Return when each picture of the whole file is shown, in rising ticks.

    Where the file gives no times, they are on the grid of its rate.
    """
    return index_packets(info).ticks
