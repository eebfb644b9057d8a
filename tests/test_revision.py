"""The revision of the algorithms changes with the results of the sample media."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from takewise import revision
from takewise.library import TakeKey
from tests.libraries import SAME_OPENCV
from tests.library.values import PLAIN
from tests.results import ADVICE, GOLDEN, differences, results

only_where_recorded = pytest.mark.skipif(
    not SAME_OPENCV, reason="the results are recorded with OpenCV 4"
)


def test_results_change_only_with_the_revision(sample_media: Path) -> None:
    """What the sample takes and photographs give is what was recorded for this revision."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["revision"] == revision.REVISION, (
        f"REVISION is {revision.REVISION} and the results in {GOLDEN.name} are of "
        f"{golden['revision']}: run `python -m tests.results` and commit what it writes"
    )
    changed = differences(golden["results"], results(sample_media))
    assert not changed, "\n".join([*changed[:10], ADVICE])


@only_where_recorded
@pytest.mark.parametrize(
    ("place", "value"),
    [("strength", 1.05), ("frames", 2), ("photograph", 1.1), ("moment", None)],
)
def test_a_change_of_results_is_noticed(place: str, value: float | None) -> None:
    """A figure off by a twentieth, a frame off by two, or a moment that is gone."""
    old = json.loads(GOLDEN.read_text(encoding="utf-8"))["results"]
    new = copy.deepcopy(old)
    moments = new["takes"]["scene12_take1.mov"]["moments"]
    if place == "strength":
        moments[0]["figures"][0] *= value
    elif place == "frames":
        moments[0]["frames"][1] += value
    elif place == "photograph":
        next(iter(new["photographs"].values()))[0][1] *= value
    else:
        moments.pop()
    assert len(differences(old, new)) == 1
    assert not differences(old, old)


def test_the_rounding_of_processors_is_no_change() -> None:
    """A hundredth of a figure and one frame more or less are alike."""
    assert not differences({"a": [45, 6.4, None]}, {"a": [46, 6.41, None]})


def test_keys_of_the_library_change_with_the_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of another revision are not found."""
    before = TakeKey.of(PLAIN).columns
    monkeypatch.setattr(revision, "REVISION", revision.REVISION + 1)
    assert TakeKey.of(PLAIN).columns != before
