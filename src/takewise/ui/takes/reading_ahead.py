"""Which picture to decode next, so that the next one wanted is there already."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

from takewise.clock import FrameRange

BUDGET = 96_000_000
"""Bytes of pictures that one take may hold: a second and more of them at the size of a
pane, and half a gigabyte at most for four takes."""

MOST_AHEAD = 32
"""Pictures read ahead at the most: longer than the costliest group of pictures stalls."""

LEAST_AHEAD = 4
"""Pictures read ahead at the least, however large they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFrame:
    """What a take must show now, and what it may have to show next."""

    frame: int
    """The picture to show."""
    direction: int = 1
    """1 where the take plays forward or stands still, -1 where it plays backward."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the pictures, pixels."""
    pins: tuple[int, ...] = ()
    """Further pictures to keep ready: those that a key may jump to."""
    leap: int = 0
    """Pictures to skip if one is late and the clock does not wait, so that the next
    one is in time; 0 where the clock waits."""
    loop: FrameRange | None = None
    """The pictures that play over and over; None where it plays on."""

    def ahead(self) -> int:
        """Return how many pictures to hold in the direction of play; standing, a quarter."""
        weight = max(1, self.size[0] * self.size[1] * 3)
        most = min(max(BUDGET * 3 // 4 // weight, LEAST_AHEAD), MOST_AHEAD)
        # Enough to begin to play; a user who goes from moment to moment sees few of each.
        return most if self.leap or self.direction < 0 else max(most // 4, LEAST_AHEAD)

    def to_read(self, take: FrameRange) -> list[int]:
        """Return the pictures of a take to decode, each once, the most urgent first.

        They are `ahead` in the direction of play, a quarter as many behind while the clock waits,
        and the pins.
        """
        if self.leap:
            return [each for each in self._forward() if each in take]
        return self.frames(take)

    def frames(self, take: FrameRange) -> list[int]:
        """Return the pictures of a take to hold, each once, the most urgent first.

        They are `ahead`, a quarter as many behind, and the pins.
        """
        standing = not self.leap and self.direction > 0
        count = self.ahead() // (1 if standing else 4)
        behind = range(
            self.frame - self.direction,
            self.frame - self.direction * (count + 1),
            -self.direction,
        )
        each_once = dict.fromkeys((*self._forward(), *behind, *self.pins))
        return [each for each in each_once if each in take]

    def _forward(self) -> list[int]:
        """Return what comes next; after the end of a loop its beginning."""
        ahead = range(self.frame, self.frame + self.direction * self.ahead(), self.direction)
        loop = self.loop
        if loop is None or self.frame not in loop:
            return list(ahead)
        around = (loop.start + (each - loop.start) % loop.length for each in ahead)
        return list(dict.fromkeys(around))


def begin_at(wanted: int, holding: Container[int], key: int, window: Container[int]) -> int:
    """Return the picture at which decoding begins in order to have another, `wanted`.

    It is the first of the missing ones of `window` that lead up to it without a gap: all between
    the key picture, `key`, and the wanted one must be decoded in any case.
    """
    first = wanted
    while first > key and first - 1 in window and first - 1 not in holding:
        first -= 1
    return first


def leads_to(reader: int | None, wanted: int, key_before: Callable[[int], int]) -> bool:
    """Return whether decoding on is the shortest way to a picture.

    `reader` is the picture that comes next, or None. The answer is False if it is behind, or a
    later key picture leads to it sooner.
    """
    return reader is not None and key_before(wanted) <= reader <= wanted


def given_up(wanted: WantedFrame, late: int, key_before: Callable[[int], int]) -> range:
    """Return the pictures to skip, from the one that is due and not ready.

    `late` counts the leaps so far that have not helped. What leads up to the next picture must be
    decoded in any case; after vain leaps it is therefore a key picture, if one is near.
    """
    now, ahead = wanted.frame, wanted.ahead()
    end = now + max(1, min(wanted.leap << min(late, 2), ahead // 2))
    if late:
        keys = (each for each in range(end, now + ahead) if key_before(each) == each)
        end = next(keys, end)
    return range(now, end)
