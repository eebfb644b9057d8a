"""The order of takes by their scores, and the reasons for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from takewise.app.analyze_takes import Finished
from takewise.model import ScoreTerm

WHAT_THE_SCORE_IS = (
    "The score says how much a take offers to look at, compared with these takes only; "
    "the choice is yours."
)
"""Printed under every ranking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankReason:
    """One term of a score, next to the same term of the other takes."""

    term: ScoreTerm
    """The take's own term."""
    against_mean: float
    """Its contribution to the score, less the average over these takes, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One take in a ranking."""

    rank: int
    """From 1; takes of equal score share a rank."""
    path: str
    """The take."""
    score: float
    """Its total, 0 to 1."""
    reasons: tuple[RankReason, ...]
    """The reasons, the one that sets it apart most first."""


def rank_takes(finished: Finished) -> tuple[Ranked, ...]:
    """Return takes by score, the highest first; equal ones in the order named."""
    scores = {path: result.analysis.score for path, result in finished.results.items()}
    parts: dict[str, list[float]] = {}
    for score in scores.values():
        for term in score.terms:
            parts.setdefault(term.name, []).append(_part(term))
    means = {name: fmean(values) for name, values in parts.items()}
    totals = [score.total for score in scores.values()]
    ranked = (
        Ranked(
            rank=1 + sum(total > score.total for total in totals),
            path=path,
            score=score.total,
            reasons=_reasons(score.terms, means),
        )
        for path, score in scores.items()
    )
    return tuple(sorted(ranked, key=lambda each: each.rank))


def _part(term: ScoreTerm) -> float:
    return term.value * term.weight


def _reasons(terms: Sequence[ScoreTerm], means: dict[str, float]) -> tuple[RankReason, ...]:
    reasons = (RankReason(term=term, against_mean=_part(term) - means[term.name]) for term in terms)
    return tuple(sorted(reasons, key=lambda each: -abs(round(each.against_mean, 6))))
