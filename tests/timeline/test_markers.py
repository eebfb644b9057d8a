"""Moments become markers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.errors import SettingsError
from takewise.model import Colour, Kind
from takewise.timeline import PALETTE, MarkerSettings, make_markers
from takewise.timeline.markers import at_least_a_frame, one_line
from tests.timeline.analyses import analysis, media_info, moment


def test_a_marker_says_what_how_long_and_why() -> None:
    """The label carries title and seconds, the note the reason with its figures."""
    (marker,) = make_markers(analysis(moment(45, 50, apex=47)), MarkerSettings())
    assert marker.span == FrameRange(45, 50)
    assert marker.apex == 47
    # 5 frames at 24000/1001 last 0.2085 s.
    assert marker.label == "inner brows lift · 0.21 s"
    assert marker.note == (
        "inner brows rose 2.1 % of an eye-width in 0.21 s while the head was still; confidence 81 %"
    )
    assert marker.colour is Colour.RED
    assert marker.category == "micro-expression"
    assert marker.data == {"person": "A", "strength": 6.4, "confidence": 0.81, "units": "AU1"}


def test_a_hint_is_passed_on_only_where_there_is_one() -> None:
    """A hint that was asked for ends the note."""
    found = make_markers(analysis(moment(hint="resembles surprise")), MarkerSettings())
    assert found[0].note.endswith("; resembles surprise")


def test_a_note_says_where_the_moment_lies() -> None:
    """Where lines are known, the place stands behind the measurement."""
    placed = replace(moment(), place="in the silence, 0.4 s after the line")
    (found,) = make_markers(analysis(placed), MarkerSettings())
    assert found.note == (
        f"{placed.because}; in the silence, 0.4 s after the line; confidence 81 %"
    )


@pytest.mark.parametrize(
    ("template", "label"),
    [
        ("{title}", "inner brows lift"),
        ("{title} · {length} s", "inner brows lift · 0.21 s"),
        ("{title} {score}", "inner brows lift 0.81"),
        ("{kind}: {units} {confidence} %", "micro-expression: AU1 81 %"),
        ("{{{person}}} {frames} f, {strength}, {take_score}", "{A} 5 f, 6.4, 0.00"),
    ],
)
def test_a_template_names_the_marker(template: str, label: str) -> None:
    """Each field of a template is filled in; doubled braces are braces."""
    (marker,) = make_markers(analysis(moment()), MarkerSettings(label=template))
    assert marker.label == label


@pytest.mark.parametrize(
    "template",
    [
        "{titel}",
        "{title",
        "{title.__class__}",
        "{title!r}",
        "{title:>9}",
        "{0}",
        "{}",
        " ",
        "title",
    ],
)
def test_a_template_with_an_unknown_field_is_refused(template: str) -> None:
    """Only whole fields that exist are let through, and the error lists them."""
    with pytest.raises(SettingsError, match="title, length, frames") as caught:
        MarkerSettings(label=template)
    assert caught.value.where == "label"


def test_people_are_named_where_there_are_several() -> None:
    """With two people in the take each label begins with its person."""
    two = analysis(moment(10, 14), moment(20, 24, person="B"), people=("A", "B"))
    labels = [marker.label for marker in make_markers(two, MarkerSettings(label="{title}"))]
    assert labels == ["A: inner brows lift", "B: inner brows lift"]


def test_blinks_pauses_and_breaths_are_left_out_unless_asked_for() -> None:
    """The default keeps every kind but those that are many."""
    every = analysis(*(moment(10 * n, 10 * n + 5, kind=kind) for n, kind in enumerate(Kind)))
    kept = {marker.category for marker in make_markers(every, MarkerSettings())}
    assert kept == {kind.value for kind in Kind} - {"blink", "pause", "breath"}
    only = make_markers(every, MarkerSettings(kinds=(Kind.BLINK,)))
    # The marker was set by hand.
    assert [marker.category for marker in only] == ["blink", "marker"]


def test_a_template_that_names_the_person_does_so_once() -> None:
    """With two people in the take a label that has the person gets no second one."""
    two = analysis(moment(10, 14), moment(20, 24, person="B"), people=("A", "B"))
    labels = [
        marker.label for marker in make_markers(two, MarkerSettings(label="{title} ({person})"))
    ]
    assert labels == ["inner brows lift (A)", "inner brows lift (B)"]


def test_every_kind_has_a_colour() -> None:
    """Each kind has a colour of the palette; gaze and blink share one, hold and marker too."""
    every = analysis(*(moment(10 * n, 10 * n + 5, kind=kind) for n, kind in enumerate(Kind)))
    found = {m.category: m.colour for m in make_markers(every, MarkerSettings(kinds=tuple(Kind)))}
    assert set(found) == {kind.value for kind in Kind}
    assert set(found.values()) == set(PALETTE)
    assert found["gaze-shift"] is found["blink"]
    assert found["hold"] is found["marker"]


def test_colour_can_tell_the_person() -> None:
    """Each person has a colour of their own, whatever the kind."""
    two = analysis(
        moment(10, 14),
        moment(20, 24, person="B"),
        moment(30, 34, kind=Kind.HOLD),
        people=("A", "B"),
    )
    found = [marker.colour for marker in make_markers(two, MarkerSettings(colour_by="person"))]
    assert found == [PALETTE[0], PALETTE[1], PALETTE[0]]


def test_colour_can_tell_how_sure_a_moment_is() -> None:
    """The surest moments have the palette's first colour, the least sure its third."""
    three = analysis(
        moment(10, 14, confidence=0.9),
        moment(20, 24, confidence=0.89),
        moment(30, 34, confidence=0.69),
    )
    found = [marker.colour for marker in make_markers(three, MarkerSettings(colour_by="score"))]
    assert found == list(PALETTE[:3])


