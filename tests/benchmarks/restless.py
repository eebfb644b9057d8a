"""Scenes whose head never rests, and what is found in them.

Their heads sway two to three times as far as the liveliest of the other scenes, up to 60
degrees a second: more than anybody keeps up, and what a real head does now and then.
They are played beside the other scenes and counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from takewise.timeline import MarkerSettings
from tests.benchmarks.figures import Sets
from tests.benchmarks.matching import Counts
from tests.benchmarks.scenes import Scene
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number
from tests.performer import HeadMotion

AMPLITUDES = (14.0, 20.0, 26.0)
"""Multiples of a quiet sitter's sway; the other scenes have 0 to 8."""

_MOST = 12


_MARKED = MarkerSettings().min_confidence


def restless_scenes(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """Return every other scene of a set with a restless head, at most twelve."""
    return tuple(
        replace(
            scene,
            name=f"{scene.name[:3]}liv-{number:02d}",
            script=replace(
                scene.script,
                head=HeadMotion(
                    amplitude=AMPLITUDES[number % len(AMPLITUDES)], seed=number + len(AMPLITUDES)
                ),
            ),
        )
        for number, scene in enumerate(scenes[: 2 * _MOST : 2])
    )


def table(sets: Sets) -> Table:
    """Return what is found while the head does not rest, and how surely it is told."""
    return Table(
        title="A restless head",
        columns=(
            "set", "takes", "minutes", "movements ≥ 1.5 %", "found", "false moments",
            "a minute", "mean confidence", "right", "false ≥ 0.5", "a minute (≥ 0.5)",
        ),
        rows=tuple(_row(name, part) for name, part in sets.items()),
        notes=(
            "The head sways two to three times as far as in the liveliest of the other scenes. "
            "*Right*: share of all told moments, which the mean confidence should be; those "
            "from 0.5 on become markers.",
        ),
    )  # fmt: skip


def _row(name: str, part: Sequence[Judged]) -> tuple[str, ...]:
    large = sum((each.counts_from(0.015) for each in part), Counts())
    told = [moment for each in part for moment in each.moments]
    wrong = [moment for each in part for moment in each.wrong]
    surely = sum(moment.confidence >= _MARKED for moment in wrong)
    minutes = sum(each.minutes for each in part)
    most = max(1, len(told))
    return (
        name,
        str(len(part)),
        number(minutes, 1),
        str(large.right + large.missed),
        str(large.right),
        str(len(wrong)),
        number(len(wrong) / minutes, 1),
        number(sum(moment.confidence for moment in told) / most),
        number((len(told) - len(wrong)) / most),
        str(surely),
        number(surely / minutes, 1),
    )
