"""Scenes with a restless head: apart from the others, and rightly counted."""

from __future__ import annotations

import numpy as np

from takewise.clock import FrameRange
from takewise.model import Kind, Moment, Movement
from tests.benchmarks.clips import digest
from tests.benchmarks.faces import present
from tests.benchmarks.restless import restless_scenes, table
from tests.benchmarks.scenes import Scene, scenes
from tests.benchmarks.synthetic import Judged
from tests.performer.head import head_poses

CALM = scenes("development", present("development", None), 14, quick=True)


def test_only_the_head_differs() -> None:
    """Every other scene is played again with the same movements, in a file of its own."""
    restless = restless_scenes(CALM)
    assert len(restless) == 7
    for scene, calm in zip(restless, CALM[::2], strict=True):
        assert scene.script.movements == calm.script.movements
        assert digest(scene) != digest(calm)


def test_the_head_is_faster_than_in_any_other_scene() -> None:
    """The slowest restless head sways faster than the liveliest of the others."""

    def speeds(of: tuple[Scene, ...]) -> list[float]:
        scripts = [scene.script for scene in of]
        return [
            float(np.abs(np.diff(head_poses(each)[:, :2], axis=0)).mean() * each.rate)
            for each in scripts
        ]

    assert min(speeds(restless_scenes(CALM))) > max(speeds(CALM))


def test_false_moments_are_counted_apart_by_confidence() -> None:
    """Of three moments one is right, and one of the false ones sure enough to be a marker."""
    scene = next(each for each in restless_scenes(CALM) if each.script.movements)
    first = scene.script.movements[0]

    def moment(start: int, end: int, confidence: float) -> Moment:
        return Moment(
            id=f"m-{start}", person="A", kind=Kind.EXPRESSION, span=FrameRange(start, end),
            apex=start, movements=(Movement(unit="AU1", name="", side="both", peak=0.03),),
            strength=20.0, confidence=confidence, title="", because="",
        )  # fmt: skip

    found = (
        moment(first.onset, first.offset, 0.9),
        moment(0, 1, 0.6),
        moment(1, 2, 0.3),
    )
    told = table({"development": (Judged(scene=scene, found=found, people=1),)})
    row = dict(zip(told.columns, told.rows[0], strict=True))
    assert (row["false moments"], row["false ≥ 0.5"]) == ("2", "1")
    assert (row["mean confidence"], row["right"]) == ("0.60", "0.33")
