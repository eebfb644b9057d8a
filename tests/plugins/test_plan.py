"""What the plugins decide by themselves: frames, and what to do about markers."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, Timecode, drops
from tests.plugins.bench import PLUGINS, load, loaded, moment

LENGTH = 60


def shared() -> SimpleNamespace:
    """Return the shared modules, loaded for good: laws are tried many times."""
    with loaded(PLUGINS):
        names = ("asking", "environment", "frames", "plan", "problems", "timecodes")
        modules: dict[str, ModuleType] = {name: load(f"takewise_host.{name}") for name in names}
        with_rows = load("takewise_nuke.rows")
    return SimpleNamespace(**modules, rows=with_rows)


HOST = shared()


@st.composite
def marks(draw: st.DrawFn) -> list[Any]:
    """Draw marks to be there, several on a frame at times."""
    frames = draw(st.lists(st.integers(0, LENGTH - 1), max_size=12))
    return [
        HOST.plan.Mark(f"m-{number}", frame, draw(st.integers(1, 20)), "brow", "note", "red")
        for number, frame in enumerate(frames)
    ]


def users(frames: set[int]) -> list[Any]:
    """Return markers of the user on some frames."""
    return [HOST.plan.Present(frame, "") for frame in sorted(frames)]


def done(present: list[Any], todo: Any) -> list[Any]:
    """Return the markers that are there after a plan was done."""
    left = [each for each in present if each not in todo.remove]
    return left + [HOST.plan.Present(mark.frame, mark.data) for mark in todo.add]


@given(marks(), marks(), st.sets(st.integers(0, LENGTH - 1), max_size=20), st.booleans())
def test_a_plan_done_leaves_nothing_to_do(
    first: list[Any],
    second: list[Any],
    mine: set[int],
    crowded: bool,  # noqa: FBT001
) -> None:
    """Whatever was there, doing a plan and planning again gives nothing to do."""
    present = users(mine)
    for wanted in (first, second):
        todo = HOST.plan.plan(present, wanted, "moment", LENGTH, crowded)
        present = done(present, todo)
        again = HOST.plan.plan(present, wanted, "moment", LENGTH, crowded)
        assert (again.add, again.remove) == ([], [])
        assert len(again.keep) + len(again.unplaced) == len(wanted)


@given(marks(), st.sets(st.integers(0, LENGTH - 1), max_size=20))
def test_a_plan_never_touches_the_users(wanted: list[Any], mine: set[int]) -> None:
    """No user's marker is removed, and none of ours is put where one is."""
    todo = HOST.plan.plan(users(mine), wanted, "moment", LENGTH)
    frames = [mark.frame for mark in todo.add]
    assert todo.remove == []
    assert not mine & set(frames)
    assert len(set(frames)) == len(frames)
    by_id = {mark.id: mark for mark in wanted}
    for mark in todo.add:
        assert 0 <= mark.frame - by_id[mark.id].frame <= HOST.plan.REACH
        assert mark.frame + mark.duration <= LENGTH


@given(st.integers(0, 2_000_000), st.sampled_from(STANDARD_RATES), st.booleans())
def test_timecode_is_counted_as_the_core_counts(frame: int, rate: Any, drop: bool) -> None:  # noqa: FBT001
    """The plugins read each label as the frame that the core wrote it for."""
    label = Timecode(frame, rate, drop_frame=drop and drops(rate))
    per_second = HOST.timecodes.nominal(f"{rate.numerator}/{rate.denominator}")
    assert HOST.timecodes.frame_of(str(label), per_second) == frame


@pytest.mark.parametrize(
    ("said", "labels"),
    [("24", 24), ("23.976", 24), ("29.97 DF", 30), ("30000/1001", 30), (59.94, 60)],
)
def test_hosts_say_rates_in_many_ways(said: object, labels: int) -> None:
    """A rate is understood however its host writes it."""
    assert HOST.timecodes.nominal(said) == labels


@pytest.mark.parametrize("said", ["", "fast", None, "0", "-24", "1/0", "1e999999999", "9" * 401])
def test_what_is_no_rate_is_none(said: object) -> None:
    """What is no rate is not guessed."""
    assert HOST.timecodes.nominal(said) is None


MEDIA = {
    "frames": 210,
    "rate": "30000/1001",
    "timecode_rate": "30000/1001",
    "start_timecode": "00:59:57;15",
    "variable_rate": False,
    "first_number": None,
}
"""As the core tells of the third sample take."""


def clip(**facts: Any) -> Any:
    """Return a clip of a host."""
    return HOST.frames.HostClip("1", "A", "/A.mov", **facts)


@pytest.mark.parametrize(
    ("facts", "start"),
    [
        ({}, 0),
        ({"frames": 210, "start_timecode": "10:00:00:00"}, 0),
        ({"frames": 100, "start_timecode": "01:00:00;00", "rate": "29.97"}, 75),
        ({"frames": 1, "start_timecode": "01:00:04;14", "rate": "29.97"}, 209),
    ],
)
def test_a_clip_that_can_be_followed_is(facts: dict[str, Any], start: int) -> None:
    """Equal counts need no timecode; a later start in drop-frame is counted over the hour."""
    shown = HOST.frames.window(clip(**facts), MEDIA)
    assert shown.start == start
    assert shown.frame(start) == 0
    assert shown.frame(start - 1) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"frames": 100},
        {"frames": 100, "start_timecode": "00:59:57;15", "rate": "29.97"},
        {"frames": 240, "start_timecode": "01:00:00;00", "rate": "29.97"},
        {"frames": 200, "start_timecode": "01:00:00;00", "rate": "29.97"},
        {"frames": 100, "start_timecode": "01:00:00:00", "rate": "29.97"},
        {"frames": 100, "start_timecode": "01:00:00;00", "rate": "24"},
        {"frames": 100, "start_timecode": "00:59:00;10", "rate": "29.97"},
    ],
)
def test_a_clip_that_nothing_explains_is_refused(facts: dict[str, Any]) -> None:
    """Trimmed at its end, at another rate, counted otherwise, or out of the file: both numbers."""
    with pytest.raises(
        HOST.problems.FramesDiffer, match=rf"{facts['frames']} frames here, and 210"
    ):
        HOST.frames.window(clip(**facts), MEDIA)


