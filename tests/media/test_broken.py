"""Broken input gives the pictures that it has and one sentence, or one clear error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer
from av.video.stream import VideoStream

from takewise.errors import MediaError, NoPictures, UnreadableMedia
from takewise.media import probe, read_frames
from takewise.media.seeking import SeekableTake
from takewise.media.source import MediaSource, open_take
from takewise.model import Frame
from tests.media.clips import (
    corner_is_red,
    cut,
    damage,
    number_in,
    write_clip,
    write_sequence,
)

PRORES = {"codec": "prores_ks", "pix_fmt": "yuv422p10le"}
MOOV_FIRST = {"movflags": "faststart"}


def _read(path: Path) -> tuple[list[Frame], list[str]]:
    warnings: list[str] = []
    return list(read_frames(probe(str(path)), warn=warnings.append)), warnings


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.mov", {**PRORES, "file_options": MOOV_FIRST}),
        ("a.mkv", {**PRORES}),
        ("a.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
        ("a.mxf", {"codec": "mpeg2video"}),
        ("a.mp4", {"options": {"g": "12"}, "file_options": {"movflags": "frag_keyframe"}}),
    ],
)
def test_a_cut_off_file_gives_what_it_has(
    tmp_path: Path, name: str, settings: dict[str, object]
) -> None:
    """Whole pictures before the break come in order; one sentence tells where it breaks."""
    path = write_clip(tmp_path / name, frames=100, **settings)  # type: ignore[arg-type]
    frames, warnings = _read(cut(path, 0.6))
    assert 20 < len(frames) < 90
    assert [number_in(frame.picture) for frame in frames] == list(range(len(frames)))
    last = len(frames) - 1
    assert warnings == [
        f"the file is cut off or damaged after frame {last} ({last / 25:.1f} s): only the frames "
        "up to there were analysed"
    ]


@pytest.mark.parametrize(("spoil", "at"), [(cut, 0.6), (damage, 9), (damage, 30)])
def test_broken_files_read_the_same_on_any_number_of_cores(
    tmp_path: Path, spoil: Callable[[Path, float], Path], at: float
) -> None:
    """A damaged H.264 file gives the same pictures and sentences, however many threads decode."""
    path = spoil(write_clip(tmp_path / "a.mp4", frames=60, file_options=MOOV_FIRST), at)
    told = []
    for cores in (1, 2, 4):
        warnings: list[str] = []
        frames = list(read_frames(probe(str(path)), warn=warnings.append, cores=cores))
        told.append(([(frame.pts, frame.picture.tobytes()) for frame in frames], warnings))
    assert told[0] == told[1] == told[2]
    assert told[0][1]


def test_a_cut_off_file_with_reordered_pictures_keeps_true_times(tmp_path: Path) -> None:
    """The hole that B-frames leave at the break is placed by time, and nothing is invented."""
    frames, warnings = _read(cut(write_clip(tmp_path / "a.mkv", frames=100), 0.6))
    shown = [number_in(frame.picture) for frame in frames]
    assert shown == sorted(shown)
    assert np.allclose([frame.time for frame in frames], np.array(shown) / 25, atol=0.001)
    assert len(warnings) == 1


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.mov", PRORES),
        ("a.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
        ("a.mkv", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
    ],
)
def test_reading_goes_on_after_a_damaged_picture(
    tmp_path: Path, name: str, settings: dict[str, object]
) -> None:
    """The other pictures come with their own times, and one sentence tells the place."""
    path = damage(write_clip(tmp_path / name, **settings), 9)  # type: ignore[arg-type]
    frames, warnings = _read(path)
    shown = [number_in(frame.picture) for frame in frames]
    assert shown == [number for number in range(24) if number != 9]
    assert [frame.index for frame in frames] == list(range(23))
    assert np.allclose([frames[0].time, frames[-1].time], [0, 23 / 25], atol=0.001)
    assert warnings == [
        "pictures are damaged or missing after frame 8 (0.3 s): check the moments from there on "
        "by eye"
    ]


def test_a_silently_lost_picture_is_told(tmp_path: Path) -> None:
    """A decoder that drops a broken picture without an error is caught by the gap in time."""
    path = write_clip(
        tmp_path / "a.mp4",
        codec="libx265",
        options={"x265-params": "log-level=none"},
    )
    damage(path, 9)
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == 23
    frames, warnings = _read(path)
    assert len(frames) == 23
    assert len(warnings) == 1
    assert "damaged or missing after frame" in warnings[0]


def test_undamaged_clips_are_not_warned_of(tmp_path: Path) -> None:
    """The same clip before it is damaged gives no sentence at all."""
    frames, warnings = _read(write_clip(tmp_path / "a.mov", **PRORES))  # type: ignore[arg-type]
    assert (len(frames), warnings) == (24, [])


def test_warnings_are_optional(tmp_path: Path) -> None:
    """A caller that does not ask for warnings still gets the pictures."""
    path = damage(write_clip(tmp_path / "a.mov", **PRORES), 9)  # type: ignore[arg-type]
    assert len(list(read_frames(probe(str(path))))) == 23


def test_a_lost_index_is_one_clear_error(tmp_path: Path) -> None:
    """A recording without its index cannot be opened, and the error tells what to try."""
    path = cut(write_clip(tmp_path / "a.mov", frames=100, **PRORES), 0.5)  # type: ignore[arg-type]
    with pytest.raises(UnreadableMedia, match=r"a\.mov: it cannot be opened as media .*; check"):
        probe(str(path))


def test_nothing_that_decodes_is_one_clear_error(tmp_path: Path) -> None:
    """A file whose every picture is broken is refused by both functions."""
    path = write_clip(tmp_path / "a.mov", frames=3, **PRORES)  # type: ignore[arg-type]
    info = probe(str(path))
    for packet in range(3):
        damage(path, packet)
    with pytest.raises(UnreadableMedia, match="no picture of it decodes; copy it again"):
        probe(str(path))
    with pytest.raises(UnreadableMedia, match="no picture of it decodes; copy it again"):
        list(read_frames(info))


@pytest.mark.parametrize("suffix", ["h264", "ts"])
@pytest.mark.parametrize("size", [(64, 48), (256, 192)])
def test_a_change_of_size_is_read_on(tmp_path: Path, suffix: str, size: tuple[int, int]) -> None:
    """Where the size changes midway all pictures are given in the first size, and it is said."""
    first = write_clip(tmp_path / f"1.{suffix}", frames=6)
    later = write_clip(tmp_path / f"2.{suffix}", frames=4, size=size)
    both = tmp_path / f"both.{suffix}"
    both.write_bytes(first.read_bytes() + later.read_bytes())
    frames, warnings = _read(both)
    assert {frame.picture.shape for frame in frames} == {(96, 128, 3)}
    assert [number_in(frame.picture) for frame in frames] == [*range(6), *range(4)]
    assert (
        f"the size of the picture changes at frame 6 to {size[0]} x {size[1]}: "
        "4 pictures were fitted into 128 x 96"
    ) in warnings


def test_a_change_of_shape_leaves_black(tmp_path: Path) -> None:
    """A picture of another shape keeps its own, in the middle; so it does at a look-up."""
    large = write_clip(tmp_path / "1.h264", frames=6)
    small = write_clip(tmp_path / "2.h264", frames=4, size=(64, 64))
    both = tmp_path / "both.h264"
    both.write_bytes(large.read_bytes() + small.read_bytes())
    frames, (said,) = _read(both)
    assert said.startswith("the size of the picture changes at frame 6 to 64 x 64")
    last = frames[-1].picture
    assert last[:, :14].max() == last[:, -14:].max() == 0
    assert corner_is_red(last[:, 16:-16])
    with SeekableTake(probe(str(both))) as take:
        shown = [each.develop(64, 48) for each in take.pictures(0)]
    assert {each.shape for each in shown} == {(48, 64, 3)}
    assert shown[-1][:, :7].max() == 0
    assert corner_is_red(shown[-1][:, 8:-8])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty; copy it again"),
        (b"The quick brown fox.\n" * 99, "it cannot be opened as media"),
        (np.random.default_rng(7).bytes(65536), "it cannot be opened as media"),
    ],
)
def test_what_is_no_media_is_one_clear_error(tmp_path: Path, content: bytes, words: str) -> None:
    """Empty, text and noise under a film's name are refused with a remedy."""
    path = tmp_path / "a.mov"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=words):
        probe(str(path))


