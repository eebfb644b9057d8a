"""Bursts and scenes: by time, and by name and likeness where times tie or lack."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from takewise.model.photo import MeasuredShot
from takewise.photos import PortraitSettings, placed
from tests.photos.made import START, shot

SETTINGS = PortraitSettings()


def grouped(shots: list[MeasuredShot]) -> list[list[str]]:
    """Return the names of each burst's shots."""
    bursts: dict[int, list[str]] = {}
    for each in placed(shots, SETTINGS):
        bursts.setdefault(each.burst, []).append(shots[each.index].shot.name)
    return list(bursts.values())


def untimed(each: MeasuredShot) -> MeasuredShot:
    """Return a shot whose camera wrote no time."""
    return replace(each, shot=replace(each.shot, taken=None, precise=False))


def other(each: MeasuredShot) -> MeasuredShot:
    """Return a shot of another place."""
    return replace(each, thumb=np.ascontiguousarray(each.thumb.T[::-1]))


def test_pauses_part_bursts() -> None:
    """Shots within a second are one burst; a longer pause begins the next."""
    shots = [shot(n, seconds=s) for n, s in enumerate((0.0, 0.2, 0.4, 3.0, 3.9))]
    assert [len(burst) for burst in grouped(shots)] == [3, 2]


def test_long_pauses_part_scenes() -> None:
    """A minute begins another scene, unless the picture is the same."""
    same = [shot(0, seconds=0), shot(1, seconds=200)]
    assert {each.scene for each in placed(same, SETTINGS)} == {1}
    changed = [same[0], other(same[1])]
    assert {each.scene for each in placed(changed, SETTINGS)} == {1, 2}


def test_whole_seconds_are_told_apart_by_likeness() -> None:
    """Where the camera wrote no fractions, equal pictures a second apart are one burst."""
    shots = [shot(n, seconds=float(n // 2), precise=False) for n in range(4)]
    assert len(grouped(shots)) == 1
    assert len(grouped([*shots[:2], *map(other, shots[2:])])) == 2


def test_without_times_names_and_likeness_tell() -> None:
    """Consecutive names of like pictures are one burst; another picture begins the next."""
    shots = [untimed(shot(n)) for n in range(4)]
    assert grouped([*shots[:2], *map(other, shots[2:])]) == [
        ["IMG_0000.JPG", "IMG_0001.JPG"], ["IMG_0002.JPG", "IMG_0003.JPG"],
    ]  # fmt: skip


def test_names_are_counted_not_spelt() -> None:
    """IMG_9 comes before IMG_10 where nothing else orders them."""
    shots = [untimed(shot(n, path=f"IMG_{n}.JPG")) for n in (10, 9)]
    assert grouped(shots) == [["IMG_9.JPG", "IMG_10.JPG"]]


def test_two_cameras_have_bursts_of_their_own() -> None:
    """Shots of two cameras at the same time are two bursts."""
    shots = [shot(n, camera="AB"[n % 2]) for n in range(6)]
    assert [len(burst) for burst in grouped(shots)] == [3, 3]


def test_frames_of_a_clip_are_one_burst() -> None:
    """A clip is one burst, however long."""
    frames = [
        shot(0, path="a.mov", frame=n, time=n / 2, taken=None, precise=False) for n in range(9)
    ]
    assert [len(burst) for burst in grouped(frames)] == [9]


@given(st.lists(st.floats(0, 500), min_size=1, max_size=20), st.integers(0, 1000))
def test_the_order_given_does_not_matter(times: list[float], seed: int) -> None:
    """Shots are grouped the same in whatever order they come, and each is placed once."""
    shots = [shot(n, seconds=s) for n, s in enumerate(times)]
    mixed = shots.copy()
    random.Random(seed).shuffle(mixed)
    assert grouped(mixed) == grouped(shots)
    assert sorted(name for burst in grouped(shots) for name in burst) == sorted(
        each.shot.name for each in shots
    )
    assert START is not None
