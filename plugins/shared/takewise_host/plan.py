"""From the markers that are there and the moments that were found to what is to be done.

Pure: values in, values out. Ours is what carries our data; anything else is the user's,
and is never touched, whatever it looks like.
"""

import hashlib
from typing import List, NamedTuple

OURS = "takewise:1:"
"""How the data of our markers begins, whatever its scope."""

REACH = 3
"""Frames that a marker may move to find a free one."""

_NOTE = 350
# Characters of a note: one host is said to cut at 362.


class Mark(NamedTuple):
    """A marker that is wanted."""

    id: str
    """Stable, such as the moment's."""
    frame: int
    """Frame of the host's clip, from 0."""
    duration: int
    """Frames, 1 or more."""
    name: str
    """Its name."""
    note: str
    """The measurement."""
    colour: str
    """red, green, blue, cyan or yellow."""
    data: str = ""
    """Data that marks it as ours; set by `plan`."""


class Present(NamedTuple):
    """A marker that exists, the user's or ours."""

    frame: int
    """Frame of the host's clip, from 0."""
    data: str
    """Its custom data; empty for most of the user's."""


class Plan(NamedTuple):
    """The changes to make; removals come first."""

    remove: List[Present]
    """Ours, and no longer true."""
    add: List[Mark]
    """Not there yet, each on a frame that will be free."""
    keep: List[Present]
    """Ours, and as they should be."""
    unplaced: List[Mark]
    """Those without a free frame within reach."""


def plan(present, wanted, scope, length, crowded=False):
    """Return the `Plan` that turns the markers of a clip into those that are wanted.

    Carrying it out and planning again gives nothing to do. `present` has every marker, but the
    user's own are in none of the plan's lists, nor are ours of a scope other than `scope`.
    `length` is the number of frames of the clip; `crowded` hosts have room for several markers on
    one frame.
    """
    ours = [each for each in present if each.data.startswith(f"{OURS}{scope}:")]
    taken = {each.frame for each in present} - {each.frame for each in ours}
    placed, unplaced = _placed(wanted, scope, None if crowded else taken, length)
    as_wanted = {(mark.frame, mark.data): mark for mark in placed}
    keep, remove = [], []
    for each in ours:
        # Equal ones may be there twice: the second is no longer wanted.
        known = as_wanted.pop((each.frame, each.data), None)
        (keep if known else remove).append(each)
    return Plan(remove, sorted(as_wanted.values(), key=lambda mark: mark.frame), keep, unplaced)


def all_ours(present):
    """Return the markers that are ours, of whatever scope."""
    return [each for each in present if each.data.startswith(OURS)]


def marks_of(moments, window):
    """Return the marks of a host's clip for the moments of the core's result, by first frame.

    They are moments whose apex the clip shows in its `window`, cut off at its ends.
    """
    marks = []
    for moment in moments:
        if window.frame(moment["apex"]) is None:
            continue
        start = max(0, moment["start"] - window.start)
        end = min(window.length, moment["end"] - window.start)
        marks.append(
            Mark(
                moment["id"],
                start,
                end - start,
                moment["name"],
                shortened(moment["note"]),
                moment["colour"],
            )
        )
    return marks


def marks_of_picks(picks, window):
    """Turn picked frames of a file into marks of a host's clip, one frame long each."""
    return [
        Mark(
            "pick-{}".format(pick["frame"]),
            window.frame(pick["frame"]),
            1,
            f"pick {rank}",
            shortened(pick["because"]),
            "green",
        )
        for rank, pick in enumerate(picks, 1)
        if window.frame(pick["frame"]) is not None
    ]


def shortened(text):
    """Cut a text to the length that every host keeps."""
    return text if len(text) <= _NOTE else text[: _NOTE - 1] + "\u2026"


def _placed(wanted, scope, taken, length):
    """Give each mark a free frame, in their order."""
    placed, unplaced = [], []
    for mark in sorted(wanted, key=lambda each: (each.frame, each.id)):
        last = min(length - 1, mark.frame + REACH)
        near = range(mark.frame, last + 1)
        free = [frame for frame in near if taken is None or frame not in taken]
        if not free:
            unplaced.append(mark)
            continue
        if taken is not None:
            taken.add(free[0])
        duration = max(1, min(mark.duration, length - free[0]))
        moved = mark._replace(frame=free[0], duration=duration)
        placed.append(moved._replace(data=_data(moved, scope)))
    return placed, unplaced


def _data(mark, scope):
    """Return the data of a mark: that it is ours, its scope, and a digest of its text."""
    # A digest of the text: a host may cut a note short, and the user may rename or
    # colour our marker, and both leave the marker valid.
    said = "\x1f".join((str(mark.duration), mark.name, mark.note, mark.colour))
    digest = hashlib.sha256(said.encode("utf-8")).hexdigest()[:8]
    return f"{OURS}{scope}:{mark.id}:{digest}"
