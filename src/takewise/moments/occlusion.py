"""Where something covers the face: what can still be found, and how that is reported.

`takewise.motion` leaves a region's displacement out (NaN) where it is covered. No movement rests on
such a stretch: one that is under way when the hand comes ends there, one that comes out from behind
it begins there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

import numpy as np
from scipy.ndimage import maximum_filter1d

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray, Moment, RegionMotion
from takewise.moments.blinks import Blink
from takewise.moments.excursions import Excursion
from takewise.moments.movements import Gesture, Rise, activity
from takewise.moments.units import UNITS, Channel, Zone, without_side

# Share of a unit's displacement that must be in sight for the unit to be named.
_NEEDED = 0.75

# How much more a rise must do in a part of the face of which something is covered, for a
# hand pulls at the skin around it; and in any other part while the cover grows or shrinks.
_TOUCHED, _BESIDE = 5.0, 2.0

# Share of its height that a rise which comes out from behind a cover must still show.
_SHOWN = 0.6

# Seconds before and after a cover in which the hand may be what moved the skin, or the
# mesh that is applied to it.
_PUSH = 0.2

# Seconds before and after a cover in which a region's rest is looked for.
_AROUND = 2.0


class SeenShot(Protocol):
    """What is seen of a shot, as `takewise.moments.shots.Shot` has it."""

    rate: float
    """Frames per second."""
    regions: tuple[str, ...]
    """Names of the regions."""
    shift: FloatArray
    """float (n, regions, 2), eye-widths, finite."""
    covered: BoolArray
    """bool (n, regions): where something covers a region."""
    outside: BoolArray
    """bool (n, regions): where a region is outside the picture."""
    unseen: BoolArray
    """bool (n, regions): where `shift` is no measurement, for either cause."""


def at_rest(shift: FloatArray, covered: BoolArray, rate: float) -> FloatArray:
    """Put covered regions at rest, and what follows at the same rest.

    How the skin moved behind a cover is not seen, so its place before is no measure of its place
    after. `shift` is finite, float (n, regions, 2), in eye-widths. A covered region is held at its
    median of two seconds before, and what follows is moved there unless it comes by in two seconds
    after.
    """
    rested = shift.copy()
    reach = round(_AROUND * rate)
    for place in np.flatnonzero(covered.any(axis=0)):
        hidden, course = covered[:, place], rested[:, place]
        for start, end in np.flatnonzero(np.diff(np.r_[0, hidden, 0])).reshape(-1, 2).tolist():
            before, after = slice(max(0, start - reach), start), slice(end, end + reach)
            here, there = (course[part][~hidden[part]] for part in (before, after))
            if not len(there):
                course[start:end] = np.median(here, axis=0) if len(here) else 0.0
                continue
            low, high = there.min(axis=0), there.max(axis=0)
            rest = np.median(here if len(here) else there, axis=0)
            course[start:end] = rest
            course[end:] += rest - np.clip(rest, low, high)
    return rested


def visible_rises(rises: Iterable[Rise], channel: Channel, shot: SeenShot) -> Iterator[Rise]:
    """Yield the rises of a channel as far as they are seen.

    A rise whose top is unseen is left out; of others the part outside of what is hidden counts, if
    that still shows the movement.
    """
    if not shot.unseen.any():
        yield from rises
        return
    hidden, covered = ~is_seen(channel, ~shot.unseen), shot.covered
    near = round(_PUSH * shot.rate)
    # Something that covers the face moves it, too; the edge of the picture does not.
    zone = covered[:, zone_regions(channel.unit.zone, shot.regions)].any(axis=1)
    # Where the cover grows or shrinks, the hand is on its way and the whole mesh trembles.
    grows = np.diff(covered, axis=0, prepend=covered[:1]).any(axis=1)
    needed = np.where(_widened(zone, near), _TOUCHED, np.where(_widened(grows, near), _BESIDE, 1.0))
    signal = activity(shot.shift, channel)
    for rise in rises:
        course = _seen(rise.course, hidden, signal, near)
        if course is None or rise.ratio < needed[course.apex]:
            continue
        yield replace(rise, course=course)


def is_seen(channel: Channel, seen: BoolArray) -> BoolArray:
    """Return whether enough of a unit's displacement is in sight; seen (..., regions)."""
    share = (channel.pattern**2).sum(axis=1)
    return np.asarray(~seen @ (share / share.sum()) <= 1 - _NEEDED)


def _widened(truths: BoolArray, frames: int) -> BoolArray:
    """Return truths with so many frames before and after them, (n,)."""
    return np.asarray(maximum_filter1d(truths, 2 * frames + 1))


def _seen(course: Excursion, hidden: BoolArray, signal: FloatArray, edge: int) -> Excursion | None:
    """Return the part of a course that is seen, or None if that shows no movement.

    Its top must be `edge` frames from what is hidden.
    """
    apex = course.apex
    if hidden[max(0, apex - edge) : apex + edge + 1].any():
        return None
    before = np.flatnonzero(hidden[course.onset : apex])
    after = np.flatnonzero(hidden[apex : course.offset])
    onset = course.onset + int(before[-1]) + 1 if len(before) else course.onset
    offset = apex + int(after[0]) if len(after) else course.offset
    if len(before) and len(after):
        return None
    if len(before) and signal[apex] - signal[onset:apex].min() < _SHOWN * course.height:
        return None
    return replace(course, onset=onset, offset=offset)


