"""From finished takes to the page that is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from takewise import __version__
from takewise.alignment import By
from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished
from takewise.app.observer import Observer
from takewise.app.stored_decisions import decisions_of_takes
from takewise.atomic import write_bytes
from takewise.cli.compare_takes import sync_frames, to_compare
from takewise.cli.rank_takes import WHAT_THE_SCORE_IS, Ranked, rank_takes
from takewise.cli.render.console import print_line, stderr
from takewise.cli.render.tables import print_files
from takewise.errors import DetectorError, MediaError
from takewise.model import Picture
from takewise.model.decisions import Decisions
from takewise.model.selection import select_moments
from takewise.pipeline.comparison import Comparison, compare
from takewise.pipeline.moment_pictures import close_ups
from takewise.pipeline.takes import TakeResult
from takewise.plain_text import count
from takewise.report import Reason, Report, ReportTake, render_page
from takewise.settings import Settings

_NUMBERING = " _-.0"
# What may stand between a scene's name and a take's number.


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What the user wishes of the page."""

    by: By
    """What to align takes by."""
    syncs: Sequence[str]
    """Frames that belong together, as typed."""
    title: str
    """Of the page; empty for what the takes share."""
    only_circled: bool
    """Whether takes that are not circled are left out."""
    pictures: bool
    """Whether moments have pictures."""


def page(
    finished: Finished,
    choices: AnalysisOptions,
    settings: Settings,
    wishes: ReportOptions,
    observer: Observer[TakeResult],
) -> bytes | None:
    """Make the page.

    Parameters
    ----------
    finished
        The takes.
    choices, settings
        How they were analysed, and where the library is.
    wishes
        What is wished of the page.
    observer
        Hears of what is missing on it.

    Returns
    -------
    bytes | None
        The file; None where no take is left.

    Raises
    ------
    MediaError
        If only circled takes are wished for, and none is.
    """
    decisions = decisions_of_takes(finished, choices, observer)
    if wishes.only_circled:
        finished = _circled(finished, decisions)
    if not finished.results:
        return None
    takes = to_compare(finished, decisions)
    compared = compare(
        takes,
        by=wishes.by,
        syncs=sync_frames(wishes.syncs, takes),
        settings=settings.alignment,
    )
    ranked = {each.path: each for each in rank_takes(finished)}
    shown = tuple(
        _take(compared, number, ranked[path], decisions[path], settings)
        for number, path in enumerate(finished.results)
    )
    if wishes.pictures:
        shown = tuple(replace(each, close_ups=_pictures(each, observer)) for each in shown)
    return render_page(
        Report(
            title=wishes.title or _title(list(finished.names.values())),
            takes=shown,
            clock=compared.clock,
            differences=compared.differences if len(shown) > 1 else (),
            notes=(*compared.notes, *_left_out(finished)),
            about_score=WHAT_THE_SCORE_IS,
            version=__version__,
        )
    )


def write_page(
    content: bytes, out: Path, pdf: Path | None, print_to_pdf: Callable[[bytes, Path], bytes]
) -> list[Path]:
    """Write the page, and print it where that is wished for.

    Parameters
    ----------
    content
        From `page`.
    out
        Where the page goes.
    pdf
        Where the PDF goes; None for none.
    print_to_pdf
        Prints a page.

    Returns
    -------
    list[Path]
        What was written.
    """
    write_bytes(out, content)
    if pdf is None:
        return [out]
    write_bytes(pdf, print_to_pdf(content, pdf))
    return [out, pdf]


def print_written(files: Sequence[Path], *, pictures: bool) -> None:
    """Print what was written, and how large it is: it is to be mailed."""
    inside = "with its pictures inside" if pictures else "without pictures"
    print_files(files)
    for file in files[:1]:
        print_line(stderr(), f"{file.name} is {file.stat().st_size / 1e6:.1f} MB, {inside}")


def _left_out(finished: Finished) -> list[str]:
    """Say which takes were asked for and could not be analysed: a page must not hide them."""
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


def _pictures(
    take: ReportTake, observer: Observer[TakeResult]
) -> Mapping[str, tuple[Picture, ...]]:
    try:
        return close_ups(take.analysis, take.shown) if take.shown else {}
    except (MediaError, DetectorError) as error:
        observer.noted(f"no pictures of {take.name}: {error.what}")
        return {}


def _title(names: Sequence[str]) -> str:
    """Return what the names of all takes begin with, up to a whole word."""
    stems = [Path(name).stem for name in names]
    if len(stems) == 1:
        return stems[0]
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*stems, strict=False))
    shared = "".join(each[0] for each in letters).rstrip(_NUMBERING)
    return shared.removesuffix("take").rstrip(_NUMBERING) or "Takes"
