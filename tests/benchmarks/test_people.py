"""Tests of how labelled faces are judged, and of the baseline that they are judged against."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.model import Kind, Moment, Movement, Side
from tests.benchmarks.blendshapes import Scores, found
from tests.benchmarks.matching import Counts
from tests.benchmarks.people import (
    KINDS,
    Event,
    Labels,
    against_blendshapes,
    by_size,
    details,
    judge,
    read_labels,
    side_right,
    table,
    unit_right,
)

LABELS = {
    "clip": "face.mp4",
    "annotated_range": [0, 99],
    "frames": 200,
    "faces": 1,
    "events": [
        {"kind": "speech", "onset": 60, "offset": 99},
        {"kind": "blink", "onset": 3, "offset": 8},
        {"kind": "half_blink", "onset": 50, "offset": 54, "strength": "subtle"},
        {"kind": "smile", "onset": 10, "offset": 30, "strength": "strong", "side": "left"},
        {"kind": "brow_raise", "onset": 70, "offset": None, "units": ["AU1"], "side": "both"},
        {"kind": "head_nod", "onset": 40, "offset": 45},
    ],
}


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    """Return the labels above, read from a file."""
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "face.json").write_text(json.dumps(LABELS))
    (tmp_path / "face.mp4").touch()
    (read,) = read_labels(tmp_path)
    return read


def moment(
    start: int, end: int, unit: str = "AU12", side: Side = "both", kind: Kind = Kind.EXPRESSION
) -> Moment:
    """Return a moment of one unit."""
    return Moment(
        id=f"m-{start}", person="A", kind=kind, span=FrameRange(start, end), apex=start,
        movements=(Movement(unit=unit, name=unit, side=side, peak=0.05),), strength=9.0,
        confidence=0.8, title="", because="",
    )  # fmt: skip


def test_the_part_that_was_looked_at_is_named(labels: Labels) -> None:
    """Of a longer file the annotated frames alone are measured."""
    assert labels.part == "face.mp4@0-100"
    assert labels.seen == FrameRange(0, 100)


def test_movements_are_told_from_blinks_talk_and_the_head(labels: Labels) -> None:
    """An end that is not in the clip is that of the clip; a kind has units of its own."""
    assert [each.kind for each in labels.events] == ["half_blink", "smile", "brow_raise"]
    assert labels.events[1].units == ("AU12",)
    assert labels.events[2].span == FrameRange(70, 100)
    assert (labels.blinks, labels.speech) == ((FrameRange(3, 8),), (FrameRange(60, 99),))


def test_an_event_is_found_by_a_moment_of_its_part_of_the_face(labels: Labels) -> None:
    """A brow that moves during a smile does not find the smile."""
    smile = judge(labels, [moment(12, 30, "AU1")]).hits[1]
    assert smile[0].kind == "smile"
    assert smile[1] is None
    assert judge(labels, [moment(12, 30, "AU15")]).hits[1][1] is not None


def test_a_moment_that_is_too_short_finds_nothing(labels: Labels) -> None:
    """Less than 0.3 of the union."""
    assert judge(labels, [moment(10, 15)]).hits[1][1] is None
    assert judge(labels, [moment(10, 16)]).hits[1][1] is not None


def test_what_overlaps_no_movement_is_false(labels: Labels) -> None:
    """A nod of the head explains nothing; in speech it is counted by itself."""
    outcome = judge(labels, [moment(40, 46), moment(62, 68), moment(29, 39)])
    assert [each.span.start for each in outcome.false] == [40]
    assert [each.span.start for each in outcome.false_in_speech] == [62]
    assert outcome.finds == 2


def test_events_in_speech_are_apart(labels: Labels) -> None:
    """A brow that rises in talk is found or missed in talk."""
    outcome = judge(labels, [moment(72, 98, "AU2")])
    ((event, hit),) = outcome.in_speech
    assert event.kind == "brow_raise"
    assert hit is not None


def test_lids_that_nearly_close_are_no_invented_blink(labels: Labels) -> None:
    """One found, one at a half-blink, one where there is none."""
    closed = [moment(s, s + 5, "AU45", kind=Kind.BLINK) for s in (3, 50, 90)]
    assert judge(labels, closed).blinks == Counts(1, 1, 0)


@pytest.mark.parametrize(("side", "right"), [("left", True), ("right", False), ("both", False)])
def test_a_side_is_right_if_it_was_coded(labels: Labels, side: Side, *, right: bool) -> None:
    """The smile was on the left."""
    assert side_right(labels.events[1], moment(10, 30, side=side)) is right


def test_a_unit_is_right_if_any_that_was_coded_is_named(labels: Labels) -> None:
    """AU12 of a smile; nothing is right of what was not found."""
    smile = labels.events[1]
    assert unit_right(smile, moment(10, 30))
    assert not unit_right(smile, moment(10, 30, "AU15"))
    assert not unit_right(smile, None)


def test_tables_count_what_was_judged(labels: Labels) -> None:
    """One smile of one, and its row by size."""
    outcome = judge(labels, [moment(12, 30, side="left"), moment(40, 46)])
    row = table([outcome]).rows[-1]
    assert row[:9] == (
        "all", "1 of 1", "0 of 0", "0 of 0", "0 of 0", "0 of 1", "1 of 2", "0.50", "0",
    )  # fmt: skip
    assert row[9:11] == ("1 of 1", "1 of 1")
    strong = next(row for row in by_size([outcome]).rows if row[0] == "strong")
    assert strong[1] == "1 of 1"
    assert "FALSE" in details(labels, [moment(40, 46)])


def scores(**courses: list[float]) -> Scores:
    """Return blendshapes at ten frames per second."""
    return Scores(rate=10.0, names=tuple(courses), values=np.array(list(courses.values())).T)


def test_the_baseline_finds_what_departs_from_its_median() -> None:
    """Both corners rise together: one find, on both sides."""
    smile = [0.0] * 20 + [0.3, 0.6, 0.6, 0.3] + [0.0] * 20
    (one,) = found(scores(mouthSmileLeft=smile, mouthSmileRight=smile), 0.2)
    assert one.span == FrameRange(20, 24)
    assert [(each.unit, each.side) for each in one.movements] == [("AU12", "both")]
    assert found(scores(mouthSmileLeft=smile), 0.7) == ()


def test_the_baseline_bridges_what_it_does_not_see() -> None:
    """Without a face there is nothing; a gap is no movement."""
    smile = [0.0] * 20 + [0.6, np.nan, 0.6, 0.6] + [0.0] * 20
    assert len(found(scores(mouthSmileLeft=smile), 0.2)) == 1
    assert found(Scores(rate=10.0, names=(), values=np.zeros((4, 52))), 0.2) == ()
    assert found(scores(mouthSmileLeft=[np.nan] * 9), 0.2) == ()


def test_the_baseline_is_held_at_the_same_share_of_false_finds(labels: Labels) -> None:
    """Its threshold is the one that finds the most with no more false than ours."""
    smile = [0.0] * 10 + [0.3] * 20 + [0.0] * 70
    twitch = [0.0] * 38 + [0.1] * 4 + [0.0] * 58
    given = Scores(rate=25.0, names=("mouthSmileLeft", "browInnerUp"), values=np.array(
        [smile, twitch]).T)  # fmt: skip
    ours = [judge(labels, [])]
    row = against_blendshapes(ours, [given]).rows[-1]
    assert row == ("all", "0 of 1", "0 of 0", "1 of 1", "0 of 1", "1 of 1", "1 of 2")


@pytest.mark.real_media
def test_every_label_of_real_media_is_of_a_known_kind(real_media: Path) -> None:
    """Of fourteen clips, with all their movements."""
    every = read_labels(real_media)
    assert len(every) == 14
    assert {event.kind for labels in every for event in labels.events} <= set(KINDS)
    assert isinstance(every[0].events[0], Event)
