"""What is exported is what is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.errors import OutputError
from takewise.model import FacePoints, Kind
from takewise.model.decisions import Decisions, HandMarker, MomentEdit, Verdict
from takewise.pipeline.face_paths import find_faces
from takewise.settings import Settings
from takewise.ui.takes import ReviewState, moment_list
from takewise.ui.takes.marker_export import (
    WindowExport,
    export_remarks,
    export_shown,
    exported_takes,
    shown_analysis,
)
from tests.library.values import signals
from tests.media.clips import write_clip
from tests.ui.shown import MOMENTS, TWO, shown

JUDGED = shown(
    "one",
    decisions=Decisions(
        verdict=Verdict.CIRCLED,
        rejected=frozenset({MOMENTS[2].id}),
        edits={MOMENTS[0].id: MomentEdit(title="the doubt")},
        markers={"h-1": HandMarker(span=FrameRange(5, 6), title="mine")},
    ),
)
STATE = replace(TWO, takes=(JUDGED, TWO.takes[1]))


def titles(state: ReviewState, place: int = 0) -> list[str]:
    """Return the titles that would be written of a take."""
    moments = shown_analysis(state.takes[place], state.choice).moments
    return [each.title for each in moments]


def test_decisions_count() -> None:
    """Rejected moments are left out, renamed ones renamed, markers by hand among them."""
    assert titles(STATE) == ["mine", "the doubt", "brows lower"]


def test_the_threshold_counts() -> None:
    """What the list hides is not written; what was set by hand is."""
    assert titles(moment_list.set_threshold(STATE, 20.0)) == ["mine", "the doubt"]


def test_filters_count() -> None:
    """Blinks are written once they are shown."""
    assert "blink" in titles(moment_list.toggle_kind(STATE, Kind.BLINK))
    assert titles(moment_list.choose_person(STATE, "B"), 1) == ["brows lower"]


def test_only_circled_takes(tmp_path: Path) -> None:
    """Where none is circled, nothing is written, and that is said."""
    wish = WindowExport(folder=tmp_path, only_circled=True)
    assert [take.name for take in exported_takes(STATE, wish)] == ["one"]
    with pytest.raises(OutputError, match="no take is circled"):
        export_shown(TWO, wish, Settings())


@pytest.mark.parametrize("together", [True, False])
def test_files_are_written(tmp_path: Path, *, together: bool) -> None:
    """One for all takes, or one for each; an OTIO file holds the markers by their names."""
    wish = WindowExport(folder=tmp_path / "out", formats=("otio", "csv"), one_timeline=together)
    files = export_shown(STATE, wish, Settings()).files
    assert len(files) == (2 if together else 4)
    assert all(file.is_file() for file in files)
    written = json.dumps([json.loads(f.read_text()) for f in files if f.suffix == ".otio"])
    assert "the doubt" in written
    assert written.count("lip corners rise") < written.count("brows lower")


def test_what_files_cannot_hold_is_said(tmp_path: Path) -> None:
    """Notes and losses are those of the command: each once, with how often."""
    wish = WindowExport(folder=tmp_path, formats=("resolve-edl", "srt"), one_timeline=False)
    assert list(export_remarks(export_shown(STATE, wish, Settings()))) == [
        "one.markers.edl: for a timeline of 24 frames a second that starts at 01:00:00:00",
        "two.markers.edl: for a timeline of 25 frames a second that starts at 00:57:36:00",
        "Not in resolve-edl: facts, no room for it (6×)",
        "Not in srt: colour, no room for it (6×)",
        "Not in srt: facts, no room for it (6×)",
        "Not in srt: start timecode, counted from 0 (2×)",
    ]


def test_circled_takes_are_marked(tmp_path: Path) -> None:
    """A take that was circled is so in an Avid log, as in that of the command."""
    wish = WindowExport(folder=tmp_path, formats=("avid-ale",), one_timeline=False)
    files = export_shown(STATE, wish, Settings()).files
    rows = [file.read_text(encoding="utf-8").splitlines()[-1].split("\t") for file in files]
    assert ["Yes" in row for row in rows] == [True, False]


class OneFace:
    """A detector that sees one face, 40 pixels from eye to eye, around 64, 40."""

    def detect(self, picture: object, time: float) -> tuple[FacePoints, ...]:
        """Return it."""
        del picture, time
        points = np.zeros((478, 3), np.float32)
        for numbers, x in (((33, 133), 44), ((362, 263), 84)):
            points[list(numbers), :2] = (x, 40)
        return (FacePoints(points=points, confidence=1.0),)


def test_a_face_is_followed_from_one_look(tmp_path: Path) -> None:
    """A head that moves by half an eye-width moves the close-up by as much."""
    path = write_clip(tmp_path / "clip.mov", frames=40)
    take = shown("one", frames=40)
    assert take.analysis is not None
    info = replace(take.info, path=str(path), width=128, height=96, rate=take.info.rate)
    head = np.zeros((40, 6), np.float32)
    head[20:, 3] = 0.5
    motion = replace(signals(n=40), head=head)
    (face,) = find_faces(info, take.analysis, (motion,), OneFace())  # type: ignore[arg-type]
    before, after = face.box(0), face.box(39)
    assert before is not None
    assert after is not None
    assert (after[0] - before[0]) * 128 == pytest.approx(20, abs=0.01)
    assert before[0] + before[2] / 2 == pytest.approx(0.5, abs=0.01)
    assert before[1] < 40 / 96 < before[1] + before[3]


def test_no_signals_no_face() -> None:
    """A take without curves is shown whole."""
    take = shown("one")
    assert take.analysis is not None
    assert find_faces(take.info, take.analysis, (), OneFace()) == ()  # type: ignore[arg-type]
