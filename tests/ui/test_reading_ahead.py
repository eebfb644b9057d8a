"""Which picture is decoded next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.ui.takes.reading_ahead import (
    BUDGET,
    MOST_AHEAD,
    WantedFrame,
    begin_at,
    given_up,
    leads_to,
)

HD = (1920, 1080)
PANE = (944, 531)


@given(
    st.integers(0, 99), st.sampled_from([-1, 1]), st.lists(st.integers(-5, 120), max_size=6),
    st.sampled_from([PANE, HD, (3840, 2160)]),
)  # fmt: skip
def test_what_is_held_is_bounded(
    frame: int, direction: int, pins: list[int], size: tuple[int, int]
) -> None:
    """The picture to show comes first, all are the take's own, and they weigh what they may."""
    wanted = WantedFrame(frame=frame, direction=direction, size=size, pins=tuple(pins))
    frames = wanted.frames(FrameRange(0, 100))
    assert frames[0] == frame
    assert len(frames) == len(set(frames)) <= MOST_AHEAD * 5 // 4 + len(pins)
    assert set(frames) <= set(range(100))
    if size == HD:
        assert (len(frames) - len(pins)) * size[0] * size[1] * 3 <= BUDGET


def test_reading_runs_ahead_in_the_direction_of_play() -> None:
    """Backward the pictures before come first, most urgent nearest."""
    frames = WantedFrame(frame=50, direction=-1, size=PANE).frames(FrameRange(0, 100))
    assert frames[:4] == [50, 49, 48, 47]
    assert 51 in frames


@pytest.mark.parametrize(
    ("reader", "wanted", "on"),
    [(None, 30, False), (30, 30, True), (26, 30, True), (24, 30, False), (31, 30, False)],
)
def test_decoding_goes_on_where_that_is_the_shortest_way(
    reader: int | None, wanted: int, *, on: bool
) -> None:
    """With a key picture at 25: from behind it or from beyond, one seeks."""
    assert leads_to(reader, wanted, lambda frame: frame - frame % 25) is on


@pytest.mark.parametrize(
    ("wanted", "holding", "key", "begins"),
    [(30, set(), 25, 25), (30, {28}, 25, 29), (30, set(), 30, 30), (30, {29}, 25, 30)],
)
def test_what_must_be_decoded_anyway_is_kept(
    wanted: int, holding: set[int], key: int, begins: int
) -> None:
    """Backward from a picture to its key picture, up to what is there already."""
    assert begin_at(wanted, holding, key, range(20, 40)) == begins


@given(st.integers(10, 29), st.sampled_from([PANE, HD]), st.integers(0, 8))
def test_a_loop_goes_on_with_its_beginning(frame: int, size: tuple[int, int], leap: int) -> None:
    """Nothing outside of it is read while it plays, and nothing twice."""
    loop = FrameRange(10, 30)
    wanted = WantedFrame(frame=frame, size=size, leap=leap, loop=loop)
    read = wanted.to_read(FrameRange(0, 100))
    if leap:
        assert read[0] == frame
        assert len(read) == len(set(read)) == min(wanted.ahead(), loop.length)
        assert all(each in loop for each in read)
        assert read[1] == (10 if frame == 29 else frame + 1)
    else:
        assert read == wanted.frames(FrameRange(0, 100))


@pytest.mark.parametrize(
    ("late", "group", "end"), [(0, 25, 34), (1, 25, 50), (1, 250, 38), (2, 250, 46), (9, 250, 46)]
)
def test_after_leaps_in_vain_the_next_key_picture_is_aimed_at(
    late: int, group: int, end: int
) -> None:
    """Where one is near; else the leaps become longer, up to half of what is read ahead."""
    wanted = WantedFrame(frame=30, size=PANE, leap=4)
    assert given_up(wanted, late, lambda frame: frame - frame % group) == range(30, end)
