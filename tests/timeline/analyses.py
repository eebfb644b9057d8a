"""Small analyses to test with: values that no detector had to make."""

from __future__ import annotations

from fractions import Fraction

from takewise.clock import FrameRange, parse_timecode
from takewise.model import (
    Analysis,
    DetectorInfo,
    Kind,
    MediaInfo,
    Moment,
    Movement,
    Person,
    TakeScore,
)

NTSC_FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)

CLOCKS = [
    (Fraction(24), "00:00:00:00"),
    (Fraction(24), "01:00:00:00"),
    (Fraction(24), "23:59:50:00"),
    (NTSC_FILM, "00:00:00:00"),
    (NTSC_FILM, "01:00:00:00"),
    (NTSC_FILM, "23:59:50:00"),
    (Fraction(25), "00:00:00:00"),
    (Fraction(25), "01:00:00:00"),
    (Fraction(25), "23:59:50:00"),
    (NTSC, "00:00:00;00"),
    (NTSC, "01:00:00;00"),
    (NTSC, "23:59:50;00"),
    (NTSC, "00:00:00:00"),
    (NTSC, "01:00:00:00"),
    (NTSC, "23:59:50:00"),
    (NTSC_60, "00:00:00;00"),
    (NTSC_60, "01:00:00;00"),
    (NTSC_60, "23:59:50;00"),
    (NTSC_60, "00:00:00:00"),
    (NTSC_60, "01:00:00:00"),
    (NTSC_60, "23:59:50:00"),
]
"""Rates with start timecodes: midnight, the editors' hour, and ten seconds to midnight."""


def otio_can_count(frame: float, rate: Fraction, *, drop: bool) -> bool:
    """Tell whether OpenTimelineIO 0.18 has a right label for a frame.

    At 29.97 and 59.94 its non-drop-frame day ends where the drop-frame day
    does, at 2,589,408 pictures instead of 2,592,000 (at 29.97).
    """
    if drop or rate.numerator % 30000:
        return True
    return frame < 2589408 * (rate.numerator // 30000)


def media_info(
    *,
    path: str = "/rushes/A001C003.mov",
    rate: Fraction = NTSC_FILM,
    start: str | None = "01:00:00:00",
    frame_count: int | None = 240,
    time_base: Fraction = Fraction(1, 24000),
    variable_rate: bool = False,
    width: int = 1920,
    height: int = 1080,
) -> MediaInfo:
    """Return what a plain HD file says about itself."""
    return MediaInfo(
        path=path,
        width=width,
        height=height,
        rate=rate,
        time_base=time_base,
        codec="prores",
        start_timecode=None if start is None else parse_timecode(start, rate),
        reel="A001",
        frame_count=frame_count,
        variable_rate=variable_rate,
        interlaced=False,
        rotation=0,
        has_sound=True,
        digest="sha256:" + "0" * 64,
    )


def moment(
    start: int = 45,
    end: int = 50,
    *,
    apex: int | None = None,
    kind: Kind = Kind.MICRO,
    title: str = "inner brows lift",
    because: str = "inner brows rose 2.1 % of an eye-width in 0.21 s while the head was still",
    person: str = "A",
    strength: float = 6.4,
    confidence: float = 0.81,
    hint: str | None = None,
) -> Moment:
    """Return a clear lift of the inner brows."""
    return Moment(
        id=f"m-{person}{start:07x}",
        person=person,
        kind=kind,
        span=FrameRange(start, end),
        apex=start if apex is None else apex,
        movements=(Movement(unit="AU1", name="inner brow raiser", side="both", peak=0.021),),
        strength=strength,
        confidence=confidence,
        title=title,
        because=because,
        hint=hint,
    )


def person(name: str = "A") -> Person:
    """Return somebody who is seen well throughout."""
    return Person(id=name, first=0, last=239, seen=1.0, eye_width=84.2, legibility=0.82, because=())


def analysis(
    *moments: Moment,
    media: MediaInfo | None = None,
    people: tuple[str, ...] = ("A",),
    frame_pts: tuple[int, ...] | None = None,
) -> Analysis:
    """Return the analysis of one take with the given moments."""
    return Analysis(
        generator="0.1.0",
        settings_digest="sha256:" + "1" * 64,
        media=media or media_info(),
        detector=DetectorInfo(name="mesh", model="mediapipe 0.10.21", digest="sha256:" + "2" * 64),
        people=tuple(person(name) for name in people),
        moments=moments,
        score=TakeScore(total=0.0, terms=()),
        frame_pts=frame_pts,
    )
