"""Hints are given to those who ask for them, and to nobody else."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest

from tests.cli.calls import call, valid_analysis

HINT = "resembles contempt (rule AU12 on one side)"
"""What the rules say of the lip corner that rises alone in the first sample take."""


@pytest.fixture
def smirk(sample_media: Path) -> Path:
    """Return a take with a movement that a rule is about."""
    return sample_media / "scene12_take1.mov"


def test_analyses_have_hints_when_asked_for(smirk: Path, tmp_path: Path) -> None:
    """What the library kept without them does not stand in the way, nor the other way round."""
    found = []
    for words in ((), ("--hints",), ()):
        done = call("analyze", smirk, "--out", tmp_path, *words)
        assert done.exit_code == 0, done.stderr
        analysis = valid_analysis(tmp_path / "scene12_take1.mov.takewise.json")
        found.append({moment["hint"] for moment in analysis["moments"]})
    assert found == [{None}, {None, HINT}, {None}]


def test_notes_have_hints_when_asked_for(smirk: Path, tmp_path: Path) -> None:
    """A marker's note ends with it; its label never has it."""
    for words, count in (((), 0), (("--hints",), 1)):
        done = call("markers", smirk, "--out", tmp_path, *words)
        assert done.exit_code == 0, done.stderr
        timeline = otio.adapters.read_from_file(str(tmp_path / "scene12_take1.otio"))
        markers = list(timeline.tracks.markers)
        assert sum(each.comment.endswith(f"; {HINT}") for each in markers) == count
        assert not any("resembles" in each.name for each in markers)


def test_the_help_says_what_a_hint_is() -> None:
    """Before anybody asks for one; ranking takes has nothing to do with them."""
    for name in ("analyze", "markers"):
        said = " ".join(call(name, "--help").stdout.split())
        assert (
            "what a movement resembles by EMFACS rules, in pictures of posed faces; a hint, "
            "never a verdict about a person" in said
        )
    assert "--hints" not in call("compare", "--help").stdout
