"""Takes on one clock: tables, and a JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from takewise.alignment_methods import METHODS
from takewise.cli.render.console import print_line, stderr, stdout, table
from takewise.cli.render.scene_lines import print_scene_lines, scene_lines_document
from takewise.model.alignment import Difference, source_timecode
from takewise.model.decisions import Decisions
from takewise.pipeline.comparison import Comparison


def print_comparison(comparison: Comparison) -> None:
    """Print how at least two takes were aligned on one clock, and where they differ."""
    console = stdout()
    clock = comparison.takes[comparison.clock]
    console.print(f"\nOn one clock, that of {clock.name}")
    shown = table("take", "by", "sure", "because", numbers=("sure",))
    for number, take in enumerate(comparison.takes):
        if number != comparison.clock:
            found = take.alignment
            why = found.because if found.told else f"not aligned: {found.because}"
            shown.add_row(take.name, METHODS[found.method].evidence, f"{found.sureness:.2f}", why)
    console.print(shown)
    _print_differences(comparison)
    print_scene_lines(comparison.lines, [take.name for take in comparison.takes])
    for note in comparison.notes:
        print_line(stderr(), note)


def _print_differences(comparison: Comparison) -> None:
    console = stdout()
    if not comparison.differences:
        console.print("\nNo differences were found.")
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
        console.print("Takes aligned only by their starts cannot be ordered in time.")


def comparison_document(
    comparison: Comparison, paths: Sequence[str], decisions: Mapping[str, Decisions]
) -> dict[str, object]:
    """Return a comparison of the takes at the paths as a JSON document."""
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
        "lines": scene_lines_document(comparison.lines, paths),
        "decisions": [_decision(path, decisions[path]) for path in paths],
        "notes": [*comparison.notes, *comparison.lines.notes],
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
