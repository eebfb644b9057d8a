"""Tests of how labelled real clips are read and judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takewise.clock import FrameRange
from takewise.model import Kind, Moment
from tests.benchmarks.matching import Counts
from tests.benchmarks.real import Labels, judge, lively_head, read_labels

TOLD = {
    "clip": "talk.mpg",
    "annotated_range": [0, 99],
    "faces": 1,
    "events": [
        {"kind": "speech", "onset": 10, "offset": 40},
        {"kind": "blink", "onset": 20, "offset": 26},
        {"kind": "smile", "onset": 60, "offset": None},
        {"kind": "head_move", "onset": 50, "offset": 55},
    ],
}


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    """Return the labels above, read from a file."""
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "talk.json").write_text(json.dumps(TOLD))
    (tmp_path / "talk.mpg").touch()
    (read,) = read_labels(tmp_path)
    return read


def moment(start: int, end: int, kind: Kind = Kind.MICRO) -> Moment:
    """Return a moment with nothing but its place."""
    return Moment(
        id=f"m-{start}", person="A", kind=kind, span=FrameRange(start, end), apex=start,
        movements=(), strength=9.0, confidence=0.8, title="", because="",
    )  # fmt: skip


def test_labels_are_sorted_by_what_they_are(labels: Labels) -> None:
    """Speech and blinks are apart, a head's move is no event, an open end is the clip's."""
    assert labels.blinks == (FrameRange(20, 26),)
    assert labels.speech == (FrameRange(10, 40),)
    assert labels.events == (("smile", FrameRange(60, 100)),)


def test_an_event_that_the_clip_begins_with_starts_with_the_face(tmp_path: Path) -> None:
    """Its onset is not in the picture."""
    begun = {"kind": "smile", "onset": None, "offset": 12}
    (tmp_path / "annotations").mkdir()
    labels = json.dumps(TOLD | {"events": [begun]})
    (tmp_path / "annotations" / "talk.json").write_text(labels)
    (tmp_path / "talk.mpg").touch()
    (read,) = read_labels(tmp_path)
    assert read.events == (("smile", FrameRange(0, 12)),)


def test_labels_of_a_missing_clip_are_left_out(tmp_path: Path) -> None:
    """What is not there cannot be judged."""
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "talk.json").write_text(json.dumps(TOLD))
    assert read_labels(tmp_path) == ()


def test_moments_are_judged_by_where_they_lie(labels: Labels) -> None:
    """A smile found, a mouth that talks, and one moment too many in 70 frames of silence."""
    found = [moment(62, 95), moment(12, 20), moment(45, 50), moment(21, 26, Kind.BLINK)]
    outcome = judge(labels, 25.0, found)
    assert (outcome.found_events, outcome.in_speech, outcome.others) == (1, 1, 1)
    assert outcome.blinks == Counts(1, 0, 0)
    assert outcome.minutes == pytest.approx(70 / 25 / 60)


@pytest.mark.real_media
def test_every_annotated_clip_has_labels(real_media: Path) -> None:
    """Sixteen clips, one of them with three faces."""
    found = read_labels(real_media)
    assert len({each.clip for each in found}) == 16
    assert sum(each.face is not None for each in found) == 3
    assert sum(len(each.blinks) for each in found) == 64


@pytest.mark.real_media
def test_a_lively_head_hides_little_and_makes_up_less(real_media: Path) -> None:
    """Of eleven movements nine are found; at most three others are sure enough for a marker."""
    (row,) = lively_head(real_media).rows
    found, _, of = row[1].partition(" of ")
    assert of == "11"
    assert int(found) >= 9
    assert len(row[2].split(", ")) <= 3
    assert lively_head(real_media / "nowhere").rows == ()
