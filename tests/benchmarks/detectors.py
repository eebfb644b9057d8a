"""The face detectors side by side, on the same takes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.figures import TARGET_PEAK, Sets, pooled
from tests.benchmarks.naming import rightness
from tests.benchmarks.scenes import Scene
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number, spread

MODEL = "TAKEWISE_FACE_MODEL"
"""Environment variable that names the landmarker's model file."""

TAKES = 14
"""How many takes of the validation set: each content as often as in the whole."""


def find_model(repository: Path) -> Path | None:
    """Return the landmarker's model file: the environment's, or one beside the repository."""
    beside = repository.parent / "shared" / "models" / "face_landmarker.task"
    named = Path(os.environ[MODEL]) if MODEL in os.environ else beside
    return named if named.is_file() else None


def chosen(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """Return the first takes, which hold every content."""
    return tuple(scenes)[:TAKES]


def table(found: Sets) -> Table:
    """Return the figures of each detector; keys are their names."""
    return Table(
        title="Face detectors",
        columns=(
            "detector", "takes", "F1", "F1, peak ≥ 1.5 %", "precision", "recall", "false moments",
            "apex error, frames, median / 90 %", "unit right", "side right", "blink F1",
        ),
        rows=tuple(_row(name, scenes) for name, scenes in found.items()),
        notes=(
            f"On the first {TAKES} takes of the validation set that are played; precision and "
            "recall are of peaks ≥ 1.5 %, false moments of any size.",
        ),
    )  # fmt: skip


def absent() -> Table:
    """Say that there is nothing to compare with."""
    note = f"Skipped: the landmarker's model file is not here (set {MODEL})."
    return Table(title="Face detectors", columns=(), rows=(), notes=(note,))


def _row(name: str, scenes: Sequence[Judged]) -> tuple[str, ...]:
    large = pooled(scene.counts_from(TARGET_PEAK) for scene in scenes)
    apexes = [float(f.apex - t.apex) for scene in scenes for f, t in scene.pairs]
    _, unit, side = rightness(scenes)
    return (
        name,
        str(len(scenes)),
        number(pooled(scene.counts for scene in scenes).f1),
        number(large.f1),
        number(large.precision),
        number(large.recall),
        str(int(np.sum([len(scene.wrong) for scene in scenes]))),
        spread(apexes),
        number(unit),
        number(side),
        number(pooled(scene.blinks for scene in scenes).f1),
    )
