"""A part of a take is named by frames or by its timecode, and only it is read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange, Timecode, drops
from takewise.errors import MediaError
from takewise.media import find_takes, named_part, picture_times, probe, read_frames, split_part
from takewise.media.parts import Counting, find_part
from tests.media.clips import cut, damage, number_in, write_clip, write_sequence
from tests.media.test_read_frames import CODECS

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize("part", ["0-5", "7-19", "20-24", "23-24"])
@pytest.mark.parametrize("name", CODECS)
def test_a_part_is_the_same_pictures_as_in_the_whole(tmp_path: Path, name: str, part: str) -> None:
    """In every codec and container the frames keep their numbers, times and looks."""
    path = write_clip(tmp_path / name, **CODECS[name])  # type: ignore[arg-type]
    first, end = map(int, part.split("-"))
    whole = list(read_frames(probe(str(path))))[first:end]
    warnings: list[str] = []
    frames = list(read_frames(probe(f"{path}@{part}"), warn=warnings.append))
    assert warnings == []
    assert [frame.index for frame in frames] == list(range(first, end))
    assert [frame.pts for frame in frames] == [frame.pts for frame in whole]
    assert [number_in(frame.picture) for frame in frames] == list(range(first, end))
    for one, other in zip(frames, whole, strict=True):
        assert np.array_equal(one.picture, other.picture)
    assert frames[0].time == 0
    assert frames[-1].time == pytest.approx(whole[-1].time - whole[0].time)


OPEN = {"g": "6", "bf": "3", "x264-params": "open-gop=1:scenecut=0"}
GROUPS = {
    "open.mp4": {"options": OPEN},
    "open.mov": {"options": OPEN, "at": list(range(40, 100))},
    "open.mkv": {"options": OPEN},
    "open.ts": {"options": OPEN},
    "open.avi": {"options": OPEN},
    "hevc.mp4": {
        "codec": "libx265",
        "options": {"x265-params": "log-level=none:keyint=6:min-keyint=6:open-gop=1"},
    },
    "mpeg2.mxf": {"codec": "mpeg2video", "options": {"g": "6", "bf": "2"}},
    "mpeg2.mpg": {"codec": "mpeg2video", "options": {"g": "6", "bf": "2"}},
    "vp9.webm": {"codec": "libvpx-vp9", "options": {"g": "6"}},
    "edited.mp4": {"options": OPEN, "file_options": {"use_editlist": "1"}, "sound": True},
}
"""Takes of many groups of pictures, of which some look into the group before."""


@pytest.mark.parametrize("name", GROUPS)
def test_every_part_of_many_groups_is_the_same_pictures_as_in_the_whole(
    tmp_path: Path, name: str
) -> None:
    """Wherever in a group it begins."""
    path = write_clip(tmp_path / name, **{"frames": 60, **GROUPS[name]})  # type: ignore[arg-type]
    whole = [(frame.index, frame.pts, frame.picture) for frame in read_frames(probe(str(path)))]
    for first in range(11, 26):
        warnings: list[str] = []
        part = list(read_frames(probe(f"{path}@{first}-{first + 8}"), warn=warnings.append))
        assert warnings == []
        assert [(f.index, f.pts) for f in part] == [each[:2] for each in whole[first : first + 8]]
        for frame in part:
            assert np.array_equal(frame.picture, whole[frame.index][2])


def test_what_lies_before_the_key_picture_is_not_decoded(tmp_path: Path) -> None:
    """Pictures that are damaged two groups of pictures earlier cost the part nothing."""
    path = write_clip(tmp_path / "a.mp4", options={"g": "8", "bf": "2"}, frames=40)
    damage(path, 3)
    warnings: list[str] = []
    frames = list(read_frames(probe(f"{path}@20-30"), warn=warnings.append))
    assert [number_in(frame.picture) for frame in frames] == list(range(20, 30))
    assert warnings == []


def test_a_part_of_a_file_that_breaks_off_is_what_is_still_there(tmp_path: Path) -> None:
    """A part before the break is whole; one beyond it is refused with what there is."""
    path = write_clip(
        tmp_path / "a.mov", codec="mjpeg", pix_fmt="yuvj422p", frames=40,
        file_options={"movflags": "faststart"},
    )  # fmt: skip
    cut(path, 0.8)
    warnings: list[str] = []
    frames = list(read_frames(probe(f"{path}@10-20"), warn=warnings.append))
    assert [frame.index for frame in frames] == list(range(10, 20))
    assert warnings == []
    with pytest.raises(MediaError, match="10-40 is outside of it; it holds 0-3"):
        probe(f"{path}@10-40")


def test_an_image_sequence_has_parts_too(tmp_path: Path) -> None:
    """They count from the first picture, whatever its number is."""
    pattern = write_sequence(tmp_path, range(1001, 1011))
    frames = list(read_frames(probe(f"{pattern}@3-6")))
    assert [number_in(frame.picture) for frame in frames] == [3, 4, 5]


def test_pictures_at_varying_times_are_found_by_their_place_on_the_grid(tmp_path: Path) -> None:
    """Timecode counts the steady grid, so a missing picture does not shift those after it."""
    at = [0, 1, 2, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18]
    path = write_clip(tmp_path / "a.mkv", at=at)
    info = probe(f"{path}@00:00:00:05-00:00:00:13")
    assert info.variable_rate
    assert info.part == FrameRange(3, 8)
    assert [number_in(f.picture) for f in read_frames(info)] == [3, 4, 5, 6, 7]
    assert len(picture_times(info)) == len(at)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("00:59:59:20-01:00:00:05", FrameRange(0, 10)),
        ("01:00:00:00-01:00:00:15", FrameRange(5, 20)),
        ("5-20", FrameRange(5, 20)),
    ],
)
def test_timecode_is_the_medias_own(tmp_path: Path, words: str, part: FrameRange) -> None:
    """It counts from the label of the first picture."""
    tags = {"timecode": "00:59:59:20"}
    path = write_clip(tmp_path / "a.mov", stream_tags=tags)
    assert probe(f"{path}@{words}").part == part
    assert named_part(f"{path}@{words}") == (str(path), part)
    assert find_takes([f"{path}@{words}"]) == (f"{path}@{part.start:06}-{part.end:06}",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("20-99", "20-99 is outside of it; it holds 01:00:00:00-01:00:00:24, frames 0-24"),
        ("00:00:00:00-00:00:00:10", "is outside of it"),
        ("00:59:59:20-01:00:00:10", "is outside of it"),
        ("10-10", "frames 10 to 10 are not a range"),
        ("12-3", "frames 12 to 3 are not a range"),
        ("01:00:00:10-01:00:00:02", "frames 10 to 2 are not a range"),
        ("01:00:00:30-01:00:01:00", "01:00:00:30 does not exist at 25 frames a second"),
        ("01:00:00;02-01:00:00;09", "is drop-frame, which this media's timecode is not"),
        ("1:2-1:3", "is not a timecode"),
        ("5-01:00:00:10", "'5' is not a timecode"),
    ],
)
def test_what_is_no_part_is_refused_in_one_sentence(tmp_path: Path, words: str, said: str) -> None:
    """The file is named, and what is wrong with the range."""
    path = write_clip(tmp_path / "a.mov", stream_tags={"timecode": "01:00:00:00"})
    with pytest.raises(MediaError) as refused:
        probe(f"{path}@{words}")
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")


def test_a_file_whose_name_looks_like_a_part_is_a_file(tmp_path: Path) -> None:
    """Who calls a take so must be able to name it, and a part of it."""
    path = write_clip(tmp_path / "a.mov").rename(tmp_path / "a.mov@1-2")
    assert split_part(str(path)) == (str(path), "")
    assert split_part(f"{path}@3-4") == (str(path), "3-4")


def test_two_ways_to_name_a_part_are_one_take(tmp_path: Path) -> None:
    """And the whole file is another."""
    path = write_clip(tmp_path / "a.mov", stream_tags={"timecode": "01:00:00:00"})
    takes = find_takes([f"{path}@5-20", f"{path}@01:00:00:05-01:00:00:20", str(path)])
    assert takes == (f"{path}@000005-000020", str(path))


CLOCKS = [
    (rate, drop)
    for rate in (Fraction(24000, 1001), Fraction(25), NTSC, Fraction(60000, 1001))
    for drop in ((False, True) if drops(rate) else (False,))
]


@given(
    clock=st.sampled_from(CLOCKS),
    start=st.integers(0, 2_000_000),
    part=st.tuples(st.integers(0, 99_000), st.integers(1, 900)),
)
def test_every_frame_is_found_by_its_label(
    clock: tuple[Fraction, bool], start: int, part: tuple[int, int]
) -> None:
    """Whatever the rate and the first label, dropping frames or not, past midnight too."""
    rate, drop = clock
    label = Timecode(start, rate, drop)
    counting = Counting(
        rate=rate, start=label, count=100_000, ticks=None, time_base=Fraction(1, 1000)
    )
    first, end = part[0], part[0] + part[1]
    words = f"{label.plus(first)}-{label.plus(end)}"
    assert find_part("a.mov", words, counting) == FrameRange(first, end)
    # The media's own timecode tells whether labels are dropped, so : says enough.
    assert find_part("a.mov", words.replace(";", ":"), counting) == FrameRange(first, end)


@pytest.mark.real_media
@pytest.mark.parametrize("name", ["*/*.mpg", "*/nasa_13013.mp4", "*/book.mkv", "*/*face.mov"])
def test_parts_of_real_footage_are_the_same_pictures(real_media: Path, name: str) -> None:
    """From cameras and editors of others."""
    paths = sorted(real_media.rglob(name))
    assert paths
    for path in paths[:3]:
        info = probe(str(path), digest="sha256:")
        whole = list(read_frames(info))
        first = len(whole) // 2
        part = probe(f"{path}@{first}-{first + 5}", digest="sha256:")
        for one, other in zip(read_frames(part), whole[first : first + 5], strict=True):
            assert (one.index, one.pts) == (other.index, other.pts)
            assert np.array_equal(one.picture, other.picture)