def test_a_sequence_is_followed_by_its_numbers() -> None:
    """The part of a sequence that a host shows is found by numbers, and refused beyond them."""
    media = {**MEDIA, "first_number": 1001}
    assert HOST.frames.window(clip(frames=10, first_number=1011), media) == (10, 10)
    with pytest.raises(HOST.problems.FramesDiffer, match="900 to 909 here, and 1001 to 1210 on"):
        HOST.frames.window(clip(frames=10, first_number=900), media)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/day 1/shot.####.exr", ("/day 1/shot.%04d.exr", None)),
        (r"C:\day 1\shot.#####.dpx", (r"C:\day 1\shot.%05d.dpx", None)),
        ("/day #1/shot.[0101-0200].dpx", ("/day #1/shot.%04d.dpx", 101)),
        ("/day#1/A001.mov", ("/day#1/A001.mov", None)),
        ("/d/shot.%04d.exr", ("/d/shot.%04d.exr", None)),
    ],
)
def test_hosts_write_sequences_in_many_ways(said: str, meant: tuple[str, int | None]) -> None:
    """An image sequence reaches the core as it writes one; folders are left as they are."""
    assert HOST.asking.sequence_path(said) == meant


def test_marks_are_cut_at_the_ends_of_a_clip() -> None:
    """A moment that begins before a subclip begins with it; one whose height is outside is none."""
    shown = HOST.frames.Window(10, 20)
    found = HOST.plan.marks_of(
        [moment("m-a", 5, 25), moment("m-b", 0, 12), moment("m-c", 25, 40, apex=28)], shown
    )
    assert [(mark.id, mark.frame, mark.duration) for mark in found] == [
        ("m-a", 0, 15),
        ("m-c", 15, 5),
    ]


def progress(done: int, takes_done: int) -> dict[str, Any]:
    """Return a message of progress with the first of two takes."""
    return {"key": "1", "done": done, "total": 40, "takes_done": takes_done, "takes": 2}


def test_a_take_that_has_just_ended_is_not_the_next() -> None:
    """Progress names the number of the take that it is about."""
    said = [
        HOST.asking.progress_words(progress(done, over), {"1": "A.mov"})
        for done, over in ((0, 0), (20, 0), (40, 1))
    ]
    assert said == [f"A.mov: {share} %, take 1 of 2" for share in (0, 50, 100)]


def test_each_remark_is_told_once() -> None:
    """What limits an analysis is told once, with the clips that it is about."""
    warnings = {
        "1": ["slow", "dark (frames): 3-9"],
        "2": ["slow"],
        "3": ["slow", "small"],
        "4": ["slow"],
    }
    takes = [{"key": key, "warnings": each} for key, each in warnings.items()]
    names = {key: f"{key}.mov" for key in warnings}
    assert HOST.asking.remarks(takes, names) == [
        "all clips: slow",
        "1.mov: dark (frames of the file, from 0): 3-9",
        "3.mov: small",
    ]
    fifth = [*takes, {"key": "5", "warnings": []}]
    assert HOST.asking.remarks(fifth, names)[0] == "1.mov, 2.mov, 3.mov and 1 more: slow"


def row(first: int, last: int, confidence: float) -> Any:
    """Return a row of Nuke's panel."""
    return HOST.rows.Row("m", "R", first, first, last, "t", "n", "k", "red", confidence, "A", 1.0)


@st.composite
def rows(draw: st.DrawFn) -> list[Any]:
    """Draw moments that overlap."""
    return [
        row(first, first + draw(st.integers(0, 9)), draw(st.sampled_from([0.5, 0.8, 0.9])))
        for first in draw(st.lists(st.integers(1, 50), max_size=6))
    ]


@given(rows())
def test_steps_are_the_greatest_confidence(found: list[Any]) -> None:
    """At each frame the knob's steps give the surest of the moments under way, else 0."""

    def value(frame: int, steps: Iterator[tuple[int, float]]) -> float:
        before = [value for at, value in steps if at <= frame]
        return before[-1] if before else 0.0

    steps = HOST.rows.steps(found)
    for frame in range(70):
        under_way = [each.confidence for each in found if each.first <= frame <= each.last]
        assert value(frame, steps) == max(under_way, default=0.0)
    assert HOST.rows.from_text(HOST.rows.to_text(found)) == found


def test_the_hosts_own_environment_is_left_out() -> None:
    """What hosts set for their Python, Qt and libraries goes; what is the user's stays."""
    hosts = ["PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK"]
    kept = {"PATH": "/bin", "HOME": "/home/ada", "TAKEWISE_LIBRARY": "/x", "LANG": "C.UTF-8"}
    clean = HOST.environment.clean_environment({**kept, **dict.fromkeys(hosts, "/host")})
    assert clean == {**kept, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
