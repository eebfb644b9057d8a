"""From judged scenes to tables of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tests.benchmarks.matching import Counts
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number, spread

Sets: TypeAlias = Mapping[str, Sequence[Judged]]
"""Judged scenes by the name of their set."""

_RESAMPLES = 2000


def pooled(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    return sum(counts, Counts())


TARGET_PEAK = 0.015
"""Eye-widths from which a movement should be found: what spotting methods use as the
visible begins at 1.2 to 1.8 % (the thresholds of the MEGC winners since 2021)."""


def overall(sets: Sets) -> Table:
    """Return the figures of whole sets, with what chance leaves open."""
    rows = []
    for name, scenes in sets.items():
        for what, counts in (
            (name, [scene.counts for scene in scenes]),
            (f"{name}, peak ≥ 1.5 %", [scene.counts_from(TARGET_PEAK) for scene in scenes]),
            (
                f"{name}, peak ≥ 1.5 %, against every false moment",
                [scene.counts_from(TARGET_PEAK, every_false=True) for scene in scenes],
            ),
        ):
            rows.append(_overall_row(what, scenes, counts))
    return Table(
        title="Moments",
        columns=(
            "set", "takes / minutes", "movements", "F1 (95 %)", "precision", "recall",
            "takes without exactly one face",
        ),
        rows=tuple(rows),
        notes=(
            "A moment is right if its span and the true one's share half of their union, each "
            "used once. Movements of the same frames are one moment; holds are not judged.",
            "*Peak ≥ 1.5 %*: movements of at least that true peak, and false moments of at least "
            "that measured peak; below it, every false moment of any size.",
            "The interval is of takes drawn again at random, and knows nothing of other faces.",
        ),
    )  # fmt: skip


def _overall_row(what: str, scenes: Sequence[Judged], counts: Sequence[Counts]) -> tuple[str, ...]:
    total = pooled(counts)
    low, high = interval(counts)
    return (
        what,
        f"{len(scenes)} / {sum(scene.minutes for scene in scenes):.1f}",
        str(total.right + total.missed),
        f"{number(total.f1)} ({low:.2f}–{high:.2f})",
        number(total.precision),
        number(total.recall),
        str(sum(scene.people != 1 for scene in scenes)),
    )


def eyes(sets: Sets) -> Table:
    """Return how well blinks and looks aside are found."""
    rows = []
    for name, scenes in sets.items():
        for what, counts in (
            ("blinks", pooled(scene.blinks for scene in scenes)),
            ("looks aside", pooled(scene.gazes for scene in scenes)),
        ):
            true = counts.right + counts.missed
            cells = (true, counts.right, counts.wrong)
            rows.append((f"{what} ({name})", *map(str, cells), number(counts.f1)))
    return Table(
        title="Eyes",
        columns=("what (set)", "true", "found", "false", "F1"),
        rows=tuple(rows),
        notes=(
            "A blink is right if its span and the true one's share 0.3 of their union; a look "
            "aside if a gaze shift is found during it.",
        ),
    )


def interval(counts: Sequence[Counts]) -> tuple[float, float]:
    """Return the middle 95 % of F1 over takes drawn with replacement; NaN of nothing."""
    table = np.array([(c.right, c.wrong, c.missed) for c in counts])
    if not table.any():
        return float("nan"), float("nan")
    random = np.random.default_rng(0)
    drawn = table[random.integers(len(table), size=(_RESAMPLES, len(table)))].sum(axis=1)
    right, others = drawn[:, 0], drawn[:, 1] + drawn[:, 2]
    with np.errstate(invalid="ignore"):
        low, high = np.nanpercentile(2 * right / (2 * right + others), [2.5, 97.5])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Band:
    """A range of some measure."""

    name: str
    """As in the table."""
    low: float
    """Least value in it."""
    high: float
    """Least value above it."""


_PEAKS = (Band("0.8–1.5 %", 0, 0.015), Band("1.5–3 %", 0.015, 0.03), Band("3–9 %", 0.03, 9.0))
_LENGTHS = (
    Band("up to 0.2 s", 0, 0.2), Band("0.2–0.5 s", 0.2, 0.5), Band("0.5–1 s", 0.5, 1.0),
    Band("1–3 s", 1.0, 99.0),
)  # fmt: skip
_RATES = (Band("23.98–25", 0, 27), Band("29.97–30", 27, 40), Band("50–60", 40, 999))
_HEADS = (
    Band("0–0.5", 0, 0.7), Band("1", 0.7, 1.5), Band("2", 1.5, 3), Band("4", 3, 6),
    Band("8", 6, 99),
)  # fmt: skip
_SIZES = (Band("below 70 px", 0, 70), Band("70–120 px", 70, 120), Band("120 px and more", 120, 999))


def by_measure(sets: Sets) -> tuple[Table, ...]:
    """Return tables of F1, precision and recall against what makes it hard."""
    own = "False moments count in the row of their own measured value."
    return (
        _moments_by("By displacement at the apex", "eye-widths", _PEAKS, _peaks, sets, own),
        _moments_by("By length", "onset to offset", _LENGTHS, _seconds, sets, own),
        _scenes_by("By frame rate", "frames/s", _RATES, lambda s: s.rate, sets),
        _scenes_by(
            "By head motion", "times a quiet sitter's", _HEADS,
            lambda s: s.scene.script.head.amplitude, sets,
        ),
        _scenes_by(
            "By size of the face", "eye-width", _SIZES, lambda s: s.scene.eye_width, sets
        ),
    )  # fmt: skip


Values: TypeAlias = tuple[list[float], list[float], list[float]]
"""A measure of the right, the wrong and the missed moments of a scene."""


def _peaks(judged: Judged) -> Values:
    return (
        [true.movements[0].peak for _, true in judged.pairs],
        [found.movements[0].peak for found in judged.wrong],
        [true.movements[0].peak for true in judged.missed],
    )


def _seconds(judged: Judged) -> Values:
    return (
        [true.span.length / judged.rate for _, true in judged.pairs],
        [found.span.length / judged.rate for found in judged.wrong],
        [true.span.length / judged.rate for true in judged.missed],
    )


def _moments_by(
    title: str,
    measure: str,
    bands: Sequence[Band],
    values: Callable[[Judged], Values],
    sets: Sets,
    note: str,
) -> Table:
    def counts(band: Band, scenes: Sequence[Judged]) -> Counts:
        """Count what lies in a band."""
        return pooled(
            Counts(*(sum(band.low <= v < band.high for v in part) for part in values(scene)))
            for scene in scenes
        )

    return _columns(title, measure, [band.name for band in bands], [
        [counts(band, scenes) for band in bands] for scenes in sets.values()
    ], sets, note)  # fmt: skip


def _scenes_by(
    title: str,
    measure: str,
    bands: Sequence[Band],
    value: Callable[[Judged], float],
    sets: Sets,
) -> Table:
    return _columns(title, measure, [band.name for band in bands], [
        [
            pooled(s.counts for s in scenes if band.low <= value(s) < band.high)
            for band in bands
        ]
        for scenes in sets.values()
    ], sets)  # fmt: skip


def by_face(sets: Sets) -> Table:
    """Return the figures of each face."""
    rows = []
    for name, scenes in sets.items():
        for face in sorted({scene.scene.face.name for scene in scenes}):
            part = [scene for scene in scenes if scene.scene.face.name == face]
            counts, blinks = pooled(s.counts for s in part), pooled(s.blinks for s in part)
            rows.append((f"{face} ({name})", *_cells(counts), number(blinks.f1)))
    return Table(
        title="By face",
        columns=("face (set)", "movements", "F1", "precision", "recall", "blink F1"),
        rows=tuple(rows),
    )


def _cells(counts: Counts) -> tuple[str, ...]:
    return (
        str(counts.right + counts.missed),
        number(counts.f1),
        number(counts.precision),
        number(counts.recall),
    )


def _columns(
    title: str,
    measure: str,
    names: Sequence[str],
    counts: Sequence[Sequence[Counts]],
    sets: Sets,
    *notes: str,
) -> Table:
    """Return a table with a row for each band and a block of columns for each set."""
    heads = ("movements", "F1", "precision", "recall")
    return Table(
        title=title,
        columns=(measure, *(f"{name}: {head}" for name in sets for head in heads)),
        rows=tuple(
            (name, *(cell for each in counts for cell in _cells(each[place])))
            for place, name in enumerate(names)
        ),
        notes=notes,
    )


def timing(sets: Sets) -> Table:
    """Return how far onsets, apexes and offsets are from the true ones."""
    rows = []
    for name, scenes in sets.items():
        for what, error in _TIMES.items():
            frames = [(error(pair), scene.rate) for scene in scenes for pair in scene.pairs]
            rows.append(
                (
                    f"{what} ({name})",
                    str(len(frames)),
                    spread([f for f, _ in frames]),
                    spread([f / rate * 1000 for f, rate in frames], 0),
                    number(float(np.median([f for f, _ in frames])) if frames else np.nan, 1),
                )
            )
    return Table(
        title="Times of the moments that were found",
        columns=(
            "what (set)", "moments", "frames, median / 90 %", "ms, median / 90 %",
            "median late (+) or early (-), frames",
        ),
        rows=tuple(rows),
    )  # fmt: skip


_TIMES: dict[str, Callable[..., float]] = {
    "onset": lambda pair: pair[0].span.start - pair[1].span.start,
    "apex": lambda pair: pair[0].apex - pair[1].apex,
    "offset": lambda pair: pair[0].span.end - pair[1].span.end,
}


def false_alarms(sets: Sets) -> Table:
    """Return how many moments are found per minute where there is none."""
    rows = []
    contents = ("stillness", "light", "blinks", "gaze", "speech")
    for name, scenes in sets.items():
        for content in contents:
            part = [scene for scene in scenes if scene.scene.content == content]
            rows.append(_alarms(f"{content} ({name})", part))
        rows.append(
            _alarms(f"all of these ({name})", [s for s in scenes if s.scene.content in contents])
        )
    return Table(
        title="False moments where nothing moves but the head and what is named",
        columns=("scene (set)", "takes", "minutes", "false moments", "per minute"),
        rows=tuple(rows),
    )


def _alarms(name: str, part: Sequence[Judged]) -> tuple[str, ...]:
    minutes, wrong = sum(s.minutes for s in part), sum(len(s.wrong) for s in part)
    per_minute = number(wrong / minutes if minutes else np.nan, 1)
    return name, str(len(part)), f"{minutes:.1f}", str(wrong), per_minute
