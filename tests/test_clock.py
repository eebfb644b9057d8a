"""The clock, against the standard's own rule and against two clocks by others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from timecode import Timecode as OtherTimecode

from takewise.clock import (
    STANDARD_RATES,
    FrameRange,
    Timecode,
    drops,
    grid_frame,
    nominal_rate,
    on_grid,
    parse_timecode,
    snap_rate,
)
from takewise.errors import ClockError

NTSC = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)
DROP_RATES = tuple(rate for rate in STANDARD_RATES if drops(rate))
KNOWN_TO_OTHERS = tuple(rate for rate in STANDARD_RATES if rate < 100)
"""Neither other clock counts at 119.88 or 120."""

CLOCKS = [(rate, False) for rate in STANDARD_RATES] + [(rate, True) for rate in DROP_RATES]


def _day(rate: Fraction, *, drop: bool) -> int:
    """Count a day's pictures: 2,589,408 in drop-frame at 29.97 (SMPTE ST 12-1)."""
    return 2589408 * (nominal_rate(rate) // 30) if drop else 86400 * nominal_rate(rate)


def _legal_labels(hour: int, nominal: int) -> Iterator[str]:
    """Yield 21 minutes of drop-frame labels by the standard's sentence.

    "The first two frame numbers of each minute are dropped, save those of
    minutes 0, 10, 20, 30, 40 and 50" (SMPTE ST 12-1, 5.2; four at 59.94, eight
    at 119.88).
    """
    digits = len(str(nominal - 1))
    for minute in range(21):
        for second in range(60):
            dropped = nominal // 15 if second == 0 and minute % 10 else 0
            for frame in range(dropped, nominal):
                yield f"{hour:02}:{minute:02}:{second:02};{frame:0{digits}}"


@pytest.mark.parametrize("rate", DROP_RATES)
@pytest.mark.parametrize("hour", [0, 23])
def test_every_drop_frame_label_of_two_ten_minutes(rate: Fraction, hour: int) -> None:
    """Consecutive pictures bear the standard's labels, none skipped, none twice."""
    nominal = nominal_rate(rate)
    first = hour * _day(rate, drop=True) // 24
    count = 0
    for count, label in enumerate(_legal_labels(hour, nominal), start=1):
        timecode = Timecode(first + count - 1, rate, drop_frame=True)
        assert str(timecode) == label
        assert parse_timecode(label, rate) == timecode
    # Two whole ten minutes and minute 20, which keeps all its labels.
    assert count == 2 * _day(rate, drop=True) // 144 + 60 * nominal


@pytest.mark.parametrize(
    ("rate", "drop"), [(rate, drop) for rate, drop in CLOCKS if rate in KNOWN_TO_OTHERS]
)
def test_two_clocks_by_others_agree_around_each_minute(rate: Fraction, *, drop: bool) -> None:
    """Around every minute of the day, label and frame are what two other clocks say."""
    day = _day(rate, drop=drop)
    for minute in range(24 * 60):
        boundary = minute * day // 1440
        for frame in {max(0, boundary - 1), boundary, boundary + 1, boundary + 3}:
            label = str(Timecode(frame, rate, drop_frame=drop))
            # The other clock counts its frames from 1.
            other = OtherTimecode(rate, frames=frame + 1, force_non_drop_frame=not drop)
            assert label == str(other)
            if _otio_can_count(frame, rate):
                exact = otio.opentime.RationalTime(frame, float(rate))
                assert label == exact.to_timecode(float(rate), drop)
                assert otio.opentime.from_timecode(label, float(rate)).value == frame


def _otio_can_count(frame: int, rate: Fraction) -> bool:
    """Leave out the frames whose label OpenTimelineIO 0.18 gets wrong.

    At 29.97, 47.95 and 59.94 its non-drop-frame day ends after 24 hours of real
    time, 86 seconds of labels too early.
    """
    if rate.denominator == 1 or rate == Fraction(24000, 1001):
        return True
    return frame < 24 * int(3600 * rate)


@pytest.mark.parametrize(
    ("label", "rate", "frame"),
    [
        ("00:00:59;29", NTSC, 1799),
        ("00:01:00;02", NTSC, 1800),
        ("00:09:59;29", NTSC, 17981),
        ("00:10:00;00", NTSC, 17982),
        ("01:00:00;00", NTSC, 107892),
        ("23:59:59;29", NTSC, 2589407),
        ("00:01:00;04", NTSC_60, 3600),
        ("01:00:00;00", NTSC_60, 215784),
        ("01:00:00:00", NTSC, 108000),
        ("01:00:00:00", Fraction(24000, 1001), 86400),
        ("10:00:00:00", Fraction(25), 900000),
    ],
)
def test_labels_that_the_field_knows_by_heart(label: str, rate: Fraction, frame: int) -> None:
    """Well-known labels are the frames that editors' tables give."""
    timecode = parse_timecode(label, rate)
    assert timecode.frame == frame
    assert str(timecode) == label


@pytest.mark.parametrize("mark", [";", ".", ","])
def test_three_marks_mean_drop_frame(mark: str) -> None:
    """Semicolon, stop and comma before the frames all mean drop-frame."""
    timecode = parse_timecode(f" 01:00:00{mark}00\n", NTSC)
    assert timecode == Timecode(107892, NTSC, drop_frame=True)


@pytest.mark.parametrize(("rate", "skipped"), [(NTSC, 2), (NTSC_60, 4), (2 * NTSC_60, 8)])
def test_labels_that_drop_frame_skips_are_refused(rate: Fraction, skipped: int) -> None:
    """The labels that a minute lacks are refused with the next one told, its others are read."""
    for minute in range(60):
        for frame in range(skipped + 1):
            label = f"13:{minute:02}:00;{frame:02}"
            if minute % 10 and frame < skipped:
                with pytest.raises(ClockError, match=f"frame {skipped:02}"):
                    parse_timecode(label, rate)
            else:
                assert parse_timecode(label, rate).drop_frame


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("", Fraction(24)),
        ("1:00:00:00", Fraction(24)),
        ("01:00:00", Fraction(24)),
        ("01:00:00:00:00", Fraction(24)),
        ("-1:00:00:00", Fraction(24)),
        ("24:00:00:00", Fraction(24)),
        ("00:60:00:00", Fraction(24)),
        ("00:00:60:00", Fraction(24)),
        ("00:00:00:24", Fraction(24000, 1001)),
        ("00:00:00:25", Fraction(25)),
        ("00:00:00;30", NTSC),
        ("01:00:00;00", Fraction(25)),
        ("01:00:00;00", Fraction(24000, 1001)),
        ("01:00:00;00", Fraction(48)),
        ("01:00:00;00", Fraction(50)),
    ],
)
def test_what_is_no_timecode_is_refused(text: str, rate: Fraction) -> None:
    """Text that no clock at this rate can show raises, whatever is wrong with it."""
    with pytest.raises(ClockError):
        parse_timecode(text, rate)


