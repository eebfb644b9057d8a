"""Final Cut Pro's changes of speed: its time maps, and rates that are conformed.

* A ``timeMap`` says which time of the content (``value``) is seen at which time of the
  clip's own (``time``). What is anchored to the clip, its markers too, counts the clip's
  own time; what is within it counts the content's.
* Two points are one constant speed, however they are joined; of more points, a straight
  stretch is, where both its ends are ``linear``.
* A ``conform-rate`` changes the speed only for the pairs of rates of Apple's table
  (FCPXML reference, "conform-rate"): there the frames of the media are played as frames
  of the conformed rate. All other pairs are a choice of frames at normal speed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from takewise.timeline.linear_time import LinearTime
from takewise.xml_places import Element

_FILM, _NTSC = Fraction(24000, 1001), Fraction(30000, 1001)

# What ``srcFrameRate`` may be.
_RATES = {
    "23.98": _FILM, "24": Fraction(24), "25": Fraction(25), "29.97": _NTSC, "30": Fraction(30),
    "47.95": 2 * _FILM, "48": Fraction(48), "50": Fraction(50), "59.94": 2 * _NTSC,
    "60": Fraction(60), "90": Fraction(90), "100": Fraction(100), "119.88": 4 * _NTSC,
    "120": Fraction(120),
}  # fmt: skip

# Rate of the media to the rate of the timeline to the rate at which its frames are played.
# Interlaced media have the factor of their fields: 25i played as 48 is 25 played as 24.
_PLAYED_AS = {
    _FILM: {Fraction(24): Fraction(24), Fraction(25): Fraction(25), Fraction(50): Fraction(25)},
    Fraction(24): {_FILM: _FILM, Fraction(25): Fraction(25), Fraction(50): Fraction(25)},
    Fraction(25): {_FILM: _FILM, Fraction(24): Fraction(24)},
    _NTSC: {Fraction(30): Fraction(30), Fraction(60): Fraction(30)},
    Fraction(30): {_NTSC: _NTSC, 2 * _NTSC: _NTSC},
    Fraction(50): {_FILM: 2 * _FILM, Fraction(24): Fraction(48)},
    2 * _NTSC: {Fraction(30): Fraction(60), Fraction(60): Fraction(60)},
    Fraction(60): {_NTSC: 2 * _NTSC, 2 * _NTSC: 2 * _NTSC},
}


def conformed(item: Element, timeline: Fraction | None, media: Fraction | None) -> Fraction | None:
    """Return how fast a clip plays because of its conformed rate.

    That is seconds of the clip's own time per second of what holds it. `timeline` is the rate of
    what holds it, `media` that of its media; None where the file does not say enough.
    """
    conform = item.child("conform-rate")
    if conform is None or conform.attributes.get("scaleEnabled", "1") == "0":
        return Fraction(1)
    media = _RATES.get(conform.attributes.get("srcFrameRate", "").strip(), media)
    if media is None or timeline is None:
        return None
    played = _PLAYED_AS.get(media, {}).get(timeline, media)
    return played / media


def content_time(
    item: Element, shown: tuple[Fraction, Fraction], time: Callable[[str | None], Fraction]
) -> LinearTime | str:
    """Return the time of a clip's content over its own time, or why it is not one constant speed.

    The clip is seen between the times `shown`, seconds of its own time; `time` reads a time of the
    file.
    """
    found = item.child("timeMap")
    if found is None:
        return LinearTime()
    points = [
        (time(each.attributes.get("time")), time(each.attributes.get("value")), _is_straight(each))
        for each in found.children
        if each.tag == "timept"
    ]
    pieces = list(pairwise(points))
    if not pieces or any(one[0] >= other[0] for one, other in pieces):
        return "its speed cannot be read"
    speeds = [(other[1] - one[1]) / (other[0] - one[0]) for one, other in pieces]
    if len(set(speeds)) > 1:
        # Before the first point and after the last, the outer stretches go on.
        starts = [None, *(one[0] for one, _ in pieces[1:])]
        ends = [*(other[0] for _, other in pieces[:-1]), None]
        fit = [
            number
            for number, (one, other) in enumerate(pieces)
            if one[2] and other[2] and _holds(starts[number], ends[number], shown)
        ]
        if not fit:
            return "its speed changes while it plays"
        pieces, speeds = [pieces[fit[0]]], [speeds[fit[0]]]
    if speeds[0] == 0:
        return "it shows one picture (a hold)"
    return LinearTime.through(pieces[0][0][0], pieces[0][0][1], speed=speeds[0])


def _holds(start: Fraction | None, end: Fraction | None, shown: tuple[Fraction, Fraction]) -> bool:
    return (start is None or start <= shown[0]) and (end is None or shown[1] <= end)


def clip_start(item: Element, time: Callable[[str | None], Fraction]) -> Fraction | None:
    """Return the start of a clip's own time, where it only repeats its time map; or None."""
    found = item.child("timeMap")
    points = [each for each in found.children if each.tag == "timept"] if found else []
    return time(points[0].attributes.get("time")) if points else None


def _is_straight(point: Element) -> bool:
    return point.attributes.get("interp", "smooth2") == "linear"
