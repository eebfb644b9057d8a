"""Any picture of a take, at any size: what playing and looking at a take need."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType

import av.error
import numpy as np
from av.codec.context import ThreadType
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from takewise.media.display import filled_share, fitted, shown_size, turned
from takewise.media.packets import index_packets
from takewise.media.source import KeyPacket, MediaSource, PicturePacket, open_take
from takewise.model import MediaInfo, Picture


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredPicture:
    """A decoded picture that is not yet made visible; costs nothing unless developed."""

    index: int
    """0-based, presentation order, from the file's first picture."""
    stored: VideoFrame
    """As the decoder gave it."""
    turns: int
    """Quarter turns clockwise that make it upright."""
    converter: VideoReformatter
    """Kept from picture to picture: to set it up costs more than to use it."""
    share: tuple[Fraction, Fraction]
    """How much of the take's width and height it fills, as stored; less than 1 where the
    shape of the picture changes within the take."""

    def develop(self, width: int, height: int) -> Picture:
        """Make the picture visible: uint8 (height, width, 3), RGB, upright.

        It is black where it is too damaged to convert.
        """
        wide, high = (height, width) if self.turns % 2 else (width, height)
        try:
            pixels = fitted(self.converter, self.stored, (wide, high), self.share, "AREA")
        except av.error.FFmpegError:
            return np.zeros((height, width, 3), np.uint8)
        # The decoder's rows may be longer than the picture.
        return np.ascontiguousarray(np.rot90(pixels, -self.turns))


class SeekableTake:
    """An opened take in which one can go to any picture; close it after use.

    Belongs to one thread at a time. Where a file gives no times for its pictures, or its container
    cannot be searched, going back means reading it from its beginning. `ticks` says when each
    picture that decodes is shown, if an analysis has found that the file's index is wrong. Raises
    `UnreadableMedia` if the file cannot be opened.
    """

    def __init__(self, info: MediaInfo, ticks: Sequence[int] | None = None) -> None:
        index = index_packets(info)
        self._info = info
        self._sure = index.sure
        self._ticks: Sequence[int] = ticks or index.ticks
        self._keys = index.keys
        self._key_ticks = [key.tick for key in index.keys]
        self._stack = ExitStack()
        self._source = self._open()
        self._converter = VideoReformatter()
        self._first = 0

    def __enter__(self) -> SeekableTake:
        """Return the take itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._stack.close()

    @property
    def count(self) -> int:
        """Pictures in the file."""
        return len(self._ticks)

    def key_before(self, frame: int) -> int:
        """Return the picture from which decoding must begin to reach another."""
        key = self._key(frame)
        return bisect_left(self._ticks, key.tick) if key else 0

    def pictures(self, frame: int) -> Iterator[StoredPicture]:
        """Decode from a picture on, to the end of the file, in order of presentation.

        Only one such iteration may be under way: beginning another ends the first. What comes
        before the picture is decoded as far as others need it; a damaged picture is left out.
        """
        turns = self._info.rotation // 90
        size = turned((self._info.width, self._info.height), self._info.rotation)
        self._first = frame
        for index, stored in self._numbered(frame):
            if index >= self._first:
                own = shown_size(stored, self._source.pixel_aspect)
                yield StoredPicture(
                    index=index,
                    stored=stored,
                    turns=turns,
                    converter=self._converter,
                    share=filled_share(own, size),
                )

    def pass_over(self, frame: int) -> None:
        """Leave out the pictures before one of the iteration that is under way.

        A picture that was passed already changes nothing.
        """
        self._first = max(self._first, frame)

    def _open(self) -> MediaSource:
        source = self._stack.enter_context(
            open_take(self._info.path, self._info.rate, self._info.stream)
        )
        source.stream.thread_type = ThreadType.AUTO
        return source

    def _key(self, frame: int) -> KeyPacket | None:
        if not self._sure or not self._ticks:
            return None
        place = bisect_right(self._key_ticks, self._ticks[min(frame, self.count - 1)])
        return self._keys[place - 1] if place else None

    def _numbered(self, frame: int) -> Iterator[tuple[int, VideoFrame]]:
        if not (self._sure and self._source.can_seek):
            # Where no index leads back, the file is read from its beginning again.
            self._stack.close()
            self._source = self._open()
        if not self._sure:
            yield from enumerate(_decoded(self._source, None, lambda _: False))
            return
        for stored in _decoded(self._source, self._key(frame), self._is_before):
            if stored.pts is not None:
                yield max(0, bisect_right(self._ticks, stored.pts) - 1), stored

    def _is_before(self, packet: PicturePacket) -> bool:
        """Return whether a stored picture comes before those that are wanted."""
        if packet.pts is None or not self._ticks:
            return False
        return packet.pts < self._ticks[min(self._first, self.count - 1)]


def _decoded(
    source: MediaSource, key: KeyPacket | None, unwanted: Callable[[PicturePacket], bool]
) -> Iterator[VideoFrame]:
    """Yield pictures from a key picture on; what is damaged is passed over."""
    source.stream.codec_context.flush_buffers()
    if key is None and source.can_seek:
        source.container.seek(0)
    try:
        for packet in source.packets(key):
            # Of these only those are decoded that others are made from: B-frames, half of
            # what many files hold, cost nearly as much.
            source.stream.codec_context.skip_frame = "NONREF" if unwanted(packet) else "DEFAULT"
            yield from _of_packet(source, packet)
    except av.error.FFmpegError:
        # The file breaks off; the analysis has reported it.
        pass
    yield from _of_packet(source, None)


def _of_packet(source: MediaSource, packet: PicturePacket | None) -> Sequence[VideoFrame]:
    try:
        return source.stream.decode(packet)
    except av.error.FFmpegError:
        return ()


def pictures_of(
    take: SeekableTake, frames: Sequence[int], width: int, height: int
) -> Iterator[tuple[int, Picture]]:
    """Decode some pictures of a take, for thumbnails and strips.

    They come with their numbers, rising, whatever the order of `frames`; where one does not decode,
    the next that does. `width` and `height` are those of the upright pictures.
    """
    pictures: Iterator[StoredPicture] = iter(())
    reached = -1
    for wanted in sorted(set(frames)):
        # Going on is the shortest way, unless there is a key picture in between.
        if not 0 <= take.key_before(wanted) <= reached:
            pictures = take.pictures(wanted)
        found = next((each for each in pictures if each.index >= wanted), None)
        if found is None:
            return
        reached = found.index
        yield wanted, found.develop(width, height)
