"""Takes beside each other: their order, and the reasons for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from takewise.app.analyze_takes import Finished
from takewise.cli.render.console import lines, stdout, table
from takewise.model import Analysis, ScoreTerm

WHAT_THE_SCORE_IS = (
    "The score says how much a take offers to look at, beside these takes only; "
    "the choice is yours."
)
"""Stands under every ranking."""

_TELLS = 0.005
# Smallest part of the score that the two digits of a table can show.


@dataclass(frozen=True, slots=True, kw_only=True)
class RankReason:
    """One term of a score, beside the same term of the other takes."""

    term: ScoreTerm
    """The take's own term."""
    against_mean: float
    """What it adds to the score more than on average over these takes, -1 to 1."""


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
    """What sets it apart most first."""


def rank_takes(finished: Finished) -> tuple[Ranked, ...]:
    """Put takes in the order of their scores.

    Parameters
    ----------
    finished
        The takes.

    Returns
    -------
    tuple[Ranked, ...]
        Highest score first; equal ones in the order named.
    """
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


def print_take_ranking(
    finished: Finished, ranked: Sequence[Ranked], marks: Mapping[str, str] | None = None
) -> None:
    """Print a ranking with the reasons; nothing if no take was finished.

    Parameters
    ----------
    finished
        The takes.
    ranked
        From `rank_takes`.
    marks
        Path to what humans said of it in a word or two, shown under its name.
    """
    if not ranked:
        return
    console = stdout()
    shown = table("", "take", "score", "±", "why", numbers=("", "score", "±"))
    for each in ranked:
        told = _told(each.reasons, alone=len(ranked) == 1)
        for number, (change, why) in enumerate(told):
            named = lines(finished.names[each.path], (marks or {}).get(each.path, ""))
            head = (str(each.rank), named, f"{each.score:.2f}")
            shown.add_row(*(head if number == 0 else ("", "", "")), change, why)
    console.print(shown)
    if len(ranked) > 1:
        console.print("\n± is what a reason adds or takes away, against the mean of these takes.")
        if alike := _alike(ranked):
            console.print(f"Much the same in all of them: {', '.join(alike)}.")
    console.print(WHAT_THE_SCORE_IS)
    if len({_ways(result.analysis) for result in finished.results.values()}) > 1:
        console.print("These takes were not analysed in the same way: analyse them anew together.")


def take_ranking_document(finished: Finished, ranked: Sequence[Ranked]) -> dict[str, object]:
    """Return a ranking as a JSON document.

    Parameters
    ----------
    finished
        The takes.
    ranked
        From `rank_takes`.

    Returns
    -------
    dict[str, object]
        ``takes`` by rank, ``about`` the score, and ``failures``.
    """
    takes = [
        {
            "rank": each.rank,
            "path": each.path,
            "score": round(each.score, 6),
            "reasons": [
                {
                    "name": reason.term.name,
                    "value": round(reason.term.value, 6),
                    "weight": round(reason.term.weight, 6),
                    "against_mean": round(reason.against_mean, 6),
                    "because": reason.term.because,
                }
                for reason in each.reasons
            ],
        }
        for each in ranked
    ]
    return {"takes": takes, "about": WHAT_THE_SCORE_IS, "failures": finished.listed_failures}


def _ways(analysis: Analysis) -> tuple[str, str, str]:
    """Return what two analyses must share to be set beside each other."""
    return analysis.generator, analysis.settings_digest, analysis.detector.digest


def _part(term: ScoreTerm) -> float:
    return term.value * term.weight


def _reasons(terms: Sequence[ScoreTerm], means: dict[str, float]) -> tuple[RankReason, ...]:
    reasons = (RankReason(term=term, against_mean=_part(term) - means[term.name]) for term in terms)
    return tuple(sorted(reasons, key=lambda each: -abs(round(each.against_mean, 6))))


def _told(reasons: Sequence[RankReason], *, alone: bool) -> list[tuple[str, str]]:
    """Return what sets a take apart, or what does so most; of one alone, all of it."""
    apart = [each for each in reasons if alone or _tells(each)]
    return [
        ("" if alone else _signed(each.against_mean), f"{each.term.name}: {each.term.because}")
        for each in apart or reasons[:1]
    ]


def _alike(ranked: Sequence[Ranked]) -> list[str]:
    """Return the terms that set no take apart."""
    apart = {reason.term.name for each in ranked for reason in each.reasons if _tells(reason)}
    return [reason.term.name for reason in ranked[0].reasons if reason.term.name not in apart]


def _tells(reason: RankReason) -> bool:
    return abs(reason.against_mean) >= _TELLS


def _signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) >= _TELLS else "0.00"
