"""Pictures come in order of presentation, upright, in RGB, from every codec."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from takewise.media import probe, read_frames
from tests.media.clips import HEIGHT, WIDTH, corner_is_red, number_in, numbered_picture, write_clip

CODECS = {
    "h264.mp4": {"options": {"bf": "3", "g": "12"}},
    "h264.avi": {"options": {"bf": "3"}},
    "h264.ts": {},
    "h264.h264": {},
    "hevc10.mp4": {
        "codec": "libx265",
        "pix_fmt": "yuv420p10le",
        "options": {"x265-params": "log-level=none"},
    },
    "prores.mov": {"codec": "prores_ks", "pix_fmt": "yuv422p10le"},
    "dnxhr.mov": {
        "codec": "dnxhd",
        "pix_fmt": "yuv422p",
        "size": (256, 128),
        "options": {"profile": "dnxhr_lb"},
    },
    "dnxhr10.mxf": {
        "codec": "dnxhd",
        "pix_fmt": "yuv422p10le",
        "size": (256, 128),
        "options": {"profile": "dnxhr_hqx"},
    },
    "mpeg2.mxf": {"codec": "mpeg2video"},
    "mpeg2.mpg": {"codec": "mpeg2video", "options": {"bf": "2"}},
    "mpeg4.avi": {"codec": "mpeg4", "options": {"bf": "2"}},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "av1.mp4": {"codec": "libsvtav1"},
    "mjpeg.avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p"},
    "mjpeg.mov": {"codec": "mjpeg", "pix_fmt": "yuvj422p"},
    "ffv1.mkv": {"codec": "ffv1", "pix_fmt": "yuv422p10le"},
    "raw.avi": {"codec": "rawvideo", "pix_fmt": "bgr24"},
    "animation.mov": {"codec": "qtrle", "pix_fmt": "rgb24"},
    "gif.gif": {"codec": "gif", "pix_fmt": "rgb8"},
    "interlaced.mov": {
        "codec": "prores_ks",
        "pix_fmt": "yuv422p10le",
        "options": {"flags": "+ildct"},
    },
}


@pytest.mark.parametrize("name", CODECS)
def test_every_codec_gives_every_picture_in_order(tmp_path: Path, name: str) -> None:
    """The pictures show 0, 1, 2, ... at steady times, and nothing is warned of."""
    path = write_clip(tmp_path / name, **CODECS[name])  # type: ignore[arg-type]
    info = probe(str(path))
    warnings: list[str] = []
    frames = list(read_frames(info, warn=warnings.append))
    assert [number_in(frame.picture) for frame in frames] == list(range(24))
    assert [frame.index for frame in frames] == list(range(24))
    assert np.allclose([frame.time for frame in frames], np.arange(24) / 25, atol=1e-9)
    assert all(corner_is_red(frame.picture) for frame in frames)
    assert warnings == []


def test_pictures_are_contiguous_rgb_bytes_of_the_promised_size(tmp_path: Path) -> None:
    """Other stages may hand the array to C without a copy."""
    info = probe(str(write_clip(tmp_path / "a.mp4", size=(130, 98))))
    frame = next(iter(read_frames(info)))
    assert frame.picture.shape == (info.height, info.width, 3) == (98, 130, 3)
    assert frame.picture.dtype == np.uint8
    assert frame.picture.flags.c_contiguous


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_clip_comes_upright(tmp_path: Path, rotate: int) -> None:
    """Pictures stored sideways or upside down are turned as players turn them."""
    info = probe(str(write_clip(tmp_path / "a.mov", rotate=rotate, frames=5)))
    frames = list(read_frames(info))
    assert all(corner_is_red(frame.picture) for frame in frames)
    assert [number_in(frame.picture) for frame in frames] == list(range(5))
    assert frames[0].picture.shape == (info.height, info.width, 3)
    assert frames[0].picture.flags.c_contiguous


def test_colours_survive_limited_range_and_ten_bits(tmp_path: Path) -> None:
    """Black, white and red of 10-bit limited-range video come back as 8-bit full range."""
    path = write_clip(tmp_path / "a.mkv", codec="ffv1", pix_fmt="yuv444p10le", frames=2)
    frame = list(read_frames(probe(str(path))))[1]
    difference = np.abs(frame.picture.astype(int) - numbered_picture(1))
    assert difference.max() <= 2  # one rounding each way


def test_variable_rate_keeps_true_times(tmp_path: Path) -> None:
    """Dropped frames leave gaps in time, none in the index."""
    at = [0, 1, 2, 4, 5, 6, 8, 9, 12]
    info = probe(str(write_clip(tmp_path / "a.mp4", rate=Fraction(30), at=at)))
    frames = list(read_frames(info))
    assert [frame.index for frame in frames] == list(range(9))
    assert [frame.pts * info.time_base * 30 for frame in frames] == at
    assert np.allclose([frame.time for frame in frames], np.array(at) / 30)


@pytest.mark.parametrize("suffix", [".mov", ".mkv"])
def test_time_starts_at_the_first_picture(tmp_path: Path, suffix: str) -> None:
    """A clip whose first presentation time is 0.4 s starts at 0 s, and keeps its pts."""
    info = probe(str(write_clip(tmp_path / f"a{suffix}", at=range(10, 20))))
    frames = list(read_frames(info))
    assert frames[0].pts * info.time_base == Fraction(10, 25)
    assert [number_in(frame.picture) for frame in frames] == list(range(10))
    assert np.allclose([frame.time for frame in frames], np.arange(10) / 25)


def test_hidden_pictures_of_an_edit_list_are_not_given(tmp_path: Path) -> None:
    """Reading gives as many pictures as the facts promise, where some are stored but not shown."""
    path = write_clip(tmp_path / "a.mp4", at=range(-6, 18), options={"bf": "0"})
    info = probe(str(path))
    frames = list(read_frames(info))
    assert len(frames) == info.frame_count == 18
    assert [number_in(frame.picture) for frame in frames] == list(range(6, 24))


def test_a_reader_can_stop_early(tmp_path: Path) -> None:
    """Closing the iterator after one picture closes the file without a complaint."""
    warnings: list[str] = []
    frames = read_frames(probe(str(write_clip(tmp_path / "a.mov"))), warn=warnings.append)
    assert next(frames).index == 0  # type: ignore[call-overload]
    frames.close()  # type: ignore[attr-defined]
    assert warnings == []


def test_the_test_pictures_show_their_numbers() -> None:
    """The clips' own measuring instrument tells 256 numbers and the corners apart."""
    assert [number_in(numbered_picture(number)) for number in range(256)] == list(range(256))
    assert corner_is_red(numbered_picture(7))
    assert not corner_is_red(numbered_picture(7)[::-1])
    assert not corner_is_red(numbered_picture(7)[:, ::-1])
    assert numbered_picture(0).shape == (HEIGHT, WIDTH, 3)