def test_text_is_not_drawn_as_pictures(tmp_path: Path) -> None:
    """FFmpeg can show a text file as a terminal; that is no take."""
    path = tmp_path / "notes.txt"
    path.write_text("The quick brown fox.\n" * 99, encoding="utf-8")
    with pytest.raises(NoPictures, match="holds no moving picture"):
        probe(str(path))


def test_a_missing_file_and_a_folder_are_clear_errors(tmp_path: Path) -> None:
    """Each names the path and what to do."""
    with pytest.raises(UnreadableMedia, match=r"a\.mov: there is no such file; check the path"):
        probe(str(tmp_path / "a.mov"))
    with pytest.raises(UnreadableMedia, match="it is a folder; name a media file in it"):
        probe(str(tmp_path))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_forbidden_file_is_one_clear_error(tmp_path: Path) -> None:
    """A file without permission is told from a broken one."""
    path = write_clip(tmp_path / "a.mov")
    path.chmod(0)
    with pytest.raises(UnreadableMedia, match="it may not be read; ask for permission"):
        probe(str(path))


def test_an_unknown_colour_space_does_no_harm(tmp_path: Path) -> None:
    """A matrix number that no standard has is read as untagged."""
    path = write_clip(tmp_path / "a.mov", **PRORES)  # type: ignore[arg-type]
    content = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        starts = [packet.pos for packet in container.demux(video=0) if packet.size]
    for start in starts:
        assert start is not None
        assert content[start + 4 : start + 8] == b"icpf"
        content[start + 24] = 65  # matrix coefficients; SMPTE RDD 36, table 5
    path.write_bytes(content)
    frames, warnings = _read(path)
    assert [number_in(frame.picture) for frame in frames] == list(range(24))
    assert warnings == []


