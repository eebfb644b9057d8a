"""Pictures on their way to the screen: the right ones, and never too many."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import pytest

from takewise.clock import FrameRange
from takewise.errors import UnreadableMedia
from takewise.media import SeekableTake, pictures_of, probe
from takewise.ui.takes.frame_cache import Feed
from takewise.ui.takes.reading_ahead import WantedFrame
from tests.media.clips import HEIGHT, WIDTH, corner_is_red, number_in, write_clip

LONG = {"g": "48", "bf": "3"}
"""Key pictures two seconds apart, and pictures stored out of order."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of 120 numbered pictures."""
    path = tmp_path_factory.mktemp("clips") / "numbered.mov"
    return write_clip(path, frames=120, options=LONG)


@contextmanager
def feeding(path: Path) -> Iterator[tuple[Feed, threading.Event]]:
    """Open a feed, and what tells that a picture has arrived."""
    info = probe(str(path))
    arrived = threading.Event()
    feed = Feed(info, FrameRange(0, info.frame_count or 1), None, arrived.set)
    try:
        yield feed, arrived
    finally:
        feed.close()


def get(feed: Feed, arrived: threading.Event, frame: int, direction: int = 1) -> int:
    """Ask for a picture, wait for it, and return the number that it shows."""
    arrived.clear()
    feed.want(WantedFrame(frame=frame, direction=direction, size=(WIDTH, HEIGHT)))
    while not feed.holds(frame):
        assert arrived.wait(20), f"picture {frame} never came"
        arrived.clear()
    held = feed.nearest(frame)
    assert held is not None
    assert held.frame == frame
    return number_in(held.picture)


def test_any_picture_can_be_gone_to(clip: Path) -> None:
    """Forward, backward, far and near: each shows its own number."""
    with feeding(clip) as (feed, arrived):
        for frame in (0, 1, 2, 77, 76, 75, 119, 30, 48, 47, 0):
            assert get(feed, arrived, frame) == frame


def test_playing_backward_shows_every_picture(clip: Path) -> None:
    """From the last to the first, over key pictures and all."""
    with feeding(clip) as (feed, arrived):
        for frame in range(119, -1, -1):
            assert get(feed, arrived, frame, -1) == frame


def test_an_hour_in_a_loop_holds_no_more_than_a_second(clip: Path) -> None:
    """However long it plays, the pictures held are as many as at the beginning."""
    with feeding(clip) as (feed, arrived):
        most = 0
        for _ in range(4):
            for frame in range(0, 120, 3):
                get(feed, arrived, frame)
                most = max(most, feed.held)
        assert most <= 41


def test_until_it_is_there_the_nearest_before_is_shown(clip: Path) -> None:
    """Something is better than black, and says which it is."""
    with feeding(clip) as (feed, arrived):
        get(feed, arrived, 10)
        held = feed.nearest(500)
        assert held is not None
        assert held.frame == number_in(held.picture) != 500


def test_far_from_a_key_picture_that_one_is_shown_meanwhile(clip: Path) -> None:
    """Under its own number, which the readout tells, until the right one is there."""
    info = probe(str(clip))
    seen: list[tuple[int, int]] = []
    there = threading.Event()

    def look() -> None:
        held = feed.nearest(95)
        assert held is not None
        seen.append((held.frame, number_in(held.picture)))
        if held.frame == 95:
            there.set()

    feed = Feed(info, FrameRange(0, 120), None, look)
    feed.want(WantedFrame(frame=95, size=(WIDTH, HEIGHT)))
    assert there.wait(20)
    feed.close()
    assert seen == [(48, 48), (95, 95)]


def test_pictures_passed_over_change_nothing_of_the_next(clip: Path) -> None:
    """What others are made from is decoded all the same: the next picture is whole."""
    with SeekableTake(probe(str(clip))) as take:
        whole = {each.index: each.develop(WIDTH, HEIGHT) for each in take.pictures(0)}
        pictures = take.pictures(0)
        next(pictures)
        for frame in (5, 41, 47, 90):
            take.pass_over(frame)
            negative = next(pictures)
            # Some that follow it were under way in the decoder's threads before.
            assert negative.index == frame
            assert (negative.develop(WIDTH, HEIGHT) == whole[frame]).all()


