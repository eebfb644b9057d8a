"""The sample media that the repository carries are what their truth says."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import ExifTags, Image

from takewise.clock import parse_timecode
from tests.libraries import needs_graphs
from tests.performer import astronaut, pictures
from tests.performer.burst import SAMPLE_BURST, burst_truth, still_name
from tests.performer.portrait import mesh_points
from tests.performer.sample_media import BURST, take_truth, truth_path
from tests.performer.takes import SAMPLE_TAKES, SampleTake

MEGABYTE = 1_000_000

each_take = pytest.mark.parametrize("take", SAMPLE_TAKES, ids=lambda take: take.name)


@needs_graphs
@each_take
def test_truth_is_the_scripts(sample_media: Path, take: SampleTake) -> None:
    """The truth beside each take is the one that its script tells."""
    stored = json.loads(truth_path(sample_media / take.name).read_text(encoding="utf-8"))
    assert stored == take_truth(take, astronaut())


@each_take
def test_file_has_the_rate_timecode_and_reel(sample_media: Path, take: SampleTake) -> None:
    """Each take's file tells the rate, length, timecode and reel of its truth."""
    with av.open(str(sample_media / take.name)) as container:
        video = container.streams.video[0]
        assert video.average_rate == take.script.rate
        assert sum(1 for packet in container.demux(video) if packet.size) == take.script.frames
        timecode = next(s for s in container.streams if s.type == "data").metadata
    assert timecode["timecode"] == take.timecode
    assert timecode.get("reel_name") == take.reel
    assert str(parse_timecode(take.timecode, take.script.rate)) == take.timecode


@needs_graphs
@each_take
def test_file_shows_the_script(sample_media: Path, take: SampleTake) -> None:
    """The first decoded pictures of each take are those that its script plays, but for coding."""
    with av.open(str(sample_media / take.name)) as container:
        decoded = [f.to_ndarray(format="rgb24") for f in islice(container.decode(video=0), 3)]
    played = islice(pictures(astronaut(), take.script), 3)
    for stored, expected in zip(decoded, played, strict=True):
        # 33 dB: above it, coding noise stays near the sensor's own.
        assert cv2.PSNR(stored, expected) > 33


@each_take
def test_events_of_a_take_are_apart(take: SampleTake) -> None:
    """Moments, blinks and gazes of a sample take are at least 0.4 s from one another."""
    script = take.script
    events = {(e.onset, e.offset) for e in (*script.movements, *script.blinks, *script.gazes)}
    gaps = [later[0] - before[1] for before, later in pairwise(sorted(events))]
    assert min(gaps) >= 0.4 * script.rate
    assert max(offset for _, offset in events) < script.frames


def test_third_take_crosses_the_hour_in_drop_frame() -> None:
    """The drop-frame take runs past 01:00:00;00, where drop-frame skips no label."""
    take = SAMPLE_TAKES[2]
    start = parse_timecode(take.timecode, Fraction(30000, 1001))
    hour = parse_timecode("01:00:00;00", Fraction(30000, 1001))
    assert start.frame < hour.frame < start.frame + take.script.frames


def test_burst_truth_is_stored(sample_media: Path) -> None:
    """The burst's truth file is the one that the stills' list tells."""
    stored = (sample_media / BURST / "truth.json").read_text(encoding="utf-8")
    assert json.loads(stored) == burst_truth()


def test_burst_has_times_to_the_millisecond(sample_media: Path) -> None:
    """EXIF times of the stills, with their sub-seconds, are those of the truth, and rise."""
    times = []
    for index in range(len(SAMPLE_BURST)):
        with Image.open(sample_media / BURST / still_name(index)) as still:
            details = still.getexif().get_ifd(ExifTags.IFD.Exif)
        stamp = details[ExifTags.Base.DateTimeOriginal].replace(":", "-", 2).replace(" ", "T")
        times.append(f"{stamp}.{details[ExifTags.Base.SubsecTimeOriginal]}")
    assert times == [still["time"] for still in burst_truth()["stills"]]
    assert times == sorted(set(times))


def test_burst_eyes_are_as_open_as_told(sample_media: Path) -> None:
    """Among sharp, lit, unturned stills, the mesh sees eyes the less open the more they close."""
    openness = {}
    for index, still in enumerate(SAMPLE_BURST[:5]):
        points = mesh_points(np.asarray(Image.open(sample_media / BURST / still_name(index))))
        openness[still.closure] = float(np.hypot(*(points[159] - points[145])))
    assert sorted(openness, key=openness.__getitem__) == [1.0, 0.5, 0.3, 0.0]


def test_digests_are_listed(sample_media: Path) -> None:
    """SHA256SUMS lists every file but itself, the README and its picture, with its digest."""
    lines = (sample_media / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    present = {
        path.relative_to(sample_media).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sample_media.rglob("*")
        if path.is_file() and path.name not in {"README.md", "SHA256SUMS", "moments.png"}
    }
    assert listed == present


def test_sample_media_are_small(sample_media: Path) -> None:
    """All sample media together take less than 8 MB."""
    assert sum(p.stat().st_size for p in sample_media.rglob("*") if p.is_file()) < 8 * MEGABYTE