@pytest.mark.parametrize("text", ["24:00:00:00", "00:60:00:00", "00:00:60:00"])
def test_a_label_past_the_end_of_the_clock_is_named(text: str) -> None:
    """No rate makes a label of it, so none is mentioned."""
    with pytest.raises(ClockError, match=f"^{text} is past the end of the 24-hour clock"):
        parse_timecode(text, Fraction(24000, 1001))


def test_a_frame_that_the_rate_does_not_have_is_named_with_the_rate() -> None:
    """A second at 23.976 has the frames 0 to 23."""
    with pytest.raises(ClockError, match=r"^00:00:00:24 does not exist at 23\.976 frames a second"):
        parse_timecode("00:00:00:24", Fraction(24000, 1001))


@pytest.mark.parametrize(("rate", "drop"), CLOCKS)
def test_midnight_wraps(rate: Fraction, *, drop: bool) -> None:
    """After the day's last picture comes 0, and a day has as many as the standard says."""
    last = Timecode(_day(rate, drop=drop) - 1, rate, drop)
    assert str(last).startswith("23:59:59")
    assert last.plus(1) == Timecode(0, rate, drop)
    assert Timecode(0, rate, drop).plus(-1) == last
    with pytest.raises(ClockError, match="24-hour"):
        Timecode(last.frame + 1, rate, drop)