def test_a_track_that_begins_midway_does_no_harm(tmp_path: Path) -> None:
    """PyAV stumbles over such a track after the last packet: that is just the end."""
    path = write_clip(tmp_path / "a.ts")
    with open_take(str(path), Fraction(24)) as source:
        late = MediaSource(
            container=_LateTrack(source.container), stream=source.stream, stills=None
        )  # type: ignore[arg-type]
        assert len(list(late.packets())) == 24


class _LateTrack:
    """A container that ends as PyAV ends where FFmpeg found a further track while reading."""

    def __init__(self, container: InputContainer) -> None:
        self.container = container

    def demux(self, stream: VideoStream) -> Iterator[object]:
        yield from self.container.demux(stream)
        raise IndexError("list index out of range")


def test_times_that_start_again_still_rise(tmp_path: Path) -> None:
    """Two recordings in one file do not send the clock back."""
    first, second = (write_clip(tmp_path / f"{name}.ts", options={"bf": "0"}) for name in "12")
    both = tmp_path / "both.ts"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    frames, _ = _read(both)
    assert [number_in(frame.picture) for frame in frames] == [*range(24), *range(24)]
    assert all(before.pts < after.pts for before, after in pairwise(frames))
    assert all(before.time < after.time for before, after in pairwise(frames))


def test_pictures_that_the_decoder_calls_corrupt_are_told(tmp_path: Path) -> None:
    """MPEG-2 conceals what it lost: the picture is given, and the place is told."""
    path = write_clip(tmp_path / "a.mpg", codec="mpeg2video", frames=100)
    frames, warnings = _read(cut(path, 0.6))
    assert 50 < len(frames) < 80
    assert len(warnings) == 1
    assert warnings[0].startswith("pictures are damaged or missing after frame")


def test_a_take_that_breaks_off_while_it_is_read_is_told(tmp_path: Path) -> None:
    """Where FFmpeg gives up midway, both functions keep what came before."""
    pattern = write_sequence(tmp_path, range(5))
    third = tmp_path / "take.0003.png"
    third.unlink()
    third.mkdir()
    warnings: list[str] = []
    frames = list(read_frames(probe(str(pattern), digest="sha256:00"), warn=warnings.append))
    assert [number_in(frame.picture) for frame in frames] == [0, 1, 2]
    assert len(warnings) == 1
    assert warnings[0].startswith("the file is cut off or damaged after frame 2 (0.1 s)")


def test_every_refusal_is_a_media_error(tmp_path: Path) -> None:
    """One except clause catches all that can be wrong with a file."""
    for number, content in enumerate([b"", b"text", b"\x00" * 4096]):
        path = tmp_path / f"{number}.mov"
        path.write_bytes(content)
        with pytest.raises(MediaError):
            probe(str(path))


def test_tags_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    """A reel name in Latin-1 spoils neither the probe nor the timecode."""
    path = write_clip(
        tmp_path / "a.mkv", file_tags={"REEL_NAME": "CAFxE", "TIMECODE": "01:00:00:00"}
    )
    path.write_bytes(path.read_bytes().replace(b"CAFxE", b"CAF\xc9E"))
    info = probe(str(path))
    assert (str(info.start_timecode), info.rate) == ("01:00:00:00", Fraction(25))
    assert info.reel is not None
    assert info.reel.startswith("CAF")
