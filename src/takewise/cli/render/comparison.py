"""Takes on one clock: tables, and a JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from takewise.cli.render.console import print_line, stderr, stdout, table
from takewise.model.alignment import Difference, Method, source_timecode
from takewise.model.decisions import Decisions
from takewise.pipeline.comparison import Comparison

_BY: Mapping[Method, str] = {
    "frame": "chosen frames",
    "slate": "the slate",
    "sound": "the same sound",
    "speech": "the same words",
    "start": "their starts",
}


def print_comparison(comparison: Comparison) -> None:
    """Print how the takes lie on one clock, and where they differ.

    Parameters
    ----------
    comparison
        At least two takes.
    """
    console = stdout()
    clock = comparison.takes[comparison.clock]
    console.print(f"\nOn one clock, that of {clock.name}")
    shown = table("take", "by", "sure", "because", numbers=("sure",))
    for number, take in enumerate(comparison.takes):
        if number != comparison.clock:
            found = take.alignment
            why = found.because if found.told else f"cannot tell: {found.because}"
            shown.add_row(take.name, _BY[found.method], f"{found.sureness:.2f}", why)
    console.print(shown)
    _print_differences(comparison)
    for note in comparison.notes:
        print_line(stderr(), note)


def _print_differences(comparison: Comparison) -> None:
    console = stdout()
    if not comparison.differences:
        console.print("\nNo difference between them can be told.")
        return
    console.print("\nWhere they differ")
    shown = table("at", "beat", "difference", "where", numbers=("at", "where"))
    last = None
    for each in comparison.differences:
        first = each.beat is not last
        head = (_minutes(each.beat.at), each.beat.title) if first else ("", "")
        shown.add_row(*head, each.words, _where(comparison, each))
        last = each.beat
    console.print(shown)
    console.print("\nat: on the clock of the takes; where: source timecode, or frame, of the apex.")
    if not all(take.trusted for take in comparison.takes):
        console.print("Of takes that lie by their starts it cannot be told what came earlier.")


def comparison_document(
    comparison: Comparison, paths: Sequence[str], decisions: Mapping[str, Decisions]
) -> dict[str, object]:
    """Return a comparison as a JSON document.

    Parameters
    ----------
    comparison
        The takes on one clock.
    paths
        Their paths, in the same order.
    decisions
        Path to what humans said of it.

    Returns
    -------
    dict[str, object]
        ``clock`` (a path), ``alignments``, ``differences``, ``decisions`` and ``notes``.
    """
    alignments = [
        {
            "path": path,
            "method": take.alignment.method,
            "sureness": round(take.alignment.sureness, 3),
            "told": take.alignment.told,
            "because": take.alignment.because,
            # Pairs of seconds: of the take, and of the clock.
            "knots": [
                [round(float(own), 4), round(float(clock), 4)]
                for own, clock in zip(take.alignment.times, take.alignment.clock, strict=True)
            ],
        }
        for path, take in zip(paths, comparison.takes, strict=True)
    ]
    return {
        "clock": paths[comparison.clock],
        "alignments": alignments,
        "differences": [_difference(comparison, each, paths) for each in comparison.differences],
        "decisions": [_decision(path, decisions[path]) for path in paths],
        "notes": list(comparison.notes),
    }


def _difference(
    comparison: Comparison, each: Difference, paths: Sequence[str]
) -> dict[str, object]:
    take, moment = comparison.takes[each.take], each.beat.moments[each.take]
    timecode = source_timecode(take.analysis, moment.apex)
    return {
        "kind": each.kind,
        "at": round(each.beat.at, 3),
        "beat": each.beat.title,
        "path": paths[each.take],
        "against": None if each.against is None else paths[each.against],
        "seconds": round(each.seconds, 3),
        "frame": moment.apex,
        "timecode": None if timecode is None else str(timecode),
        "moments": {paths[number]: found.id for number, found in each.beat.moments.items()},
        "cannot_tell": {paths[number]: why for number, why in each.beat.unseen.items()},
        "words": each.words,
    }


def _decision(path: str, decisions: Decisions) -> dict[str, object]:
    return {
        "path": path,
        "verdict": decisions.verdict.value if decisions.verdict else None,
        "stars": decisions.stars,
        "note": decisions.note,
        "tags": list(decisions.tags),
        "sync": decisions.sync,
    }


def _where(comparison: Comparison, each: Difference) -> str:
    analysis = comparison.takes[each.take].analysis
    apex = each.beat.moments[each.take].apex
    timecode = source_timecode(analysis, apex)
    return f"frame {apex}" if timecode is None else str(timecode)


def _minutes(seconds: float) -> str:
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(round(abs(seconds), 2), 60)
    return f"{sign}{int(minutes)}:{rest:05.2f}"
