"""Takes of one scene: ranked, and compared on one clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from takewise.alignment import By
from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished, analyze_takes
from takewise.app.observer import Observer
from takewise.app.rank_takes import Ranked, rank_takes
from takewise.app.sources import (
    ANALYSIS_SUFFIX,
    SIGNALS_SUFFIX,
    find_take_sources,
    is_analysis,
    of_scene,
)
from takewise.app.stored_decisions import decisions_of_takes
from takewise.clock import frames_per_day, grid_frame
from takewise.errors import ClockError, LibraryError, SettingsError
from takewise.library import signals_from_npz
from takewise.model import Analysis, RegionMotion
from takewise.model.alignment import frame_time
from takewise.model.decisions import Decisions
from takewise.pipeline.comparison import Comparison, TakeToCompare, compare
from takewise.pipeline.takes import TakeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """Which takes are compared, and how."""

    paths: tuple[str, ...]
    """Takes as the user names them."""
    analysis: AnalysisOptions
    """How to analyse."""
    scene: str | None = None
    """Text in the names of their files; None takes all."""
    align: By = "auto"
    """What to align takes by."""
    syncs: tuple[str, ...] = ()
    """Frames that belong together, ``TAKE=FRAME`` or ``TAKE=TIMECODE``, as typed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompareResult:
    """Takes of one scene, ranked and compared."""

    finished: Finished
    """The takes that were finished, and those that failed."""
    ranked: tuple[Ranked, ...]
    """Their order, with reasons."""
    decisions: Mapping[str, Decisions]
    """Path to the decisions on the take."""
    comparison: Comparison | None
    """Where they differ; None of fewer than two."""


def compare_takes(options: CompareOptions, observer: Observer[TakeResult]) -> CompareResult:
    """Rank takes, and find where they differ.

    Raises `TakewiseError` if nothing can begin; takes that failed are in the result.
    """
    settings = options.analysis.load_settings()
    choices = options.analysis
    found = find_take_sources(options.paths, rate=choices.rate, stream=choices.stream)
    found = of_scene(found, options.scene)
    finished = analyze_takes(found, options.analysis, settings, observer, signals=True)
    ranked = rank_takes(finished)
    decisions = decisions_of_takes(finished, options.analysis, observer)
    takes = to_compare(finished, decisions)
    syncs = sync_frames(options.syncs, takes)
    compared = None
    if len(takes) > 1:
        compared = compare(takes, by=options.align, syncs=syncs, settings=settings.alignment)
    return CompareResult(finished=finished, ranked=ranked, decisions=decisions, comparison=compared)


def to_compare(finished: Finished, decisions: Mapping[str, Decisions]) -> tuple[TakeToCompare, ...]:
    """Return the finished takes as they are compared, in the order named.

    The signals of an analysis file are those next to it.
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


def sync_frames(given: Sequence[str], takes: Sequence[TakeToCompare]) -> dict[str, int]:
    """Read the frames that the user chose, typed as ``TAKE=FRAME`` or ``TAKE=TIMECODE``.

    A take is named by its name or path, with or without folders and ending. Raises
    `SettingsError` if one names no take, more than one, or no frame of it.
    """
    chosen = {}
    for each in given:
        named, _, label = each.rpartition("=")
        meant = [take for take in takes if named in _called(take)]
        if len(meant) != 1:
            which = "none" if not meant else "more than one"
            raise SettingsError(
                f"{named or each!r} names {which} of the takes",
                where="--sync",
                remedy="write TAKE=FRAME or TAKE=TIMECODE, such as take2.mov=37",
            )
        chosen[meant[0].name] = frame_named(label, meant[0].analysis, option="--sync")
    return chosen


def standing(decisions: Decisions) -> str:
    """Return a take's verdict and stars in a few characters; empty if there are none."""
    verdict = decisions.verdict.value if decisions.verdict else ""
    stars = "" if decisions.stars is None else "★" * decisions.stars or "no star"
    return " ".join(filter(None, (verdict, stars)))


def _called(take: TakeToCompare) -> set[str]:
    path = Path(take.analysis.media.path)
    return {take.name, str(path), path.name, path.stem}


def frame_named(label: str, analysis: Analysis, *, option: str) -> int:
    """Return the frame that an option names by number or timecode; raises `SettingsError`."""
    media = analysis.media
    try:
        frame = int(label) if label.isdecimal() else _by_timecode(label, analysis)
    except ClockError as error:
        raise SettingsError(error.what, where=option, remedy=error.remedy) from error
    if media.frame_count is not None and frame >= media.frame_count:
        raise SettingsError(
            f"{label} is outside of {media.path}, which has {media.frame_count} frames",
            where=option,
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
    signals = Path(path.removesuffix(ANALYSIS_SUFFIX) + SIGNALS_SUFFIX)
    try:
        return signals_from_npz(signals.read_bytes(), where=str(signals))
    except (OSError, LibraryError):
        # Without it less can be compared; a note says so where it matters.
        return None
