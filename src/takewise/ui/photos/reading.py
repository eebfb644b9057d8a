"""Reads pictures in the background: what is looked at first, then what comes next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from takewise.faults import foreseen
from takewise.media import probe_photo, read_photo, read_preview, shrunk
from takewise.model import MOST_MEGAPIXELS
from takewise.model.photo import Photo, PhotoShot

SMALL = 200
"""Longer side of a small picture, pixels: thumbnails of cameras have 160, and will do."""

_THREADS = 2

# How much larger than wanted a picture may be: scaling it costs more than it saves.
_ROUGHLY = 1.25


class Size(StrEnum):
    """How large a picture is wanted."""

    SMALL = "small"
    """For the strip: the camera's thumbnail."""
    SCREEN = "screen"
    """To fill the window."""
    WHOLE = "whole"
    """Every pixel."""


@dataclass(frozen=True, slots=True)
class WantedPhoto:
    """A picture that is wanted."""

    place: int
    """Of which frame."""
    size: Size
    """How large."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """A picture that was read, or could not be."""

    wanted: WantedPhoto
    """What was asked for."""
    shot: PhotoShot | None = None
    """The file's metadata; None if it cannot be read."""
    photo: Photo | None = None
    """Its picture; None if it cannot be read."""
    trouble: str = ""
    """Why not."""


class Reader:
    """Reads photographs in threads of its own, the most wanted first.

    `report` is called with every picture in one of these threads. `screen` is the longer side of a
    picture for the window, pixels; larger photographs than `most_megapixels` are not read.
    """

    def __init__(
        self,
        photos: Sequence[tuple[str, ...]],
        report: Callable[[Read], None],
        *,
        screen: int,
        most_megapixels: float = MOST_MEGAPIXELS,
    ) -> None:
        self._photos = photos
        self._report = report
        self._screen = screen
        self._most_megapixels = most_megapixels
        self._changed = threading.Condition()
        self._wanted: list[WantedPhoto] = []
        self._busy: set[WantedPhoto] = set()
        self._shots: dict[int, PhotoShot] = {}
        self._closed = False
        self._threads = [
            threading.Thread(target=self._run, daemon=True, name=f"takewise-photos-{number}")
            for number in range(_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def want(self, wanted: Sequence[WantedPhoto]) -> None:
        """Set what is wanted now, the most urgent first; all other requests are dropped."""
        with self._changed:
            self._wanted = [each for each in dict.fromkeys(wanted) if each not in self._busy]
            self._changed.notify_all()

    @property
    def urgent(self) -> bool:
        """Whether a person waits for a picture that fills the window."""
        with self._changed:
            waiting = (*self._wanted, *self._busy)
            return any(each.size is not Size.SMALL for each in waiting)

    def close(self) -> None:
        """End the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                wanted = self._wanted.pop(0)
                self._busy.add(wanted)
            read = self._read(wanted)
            with self._changed:
                self._busy.discard(wanted)
                if self._closed:
                    return
            self._report(read)

    def _read(self, wanted: WantedPhoto) -> Read:
        try:
            shot = self._shots.get(wanted.place) or probe_photo(
                self._photos[wanted.place], most_megapixels=self._most_megapixels
            )
            self._shots[wanted.place] = shot
            if wanted.size is Size.SMALL:
                photo = _within(read_preview(shot, least=SMALL), SMALL)
            elif wanted.size is Size.SCREEN:
                photo = read_photo(shot, least=self._screen, for_display=True)
                photo = _within(photo, self._screen)
            else:
                photo = read_photo(shot, for_display=True)
        except Exception as error:  # noqa: BLE001 - one photograph must not end the thread
            where = self._photos[wanted.place][0]
            fault = foreseen(error, what="reading it", where=where)
            return Read(wanted=wanted, trouble=str(fault))
        return Read(wanted=wanted, shot=shot, photo=photo)


def _within(photo: Photo, longer: int) -> Photo:
    """Return a photograph whose longer side is not much longer than that."""
    # A JPEG decodes to an eighth, a quarter or half, others whole: thousands of those
    # would fill the memory.
    high, wide = photo.picture.shape[:2]
    if max(high, wide) <= _ROUGHLY * longer:
        return photo
    small = shrunk(photo.picture, height=max(1, round(high * longer / max(high, wide))))
    return replace(photo, picture=small)
