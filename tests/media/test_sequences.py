"""An image sequence is a take like any other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from takewise.errors import UnreadableMedia
from takewise.media import find_takes, probe, read_frames
from takewise.media.sequences import find_sequence
from tests.media.clips import HEIGHT, WIDTH, number_in, require_encoder, write_clip, write_sequence


@pytest.mark.parametrize("mark", ["%04d", "####"])
def test_a_sequence_is_read_from_its_first_number(tmp_path: Path, mark: str) -> None:
    """Either spelling gives every picture; the facts spell it the one way."""
    write_sequence(tmp_path, range(1001, 1013))
    info = probe(str(tmp_path / f"take.{mark}.png"), sequence_rate=Fraction(24000, 1001))
    assert info.path == str(tmp_path / "take.%04d.png")
    assert (info.width, info.height, info.frame_count) == (WIDTH, HEIGHT, 12)
    assert (info.rate, info.variable_rate, info.codec) == (Fraction(24000, 1001), False, "png")
    assert info.warnings == ("no start timecode in the file: frame 0 counts as 00:00:00:00",)
    frames = list(read_frames(info))
    assert [number_in(frame.picture) for frame in frames] == list(range(12))
    assert np.allclose([frame.time for frame in frames], np.arange(12) * 1001 / 24000)


def test_a_rate_that_is_not_given_is_assumed_and_told(tmp_path: Path) -> None:
    """24 fps is the rate of film, and the user learns that it was a guess."""
    info = probe(str(write_sequence(tmp_path, range(3))))
    assert info.rate == 24
    assert "an image sequence has no frame rate: 24 fps is assumed" in info.warnings


def test_a_sequence_ends_at_a_gap(tmp_path: Path) -> None:
    """Pictures after a missing one are not read, and the user learns how many."""
    info = probe(str(write_sequence(tmp_path, [7, 8, 9, 11, 12])))
    assert info.frame_count == 3
    assert (
        "picture 10 of the sequence is missing: only 7 to 9 are read, the 2 after the gap are not"
    ) in info.warnings
    warnings: list[str] = []
    assert len(list(read_frames(info, warn=warnings.append))) == 3
    assert warnings == []


def test_numbers_of_another_width_are_another_sequence(tmp_path: Path) -> None:
    """`%04d` writes 12 as 0012, so 00012 is not its picture; 12345 is."""
    for name in ("a.0012.png", "a.00013.png", "a.013.png", "a.12345.png", "b.0013.png"):
        (tmp_path / name).touch()
    stills = find_sequence(str(tmp_path / "a.%04d.png"))
    assert [file.name for file in stills.files] == ["a.0012.png"]
    assert stills.left_out == 1


def test_an_unpadded_sequence_counts_across_the_tens(tmp_path: Path) -> None:
    """`%d` reads 9 before 10."""
    info = probe(str(write_sequence(tmp_path, range(8, 12), "take%d.png")))
    assert [number_in(f.picture) for f in read_frames(info)] == [0, 1, 2, 3]


def test_a_folder_with_a_percent_sign_does_no_harm(tmp_path: Path) -> None:
    """Only the file's own name holds the number."""
    write_sequence(tmp_path, [1, 2])
    folder = tmp_path / "100%02d done"
    folder.mkdir()
    for picture in tmp_path.glob("*.png"):
        picture.rename(folder / picture.name)
    info = probe(str(folder / "take.%04d.png"))
    assert len(list(read_frames(info))) == 2


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    """What exists under its very name is never taken for a sequence."""
    path = str(write_clip(tmp_path / "shot #1.mov", frames=3))
    assert probe(path).frame_count == 3
    assert find_takes([path]) == (path,)


def test_a_sequence_without_pictures_is_one_clear_error(tmp_path: Path) -> None:
    """Asking for it by either function names the pattern and a remedy."""
    pattern = str(tmp_path / "take.%04d.png")
    with pytest.raises(UnreadableMedia, match="no picture of this sequence exists; check"):
        probe(pattern)
    with pytest.raises(UnreadableMedia, match="no picture of this sequence exists; check"):
        find_takes([pattern])


def test_a_damaged_picture_of_a_sequence_is_skipped_and_told(tmp_path: Path) -> None:
    """The rest keeps its times."""
    pattern = write_sequence(tmp_path, range(5))
    (tmp_path / "take.0002.png").write_bytes(b"not a picture at all")
    warnings: list[str] = []
    frames = list(read_frames(probe(str(pattern)), warn=warnings.append))
    assert [number_in(frame.picture) for frame in frames] == [0, 1, 3, 4]
    assert [frame.pts for frame in frames] == [0, 1, 3, 4]
    assert len(warnings) == 1


@pytest.mark.parametrize("stored", ["half", "float"])
def test_linear_light_is_shown_as_a_screen_shows_it(tmp_path: Path, stored: str) -> None:
    """Half the light in an EXR is sRGB 188 (IEC 61966-2-1), not 128."""
    require_encoder("exr")
    half = av.VideoFrame(64, 64, "gbrpf32le")
    for plane in half.planes:
        plane.update(np.full((64, plane.line_size // 4), 0.5, np.float32).tobytes())
    for number in (1, 2):
        path = str(tmp_path / f"a.{number:04}.exr")
        with av.open(path, "w", format="image2", options={"update": "1"}) as container:
            stream = container.add_stream("exr", rate=24, options={"format": stored})
            stream.width, stream.height, stream.pix_fmt = 64, 64, "gbrpf32le"
            half.pts = 0
            container.mux(stream.encode(half))
            container.mux(stream.encode(None))
    frames = list(read_frames(probe(str(tmp_path / "a.%04d.exr"))))
    assert len(frames) == 2
    assert np.abs(frames[0].picture.astype(int) - 188).max() <= 1
