"""What is shown, as files for editors: decisions count, and so do threshold and filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from takewise.errors import OutputError
from takewise.model import Analysis, Kind
from takewise.model.selection import select_moments
from takewise.settings import Settings
from takewise.timeline import (
    DEFAULT_FORMAT,
    FORMATS,
    Timeline,
    arrange,
    fit_for_file,
    record_start,
    take,
)
from takewise.ui.takes.state import Choice, ReviewState, ShownTake


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What the user wants to be written."""

    folder: Path
    """Where to."""
    formats: tuple[str, ...] = (DEFAULT_FORMAT,)
    """Names of the formats."""
    one_timeline: bool = True
    """Whether all takes lie on one timeline."""
    only_circled: bool = False
    """Whether only circled takes are written."""


def exported_takes(state: ReviewState, wish: ExportOptions) -> tuple[ShownTake, ...]:
    """Return the takes that would be written: all that were analysed, or those circled."""
    return tuple(
        each
        for each in state.takes
        if each.analysis is not None and (each.decisions.circled or not wish.only_circled)
    )


def shown_analysis(each: ShownTake, choice: Choice) -> Analysis:
    """Return a take's analysis with the moments that would be written.

    Parameters
    ----------
    each
        A take that was analysed.
    choice
        Which moments are shown.

    Returns
    -------
    Analysis
        Rejected moments left out, edited ones changed, markers set by hand among
        them; of the rest what is kept.

    Raises
    ------
    OutputError
        If it was not analysed.
    """
    if each.analysis is None:
        raise OutputError("it is not analysed yet", where=each.name)
    return select_moments(each.analysis, choice.selection, each.decisions)


def export_shown(state: ReviewState, wish: ExportOptions, settings: Settings) -> tuple[Path, ...]:
    """Write the moments that are shown as markers.

    Parameters
    ----------
    state
        What is shown.
    wish
        Which files.
    settings
        How markers are named and files are written.

    Returns
    -------
    tuple[Path, ...]
        The files.

    Raises
    ------
    OutputError
        If there is nothing to write, or it cannot be written.
    """
    shown = exported_takes(state, wish)
    if not shown:
        what = "no take is circled" if wish.only_circled else "no take is analysed yet"
        raise OutputError(what, where="export")
    # Here the choice has been made on the screen, moment by moment.
    every = replace(settings.markers, kinds=tuple(Kind), min_confidence=0.0, max_per_take=None)
    made = [take(shown_analysis(each, state.choice), every) for each in shown]
    _ready(wish.folder)
    names = _names(shown)
    if wish.one_timeline:
        name = names[0] if len(shown) == 1 else _common(shown)
        timeline = arrange(
            made, name=name, start=record_start(made, start="auto", rate=None, drop="auto")
        )
        return _written(timeline, fit_for_file(name), wish, settings)
    files: list[Path] = []
    for one, name in zip(made, names, strict=True):
        start = record_start([one], start="auto", rate=None, drop="auto")
        files += _written(arrange([one], name=None, start=start), name, wish, settings)
    return tuple(files)


def format_names() -> Mapping[str, str]:
    """Return the names of the formats, each with what it is for."""
    return {name: each.about for name, each in FORMATS.items()}


def _written(
    timeline: Timeline, stem: str, wish: ExportOptions, settings: Settings
) -> tuple[Path, ...]:
    return tuple(
        path
        for name in wish.formats
        for path in FORMATS[name].write(wish.folder, stem, timeline, settings.export).paths
    )


def _ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be made ({error.strerror or error})",
            where=str(folder),
            remedy="choose another folder",
        ) from error


def _names(shown: Sequence[ShownTake]) -> list[str]:
    """Return a name for each take's files that no other has."""
    stems = [fit_for_file(Path(each.name).stem) for each in shown]
    unique = len(set(stems)) == len(stems)
    return stems if unique else [fit_for_file(each.name) for each in shown]


def _common(shown: Sequence[ShownTake]) -> str:
    return Path(shown[0].info.path).absolute().parent.name or "takes"
