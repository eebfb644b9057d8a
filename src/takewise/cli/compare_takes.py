"""Takes on one clock, as the command line tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from takewise.app.analyze_takes import Finished
from takewise.app.sources import ANALYSIS_SUFFIX, is_analysis
from takewise.cli.render.console import print_line, stderr, stdout, table
from takewise.clock import frames_per_day, grid_frame
from takewise.errors import ClockError, LibraryError, SettingsError
from takewise.library import signals_from_npz
from takewise.model import Analysis, RegionMotion
from takewise.model.alignment import Difference, Method, frame_time, source_timecode
from takewise.model.decisions import Decisions
from takewise.pipeline.comparison import Comparison, TakeToCompare
from takewise.pipeline.takes import TakeResult

_SIGNALS_SUFFIX = ".takewise.npz"

_BY: Mapping[Method, str] = {
    "frame": "chosen frames",
    "slate": "the slate",
    "sound": "the same sound",
    "speech": "the same words",
    "start": "their starts",
}


def to_compare(finished: Finished, decisions: Mapping[str, Decisions]) -> tuple[TakeToCompare, ...]:
    """Return the takes as they are compared.

    Parameters
    ----------
    finished
        The takes; the signals of an analysis file are those that lie beside it.
    decisions
        Path to what humans said of it.

    Returns
    -------
    tuple[TakeToCompare, ...]
        In the order named.
    """
    return tuple(
        TakeToCompare(
            name=finished.names[path],
            analysis=result.analysis,
            signals=_signals(path, result),
            decisions=decisions[path],
        )
        for path, result in finished.results.items()
    )


def sync_frames(wishes: Sequence[str], takes: Sequence[TakeToCompare]) -> dict[str, int]:
    """Read the frames that the user chose.

    Parameters
    ----------
    wishes
        ``TAKE=FRAME`` or ``TAKE=TIMECODE``, as typed.
    takes
        What a take may be: a name or its path, whole or without folders or ending.

    Returns
    -------
    dict[str, int]
        Name of the take to frame.

    Raises
    ------
    SettingsError
        If a wish names no take, more than one, or no frame of it.
    """
    chosen = {}
    for wish in wishes:
        named, _, label = wish.rpartition("=")
        meant = [take for take in takes if named in _called(take)]
        if len(meant) != 1:
            which = "none" if not meant else "more than one"
            raise SettingsError(
                f"{named or wish!r} names {which} of the takes",
                where="--sync",
                remedy="write TAKE=FRAME or TAKE=TIMECODE, such as take2.mov=37",
            )
        chosen[meant[0].name] = _frame(label, meant[0].analysis)
    return chosen


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


def standing(decisions: Decisions) -> str:
    """Return a take's verdict and stars in a few characters; empty where there are none."""
    verdict = decisions.verdict.value if decisions.verdict else ""
    stars = "" if decisions.stars is None else "★" * decisions.stars or "no star"
    return " ".join(filter(None, (verdict, stars)))


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


def _called(take: TakeToCompare) -> set[str]:
    path = Path(take.analysis.media.path)
    return {take.name, str(path), path.name, path.stem}


def _frame(label: str, analysis: Analysis) -> int:
    media = analysis.media
    try:
        frame = int(label) if label.isdecimal() else _by_timecode(label, analysis)
    except ClockError as error:
        raise SettingsError(error.what, where="--sync", remedy=error.remedy) from error
    if media.frame_count is not None and frame >= media.frame_count:
        raise SettingsError(
            f"{label} lies outside of {media.path}, which has {media.frame_count} frames",
            where="--sync",
        )
    return frame


def _by_timecode(label: str, analysis: Analysis) -> int:
    start = analysis.media.start_timecode
    if start is None:
        raise ClockError("this take carries no timecode", remedy="name a frame, from 0")
    named = start.named(label)
    day = frames_per_day(start.rate, drop_frame=start.drop_frame)
    seconds = Fraction((named.frame - start.frame) % day) / start.rate
    if not analysis.frame_pts:
        return grid_frame(seconds, analysis.media.rate)
    frames = range(len(analysis.frame_pts))
    return min(frames, key=lambda each: abs(frame_time(analysis, each) - float(seconds)))


def _signals(path: str, result: TakeResult) -> tuple[RegionMotion, ...] | None:
    if result.signals is not None or not is_analysis(path):
        return result.signals
    beside = Path(path.removesuffix(ANALYSIS_SUFFIX) + _SIGNALS_SUFFIX)
    try:
        return signals_from_npz(beside.read_bytes(), where=str(beside))
    except (OSError, LibraryError):
        # Without it less can be told, which is said where it matters.
        return None
