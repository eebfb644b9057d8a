"""Small pictures for the list and the strip, decoded one after the other in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from takewise.errors import TakewiseError
from takewise.media import pictures_of
from takewise.model import MediaInfo, Picture
from takewise.ui.takes.open_takes import OpenTakes

HEIGHT = 216
"""Pixels: enough for a close-up in the strip, and 200 of them weigh 50 MB."""

# Pictures of one take before others have their turn.
_AT_ONCE = 6

# Takes that stay open; a whole day of them would need too many files and threads.
_OPEN = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Still:
    """A small picture."""

    place: int
    """Place of its take."""
    frame: int
    """Its number, counted from the file's first."""
    picture: Picture
    """uint8 (`HEIGHT`, width, 3), RGB."""


class ThumbnailDecoder:
    """Decodes small pictures in the order in which they are asked for.

    `report` is called with each of them, in a thread of its own.
    """

    def __init__(self, report: Callable[[Still], None]) -> None:
        self._report = report
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, MediaInfo, Sequence[int]]] = []
        self._asked: set[tuple[int, int]] = set()
        self._closed = False
        self._busy = 0
        self._takes = OpenTakes(_OPEN)
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-stills")
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=2)

    @property
    def waiting(self) -> int:
        """How many pictures are still to be decoded."""
        with self._changed:
            return sum(len(frames) for *_, frames in self._waiting) + self._busy

    def ask(
        self, place: int, info: MediaInfo, frames: Sequence[int], *, soon: bool = False
    ) -> None:
        """Ask for pictures of a take, counted from the file's first, before all others if `soon`.

        Pictures that were asked for before are not decoded again.
        """
        new = [frame for frame in dict.fromkeys(frames) if (place, frame) not in self._asked]
        if not new:
            return
        with self._changed:
            self._asked |= {(place, frame) for frame in new}
            self._waiting.insert(0 if soon else len(self._waiting), (place, info, new))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    break
                place, info, frames = self._waiting.pop(0)
                self._busy = len(frames)
            self._decode(place, info, frames)
            self._busy = 0
        self._takes.close()

    def _decode(self, place: int, info: MediaInfo, frames: Sequence[int]) -> None:
        width = max(2, round(HEIGHT * info.width / info.height))
        # A few at a time, so that what is wanted soon need not wait for all.
        some, rest = sorted(frames)[:_AT_ONCE], sorted(frames)[_AT_ONCE:]
        try:
            take = self._takes.at(place, info)
            for frame, picture in pictures_of(take, some, width, HEIGHT):
                self._report(Still(place=place, frame=frame, picture=picture))
        except TakewiseError:
            # The take's own pane reports it.
            return
        if rest:
            with self._changed:
                self._waiting.append((place, info, rest))
