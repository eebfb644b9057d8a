"""Where a timeline's timecode begins and how it counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, Timecode, drops, parse_timecode
from takewise.errors import ClockError
from takewise.timeline import Drop, MarkerSettings, Take, record_start, take
from takewise.timeline.start_timecode import relabelled
from tests.timeline.analyses import NTSC, NTSC_60, NTSC_FILM, analysis, media_info


def _take(rate: Fraction, start: str | None) -> Take:
    return take(analysis(media=media_info(rate=rate, start=start)), MarkerSettings())


@pytest.mark.parametrize(
    ("rate", "own", "wished", "expected", "frame"),
    [
        # Frame numbers as published for SMPTE ST 12-1: an hour is 107892 frames in drop-frame.
        (NTSC, "01:00:00;00", {}, "01:00:00;00", 107892),
        (NTSC, "01:00:00;00", {"drop": "ndf"}, "01:00:00:00", 108000),
        (NTSC, "01:00:00:00", {"drop": "df"}, "01:00:00;00", 107892),
        (NTSC, "01:00:00;00", {"rate": NTSC_60}, "01:00:00;00", 215784),
        (NTSC, "01:00:00;10", {"rate": NTSC_60}, "01:00:00;20", 215804),
        (NTSC, "01:00:00;00", {"rate": Fraction(25)}, "01:00:00:00", 90000),
        (NTSC_FILM, "01:00:00:00", {"rate": Fraction(25)}, "01:00:00:00", 90000),
        (NTSC, "10:00:00;00", {"start": "0"}, "00:00:00;00", 0),
        (NTSC, "10:00:00;00", {"start": "0", "drop": "ndf"}, "00:00:00:00", 0),
        (NTSC, "10:00:00;00", {"start": "02:00:00:00"}, "02:00:00:00", 216000),
        (NTSC, None, {"start": "02:00:00;00"}, "02:00:00;00", 215784),
        (NTSC, "01:01:00:00", {"drop": "df"}, "01:01:00;02", 109692),
        (NTSC, None, {}, "00:00:00:00", 0),
        (Fraction(24), "23:59:59:23", {"rate": Fraction(120)}, "23:59:59:115", 10367995),
    ],
)
def test_start(
    rate: Fraction, own: str | None, wished: dict[str, Any], expected: str, frame: int
) -> None:
    """What the clock shows stays; what it counts follows the rate and the counting."""
    found = record_start([_take(rate, own)], **wished)
    assert (str(found), found.frame) == (expected, frame)
    assert found.rate == wished.get("rate", rate)


def test_several_takes_begin_at_the_first_hour() -> None:
    """Of drop-frame takes in drop-frame, unless told otherwise."""
    takes = [_take(NTSC, "10:00:00;00"), _take(NTSC, "11:00:00;00")]
    assert str(record_start(takes)) == "01:00:00;00"
    assert str(record_start(takes, drop="ndf")) == "01:00:00:00"
    assert str(record_start(takes, start="0")) == "00:00:00;00"
    assert str(record_start(takes, rate=Fraction(24))) == "01:00:00:00"


@pytest.mark.parametrize(
    ("start", "rate", "drop", "sentence"),
    [
        ("auto", Fraction(25), "df", "does not exist at 25"),
        ("auto", NTSC_FILM, "df", "does not exist at 23.976"),
        ("01:00:00:25", Fraction(25), "auto", "does not exist at 25"),
        ("01:01:00;00", NTSC, "auto", "skips"),
        ("soon", Fraction(25), "auto", "not a timecode"),
    ],
)
def test_what_no_clock_shows_is_refused(
    start: str, rate: Fraction, drop: Drop, sentence: str
) -> None:
    """A rate without drop-frame, a frame too many, and a label that is skipped."""
    with pytest.raises(ClockError, match=sentence):
        record_start([_take(rate, None)], start=start, rate=rate, drop=drop)


@given(
    rate=st.sampled_from(STANDARD_RATES),
    other=st.sampled_from(STANDARD_RATES),
    seconds=st.integers(0, 24 * 3600 - 1),
    counting=st.sampled_from(["df", "ndf"]),
)
def test_any_label_keeps_its_hours_minutes_and_seconds(
    rate: Fraction, other: Fraction, seconds: int, counting: str
) -> None:
    """At whatever rate and counting, and the label is one that exists."""
    label = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    start = parse_timecode(f"{label}:00", rate)
    found = relabelled(start, other, drop_frame=counting == "df" and drops(other))
    assert str(found)[:8] == label
    assert parse_timecode(str(found), other) == found
    assert relabelled(start, rate, drop_frame=False) == start


def test_nothing_changes_where_nothing_is_asked() -> None:
    """Even a label that only its own clock can show stays as it is."""
    start = Timecode(17982, NTSC, drop_frame=True)
    assert relabelled(start, NTSC, drop_frame=True) is start
