"""Moments as a person sees them in Nuke, and the way from one to the next; pure."""

import json
from typing import NamedTuple, Optional


class Row(NamedTuple):
    """One moment on the frames of the script."""

    id: str
    """The moment's."""
    read: str
    """Name of the Read node."""
    first: int
    """Frame of the script with which it begins."""
    apex: int
    """Frame of the script with the greatest change."""
    last: int
    """Last frame of the script that belongs to it."""
    title: str
    """What moved."""
    note: str
    """The measurement."""
    kind: str
    """Such as micro-expression."""
    colour: str
    """red, green, blue, cyan or yellow."""
    confidence: float
    """Chance that a person agrees, 0 to 1."""
    person: str
    """A, B, ..."""
    seconds: float
    """How long it is."""
    thumbnail: Optional[str] = None
    """A small JPEG of the apex; None if there is none."""


def rows_of(take, read, window, frames, rate):
    """Return a take's rows by first frame, and how many moments are outside of the Read's range.

    `take` is the core's answer, `window` the part of the file that the Read shows, `frames` the
    Read's `ScriptFrames`, and `rate` a number.
    """
    rows, outside = [], 0
    for moment in take["moments"]:
        places = [moment["start"], moment["apex"], moment["end"] - 1]
        first, apex, last = (frames.base + place - window.start for place in places)
        if window.frame(moment["apex"]) is None or not frames.first <= apex <= frames.last:
            outside += 1
            continue
        rows.append(
            Row(
                id=moment["id"],
                read=read,
                first=max(first, frames.first),
                apex=apex,
                last=min(last, frames.last),
                title=moment["title"],
                note=moment["note"],
                kind=moment["kind"],
                colour=moment["colour"],
                confidence=moment["confidence"],
                person=moment["person"],
                seconds=(moment["end"] - moment["start"]) / rate,
                thumbnail=moment.get("thumbnail"),
            )
        )
    return rows, outside


def next_frame(frames, current, direction):
    """Return the nearest of the frames after (1) or before (-1) the current one, or None."""
    beyond = [frame for frame in frames if (frame - current) * direction > 0]
    return min(beyond, key=lambda frame: abs(frame - current)) if beyond else None


def row_at(rows, frame):
    """Return the row of the moment at a frame whose apex is nearest, else the nearest; or None."""

    def distance(row):
        outside = max(row.first - frame, frame - row.last, 0)
        return outside, abs(row.apex - frame)

    return min(rows, key=distance) if rows else None


def steps(rows):
    """Return the values of a knob that shows whether there is a moment, as (frame, value).

    From its frame on the value is the greatest confidence of the moments there, 0 without any.
    Moments may overlap, and neighbouring values differ.
    """
    edges = sorted({row.first for row in rows} | {row.last + 1 for row in rows})
    found = []
    for frame in edges:
        under_way = [row.confidence for row in rows if row.first <= frame <= row.last]
        value = max(under_way) if under_way else 0.0
        if not found or found[-1][1] != value:
            found.append((frame, value))
    return found


def ranges_text(rows):
    """Write frame ranges as Nuke reads them: ``22-34 76-92``."""
    return " ".join(f"{row.first}-{row.last}" for row in rows)


def to_text(rows):
    """Write rows as text that `from_text` reads."""
    return json.dumps([row._asdict() for row in rows], sort_keys=True)


def from_text(text):
    """Read rows; none from other text."""
    try:
        return [Row(**fields) for fields in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        return []
