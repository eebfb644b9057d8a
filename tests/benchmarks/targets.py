"""What is aimed at, what is seen, and whether that is met."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.figures import TARGET_PEAK, Sets, interval, pooled
from tests.benchmarks.naming import rightness
from tests.benchmarks.real import Outcome
from tests.benchmarks.speed import HEIGHTS, OVER_ALL_CORES, OVER_BARE, OVER_ONE_CORE
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number

_EMPTY = frozenset({"stillness", "light", "blinks", "gaze"})
# Scenes in which nothing moves but the head, the eyes and the light; nobody talks.

_FRAME = 0.04
# Seconds: a frame at 25 frames/s, in which the apex error is aimed at.


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One aim."""

    what: str
    """What is measured."""
    aim: str
    """What it should be."""
    seen: str
    """What it is; empty if it was not measured."""
    met: bool | None
    """Whether that is enough; None if it was not measured."""


def table(sets: Sets, real: Sequence[Outcome], speed: Sequence[Table]) -> Table:
    """Return every target with what was seen.

    Parameters
    ----------
    sets
        Judged synthetic takes; those of the last set decide.
    real
        Judged real takes; may be empty.
    speed
        Tables of the speed; may be empty.

    Returns
    -------
    Table
        A row for each target.
    """
    every = (*_synthetic(sets), *_real(real), *_speed(speed))
    last = f"the {list(sets)[-1]} set" if sets else "nothing synthetic"
    return Table(
        title="Targets",
        columns=("what", "target", "seen", "met"),
        rows=tuple(
            (each.what, each.aim, each.seen or "not measured", _met(each)) for each in every
        ),
        notes=(
            "Of synthetic takes the figures stand in the order of the sets "
            f"({', '.join(sets)}); whether a target is met is told of {last}, the last. "
            "In brackets, what chance leaves open.",
        ),
    )


def _met(target: Target) -> str:
    return "–" if target.met is None else "yes" if target.met else "**no**"


def _synthetic(sets: Sets) -> tuple[Target, ...]:
    def row(what: str, aim: str, value: Callable[[Sequence[Judged]], tuple[str, bool]]) -> Target:
        """Tell one figure of every set."""
        told = [value(scenes) for scenes in sets.values()]
        seen = "; ".join(text for text, _ in told)
        return Target(what=what, aim=aim, seen=seen, met=told[-1][1] if told else None)

    return (
        row("synthetic, peak ≥ 1.5 % of an eye-width, 24–60 frames/s: F1", "≥ 0.90", _f1),
        row("the same, 0.8–1.5 %: recall", "reported", _faint),
        row("apex error in frames at 25 frames/s: median, p90", "≤ 1, ≤ 3", _apex),
        row("false moments a minute without any movement or speech", "≤ 0.5", _alarms),
        row("region / action unit / side right", "≥ 0.95 / 0.80 / 0.95", _names),
        row("blinks, synthetic: F1", "≥ 0.95", _blinks),
    )


def _f1(scenes: Sequence[Judged]) -> tuple[str, bool]:
    counts = [scene.counts_from(TARGET_PEAK) for scene in scenes]
    low, high = interval(counts)
    f1 = pooled(counts).f1
    return f"{number(f1)} ({low:.2f}–{high:.2f})", f1 >= 0.90


def _faint(scenes: Sequence[Judged]) -> tuple[str, bool]:
    peaks = [true.movements[0].peak for scene in scenes for _, true in scene.pairs]
    missed = [true.movements[0].peak for scene in scenes for true in scene.missed]
    found, lost = (sum(peak < TARGET_PEAK for peak in part) for part in (peaks, missed))
    return number(found / (found + lost) if found + lost else float("nan")), True


def _apex(scenes: Sequence[Judged]) -> tuple[str, bool]:
    frames = [
        abs(found.apex - true.apex) / scene.rate / _FRAME
        for scene in scenes
        for found, true in scene.pairs
    ]
    middle, most = np.percentile(frames, [50, 90]) if frames else (np.nan, np.nan)
    return f"{middle:.1f}, {most:.1f}", bool(middle <= 1 and most <= 3)


