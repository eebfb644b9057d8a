"""Takes of one scene next to each other: on one clock, with what differs.

```
 analyses ─► read_sound ─► align ─► find_beats ─► find_differences ─► Comparison
 decisions ──(sync points)──┘       └─► lines_across ───────────┘
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from takewise.alignment import (
    AlignedTake,
    AlignmentSettings,
    By,
    TakeToAlign,
    align,
    find_beats,
    find_differences,
)
from takewise.dialogue import SpokenTake, lines_across
from takewise.errors import MediaError
from takewise.media import read_sound
from takewise.model import Analysis, RegionMotion
from takewise.model.alignment import Alignment, Beat, Difference, Sound, frame_time, offset
from takewise.model.decisions import Decisions, apply_decisions
from takewise.model.scene_lines import SceneLines

# Takes that are listened to at a time: decoding sound is quick, and disks are slow.
_LISTENERS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakeToCompare:
    """One take as far as it is known."""

    name: str
    """What to call it in words; no two takes alike."""
    analysis: Analysis
    """What was found in it."""
    signals: tuple[RegionMotion, ...] | None = None
    """The motion it was found in; without it less is known of what a take lacks."""
    decisions: Decisions = field(default_factory=Decisions)
    """What humans said of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Takes on one clock."""

    takes: tuple[AlignedTake, ...]
    """In the order given, what was decided applied to what was found."""
    clock: int
    """Number of the take whose time is the clock."""
    beats: tuple[Beat, ...]
    """By their time on the clock; of one take alone there are none."""
    differences: tuple[Difference, ...]
    """By their time on the clock."""
    lines: SceneLines
    """How each line of the scene is given in each take."""
    notes: tuple[str, ...]
    """What the user should know of it, one sentence each."""


def compare(
    takes: Sequence[TakeToCompare],
    *,
    by: By = "auto",
    syncs: Mapping[str, int] | None = None,
    settings: AlignmentSettings,
) -> Comparison:
    """Align takes of one scene, at least one, on one clock and find where they differ.

    The clock is that of the first take that others can be aligned with: one with sound or a sync
    point, as `by` needs it. `syncs` maps the name of a take to the frame that stands next to those
    of the others; it replaces the sync point that was decided on.
    """
    sounds, notes = _sounds(takes) if by not in {"frame", "none"} else ([None] * len(takes), [])
    known = [
        _to_align(take, sound, (syncs or {}).get(take.name, take.decisions.sync))
        for take, sound in zip(takes, sounds, strict=True)
    ]
    clock = next((number for number, each in enumerate(known) if _usable(each, by)), 0)
    alignments = [
        _itself() if number == clock else align(known[clock], each, by=by, settings=settings)
        for number, each in enumerate(known)
    ]
    aligned = tuple(
        AlignedTake(
            name=take.name,
            analysis=apply_decisions(take.analysis, take.decisions),
            signals=take.signals,
            alignment=alignment,
            trusted=alignment.told or by == "none",
        )
        for take, alignment in zip(takes, alignments, strict=True)
    )
    beats = find_beats(aligned, settings)
    if not all(take.alone for take in aligned) and len(aligned) > 1:
        notes.append("people are taken for the same by their order of appearance: check who is who")
    notes += _unknown(beats, settings)
    return Comparison(
        takes=aligned,
        clock=clock,
        beats=beats,
        differences=find_differences(aligned, beats, settings),
        lines=lines_across([_spoken(each) for each in aligned]),
        notes=tuple(notes),
    )


def _unknown(beats: Sequence[Beat], settings: AlignmentSettings) -> list[str]:
    """Note how many beats are not reported, so that silence is not taken for likeness."""
    sure = [
        each
        for each in beats
        if each.unseen
        and not each.missing
        and max(m.confidence for m in each.moments.values()) >= settings.least_confidence
    ]
    if not sure:
        return []
    which = "one beat" if len(sure) == 1 else f"{len(sure)} beats"
    return [
        f"Of {which} it is unknown whether all takes have it: "
        "a face was out of sight or hard to read there, or moves much like that"
    ]


def _spoken(take: AlignedTake) -> SpokenTake:
    """Return a take for its lines; times that are a mere assumption match none."""
    alignment = take.alignment if take.alignment.told else None
    return SpokenTake(name=take.name, analysis=take.analysis, alignment=alignment)


def _itself() -> Alignment:
    return offset("frame", 0.0, sureness=1.0, because="its time is the clock")


def _usable(take: TakeToAlign, by: By) -> bool:
    """Return whether others can be aligned on a take."""
    chosen = take.sync is not None and by in {"auto", "frame"}
    return (
        chosen or by == "none" or (by != "frame" and take.sound is not None and take.sound.audible)
    )


def _to_align(take: TakeToCompare, sound: Sound | None, sync: int | None) -> TakeToAlign:
    part = take.analysis.media.part
    start = frame_time(take.analysis, part.start) if part else 0.0
    if part and sound is not None:
        sound = sound.between(start, frame_time(take.analysis, part.end))
    return TakeToAlign(
        sound=sound,
        start=start,
        sync=None if sync is None else frame_time(take.analysis, sync),
    )


def _sounds(takes: Sequence[TakeToCompare]) -> tuple[list[Sound | None], list[str]]:
    """Read the sound of takes; one whose file is missing has none, and a note says so."""
    notes: list[str] = []

    def listen(take: TakeToCompare) -> Sound | None:
        try:
            return read_sound(take.analysis.media)
        except MediaError as error:
            notes.append(f"the sound of {take.name} was not heard: {error.what}")
            return None

    with ThreadPoolExecutor(_LISTENERS) as pool:
        sounds = list(pool.map(listen, takes))
    return sounds, sorted(notes)
