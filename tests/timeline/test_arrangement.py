"""Takes one after the other on a timeline."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, FrameRange, Timecode, parse_timecode
from takewise.errors import MediaError, OutputError
from takewise.model import Analysis
from takewise.timeline import MarkerSettings, Take, arrange, common_rate, take
from takewise.timeline.timeline import excerpt
from tests.timeline.analyses import NTSC, NTSC_60, NTSC_FILM, analysis, media_info, moment

SETTINGS = MarkerSettings()


def _take(rate: Fraction, *spans: tuple[int, int], length: int = 240, **media: object) -> Take:
    info = media_info(rate=rate, frame_count=length, **media)
    return take(analysis(*(moment(*span) for span in spans), media=info), SETTINGS)


def test_one_take_starts_at_its_own_timecode() -> None:
    """A timeline of one take has the take's name, rate, timecode and frames."""
    timeline = arrange([_take(NTSC, (45, 50), start="14:07:21;18")])
    assert timeline.name == "A001C003"
    assert str(timeline.start) == "14:07:21;18"
    assert timeline.rate == NTSC
    assert timeline.takes[0].span == FrameRange(0, 240)
    assert [marker.span for marker in timeline.markers] == [FrameRange(45, 50)]
    assert timeline.notes == ()


def test_an_excerpt_of_an_excerpt_knows_its_file() -> None:
    """What lies before and after a part counts to the file's ends, whatever it was cut from."""
    whole = _take(Fraction(25), (120, 130), length=240)
    part = excerpt(excerpt(whole, FrameRange(100, 200)), FrameRange(110, 150))
    assert (part.first, part.length, part.after) == (110, 40, 90)
    assert part.file_length == 240
    assert [marker.span for marker in part.markers] == [FrameRange(10, 20)]


def test_without_timecode_it_starts_at_zero() -> None:
    """No start timecode is invented for a take that has none; its analysis says so."""
    timeline = arrange([_take(Fraction(25), start=None)])
    assert str(timeline.start) == "00:00:00:00"
    assert timeline.notes == ()


def test_takes_lie_one_after_the_other() -> None:
    """Takes of one rate follow without a gap from one o'clock, markers moved along."""
    timeline = arrange(
        [
            _take(Fraction(25), (10, 14), length=100, start="10:00:00:00"),
            _take(Fraction(25), (0, 3), (97, 100), length=100, path="/rushes/B.mov"),
        ]
    )
    assert str(timeline.start) == "01:00:00:00"
    assert timeline.name == "A001C003 and 1 more"
    assert [placed.span for placed in timeline.takes] == [FrameRange(0, 100), FrameRange(100, 200)]
    assert [marker.span for marker in timeline.markers] == [
        FrameRange(10, 14),
        FrameRange(100, 103),
        FrameRange(197, 200),
    ]


@pytest.mark.parametrize(
    ("rate", "own", "expected", "frame"),
    [
        (NTSC, "10:00:00;00", "01:00:00;00", 107892),
        (NTSC, "10:00:00:00", "01:00:00:00", 108000),
        (NTSC_60, "10:00:00;00", "01:00:00;00", 215784),
        (NTSC_FILM, "10:00:00:00", "01:00:00:00", 86400),
    ],
)
def test_the_first_hour_counts_as_the_takes_do(
    rate: Fraction, own: str, expected: str, frame: int
) -> None:
    """Several drop-frame takes give a drop-frame timeline; frame numbers as published for SMPTE."""
    timeline = arrange([_take(rate, start=own), _take(rate, start=own)])
    assert (str(timeline.start), timeline.start.frame) == (expected, frame)


def test_only_takes_of_the_timelines_rate_say_how_it_counts() -> None:
    """A drop-frame take on a timeline of 25 does not make that drop-frame."""
    takes = [_take(NTSC, start="10:00:00;00"), _take(Fraction(25)), _take(Fraction(25))]
    assert str(arrange(takes).start) == "01:00:00:00"


def test_name_and_start_can_be_given() -> None:
    """A given start sets timecode and rate, a given name the name."""
    start = parse_timecode("02:00:00:00", Fraction(25))
    timeline = arrange([_take(Fraction(25))], name="Day 3\n", start=start)
    assert (timeline.name, timeline.start) == ("Day 3", start)


def test_most_takes_set_the_rate() -> None:
    """The rate of most takes holds, and of equals the first."""
    film, video = _take(Fraction(24)), _take(Fraction(25))
    assert common_rate([film, video, video]) == 25
    assert common_rate([film, video]) == 24


def test_another_rate_is_conformed_by_time_and_told() -> None:
    """48 frames/s on a timeline of 24 halves lengths and frames, and the user reads of it."""
    timeline = arrange(
        [
            _take(Fraction(24), length=10),
            _take(Fraction(48), (20, 28), length=96, path="/rushes/slow.mov"),
            _take(Fraction(24), (0, 2), length=10),
        ]
    )
    assert [placed.span for placed in timeline.takes] == [
        FrameRange(0, 10),
        FrameRange(10, 58),
        FrameRange(58, 68),
    ]
    assert [marker.span for marker in timeline.markers] == [FrameRange(20, 24), FrameRange(58, 60)]
    assert timeline.notes == (
        "slow: 48 frames a second on a timeline of 24; its length and markers are placed by time",
    )