def test_a_picture_that_is_late_is_given_up_for_the_next_in_time(clip: Path) -> None:
    """While the clock runs on; it is told as missing, and the one before it stays."""
    with feeding(clip) as (feed, arrived):
        get(feed, arrived, 10)
        feed.want(WantedFrame(frame=70, size=(WIDTH, HEIGHT), leap=4))
        wait_for(feed, 74)
        assert not any(map(feed.holds, (70, 71, 72, 73)))
        # The clock waits again: now each is wanted.
        assert get(feed, arrived, 70) == 70


def test_the_beginning_of_a_loop_is_there_before_its_end(clip: Path) -> None:
    """So that it plays on without a gap."""
    with feeding(clip) as (feed, arrived):
        get(feed, arrived, 110)
        feed.want(WantedFrame(frame=110, size=(WIDTH, HEIGHT), leap=4, loop=FrameRange(90, 114)))
        wait_for(feed, 90)
        feed.want(WantedFrame(frame=90, size=(WIDTH, HEIGHT), leap=4, loop=FrameRange(90, 114)))
        assert feed.holds(90)


def wait_for(feed: Feed, frame: int) -> None:
    """Wait until a picture is there that nobody waits for."""
    end = time.monotonic() + 20
    while not feed.holds(frame):
        assert time.monotonic() < end, f"picture {frame} never came"
        time.sleep(0.005)


def test_a_file_that_is_gone_is_told(tmp_path: Path, clip: Path) -> None:
    """The feed says why there are no pictures."""
    path = tmp_path / "gone.mov"
    path.write_bytes(clip.read_bytes())
    info = probe(str(path))
    path.unlink()
    told = threading.Event()
    feed = Feed(info, FrameRange(0, 10), None, told.set)
    assert told.wait(20)
    assert isinstance(feed.error, UnreadableMedia)
    feed.close()


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv", ".avi", ".ts"])
def test_every_container_can_be_searched(tmp_path: Path, suffix: str) -> None:
    """Also those that tell no times, or have no index: by reading them anew."""
    codec = "mpeg4" if suffix == ".avi" else "libx264"
    path = write_clip(tmp_path / f"clip{suffix}", codec=codec, frames=60, options={"g": "12"})
    with SeekableTake(probe(str(path))) as take:
        assert take.count == 60
        for frame in (40, 41, 3, 59, 0, 12):
            found = next(take.pictures(frame))
            assert (found.index, number_in(found.develop(WIDTH, HEIGHT))) == (frame, frame)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pictures_are_upright_at_any_size(tmp_path: Path, turn: int) -> None:
    """Half as large and turned, red is still at the top left."""
    path = write_clip(tmp_path / "turned.mov", frames=5, rotate=turn)
    info = probe(str(path))
    with SeekableTake(info) as take:
        picture = next(take.pictures(2)).develop(info.width // 2, info.height // 2)
    assert picture.shape == (info.height // 2, info.width // 2, 3)
    assert picture.flags.c_contiguous
    assert corner_is_red(picture)


def test_a_rate_that_varies_keeps_its_numbers(tmp_path: Path) -> None:
    """Numbers count pictures, whatever their times."""
    at = [0, 1, 2, 5, 6, 9, 10, 14]
    path = write_clip(tmp_path / "vary.mov", rate=Fraction(25), at=at)
    with SeekableTake(probe(str(path))) as take:
        assert [next(take.pictures(n)).index for n in (5, 2, 7)] == [5, 2, 7]


def test_some_pictures_in_any_order(clip: Path) -> None:
    """They come in their own order, each once."""
    with SeekableTake(probe(str(clip))) as take:
        found = list(pictures_of(take, (90, 5, 50, 5), WIDTH, HEIGHT))
    assert [number for number, _ in found] == [5, 50, 90]
    assert all(number_in(picture) == number for number, picture in found)