@pytest.mark.parametrize("frame", [-1, 10**9])
def test_frames_outside_the_day_are_refused(frame: int) -> None:
    """A label cannot lie before midnight or after the day."""
    with pytest.raises(ClockError, match="24-hour"):
        Timecode(frame, Fraction(24), drop_frame=False)


@pytest.mark.parametrize("rate", [Fraction(0), Fraction(-24)])
def test_rates_that_are_none_are_refused(rate: Fraction) -> None:
    """Zero and negative rates raise."""
    with pytest.raises(ClockError, match="not a rate"):
        Timecode(0, rate, drop_frame=False)


def test_drop_frame_needs_a_rate_that_drops() -> None:
    """Drop-frame at 24, 25, 48 and 50 raises; where a second has 30, 60 or 120 labels it exists."""
    for rate in STANDARD_RATES:
        if rate in {NTSC, NTSC_60, 2 * NTSC_60, 30, 60, 120}:
            assert Timecode(0, rate, drop_frame=True).drop_frame
        else:
            with pytest.raises(ClockError, match="does not exist"):
                Timecode(0, rate, drop_frame=True)


@given(clock=st.sampled_from(CLOCKS), share=st.floats(0, 1, exclude_max=True))
def test_frame_to_label_to_frame(clock: tuple[Fraction, bool], share: float) -> None:
    """Any picture of the day is found again from its label, at every standard rate."""
    rate, drop = clock
    timecode = Timecode(int(share * _day(rate, drop=drop)), rate, drop)
    assert parse_timecode(str(timecode), rate) == timecode


@given(
    clock=st.sampled_from(CLOCKS),
    share=st.floats(0, 1, exclude_max=True),
    steps=st.tuples(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7)),
)
def test_steps_add_up(clock: tuple[Fraction, bool], share: float, steps: tuple[int, int]) -> None:
    """Two steps lead where their sum leads, over midnight too."""
    rate, drop = clock
    start = Timecode(int(share * _day(rate, drop=drop)), rate, drop)
    assert start.plus(steps[0]).plus(steps[1]) == start.plus(sum(steps))


@given(st.integers(0, 1000), st.integers(1, 100), st.integers(0, 1000), st.integers(1, 100))
def test_ranges_overlap_as_sets_do(a: int, a_length: int, b: int, b_length: int) -> None:
    """Length, membership and overlap are those of the sets of frames."""
    first, second = FrameRange(a, a + a_length), FrameRange(b, b + b_length)
    frames, others = set(range(a, a + a_length)), set(range(b, b + b_length))
    assert first.length == len(frames)
    assert first.overlap(second) == second.overlap(first) == len(frames & others)
    assert all(frame in first for frame in frames)
    assert first.end not in first
    assert (a - 1) not in first


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 4), (-1, 3)])
def test_ranges_that_hold_nothing_are_refused(start: int, end: int) -> None:
    """Empty, backward and negative ranges raise."""
    with pytest.raises(ClockError, match="not a range"):
        FrameRange(start, end)


@pytest.mark.parametrize(
    ("measured", "meant"),
    [
        (Fraction(23976, 1000), Fraction(24000, 1001)),
        (Fraction(2397, 100), Fraction(24000, 1001)),
        (Fraction(24), Fraction(24)),
        (Fraction(5994, 100), NTSC_60),
        (Fraction(87169000, 2905633), Fraction(30)),
        (Fraction(119880, 1000), Fraction(120000, 1001)),
        (Fraction(264, 10), Fraction(264, 10)),
        (Fraction(239, 10), Fraction(239, 10)),
        (Fraction(15), Fraction(15)),
    ],
)
def test_measured_rates_snap_within_a_thousandth(measured: Fraction, meant: Fraction) -> None:
    """Rounded container rates become the standard rate, others stay what they are."""
    assert snap_rate(measured) == meant


