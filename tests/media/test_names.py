"""Files are read as files, whatever FFmpeg, a shell or another program makes of their names."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from takewise.media import find_takes, probe, read_frames, read_sound

NAMES = (
    "concat:a.mov", "http:a.mov", "pipe:0.mov", "data:a.mov", "subfile,,start,0,end,9,,:a.mov",
    "file:a.mov", "-i.mov", " -i.mov", "@a.mov", "a@1-5.mov", "a%04d.mov", "a#1.mov", "a[1].mov",
    "a*.mov", "~a.mov", "new\nline.mov", '"\';$(touch pwned).mov', "caf\udce9.mov",
)  # fmt: skip
"""Relative names that begin with one of FFmpeg's protocols, or mean something elsewhere."""


@pytest.mark.parametrize("name", NAMES)
def test_a_film_of_any_name_is_read(
    name: str, sample_media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named from its own folder, it is found, and its pictures and sound are those of the file."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(sample_media / "scene12_take3.mp4", name)
    (found,) = find_takes((name,))
    assert found == name
    info = probe(found)
    assert next(iter(read_frames(info))).index == 0
    assert (read_sound(info) is not None) == info.has_sound
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("start", ["http:", "concat:", "-", " "])
def test_a_sequence_of_any_name_is_read(
    start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbered pictures are no addresses, either."""
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        Image.new("RGB", (64, 48)).save(f"{start}a.{number:04d}.png")
    info = probe(f"{start}a.%04d.png", sequence_rate=Fraction(24))
    assert len(list(read_frames(info))) == 2