def test_a_short_palette_begins_again() -> None:
    """With one colour all markers have it."""
    every = analysis(*(moment(10 * n, 10 * n + 5, kind=kind) for n, kind in enumerate(Kind)))
    found = make_markers(every, MarkerSettings(palette=(Colour.BLUE,)))
    assert {marker.colour for marker in found} == {Colour.BLUE}


def test_a_point_is_the_first_frame() -> None:
    """A point marker has one frame, its moment's first, and says the moment's length."""
    (marker,) = make_markers(analysis(moment(45, 50, apex=47)), MarkerSettings(extent="point"))
    assert (marker.span, marker.apex) == (FrameRange(45, 46), 45)
    assert marker.label == "inner brows lift · 0.21 s"


def test_handles_stay_in_the_take() -> None:
    """Handles widen a range on both sides, but not beyond the take's first and last frame."""
    three = analysis(moment(2, 9), moment(100, 110), moment(235, 238))
    found = make_markers(three, MarkerSettings(handles=6))
    assert [marker.span for marker in found] == [
        FrameRange(0, 15),
        FrameRange(94, 116),
        FrameRange(229, 240),
    ]


def test_the_least_confidence_is_kept() -> None:
    """A moment exactly at the limit becomes a marker, one below does not."""
    both = analysis(moment(10, 14, confidence=0.5), moment(20, 24, confidence=0.499))
    assert [marker.span.start for marker in make_markers(both, MarkerSettings())] == [10]


def test_the_strongest_are_kept_in_order_of_time() -> None:
    """The limit keeps by confidence times strength, and the list stays in time order."""
    three = analysis(
        moment(10, 14, strength=5.0, confidence=0.9),
        moment(20, 24, strength=6.0, confidence=0.6),
        moment(30, 34, strength=9.0, confidence=0.7),
    )
    kept = make_markers(three, MarkerSettings(max_per_take=2))
    assert [marker.span.start for marker in kept] == [10, 30]


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_confidence": 1.1},
        {"min_confidence": -0.1},
        {"max_per_take": 0},
        {"label": "{x}"},
        {"colour_by": "mood"},
        {"palette": ()},
        {"extent": "line"},
        {"handles": -1},
    ],
)
def test_wrong_settings_are_refused_by_name(wrong: dict[str, object]) -> None:
    """An impossible setting raises an error that names it."""
    with pytest.raises(SettingsError) as caught:
        MarkerSettings(**wrong)
    assert caught.value.where == next(iter(wrong))


def test_the_limits_of_settings_are_allowed() -> None:
    """Every moment, none but the surest, a single one, and no handles can be asked for."""
    assert MarkerSettings(min_confidence=0.0, handles=0).selection.min_confidence == 0.0
    assert MarkerSettings(min_confidence=1.0, max_per_take=1).selection.most == 1


