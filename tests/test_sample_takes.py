"""The sample takes, end to end: everything in their truth is found, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from takewise.model import Analysis, Kind, Moment
from takewise.pipeline.takes import analyze
from tests.libraries import needs_graphs
from tests.performer import Portrait, pictures, still_script, write_film
from tests.performer.sample_media import truth_path
from tests.performer.takes import SAMPLE_TAKES
from tests.played import FILM

NEAR = 2
"""Frames by which onset, apex and offset may miss the truth."""

TAKES = [take.name for take in SAMPLE_TAKES]
EVENTS = [
    pytest.param(take.name, kind, number, id=f"{take.name} {kind} {number}")
    for take in SAMPLE_TAKES
    for kind, count in (
        ("moments", len({(m.onset, m.offset) for m in take.script.movements})),
        ("blinks", len(take.script.blinks)),
        ("gazes", len(take.script.gazes)),
    )
    for number in range(count)
]

PLAIN = {Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION}
KINDS = {"moments": PLAIN, "blinks": {Kind.BLINK}, "gazes": {Kind.GAZE}}
"""The list in the truth to the kinds of moment that tell of it."""

each_take = pytest.mark.parametrize("name", TAKES)
Found = Callable[[str], tuple[Analysis, dict[str, Any]]]


@pytest.fixture(scope="module", params=["litert", pytest.param("mesh", marks=needs_graphs)])
def found(sample_media: Path, request: pytest.FixtureRequest) -> Found:
    """Return what gives the analysis of a sample take, and its truth; each made once."""

    @cache
    def analysis_and_truth(name: str) -> tuple[Analysis, dict[str, Any]]:
        path = sample_media / name
        truth = json.loads(truth_path(path).read_text(encoding="utf-8"))
        return analyze(str(path), detector=request.param), truth

    return analysis_and_truth


def misses(moment: Moment, event: dict[str, Any]) -> tuple[int, int, int]:
    """Return by how many frames onset, apex and offset miss an event of the truth."""
    apex = next(event[name] for name in ("apex", "closed", "arrival") if name in event)
    return (
        moment.span.start - event["onset"],
        moment.apex - apex,
        moment.span.end - event["offset"],
    )


def overlaps(moment: Moment, event: dict[str, Any]) -> bool:
    """Return whether a moment and an event of the truth share frames."""
    return moment.span.start < event["offset"] and event["onset"] < moment.span.end


@pytest.mark.parametrize(("name", "kind", "number"), EVENTS)
def test_every_event_is_found_to_the_frame(found: Found, name: str, kind: str, number: int) -> None:
    """Each movement, blink and gaze is found with onset, apex and offset within two frames."""
    analysis, truth = found(name)
    event = truth[kind][number]
    at = [each for each in analysis.moments if overlaps(each, event) and each.kind in KINDS[kind]]
    assert len(at) == 1, f"{len(at)} moments at {event}"
    missed = misses(at[0], event)
    assert max(map(abs, missed)) <= NEAR, f"onset, apex, offset miss by {missed} frames"


@each_take
def test_movements_are_named(found: Found, name: str) -> None:
    """The strongest unit of each movement leads the moment found there, on its side."""
    analysis, truth = found(name)
    for event in truth["moments"]:
        lead = event["movements"][0]
        (moment,) = (
            each for each in analysis.moments if overlaps(each, event) and each.kind in PLAIN
        )
        assert (moment.movements[0].unit, moment.movements[0].side) == (lead["unit"], lead["side"])
        # Flow under a window shows a part of the greatest displacement.
        assert 0.4 * lead["peak"] < moment.movements[0].peak < 1.2 * lead["peak"]


@each_take
def test_nothing_false_is_found(found: Found, name: str) -> None:
    """Every moment found shares frames with an event of the truth of its own kind."""
    analysis, truth = found(name)
    events = {Kind.BLINK: truth["blinks"], Kind.GAZE: truth["gazes"]}
    for moment in analysis.moments:
        true = events.get(moment.kind, truth["moments"])
        assert any(overlaps(moment, event) for event in true), moment.because


@pytest.mark.parametrize("seed", [11, 12])
def test_still_take_has_no_moment(tmp_path: Path, small_performer: Portrait, seed: int) -> None:
    """Six seconds of a quiet sitter who moves no muscle, encoded, have no moment at all."""
    path = tmp_path / "still.mov"
    script = still_script(FILM, 144, amplitude=1.0, seed=seed)
    write_film(path, pictures(small_performer, script), FILM, crf=16)
    still = analyze(str(path))
    assert still.moments == ()
    assert still.people