@cache
def zone_regions(zone: Zone, regions: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places in `regions` of what a part of the face moves."""
    moved = {name for unit in UNITS if unit.zone == zone for name in unit.pattern}
    return tuple(place for place, name in enumerate(regions) if without_side(name) in moved)


def note_occlusion(moment: Moment, gesture: Gesture, shot: SeenShot) -> Moment:
    """Say in the reason of a gesture's moment where it was cut short, and lower its confidence.

    The reason gets ``"; then the mouth was covered"`` or the like where that is so.
    """
    course, zone = gesture.lead.course, gesture.lead.zone
    part, moved = _ZONE_WORDS[zone], zone_regions(zone, shot.regions)
    before, after = (
        slice(max(0, course.onset - 1), course.onset + 1),
        slice(course.offset - 1, course.offset + 1),
    )
    said = []
    if shot.covered[before, moved].any():
        said.append(f"it came out from behind what covered the {part}")
    if shot.covered[after, moved].any():
        said.append(f"then the {part} was covered")
    if _changes(shot.outside[before, moved]):
        said.append(f"the {part} came into the picture just before")
    if _changes(shot.outside[after, moved]):
        said.append(f"then the {part} left the picture")
    sure = _CUT_SURE if said else _BESIDE_SURE
    if not said and shot.covered[course.onset : course.offset].any():
        said.append("another part of the face was covered meanwhile")
    if not said:
        return moment
    because = "; ".join((moment.because, *said))
    return replace(moment, because=because, confidence=min(moment.confidence, sure))


def _changes(truths: BoolArray) -> bool:
    """Return whether any column of truths changes."""
    return bool((truths != truths[:1]).any())


# Of the moments of the benchmark's hands (development and validation) 18 of 22 are right
# where another part is covered, and 1 of 6 where the hand hides their beginning or end.
_BESIDE_SURE, _CUT_SURE = 0.8, 0.3

_ZONE_WORDS: dict[Zone, str] = {
    "brows": "brow", "eyes": "middle of the face", "mouth": "mouth",
}  # fmt: skip


def open_eyed(found: Sequence[Blink], hidden: BoolArray) -> tuple[Blink, ...]:
    """Leave out the blinks of eyes that are covered; hidden (n,) from `eyes_hidden`."""
    return tuple(each for each in found if not hidden[each.span.start : each.span.end].any())


def eyes_hidden(covered: BoolArray, regions: tuple[str, ...]) -> BoolArray:
    """Return the frames, bool (n,), in which either eye is covered: below it, and on its brow."""
    hidden = np.zeros(len(covered), dtype=bool)
    for side in ("right", "left"):
        below = covered[:, regions.index(f"infraorbital {side}")]
        brow = covered[:, [regions.index(f"brow {part} {side}") for part in ("inner", "outer")]]
        hidden |= below & brow.any(axis=1)
    return hidden


def covers(motion: RegionMotion) -> tuple[tuple[FrameRange, str], ...]:
    """Return when something covers a person's face, by frame, and what, as ``"mouth and chin"``.

    Frames count from the first picture of the motion; a part is named if it is covered for most of
    the time.
    """
    if len(motion.times) < _FEWEST:
        # Nothing is measured in so few pictures, whatever is in them.
        return ()
    unseen = np.isnan(motion.shift[:, :, 0]) & motion.seen[:, None]
    return _listed_by_frame(unseen & ~motion.outside, motion.regions)


# Pictures in which a movement can be measured: before, during and after it.
_FEWEST = 3


def beyond(motion: RegionMotion) -> tuple[tuple[FrameRange, str], ...]:
    """List where a person's face is outside the picture, as `covers` does."""
    return _listed_by_frame(motion.outside & motion.seen[:, None], motion.regions)


def _listed_by_frame(
    hidden: BoolArray, regions: tuple[str, ...]
) -> tuple[tuple[FrameRange, str], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hidden.any(axis=1), [0]))))
    found = []
    for start, end in edges.reshape(-1, 2).tolist():
        length = hidden[start:end].sum(axis=0)
        parts = {
            part: max((int(length[regions.index(name)]) for name in names), default=0)
            for part, names in _parts(regions).items()
        }
        most = max(parts.values())
        named = [part for part, frames in parts.items() if frames >= _MOSTLY * most]
        found.append((FrameRange(start, end), _listed(named)))
    return tuple(found)


def cover_warnings(motions: Iterable[RegionMotion], start: int = 0) -> Iterator[str]:
    """Say where a part of a face is unseen: one sentence for each person and cause.

    The motions are those of every person; they begin at frame `start` of the take.
    """
    for motion in motions:
        for found, cause in (
            (covers(motion), "something covers part of the face, or turns it out of sight"),
            (beyond(motion), "part of the face is outside the picture or in a black border"),
        ):
            told = [f"{part} {span.start + start}-{span.end + start - 1}" for span, part in found]
            if len(told) > _MOST_TOLD:
                told = [*told[:_MOST_TOLD], f"and {len(told) - _MOST_TOLD} times more"]
            if told:
                yield (
                    f"person {motion.person}: {cause}, and no movement can be found there "
                    f"(frames): {'; '.join(told)}"
                )


# Share of the longest-covered part's time for which another must be covered to be named.
_MOSTLY = 0.5

# More covers than that are counted, not listed.
_MOST_TOLD = 6

_PARTS = {
    "brow": ("brow inner", "brow outer", "forehead", "glabella"),
    "eyes": ("infraorbital", "nose root"),
    "nose": ("nose wing",),
    "cheek": ("cheek", "nasolabial"),
    "mouth": ("lip corner", "upper lip side", "lower lip"),
    "chin": ("chin", "below corner"),
}


@cache
def _parts(regions: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the regions of each part of the face by their full names."""
    return {
        part: [name for name in regions if without_side(name) in names]
        for part, names in _PARTS.items()
    }


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
