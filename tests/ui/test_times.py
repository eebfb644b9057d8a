"""When each picture is shown: exact both ways, at every rate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange, Timecode
from takewise.ui.takes.times import TakeTimes, shown_timecode, times_of
from tests.library.values import PLAIN
from tests.ui.shown import info, times

seconds = st.fractions(-100, 400, max_denominator=10_000)


@given(times(), st.data())
def test_a_frame_is_shown_at_its_own_time(drawn: TakeTimes, data: st.DataObject) -> None:
    """Going to a picture's time shows that picture, whatever the rate."""
    frame = data.draw(st.integers(drawn.frames.start, drawn.last))
    assert drawn.frame_at(drawn.time_of(frame)) == frame


@given(times(), seconds)
def test_the_frame_shown_is_always_one_of_the_take(drawn: TakeTimes, at: Fraction) -> None:
    """Before the take there is its first picture, after it its last."""
    assert drawn.frame_at(at) in drawn.frames


@given(times(), seconds)
def test_a_picture_is_shown_until_the_next(drawn: TakeTimes, at: Fraction) -> None:
    """No picture is shown before its time, within the take."""
    frame = drawn.frame_at(at)
    if at >= 0:
        assert drawn.time_of(frame) <= at
    if frame < drawn.last:
        assert at < drawn.time_of(frame + 1)


def test_timecode_counts_the_steady_grid() -> None:
    """A picture that comes late by two frames has the label of its time, not of its number."""
    media = replace(info("late", Fraction(25)), variable_rate=True, time_base=Fraction(1, 25))
    drawn = TakeTimes(
        frames=FrameRange(0, 4), rate=Fraction(25), ticks=(0, 1, 4, 5), time_base=Fraction(1, 25)
    )
    start = Timecode(86400, Fraction(25), drop_frame=False)
    assert shown_timecode(media, drawn, 2) == str(start.plus(4))


def test_a_file_without_timecode_shows_what_is_none() -> None:
    """The time from its first picture cannot be taken for a timecode."""
    media = replace(info("bare"), start_timecode=None)
    drawn = TakeTimes(frames=FrameRange(0, 200), rate=Fraction(24))
    assert shown_timecode(media, drawn, 75) == "0:03.12"


def test_no_second_has_the_number_sixty() -> None:
    """One picture before the minute it is 59, however close."""
    media = replace(info("bare", Fraction(250)), start_timecode=None)
    drawn = TakeTimes(frames=FrameRange(0, 20_000), rate=Fraction(250))
    assert shown_timecode(media, drawn, 14_999) == "0:59.99"
    assert shown_timecode(media, drawn, 15_000) == "1:00.00"


def test_drop_frame_labels_are_read_out() -> None:
    """Two labels are left out at the minute, none at the tenth (SMPTE ST 12-1)."""
    rate = Fraction(30000, 1001)
    media = replace(info("drop", rate), start_timecode=Timecode(107_892, rate, drop_frame=True))
    drawn = TakeTimes(frames=FrameRange(0, 20_000), rate=rate)
    labels = {0: "01:00:00;00", 1799: "01:00:59;29", 1800: "01:01:00;02", 17_982: "01:10:00;00"}
    assert {frame: shown_timecode(media, drawn, frame) for frame in labels} == labels


def test_a_timecode_slower_than_the_pictures_is_read_out_as_the_file_counts() -> None:
    """30 labels a second on 59.94 pictures: two share one."""
    start = Timecode(107912, Fraction(30000, 1001), drop_frame=True)
    media = replace(info("half", Fraction(60000, 1001)), start_timecode=start)
    drawn = TakeTimes(frames=FrameRange(0, 20), rate=Fraction(60000, 1001))
    labels = {0: "01:00:00;20", 1: "01:00:00;20", 2: "01:00:00;21", 5: "01:00:00;22"}
    assert {frame: shown_timecode(media, drawn, frame) for frame in labels} == labels


def test_an_analysis_knows_what_truly_decodes() -> None:
    """Its count stands in the place of the file's, and its times in that of the index."""
    media = replace(info("cut off"), frame_count=None)
    analysis = replace(PLAIN, media=replace(media, frame_count=90), frame_pts=None)
    assert times_of(media, analysis, ()).frames == FrameRange(0, 90)
    uneven = replace(analysis, frame_pts=tuple(range(0, 180, 2)))
    assert times_of(media, uneven, ()).ticks == tuple(range(0, 180, 2))


def test_a_part_keeps_the_numbers_of_its_file() -> None:
    """Frames 100 to 139 of a file are called that, also where they begin the take."""
    media = replace(info("part"), part=FrameRange(100, 140))
    drawn = times_of(media, None, ())
    assert drawn.frames == FrameRange(100, 140)
    assert drawn.time_of(100) == 0