def test_rounding_does_not_add_up() -> None:
    """A hundred conformed takes end within a frame of their exact time."""
    start = parse_timecode("01:00:00:00", NTSC_FILM)
    timeline = arrange([_take(Fraction(25), length=11)] * 100, start=start)
    exact = 100 * Fraction(11, 25) * NTSC_FILM
    assert abs(timeline.takes[-1].span.end - exact) <= Fraction(1, 2)


def test_a_short_moment_survives_a_slower_timeline() -> None:
    """One frame at 120 on a timeline of 24 keeps one frame, inside its take."""
    start = parse_timecode("01:00:00:00", Fraction(24))
    timeline = arrange([_take(Fraction(120), (1, 2), (239, 240))], start=start)
    assert [marker.span for marker in timeline.markers] == [FrameRange(0, 1), FrameRange(47, 48)]


def test_a_take_shorter_than_a_frame_delays_the_rest() -> None:
    """One picture at 120 fills a frame at 24, and the take after it stays whole."""
    start = parse_timecode("01:00:00:00", Fraction(24))
    takes = [_take(Fraction(120), length=1), _take(Fraction(24), length=50)]
    spans = [placed.span for placed in arrange(takes, start=start).takes]
    assert spans == [FrameRange(0, 1), FrameRange(1, 51)]


def test_a_conformed_apex_stays_in_its_span() -> None:
    """An apex that rounds to the end of its span is drawn back by a frame."""
    info = media_info(rate=Fraction(48), start=None)
    made = take(analysis(moment(0, 2, apex=1), media=info), SETTINGS)
    (marker,) = arrange([made], start=parse_timecode("01:00:00:00", Fraction(24))).markers
    assert (marker.span, marker.apex) == (FrameRange(0, 1), 0)


@given(
    rates=st.lists(st.sampled_from(STANDARD_RATES), min_size=1, max_size=5),
    data=st.data(),
)
def test_any_takes_make_a_sound_timeline(rates: list[Fraction], data: st.DataObject) -> None:
    """Takes touch, markers lie in their take by first frame, and each apex in its marker."""
    takes = []
    for rate in rates:
        length = data.draw(st.integers(1, 300))
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, length))
        takes.append(_take(rate, (0, 1), (start, end), length=length))
    timeline = arrange(takes)
    edges = [0, *(placed.span.end for placed in timeline.takes)]
    assert [placed.span.start for placed in timeline.takes] == edges[:-1]
    for placed in timeline.takes:
        for marker in placed.markers:
            assert placed.span.overlap(marker.span) == marker.span.length
            assert marker.apex in marker.span
        if placed.take.info.rate == timeline.rate:
            assert placed.span.length == placed.take.length
    starts = [marker.span.start for marker in timeline.markers]
    assert starts == sorted(starts)


@given(
    lengths=st.lists(st.integers(24, 300), min_size=1, max_size=30),
    rate=st.sampled_from(STANDARD_RATES),
)
def test_every_take_begins_nearest_to_its_time(lengths: list[int], rate: Fraction) -> None:
    """However many takes are conformed, each ends within half a frame of its exact time."""
    start = parse_timecode("01:00:00:00", NTSC_FILM)
    timeline = arrange([_take(rate, length=length) for length in lengths], start=start)
    for number, placed in enumerate(timeline.takes, start=1):
        exact = sum(lengths[:number]) / rate * NTSC_FILM
        assert abs(placed.span.end - exact) <= Fraction(1, 2)


def test_timecode_of_another_rate_means_the_same_instant() -> None:
    """A 29.97 drop-frame label on 59.94 pictures counts twice the frames."""
    info = replace(
        media_info(rate=NTSC_60, start=None), start_timecode=parse_timecode("01:00:00;00", NTSC)
    )
    start = take(analysis(media=info), SETTINGS).start
    assert start == Timecode(215784, NTSC_60, drop_frame=True)


def test_variable_rate_counts_the_grid() -> None:
    """The take is as long as its grid, not as its count of pictures."""
    info = media_info(
        rate=Fraction(10),
        start="00:00:00:00",
        frame_count=3,
        time_base=Fraction(1, 1000),
        variable_rate=True,
    )
    made = take(analysis(media=info, frame_pts=(0, 100, 900)), SETTINGS)
    assert made.length == 10
    assert arrange([made]).notes == ("10 frames a second: editors have no such timeline",)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/rushes/A001 C003 #2 50%.mov", "A001 C003 #2 50%"),
        ("plate_%04d.exr", "plate"),
        ("plate.%d.exr", "plate"),
        ("你好.mp4", "你好"),
        ("/rushes/%04d.png", "%04d"),
        ("tab\there.mov", "tab here"),
    ],
)
def test_clip_name(path: str, name: str) -> None:
    """A clip is named after its file, without ending and without a sequence's counter."""
    assert _take(Fraction(24), path=path).name == name


def test_no_takes_and_no_length_are_refused() -> None:
    """An empty list and an analysis without a count of pictures are told, not guessed at."""
    with pytest.raises(OutputError, match="no takes"):
        arrange([])
    lacking: Analysis = analysis(media=media_info(frame_count=None))
    with pytest.raises(MediaError, match=r"A001C003\.mov"):
        take(lacking, SETTINGS)
