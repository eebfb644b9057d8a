"""Writes finished takes as one page to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from takewise import __version__
from takewise.alignment import By
from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished, analyze_takes, ready_folder
from takewise.app.compare_takes import sync_frames, to_compare
from takewise.app.observer import Observer
from takewise.app.rank_takes import WHAT_THE_SCORE_IS, Ranked, rank_takes
from takewise.app.sources import find_take_sources, of_scene
from takewise.app.stored_decisions import decisions_of_takes
from takewise.atomic import write_bytes
from takewise.errors import DetectorError, MediaError
from takewise.model.decisions import Decisions
from takewise.model.selection import select_moments
from takewise.pipeline.comparison import Comparison, compare
from takewise.pipeline.moment_pictures import close_ups, seen_pictures
from takewise.pipeline.takes import TakeResult
from takewise.plain_text import count
from takewise.report import Reason, Report, ReportTake, print_to_pdf, render_page
from takewise.report.pdf import find_browser
from takewise.settings import Settings

# Separators between a scene's name and a take's number.
_NUMBERING = " _-.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """Which takes the page shows, and how."""

    paths: tuple[str, ...]
    """Takes as the user names them."""
    out: Path
    """Path of the page."""
    analysis: AnalysisOptions
    """How to analyse."""
    pdf: Path | None = None
    """Path of its PDF; None prints nothing."""
    scene: str | None = None
    """Text in the names of their files; None takes all."""
    by: By = "auto"
    """What to align takes by."""
    syncs: tuple[str, ...] = ()
    """Frames that belong together, as typed."""
    title: str = ""
    """Of the page; empty for what the takes share."""
    only_circled: bool = False
    """Whether takes that are not circled are left out."""
    pictures: bool = True
    """Whether moments have pictures."""
    animate: bool = False
    """Whether movements are animated, magnified."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportResult:
    """Results of the takes, and the files that were written."""

    finished: Finished
    """Results and failures of the takes."""
    files: tuple[Path, ...]
    """The page, then its PDF; none where no take is left."""


def write_report_page(options: ReportOptions, observer: Observer[TakeResult]) -> ReportResult:
    """Analyse takes, and write one page with them ranked and compared.

    The observer also receives what is missing on the page. Raises `MediaError` if only circled
    takes are wanted and none is.
    """
    if options.pdf:
        find_browser()
    ready_folder(options.out.parent)
    settings = options.analysis.load_settings()
    choices = options.analysis
    found = find_take_sources(options.paths, rate=choices.rate, stream=choices.stream)
    found = of_scene(found, options.scene)
    finished = analyze_takes(found, options.analysis, settings, observer, signals=True)
    page = _page(finished, options, settings, observer)
    files: list[Path] = []
    if page is not None:
        write_bytes(options.out, page)
        files.append(options.out)
        if options.pdf is not None:
            write_bytes(options.pdf, print_to_pdf(page, options.pdf))
            files.append(options.pdf)
    return ReportResult(finished=finished, files=tuple(files))


def _page(
    finished: Finished,
    options: ReportOptions,
    settings: Settings,
    observer: Observer[TakeResult],
) -> bytes | None:
    """Return the file; None where no take is left."""
    decisions = decisions_of_takes(finished, options.analysis, observer)
    if options.only_circled:
        finished = _circled(finished, decisions)
    if not finished.results:
        return None
    takes = to_compare(finished, decisions)
    compared = compare(
        takes,
        by=options.by,
        syncs=sync_frames(options.syncs, takes),
        settings=settings.alignment,
    )
    ranked = {each.path: each for each in rank_takes(finished)}
    shown = tuple(
        _take(compared, number, ranked[path], decisions[path], settings)
        for number, path in enumerate(finished.results)
    )
    if options.pictures:
        shown = tuple(_pictured(each, observer, animate=options.animate) for each in shown)
    return render_page(
        Report(
            title=options.title or _title(list(finished.names.values())),
            takes=shown,
            clock=compared.clock,
            differences=compared.differences if len(shown) > 1 else (),
            lines=compared.lines,
            notes=(*compared.notes, *compared.lines.notes, *_left_out(finished)),
            about_score=WHAT_THE_SCORE_IS,
            version=__version__,
        )
    )


def _left_out(finished: Finished) -> list[str]:
    """Return a note on takes that could not be analysed: a page must not hide them."""
    failed = [Path(str(each["path"])).name for each in finished.listed_failures]
    return [f"Not on this page, as it could not be analysed: {name}." for name in failed]


def _circled(finished: Finished, decisions: Mapping[str, Decisions]) -> Finished:
    kept = {path: each for path, each in finished.results.items() if decisions[path].circled}
    if not kept and finished.results:
        raise MediaError(
            f"none of {count(len(finished.results), 'take')} is circled",
            where="--only circled",
            remedy="circle takes in `takewise review`, or import decisions",
        )
    return Finished(
        results=kept,
        names=finished.names,
        failures=finished.failures,
        asked=finished.asked,
        cancelled=finished.cancelled,
    )


def _take(
    compared: Comparison,
    number: int,
    ranked: Ranked,
    decisions: Decisions,
    settings: Settings,
) -> ReportTake:
    take = compared.takes[number]
    shown = select_moments(take.analysis, settings.markers.selection).moments
    return ReportTake(
        name=take.name,
        rank=ranked.rank,
        analysis=take.analysis,
        shown=shown,
        signals=take.signals or (),
        decisions=decisions,
        reasons=tuple(
            Reason(
                name=each.term.name,
                value=each.term.value,
                against=each.against_mean if len(compared.takes) > 1 else None,
                because=each.term.because,
            )
            for each in ranked.reasons
        ),
        close_ups={},
        alignment=take.alignment,
        trusted=take.trusted,
    )


def _pictured(take: ReportTake, observer: Observer[TakeResult], *, animate: bool) -> ReportTake:
    """Return a take with the pictures of its moments."""
    if not take.shown:
        return take
    try:
        seen = seen_pictures(take.analysis, take.signals, take.shown, animated=animate)
        others = [each for each in take.shown if each.id not in seen]
        plain = close_ups(take.analysis, others) if others else {}
    except (MediaError, DetectorError) as error:
        observer.noted(f"no pictures of {take.name}: {error.what}")
        return take
    return replace(take, seen=seen, close_ups=plain)


def _title(names: Sequence[str]) -> str:
    """Return the common beginning of the takes' names, up to a whole word."""
    stems = [Path(name).stem for name in names]
    if len(stems) == 1:
        return stems[0]
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*stems, strict=False))
    shared = "".join(each[0] for each in letters).rstrip(_NUMBERING)
    return shared.removesuffix("take").rstrip(_NUMBERING) or "Takes"
