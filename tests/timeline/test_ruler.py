"""Markers on the ruler of a cut: where their pictures play, within what the clip fills."""

from __future__ import annotations

from fractions import Fraction

import pytest

from takewise.clock import FrameRange
from takewise.timeline import MarkerSettings, take
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.ruler import Ruler
from tests.timeline.analyses import analysis, moment

# The first frame, 100 s into the media, plays 10 s into the cut: on frame 240 at 24 a second.
AT_240 = LinearTime.through(Fraction(100), Fraction(10))
SLOW = LinearTime.through(Fraction(100), Fraction(10), speed=Fraction(2))
BACKWARDS = LinearTime.through(Fraction(100), Fraction(10), speed=Fraction(-1))
WHOLE = (0, 1000)


@pytest.mark.parametrize(
    ("recorded", "rate", "within", "span", "apex"),
    [
        (AT_240, 24, WHOLE, (250, 260), 255),
        (AT_240, 48, WHOLE, (500, 520), 510),
        (SLOW, 24, WHOLE, (260, 280), 270),
        # Frame 15 plays from 224 to 225: its time runs down.
        (BACKWARDS, 24, WHOLE, (220, 230), 224),
        (AT_240, 24, (253, 300), (253, 260), 255),
        (AT_240, 24, (257, 300), (257, 260), 257),
        (AT_240, 24, (200, 258), (250, 258), 255),
        (AT_240, 24, (200, 253), (250, 253), 252),
        # Wholly before and behind what the clip fills: its nearest frame.
        (AT_240, 24, (280, 300), (280, 281), 280),
        (AT_240, 24, (200, 230), (229, 230), 229),
    ],
)
def test_a_marker_is_where_its_pictures_play(
    recorded: LinearTime,
    rate: int,
    within: tuple[int, int],
    span: tuple[int, int],
    apex: int,
) -> None:
    """Frames 10 to 20 of a take, with their apex on 15, by hand."""
    ruler = Ruler(recorded=recorded, origin=Fraction(100), media=Fraction(24), rate=Fraction(rate))
    (marker,) = take(analysis(moment(10, 20, apex=15)), MarkerSettings()).markers
    moved = ruler.moved(marker, FrameRange(*within))
    assert (moved.span, moved.apex) == (FrameRange(*span), apex)
    assert (moved.label, moved.note, moved.id) == (marker.label, marker.note, marker.id)
