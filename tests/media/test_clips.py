"""Clips and animations: every picture is one frame, at an exact rate."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from takewise.media import encode_animation, encode_clip, with_words
from takewise.model import Picture

FILM = Fraction(24000, 1001)


def grey(level: int, size: tuple[int, int] = (48, 64)) -> Picture:
    """Return an even picture of (height, width)."""
    return np.full((*size, 3), level, np.uint8)


def test_every_picture_is_one_frame() -> None:
    """The clip has the pictures in order, at the exact rate, in H.264."""
    levels = [20, 80, 140, 200, 60]
    file = encode_clip(map(grey, levels), FILM)
    with av.open(io.BytesIO(file)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == FILM
        shown = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(stream)]
    assert shown == pytest.approx(levels, abs=3)


def test_equal_pictures_make_equal_files() -> None:
    """Nothing of the date or the machine is in the file."""
    assert encode_clip([grey(10), grey(90)], FILM) == encode_clip([grey(10), grey(90)], FILM)


def test_animation_plays_for_ever() -> None:
    """The WebP has every picture, for its time, and begins again."""
    image = Image.open(io.BytesIO(encode_animation([grey(10), grey(120), grey(230)], FILM)))
    assert image.n_frames == 3  # type: ignore[attr-defined]
    assert image.info["loop"] == 0
    image.seek(1)
    image.load()
    assert image.info["duration"] == 42


def test_words_are_written_above_and_below() -> None:
    """Letters are white on a dark ground; the middle and the given picture stay."""
    before = grey(120, (480, 400))
    after = with_words(before, above="moved 4 times", below="01:00:00:00")
    assert before.min() == before.max() == 120
    assert after[:60].max() > 240
    assert after[:60].min() < 60
    assert after[-60:].max() > 240
    assert (after[100:380] == 120).all()
