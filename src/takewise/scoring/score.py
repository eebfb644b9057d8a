"""A take's score: named terms, each with its reason.

It says how much a take offers to look at. It is no judgement of a person, and
means something only next to the other takes of the same scene.
"""

from __future__ import annotations

import math

import numpy as np

from takewise.model import Kind, Moment, Person, RegionMotion, ScoreTerm, TakeScore
from takewise.scoring.settings import ScoreSettings

_EYE_KINDS = (Kind.BLINK, Kind.GAZE)


def score(
    moments: tuple[Moment, ...],
    people: tuple[Person, ...],
    motions: tuple[RegionMotion, ...],
    settings: ScoreSettings,
) -> TakeScore:
    """Score a take; the total is 0 where no one is seen."""
    # By the names that the settings give to the terms.
    judged = {
        "subtle moments": _moments_term(moments, settings),
        "legibility": _legibility_term(people),
        "open eyes": _blinks_term(moments, people),
        "face in the picture": _face_term(motions),
    }
    whole = sum(settings.weights.values())
    terms = tuple(
        ScoreTerm(name=name, value=judged[name][0], weight=weight / whole, because=judged[name][1])
        for name, weight in settings.weights.items()
    )
    return TakeScore(total=sum(term.value * term.weight for term in terms), terms=terms)


def _moments_term(moments: tuple[Moment, ...], settings: ScoreSettings) -> tuple[float, str]:
    shown = [moment for moment in moments if moment.kind not in _EYE_KINDS]
    if not shown:
        return 0.0, "no moment found"
    sure = sum(moment.confidence for moment in shown)
    brief = sum(moment.kind is Kind.MICRO for moment in shown)
    clear = sum(moment.confidence >= 0.8 for moment in shown)
    words = f"{_count(len(shown), 'moment')}, {clear} of them clear, {brief} brief"
    return 1 - math.exp(-sure / settings.enough_moments), words


def _legibility_term(people: tuple[Person, ...]) -> tuple[float, str]:
    if not people:
        return 0.0, "nobody is seen"
    value = float(
        np.average([each.legibility for each in people], weights=[each.seen for each in people])
    )
    reasons = [reason for each in people for reason in each.because]
    return value, "; ".join(dict.fromkeys(reasons)) or "sharp, lit and large enough"


def _blinks_term(moments: tuple[Moment, ...], people: tuple[Person, ...]) -> tuple[float, str]:
    if not people:
        return 0.0, "nobody is seen"
    shown = [moment for moment in moments if moment.kind not in _EYE_KINDS]
    closed = [moment for moment in moments if moment.kind is Kind.BLINK]
    hidden = sum(
        any(blink.person == moment.person and moment.apex in blink.span for blink in closed)
        for moment in shown
    )
    blinks = _count(len(closed), "blink")
    if not hidden:
        return 1.0, f"{blinks}, none over the apex of a moment"
    return 1 - hidden / len(shown), f"{blinks}, {hidden} over the apex of a moment"


def _face_term(motions: tuple[RegionMotion, ...]) -> tuple[float, str]:
    if not motions:
        return 0.0, "no face in any frame"
    # Of a face that is cut by the edge of the picture, only what is in it counts.
    inside = np.max([np.nan_to_num(motion.legibility[:, 3]) for motion in motions], axis=0)
    share, value = float((inside > 0).mean()), float(inside.mean())
    words = f"a face in {share * 100:.0f} % of the frames"
    if value < _WHOLE * share:
        words += f", {value / share * 100:.0f} % of it inside the picture"
    return value, words


# Share of the face from which it is not said how much of it is inside the picture.
_WHOLE = 0.95


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