def _alarms(scenes: Sequence[Judged]) -> tuple[str, bool]:
    part = [scene for scene in scenes if scene.scene.content in _EMPTY]
    minutes, wrong = sum(s.minutes for s in part), sum(len(s.wrong) for s in part)
    per_minute = wrong / minutes if minutes else float("nan")
    return f"{number(per_minute, 1)} ({wrong} in {minutes:.1f} min)", per_minute <= 0.5


def _names(scenes: Sequence[Judged]) -> tuple[str, bool]:
    region, unit, side = rightness(scenes)
    right = region >= 0.95 and unit >= 0.80 and side >= 0.95
    return f"{number(region)} / {number(unit)} / {number(side)}", right


def _blinks(scenes: Sequence[Judged]) -> tuple[str, bool]:
    f1 = pooled(scene.blinks for scene in scenes).f1
    return number(f1), f1 >= 0.95


def _real(real: Sequence[Outcome]) -> tuple[Target, ...]:
    names = (
        ("blinks, real: F1", "≥ 0.95"),
        ("real movements that are not speech: recall at IoU 0.3", "≥ 0.7"),
        ("other moments a minute outside speech on real takes", "≤ 3"),
    )
    if not real:
        return tuple(Target(what=what, aim=aim, seen="", met=None) for what, aim in names)
    blinks = pooled(each.blinks for each in real)
    found, events = sum(e.found_events for e in real), sum(len(e.labels.events) for e in real)
    others, minutes = sum(e.others for e in real), sum(e.minutes for e in real)
    told = (
        (f"{number(blinks.f1)} (of {blinks.right + blinks.missed})", blinks.f1 >= 0.95),
        (f"{found} of {events}", found >= 0.7 * events),
        (f"{others / minutes:.1f} ({others} in {minutes:.2f} min)", others <= 3 * minutes),
    )
    return tuple(
        Target(what=what, aim=aim, seen=seen, met=met)
        for (what, aim), (seen, met) in zip(names, told, strict=True)
    )


def _speed(tables: Sequence[Table]) -> tuple[Target, ...]:
    rows = {
        (each.title, row[0]): dict(zip(each.columns, row, strict=True))
        for each in tables
        for row in each.rows
    }
    found = []
    for aim in _SPEED_AIMS:
        figures = [
            float(match.group())
            for title, row, column in aim.cells
            if (match := re.match(r"[\d.]+", rows.get((title, row), {}).get(column, "")))
        ]
        found.append(
            Target(
                what=aim.what,
                aim=aim.aim,
                seen="; ".join(map(aim.words, figures)),
                met=all(map(aim.enough, figures)) if figures else None,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpeedAim:
    """A target that cells of the speed tables tell."""

    what: str
    aim: str
    cells: tuple[tuple[str, str, str], ...]
    """Title, name of the row, column."""
    words: Callable[[float], str] = number
    enough: Callable[[float], bool]


_SPEED_AIMS = (
    _SpeedAim(
        what="whole analysis ÷ bare decode and detector, wall time, 540p; 1080p",
        aim="≤ 1.25",
        cells=tuple(("One take", f"{h}p, whole", OVER_BARE) for h in HEIGHTS),
        enough=lambda ratio: ratio <= 1.25,
    ),
    _SpeedAim(
        what="four takes, two at a time ÷ one by one on one core, 540p; 1080p",
        aim="≥ 1.7",
        cells=tuple(("4 takes", f"{h}p", OVER_ONE_CORE) for h in HEIGHTS),
        enough=lambda ratio: ratio >= 1.7,
    ),
    _SpeedAim(
        what="four takes, two at a time ÷ one by one on both cores, 540p; 1080p",
        aim="≥ 1.7",
        cells=tuple(("4 takes", f"{h}p", OVER_ALL_CORES) for h in HEIGHTS),
        enough=lambda ratio: ratio >= 1.7,
    ),
    _SpeedAim(
        what="greatest memory at 1080p, MiB, by minutes",
        aim="≤ 700, flat",
        cells=tuple(
            ("Memory of one analysis", minutes, "greatest resident memory, MiB")
            for minutes in ("0.13", "1", "10", "60")
        ),
        words=lambda mib: number(mib, 0),
        enough=lambda mib: mib <= 700,
    ),
    _SpeedAim(
        what="takewise --help, seconds",
        aim="≤ 0.3",
        cells=(("Start of the command", "takewise --help", "seconds, median of 5"),),
        enough=lambda seconds: seconds <= 0.3,
    ),
)
