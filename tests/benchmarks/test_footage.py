"""Tests of the takes that speed and memory are measured on, and of the watch."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from takewise import media
from tests.benchmarks.footage import looped, resized
from tests.benchmarks.memory import own_peak
from tests.benchmarks.speed import Watch
from tests.performer import write_film


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    """Return one second of grey pictures that grow lighter, 64 x 36 at 25 frames/s."""
    pictures = (np.full((72, 128, 3), 9 * n % 256, np.uint8) for n in range(50))
    write_film(tmp_path / "whole.mp4", pictures, Fraction(25))
    return resized(tmp_path / "whole.mp4", 36, 1.0, tmp_path / "piece.mp4")


def test_a_resized_take_is_the_beginning_in_another_size(piece: Path) -> None:
    """One second of two, half as high and half as wide, at the same rate."""
    info = media.probe(str(piece))
    assert (info.width, info.height, info.rate) == (64, 36, 25)
    assert sum(1 for _ in media.read_frames(info)) == 25


def test_a_looped_take_is_the_same_pictures_over_and_over(piece: Path, tmp_path: Path) -> None:
    """Four seconds are four times 25 pictures at steady times, the first as the 26th."""
    info = media.probe(str(looped(piece, 4.0, tmp_path / "long.mp4")))
    frames = list(media.read_frames(info))
    assert len(frames) == 100
    assert not info.variable_rate
    assert np.allclose(np.diff([frame.time for frame in frames]), 1 / 25)
    assert np.array_equal(frames[7].picture, frames[32].picture)
    assert not np.array_equal(frames[7].picture, frames[31].picture)


def test_the_watch_counts_inner_stages_for_themselves() -> None:
    """A stage that waits for another is not charged with the other's time."""
    watch = Watch()
    with watch.on("outer"):
        with watch.on("inner"):
            time.sleep(0.05)
        time.sleep(0.01)
    assert watch.spent["inner"] >= 0.05
    assert 0.01 <= watch.spent["outer"] < watch.spent["inner"]


def test_the_watch_passes_every_item_on() -> None:
    """Items come through in their order, and making them is timed."""
    watch = Watch()
    assert list(watch.each("count", iter(range(3)))) == [0, 1, 2]
    assert watch.spent["count"] > 0


def test_memory_is_counted_in_bytes() -> None:
    """An array of 64 MiB that is written to shows in the peak."""
    before = own_peak()
    held = np.ones(max(64 << 20, before), np.uint8)
    assert own_peak() >= before + (32 << 20)
    assert held[-1] == 1
