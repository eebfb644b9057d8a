"""`takewise compare` and `takewise demo`: takes beside each other, with reasons."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from takewise.app.rank_takes import WHAT_THE_SCORE_IS
from tests.cli.calls import call, valid_analysis
from tests.media.clips import write_clip

JUDGING = re.compile(r"\b(emotion\w*|good|bad|better|worse|best|worst|happy|sad)\b", re.IGNORECASE)


@pytest.fixture
def nobody(tmp_path: Path) -> Path:
    """Return a take that shows no face."""
    return write_clip(tmp_path / "Z.mov", frames=5)


def test_takes_are_ranked_with_their_reasons(face: Path, nobody: Path) -> None:
    """The take that shows a face comes first, and the difference is told term by term."""
    done = call("compare", nobody, face)
    assert done.exit_code == 0
    text = " ".join(done.stdout.split())
    assert text.index("1 A001C001.mov") < text.index("2 Z.mov")
    assert "face in the picture: no face in any frame" in text
    assert WHAT_THE_SCORE_IS in text


def test_reasons_add_up_to_what_lies_between_the_scores(face: Path, nobody: Path) -> None:
    """The differences of all terms sum to the score's difference from the mean."""
    takes = json.loads(call("compare", nobody, face, "--json").stdout)["takes"]
    assert [each["rank"] for each in takes] == [1, 2]
    mean = sum(each["score"] for each in takes) / 2
    for each in takes:
        difference = sum(reason["against_mean"] for reason in each["reasons"])
        assert difference == pytest.approx(each["score"] - mean, abs=1e-5)


def test_takes_alike_share_a_rank(tmp_path: Path) -> None:
    """Two takes that show nobody are both first."""
    takes = [write_clip(tmp_path / name, frames=5) for name in ("A.mov", "B.mov")]
    document = json.loads(call("compare", *takes, "--json").stdout)
    assert [(each["rank"], Path(each["path"]).name) for each in document["takes"]] == [
        (1, "A.mov"),
        (1, "B.mov"),
    ]


def test_one_take_alone_is_told_without_a_mean(face: Path) -> None:
    """All its terms stand there, and no difference from itself."""
    text = " ".join(call("compare", face).stdout.split())
    assert "legibility: " in text
    assert "against the mean" not in text


def test_analyses_made_in_different_ways_are_told(face: Path, tmp_path: Path) -> None:
    """Scores under other settings are no measure for each other."""
    (tmp_path / "mine.toml").write_text("[scoring]\nmoments_weight = 0.1\n")
    call("analyze", face, "--out", tmp_path / "one")
    call("analyze", face, "--out", tmp_path / "two", "--settings", tmp_path / "mine.toml")
    done = call("compare", *sorted(tmp_path.glob("*/*.takewise.json")))
    assert "were not analysed in the same way" in done.stdout


def test_the_demo_does_the_whole_work(tmp_path: Path) -> None:
    """Three analyses, one timeline and one EDL, and a ranking that judges nobody."""
    done = call("demo", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "scene12.markers.edl",
        "scene12.otio",
        "scene12_take1.mov.takewise.json",
        "scene12_take2.mov.takewise.json",
        "scene12_take3.mp4.takewise.json",
    ]
    for name in names[2:]:
        assert valid_analysis(tmp_path / "out" / name)["moments"]
    assert all(f"  {tmp_path / 'out' / name}" in done.stdout.splitlines() for name in names)
    assert WHAT_THE_SCORE_IS in " ".join(done.stdout.split())
    assert not JUDGING.search(done.output)
