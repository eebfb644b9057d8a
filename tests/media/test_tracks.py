"""Files with two picture tracks, and pieces of broadcasts that begin midway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from takewise.clock import FrameRange
from takewise.errors import NoPictures
from takewise.media import (
    SeekableTake,
    find_takes,
    named_stream,
    picture_times,
    probe,
    read_frames,
    read_sound,
)
from takewise.model import MediaInfo
from takewise.model.decisions import take_id
from tests.media.clips import number_in, numbered_picture, write_clip

SMALL, LARGE = (128, 96), (256, 192)
PACKET = 188
# Bytes of a packet of a transport stream: ISO/IEC 13818-1, section 2.4.3.


@contextmanager
def _tracks(path: Path, sizes: tuple[tuple[int, int], ...]) -> Iterator[list[VideoStream]]:
    with av.open(str(path), "w") as container:
        streams = []
        for width, height in sizes:
            stream = container.add_stream("libx264", rate=Fraction(25))
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            streams.append(stream)
        yield streams
        for stream in streams:
            container.mux(stream.encode(None))


def write_tracks(path: Path, *sizes: tuple[int, int], frames: int = 12) -> Path:
    """Write picture tracks of some sizes; those of track n begin with picture 100 n."""
    with _tracks(path, sizes) as streams:
        for number in range(frames):
            for place, (stream, size) in enumerate(zip(streams, sizes, strict=True)):
                shown = numbered_picture(100 * place + number, *size)
                frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                stream.container.mux(stream.encode(frame))  # type: ignore[attr-defined]
    return path


@pytest.mark.parametrize("name", ["a.mov", "a.mkv", "a.ts"])
@pytest.mark.parametrize(("sizes", "taken"), [((SMALL, LARGE), 1), ((LARGE, SMALL), 0)])
def test_the_larger_of_two_picture_tracks_is_taken_and_named(
    tmp_path: Path, name: str, sizes: tuple[tuple[int, int], ...], taken: int
) -> None:
    """The other is offered by the option that takes it."""
    info = probe(str(write_tracks(tmp_path / name, *sizes)), digest="sha256:")
    assert (info.width, info.height) == LARGE
    assert info.stream is None
    assert info.warnings[0] == (
        f"2 picture tracks: the larger, 256 x 192 (stream {taken}), is taken; "
        f"--stream {1 - taken} takes 128 x 96 (stream {1 - taken})"
    )
    assert number_in(next(read_frames(info)).picture) == 100 * taken


def test_of_equal_tracks_the_first_is_taken(tmp_path: Path) -> None:
    """As before there was a choice."""
    info = probe(str(write_tracks(tmp_path / "a.mov", SMALL, SMALL)), digest="sha256:")
    assert "2 picture tracks: the first, 128 x 96 (stream 0), is taken" in info.warnings[0]


def test_a_chosen_stream_is_opened_by_whatever_opens_the_take(tmp_path: Path) -> None:
    """Reading, seeking, a part of it and its times; and it is a take of its own."""
    path = str(write_tracks(tmp_path / "a.mov", SMALL, LARGE))
    usual, chosen = probe(path), probe(path, stream=0)
    assert (chosen.width, chosen.height, chosen.stream) == (*SMALL, 0)
    assert [number_in(each.picture) for each in read_frames(chosen)] == list(range(12))
    part = replace(chosen, part=FrameRange(5, 7))
    assert [number_in(each.picture) for each in read_frames(part)] == [5, 6]
    with SeekableTake(chosen) as take:
        assert number_in(next(take.pictures(3)).develop(*SMALL)) == 3
    assert len(picture_times(chosen)) == 12
    assert chosen.digest == usual.digest
    assert take_id(chosen) == f"{usual.digest}#0"
    assert take_id(replace(chosen, part=FrameRange(1, 3))) == f"{usual.digest}#0@1-3"


def test_to_choose_what_is_taken_anyway_is_no_choice(tmp_path: Path) -> None:
    """So that it is the same take, whether named or not."""
    path = str(write_tracks(tmp_path / "a.mov", SMALL, LARGE))
    assert probe(path, stream=1) == probe(path)
    assert [named_stream(path, each) for each in (None, 0, 1)] == [None, 0, None]


def test_a_stream_without_pictures_is_refused_with_those_that_have_some(tmp_path: Path) -> None:
    """By their numbers."""
    path = str(write_clip(tmp_path / "a.mov", sound=True))
    with pytest.raises(NoPictures, match=r"stream 7 .* 128 x 96 \(stream \d\): name one by --str"):
        probe(path, stream=7)


def _begins_midway(path: Path, codec: str, options: dict[str, str], *, sound: bool) -> Path:
    """Write a transport stream of 60 pictures whose first third is missing."""
    whole = write_clip(
        path.with_name("whole.ts"), codec=codec, frames=60, options=options, sound=sound
    )
    data = whole.read_bytes()
    third = len(data) // PACKET // 3
    # The tables that name the streams stand before them, and are repeated.
    path.write_bytes(data[third * PACKET :])
    return path


@pytest.mark.parametrize(
    ("codec", "options"),
    [
        ("libx264", {"g": "25", "bf": "2"}),
        ("libx264", {"x264-params": "open-gop=1:keyint=25:bframes=3"}),
        ("mpeg2video", {"g": "15", "bf": "2"}),
    ],
)
def test_a_recording_that_begins_midway_has_a_steady_rate(
    tmp_path: Path, codec: str, options: dict[str, str]
) -> None:
    """What cannot be decoded for want of what came before is no picture of it."""
    path = _begins_midway(tmp_path / "a.ts", codec, options, sound=False)
    info = probe(str(path), digest="sha256:")
    read = list(read_frames(info))
    assert not info.variable_rate
    assert info.rate == 25
    assert 0 < len(read) < 60
    assert info.frame_count == len(read)
    assert picture_times(info) == tuple(each.pts for each in read)
    numbers = [number_in(each.picture) for each in read]
    assert numbers == list(range(numbers[0], 60))
    with SeekableTake(info) as take:
        assert take.count == len(read)
        found = next(take.pictures(7))
        assert found.index == 7
        assert number_in(found.develop(info.width, info.height)) == numbers[7]
    part = replace(info, part=FrameRange(5, 8))
    assert [number_in(each.picture) for each in read_frames(part)] == numbers[5:8]


def test_sound_counts_from_the_first_picture_that_is_seen(tmp_path: Path) -> None:
    """Not from one that is stored before it and never decodes."""
    path = _begins_midway(tmp_path / "a.ts", "mpeg2video", {"g": "15", "bf": "2"}, sound=True)
    info: MediaInfo = probe(str(path), digest="sha256:")
    sound = read_sound(info)
    assert sound is not None
    with av.open(str(path)) as container:
        begun = next(container.decode(audio=0)).time
    first = next(read_frames(info)).pts * info.time_base
    assert begun is not None
    assert np.isclose(sound.start, begun - float(first), atol=1e-3)


def write_two_rates(path: Path) -> Path:
    """Write two picture tracks, the larger at 25 pictures a second and the other at 50."""
    with av.open(str(path), "w") as container:
        for (width, height), rate in ((LARGE, 25), (SMALL, 50)):
            stream = container.add_stream("mjpeg", rate=rate)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p"
        for number in range(60):
            for stream in container.streams.video:
                shown = numbered_picture(number, stream.width, stream.height)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="rgb24")))
    return path


def test_a_range_in_timecode_counts_in_the_chosen_stream(tmp_path: Path) -> None:
    """A second of the usual stream is 25 pictures, and of the other 50."""
    path = write_two_rates(tmp_path / "a.mov")
    second = f"{path}@00:00:01:00-00:00:01:05"
    assert find_takes([second]) == (f"{path}@000025-000030",)
    assert find_takes([second], stream=0) == find_takes([second])
    assert find_takes([second], stream=1) == (f"{path}@000050-000055",)