def test_variable_rate_pictures_land_on_the_steady_grid() -> None:
    """Frames come from the presentation times, not from the pictures' numbers."""
    # Ticks of 1 ms; ten pictures at 100 ms, then ten at 200 ms, on a grid of 10 frames/s.
    pts = (*range(500, 1500, 100), *range(1500, 3500, 200))
    info = media_info(
        rate=Fraction(10), start=None, time_base=Fraction(1, 1000), variable_rate=True
    )
    found = make_markers(
        analysis(moment(8, 12, apex=11), moment(18, 20, apex=19), media=info, frame_pts=pts),
        MarkerSettings(),
    )
    assert [(m.span, m.apex) for m in found] == [
        (FrameRange(8, 14), 12),
        (FrameRange(26, 29), 28),
    ]
    assert found[0].label == "inner brows lift · 0.60 s"


def test_what_would_vanish_on_the_grid_keeps_one_frame() -> None:
    """A moment shorter than a grid frame becomes one frame with its apex in it."""
    info = media_info(rate=Fraction(10), start=None, time_base=Fraction(1, 1000))
    (marker,) = make_markers(
        analysis(moment(1, 3, apex=2), media=info, frame_pts=(0, 100, 110, 120, 200)),
        MarkerSettings(),
    )
    assert (marker.span, marker.apex) == (FrameRange(1, 2), 1)


def test_an_apex_on_the_last_grid_frame_stays_in_its_span() -> None:
    """An apex that rounds to the end of its span is drawn back by a frame."""
    info = media_info(rate=Fraction(10), start=None, time_base=Fraction(1, 1000))
    (marker,) = make_markers(
        analysis(moment(1, 3, apex=2), media=info, frame_pts=(0, 100, 160, 200)), MarkerSettings()
    )
    assert (marker.span, marker.apex) == (FrameRange(1, 2), 1)


@given(
    gaps=st.lists(st.integers(1, 400), min_size=2, max_size=60),
    data=st.data(),
)
def test_any_variable_rate_gives_whole_markers(gaps: list[int], data: st.DataObject) -> None:
    """Whatever the presentation times, the apex lies in a span of at least one frame."""
    pts = tuple(sum(gaps[:n]) for n in range(len(gaps)))
    start = data.draw(st.integers(0, len(pts) - 1))
    end = data.draw(st.integers(start + 1, len(pts)))
    apex = data.draw(st.integers(start, end - 1))
    info = media_info(rate=Fraction(25), start=None, time_base=Fraction(1, 1000))
    (marker,) = make_markers(
        analysis(moment(start, end, apex=apex), media=info, frame_pts=pts), MarkerSettings()
    )
    assert marker.apex in marker.span
    # Half a grid frame is the most that rounding may move the onset.
    assert abs(Fraction(marker.span.start, 25) - Fraction(pts[start] - pts[0], 1000)) <= Fraction(
        1, 50
    )


@given(start=st.integers(0, 500), length=st.integers(0, 50), limit=st.integers(1, 520))
def test_a_range_has_a_frame_and_ends_in_time(start: int, length: int, limit: int) -> None:
    """A clamped range lies before its limit, and one that fits is not changed."""
    made = at_least_a_frame(start, start + length, limit)
    assert made.end <= limit
    if length and start + length <= limit:
        assert made == FrameRange(start, start + length)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """Whatever the text, the result has one line and UTF-8 can hold it."""
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == line.encode().decode()
    assert not any(category(char) == "Cc" for char in line)


def test_control_characters_are_single_spaces() -> None:
    """A file name's escape sequence, its end of text and its line separators reach no file."""
    assert one_line("a\x00\x1b[2Jb\x85\u2028c\u2029\x7f") == "a [2Jb c"


def test_scripts_survive_on_one_line() -> None:
    """Chinese, Persian with its joiner, and accents are kept as they are."""
    for text in ("你好 眉毛", "می\u200cخواهم", "Zoë’s café"):
        assert one_line(text) == text


def test_a_name_that_is_not_utf8_becomes_readable() -> None:
    """A byte of a file name that is no UTF-8 becomes a question mark."""
    assert one_line("take\udcff") == "take?"
