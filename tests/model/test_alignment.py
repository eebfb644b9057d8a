"""When a frame of a take is shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from takewise.model import Analysis
from takewise.model.alignment import frame_time
from tests.timeline.analyses import analysis, media_info

# Four pictures of which the third stays for three ticks, at a tenth of a second a tick.
_TICKS = (5, 6, 7, 10)


@pytest.fixture
def uneven() -> Analysis:
    """Return a take of variable rate."""
    media = media_info(
        rate=Fraction(10), frame_count=4, variable_rate=True, time_base=Fraction(1, 10)
    )
    return replace(analysis(media=media), frame_pts=_TICKS)


@pytest.mark.parametrize(
    ("frame", "seconds"), [(0, 0.0), (1, 0.1), (2, 0.2), (3, 0.5), (4, 0.6), (6, 0.8)]
)
def test_frames_of_variable_rate_have_their_own_times(
    uneven: Analysis, frame: int, seconds: float
) -> None:
    """Those after the last picture follow it at the nominal rate."""
    assert frame_time(uneven, frame) == pytest.approx(seconds)


def test_frames_of_a_steady_rate_are_counted() -> None:
    """At 24000/1001, frame 24 is shown 1.001 s after the first."""
    steady = analysis(media=media_info(rate=Fraction(24000, 1001), frame_count=240))
    assert frame_time(steady, 24) == pytest.approx(1.001)
