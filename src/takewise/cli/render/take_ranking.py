"""A ranking of takes: a table with reasons, and a JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from takewise.app.analyze_takes import Finished
from takewise.app.rank_takes import WHAT_THE_SCORE_IS, Ranked, RankReason
from takewise.cli.render.console import lines, stdout, table
from takewise.model import Analysis

# Smallest part of the score that the two digits of a table can show.
_TELLS = 0.005


def print_take_ranking(
    finished: Finished, ranked: Sequence[Ranked], marks: Mapping[str, str] | None = None
) -> None:
    """Print a ranking with the reasons; nothing if no take was finished.

    `marks` has the decisions on a path in a word or two, shown under its name.
    """
    if not ranked:
        return
    console = stdout()
    shown = table("", "take", "score", "±", "why", numbers=("", "score", "±"))
    for each in ranked:
        reasons = _main_reasons(each.reasons, alone=len(ranked) == 1)
        for number, (change, why) in enumerate(reasons):
            named = lines(finished.names[each.path], (marks or {}).get(each.path, ""))
            head = (str(each.rank), named, f"{each.score:.2f}")
            shown.add_row(*(head if number == 0 else ("", "", "")), change, why)
    console.print(shown)
    if len(ranked) > 1:
        console.print(
            "\n± is how much a reason raises or lowers the score, against the mean of these takes."
        )
        if alike := _alike(ranked):
            console.print(f"Much the same in all of them: {', '.join(alike)}.")
    console.print(WHAT_THE_SCORE_IS)
    if len({_ways(result.analysis) for result in finished.results.values()}) > 1:
        console.print(
            "These takes were not analysed in the same way: analyse them again, together."
        )


def take_ranking_document(finished: Finished, ranked: Sequence[Ranked]) -> dict[str, object]:
    """Return a ranking, what the score means, and the failures as a JSON document."""
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
    """Return what two analyses must have in common to be compared."""
    return analysis.generator, analysis.settings_digest, analysis.detector.digest


def _main_reasons(reasons: Sequence[RankReason], *, alone: bool) -> list[tuple[str, str]]:
    """Return the reasons that set a take apart most, or all for a single take."""
    apart = [each for each in reasons if alone or _tells(each)]
    return [
        ("" if alone else _signed(each.against_mean), f"{each.term.name}: {each.term.because}")
        for each in apart or reasons[:1]
    ]


def _alike(ranked: Sequence[Ranked]) -> list[str]:
    """Return the terms that do not set any take apart."""
    apart = {reason.term.name for each in ranked for reason in each.reasons if _tells(reason)}
    return [reason.term.name for reason in ranked[0].reasons if reason.term.name not in apart]


def _tells(reason: RankReason) -> bool:
    return abs(reason.against_mean) >= _TELLS


def _signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) >= _TELLS else "0.00"