def test_standard_rates_are_themselves() -> None:
    """Snapping moves no standard rate, and their second has as many labels as their name says."""
    assert [snap_rate(rate) for rate in STANDARD_RATES] == list(STANDARD_RATES)
    assert [nominal_rate(rate) for rate in STANDARD_RATES] == [
        24, 24, 25, 30, 30, 48, 48, 50, 60, 60, 120, 120,
    ]  # fmt: skip


@given(frame=st.integers(0, 10**7), rate=st.sampled_from(STANDARD_RATES))
def test_a_frames_own_time_is_its_frame(frame: int, rate: Fraction) -> None:
    """The exact time of a grid frame leads back to it, hours in as well."""
    assert grid_frame(frame / rate, rate) == frame


@given(frame=st.integers(0, 10**6), rate=st.sampled_from(STANDARD_RATES))
def test_halves_go_up(frame: int, rate: Fraction) -> None:
    """A time midway between two frames belongs to the later one, even or odd."""
    assert grid_frame((frame + Fraction(1, 2)) / rate, rate) == frame + 1


@given(
    gaps=st.lists(st.integers(1, 5000), max_size=50),
    first=st.integers(-(10**6), 10**6),
    rate=st.sampled_from(STANDARD_RATES),
    ticks=st.sampled_from([1000, 12800, 24000, 90000]),
)
def test_grid_frames_rise_and_are_nearest(
    gaps: list[int], first: int, rate: Fraction, ticks: int
) -> None:
    """Grid frames begin at 0, never fall, and are within half a frame of the picture's time."""
    pts = [first + sum(gaps[:n]) for n in range(len(gaps) + 1)]
    frames = on_grid(pts, Fraction(1, ticks), rate)
    assert frames[0] == 0
    assert all(earlier <= later for earlier, later in pairwise(frames))
    for tick, frame in zip(pts, frames, strict=True):
        assert abs(Fraction(tick - first, ticks) * rate - frame) <= Fraction(1, 2)


@pytest.mark.parametrize("rate", STANDARD_RATES)
def test_steady_media_keep_their_numbers(rate: Fraction) -> None:
    """Pictures at a steady rate, stored in rounded milliseconds, get their own numbers."""
    pts = [round(1000 * frame / rate) for frame in range(20000)]
    assert on_grid(pts, Fraction(1, 1000), rate) == tuple(range(20000))


def test_no_pictures_have_no_frames() -> None:
    """An empty take maps to nothing."""
    assert on_grid([], Fraction(1, 1000), Fraction(24)) == ()


@pytest.mark.parametrize(
    ("label", "own", "pictures", "expected"),
    [
        ("01:00:00;20", NTSC, NTSC_60, ["01:00:00;20", "01:00:00;20", "01:00:00;21"]),
        ("01:00:59;29", NTSC, NTSC_60, ["01:00:59;29", "01:00:59;29", "01:01:00;02"]),
        ("01:00:00:24", Fraction(25), Fraction(25), ["01:00:00:24", "01:00:01:00", "01:00:01:01"]),
    ],
)
def test_two_pictures_share_a_label_that_counts_half_of_them(
    label: str, own: Fraction, pictures: Fraction, expected: list[str]
) -> None:
    """30 labels a second on 59.94 pictures."""
    start = parse_timecode(label, own)
    assert [str(start.of_picture(each, pictures)) for each in range(3)] == expected


def test_a_label_is_read_as_its_media_count() -> None:
    """A colon is taken for either; a semicolon only where frames are dropped."""
    assert parse_timecode("01:00:00;00", NTSC).named("01:00:10:05").frame == 107892 + 305
    plain = parse_timecode("01:00:00:00", NTSC)
    assert plain.named("01:00:10:05").frame == 108000 + 305
    with pytest.raises(ClockError, match="this media's timecode is not"):
        plain.named("01:00:10;05")
