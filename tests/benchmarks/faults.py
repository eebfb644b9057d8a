"""What false and missed moments have in common, and the scenes in which most goes wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from takewise.clock import FrameRange
from takewise.model import Moment
from tests.benchmarks.figures import Sets
from tests.benchmarks.synthetic import Judged, TrueMoment
from tests.benchmarks.tables import Table, number

_NEAR_BLINK = 0.15
# Seconds before and after a blink in which the skin around the eyes moves with it.

_LIVELY = 4.0
# Multiple of a quiet sitter's sway.

_WORST = 8


def kinds(sets: Sets) -> Table:
    """Return how many false and missed moments there are of each sort."""
    counts = {
        name: Counter(
            [f"false: {_why_wrong(scene, each)}" for scene in scenes for each in scene.wrong]
            + [f"missed: {_why_missed(scene, each)}" for scene in scenes for each in scene.missed]
        )
        for name, scenes in sets.items()
    }
    order = sorted(set().union(*counts.values()), key=lambda why: (why[:5], -_all(counts, why)))
    return Table(
        title="Faults by kind",
        columns=("fault", *sets),
        rows=tuple((why, *(str(each[why]) for each in counts.values())) for why in order),
        notes=("The first that fits, in this order: another moment, speech, blink, gaze, head.",),
    )


def _all(counts: dict[str, Counter[str]], why: str) -> int:
    return sum(each[why] for each in counts.values())


def _why_wrong(judged: Judged, moment: Moment) -> str:
    script = judged.scene.script
    if any(moment.span.overlap(found.span) and moment is not found for found, _ in judged.pairs):
        return "beside a moment that was found"
    if _touches(moment.span, (each.span for each in judged.true)):
        return "at a true moment, with other times"
    if _touches(moment.span, (FrameRange(s.onset, s.offset) for s in script.speech)):
        return f"in speech ({moment.movements[0].unit})"
    margin = round(_NEAR_BLINK * judged.rate)
    blinks = (FrameRange(max(0, b.onset - margin), b.offset + margin) for b in script.blinks)
    if _touches(moment.span, blinks):
        return "at a blink"
    if _touches(moment.span, (FrameRange(g.onset, g.offset) for g in script.gazes)):
        return "at a look aside"
    return "with a lively head" if script.head.amplitude >= _LIVELY else "elsewhere"


def _why_missed(judged: Judged, moment: TrueMoment) -> str:
    if _touches(moment.span, (found.span for found in judged.wrong)):
        return "found with other times"
    for name, low in (("3–9 %", 0.03), ("1.5–3 %", 0.015), ("0.8–1.5 %", 0.0)):
        if moment.movements[0].peak >= low:
            lively = judged.scene.script.head.amplitude >= _LIVELY
            return f"nothing found, {name}" + (", lively head" if lively else "")
    return "nothing found"


def _touches(span: FrameRange, others: Iterable[FrameRange]) -> bool:
    return any(span.overlap(other) for other in others)


def worst(sets: Sets) -> Table:
    """Return the scenes with the most false and missed moments."""
    every = [(name, scene) for name, scenes in sets.items() for scene in scenes]
    every.sort(key=lambda each: -(each[1].counts.wrong + each[1].counts.missed))
    return Table(
        title="The scenes with the most faults",
        columns=(
            "scene", "face", "content", "frames/s", "eye-width, px", "crf", "head", "speech, s",
            "right / false / missed", "F1",
        ),
        rows=tuple(_row(scene) for _, scene in every[:_WORST]),
    )  # fmt: skip


def _row(judged: Judged) -> tuple[str, ...]:
    scene, counts = judged.scene, judged.counts
    talking = sum(each.offset - each.onset for each in scene.script.speech) / judged.rate
    return (
        scene.name,
        scene.face.name,
        scene.content,
        number(judged.rate),
        number(scene.eye_width, 0),
        str(scene.crf),
        number(scene.script.head.amplitude, 1),
        number(talking, 1),
        f"{counts.right} / {counts.wrong} / {counts.missed}",
        number(counts.f1),
    )
