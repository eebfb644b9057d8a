"""Takes and states to look at, written by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, FrameRange, Timecode
from takewise.model import Analysis, Kind, MediaInfo, Moment
from takewise.model.decisions import Decisions
from takewise.ui.takes import ReviewState, ShownTake
from takewise.ui.takes.times import TakeTimes
from tests.library.values import PLAIN

FILM, PAL = Fraction(24), Fraction(25)


def moment(start: int, apex: int, end: int, **given: object) -> Moment:
    """Return a moment of person A, subtle and 10 times the noise unless told otherwise."""
    plain = replace(
        PLAIN.moments[0],
        id=f"m-{start:08x}",
        kind=Kind.SUBTLE,
        span=FrameRange(start, end),
        apex=apex,
        strength=10.0,
    )
    return replace(plain, **given)


MOMENTS = (
    moment(20, 25, 30, strength=40.0, title="brows lift"),
    moment(50, 52, 56, kind=Kind.BLINK, strength=80.0, title="blink"),
    moment(70, 80, 95, strength=12.0, title="lip corners rise"),
    moment(110, 112, 116, kind=Kind.MICRO, strength=5.0, person="B", title="brows lower"),
)


def info(name: str, rate: Fraction = FILM, frames: int = 144) -> MediaInfo:
    """Return what a file of that name says of itself; each has a content of its own."""
    return replace(
        PLAIN.media,
        path=f"{name}.mov",
        rate=rate,
        frame_count=frames,
        start_timecode=Timecode(86400, rate, drop_frame=False),
        digest=f"sha256:{name}",
    )


def shown(
    name: str = "one",
    *,
    rate: Fraction = FILM,
    frames: int = 144,
    moments: tuple[Moment, ...] = MOMENTS,
    decisions: Decisions | None = None,
) -> ShownTake:
    """Return a take that was analysed."""
    media = info(name, rate, frames)
    analysis: Analysis = replace(PLAIN, media=media, moments=moments)
    return ShownTake(
        name=name,
        info=media,
        times=TakeTimes(frames=FrameRange(0, frames), rate=rate),
        analysis=analysis,
        decisions=decisions or Decisions(),
    )


TWO = ReviewState(takes=(shown("one"), shown("two", rate=PAL, frames=200)))
"""Two takes at different rates, 6 and 8 seconds long, at their beginning."""


@st.composite
def times(draw: st.DrawFn) -> TakeTimes:
    """Draw the times of a take: steady or not, whole or a part of a file."""
    rate = draw(st.sampled_from(STANDARD_RATES))
    count = draw(st.integers(1, 40))
    start = draw(st.integers(0, count - 1))
    frames = FrameRange(start, draw(st.integers(start + 1, count)))
    if draw(st.booleans()):
        return TakeTimes(frames=frames, rate=rate)
    steps = draw(st.lists(st.integers(1, 5000), min_size=count, max_size=count))
    ticks = tuple(accumulate(steps))
    return TakeTimes(frames=frames, rate=rate, ticks=ticks, time_base=Fraction(1, 90000))


@st.composite
def states(draw: st.DrawFn) -> ReviewState:
    """Draw one to six takes, some with sync points, and a clock anywhere."""
    takes = []
    for number in range(draw(st.integers(1, 5))):
        drawn = draw(times())
        sync = draw(st.none() | st.integers(drawn.frames.start, drawn.last))
        take = shown(f"take{number}", rate=drawn.rate, moments=())
        takes.append(replace(take, times=drawn, decisions=Decisions(sync=sync)))
    active = draw(st.integers(0, len(takes) - 1))
    state = ReviewState(takes=tuple(takes), active=active, page=active - active % 4)
    begin, end = state.reach
    share = draw(st.fractions(0, 1, max_denominator=10_000))
    return replace(state, at=min(begin + share * (end - begin), state.last))
