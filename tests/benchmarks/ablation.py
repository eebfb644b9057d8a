"""What each step of removing the head's motion is worth, on the same takes.

Other ways take the place of ours in processes of their own; the core knows none of them.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from takewise.model import FloatArray
from takewise.motion import flow, head, measurement
from takewise.motion.regions import NOSE
from tests.benchmarks.figures import TARGET_PEAK, Sets, pooled
from tests.benchmarks.scenes import Scene
from tests.benchmarks.synthetic import Judged, judged
from tests.benchmarks.tables import Table, number

Change: TypeAlias = tuple[Any, str, Callable[..., FloatArray]]
"""A module, the name of its function, and what stands in for it."""


def by_the_nose(places: FloatArray, moved: FloatArray, at: FloatArray) -> FloatArray:
    """Take the head's motion for the nose's robust mean, wherever it is asked for.

    Parameters
    ----------
    places
        float64 (steady, 2): the steady places, the nose's first.
    moved
        float64 (steady, 2): their motion, pixels.
    at
        float64 (n, 2): where the head's motion is wanted.

    Returns
    -------
    FloatArray
        float64 (n, 2), the same everywhere.
    """
    del places
    nose = moved[: len(NOSE)]
    mean = np.median(nose, axis=0)
    for _ in range(5):
        # Cauchy's weights of half a pixel.
        trust = 1 / (1 + ((nose - mean) ** 2).sum(axis=1) / 0.25)
        mean = trust @ nose / trust.sum()
    return np.broadcast_to(mean, at.shape).copy()


def unmoved(places: FloatArray, moved: FloatArray, at: FloatArray) -> FloatArray:
    """Leave the head's motion in; arguments as for `by_the_nose`."""
    del places, moved
    return np.zeros_like(at)


def as_it_is(shift: FloatArray, *_: object, **__: object) -> FloatArray:
    """Remove nothing but each region's median from region motion."""
    rest = np.zeros(shift.shape[1:])
    seen = np.isfinite(shift).any(axis=0)
    rest[seen] = np.nanmedian(shift[:, seen], axis=0)
    return np.asarray(shift - rest)


def untouched(shift: FloatArray) -> FloatArray:
    """Remove nothing from region motion."""
    return np.asarray(shift, np.float64)


WAYS: dict[str, tuple[Change, ...]] = {
    "as shipped: steady places, all regions, pose": (),
    "the nose's mean, then the pose": (
        (flow, "_similarity_flow", by_the_nose),
        (measurement, "without_common", untouched),
    ),
    "a fit over all regions alone": (
        (flow, "_similarity_flow", unmoved),
        (head, "without_head", as_it_is),
    ),
    "a fit over all regions, then the pose": ((flow, "_similarity_flow", unmoved),),
    "steady places, then the pose": ((measurement, "without_common", untouched),),
    "steady places and all regions, no pose": ((head, "without_head", as_it_is),),
}
"""Ways to remove the head's motion, and what each puts in the place of ours."""


@contextmanager
def instead(changes: Sequence[Change]) -> Iterator[None]:
    """Let other functions stand in for the core's, and put the core's back."""
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, function in changes:
        setattr(module, name, function)
    try:
        yield
    finally:
        for module, name, function in before:
            setattr(module, name, function)


def played(scenes: Sequence[Scene], cache: Path, jobs: int) -> dict[str, tuple[Judged, ...]]:
    """Judge the same takes with the head's motion removed in each way."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        return {way: tuple(pool.map(partial(_judged, way, cache), scenes)) for way in WAYS}


def _judged(way: str, cache: Path, scene: Scene) -> Judged:
    with instead(WAYS[way]):
        return judged(scene, cache)


def table(found: Sets) -> Table:
    """Return the figures of each way; keys are those of `WAYS`."""
    return Table(
        title="Ways to remove the head's motion",
        columns=(
            "way", "takes", "F1, peak ≥ 1.5 %", "right / false / missed", "F1",
            "F1, head ×4 and more", "false moments where nothing moves",
        ),
        rows=tuple(_row(way, scenes) for way, scenes in found.items()),
        notes=(
            "On the same takes of the validation set; false moments beside large peaks are of "
            "large measured peaks.",
        ),
    )  # fmt: skip


def _row(way: str, scenes: Sequence[Judged]) -> tuple[str, ...]:
    large = pooled(scene.counts_from(TARGET_PEAK) for scene in scenes)
    lively = [scene for scene in scenes if scene.scene.script.head.amplitude >= _LIVELY]
    empty = [scene for scene in scenes if scene.scene.content not in {"movements", "hand"}]
    return (
        way,
        str(len(scenes)),
        number(large.f1),
        f"{large.right} / {large.wrong} / {large.missed}",
        number(pooled(scene.counts for scene in scenes).f1),
        number(pooled(scene.counts for scene in lively).f1),
        str(sum(len(scene.wrong) for scene in empty)),
    )


_LIVELY = 4.0
# Times a quiet sitter's sway.
