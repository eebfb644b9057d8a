"""The shown moments as files for editors: decisions, threshold and filters apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from takewise.app.analyze_takes import ready_folder
from takewise.app.export_markers import MarkerExport, common_folder, file_stems
from takewise.app.losses import tallied
from takewise.app.marker_options import MarkerOptions
from takewise.app.presets import load_preset, preset_names
from takewise.errors import OutputError
from takewise.model import Analysis, Kind
from takewise.model.selection import select_moments
from takewise.settings import Settings
from takewise.timeline import DEFAULT_FORMAT, FORMATS
from takewise.ui.takes.state import Choice, ReviewState, ShownTake


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowExport:
    """What the user wants to export."""

    folder: Path
    """Folder to write to."""
    formats: tuple[str, ...] = (DEFAULT_FORMAT,)
    """Names of the formats."""
    one_timeline: bool = True
    """Whether all takes share one timeline."""
    only_circled: bool = False
    """Whether only circled takes are written."""
    preset: str = ""
    """The editor's preset, whose settings hold; empty for the user's own alone."""


def exported_takes(state: ReviewState, options: WindowExport) -> tuple[ShownTake, ...]:
    """Return the takes that would be written: all that were analysed, or those circled."""
    return tuple(
        each
        for each in (state.takes[place] for place in state.open)
        if each.analysis is not None and (each.decisions.circled or not options.only_circled)
    )


def shown_analysis(each: ShownTake, choice: Choice) -> Analysis:
    """Return a take's analysis with the moments to write.

    Rejected moments are left out, edited ones changed, and markers set by hand included. Raises
    `OutputError` if the take was not analysed.
    """
    if each.analysis is None:
        raise OutputError("it is not analysed yet", where=each.name)
    return select_moments(each.analysis, choice.selection, each.decisions)


def export_shown(state: ReviewState, options: WindowExport, settings: Settings) -> MarkerExport:
    """Write the shown moments as markers.

    Raises `OutputError` if there is nothing to write, or it cannot be written.
    """
    shown = exported_takes(state, options)
    if not shown:
        what = "no take is circled" if options.only_circled else "no take is analysed yet"
        raise OutputError(what, where="export")
    choices = MarkerOptions(
        to=options.formats,
        preset=load_preset(options.preset) if options.preset else None,
        one_timeline=options.one_timeline,
        name=_timeline_name(shown),
    )
    ready_folder(options.folder)
    known = choices.onto(settings)
    # The user has made the choice on the screen, moment by moment.
    every = replace(known.markers, kinds=tuple(Kind), min_confidence=0.0, max_per_take=None)
    names = {each.name: each.name for each in shown}
    export = MarkerExport(options.folder, choices, replace(known, markers=every), names)
    for each in shown:
        kept = shown_analysis(each, state.choice)
        export.add(each.name, kept, circled=each.decisions.circled)
    export.write_shared()
    return export


def export_remarks(export: MarkerExport) -> Iterator[str]:
    """Yield what the user should know about an export, a line each: notes, then losses."""
    yield from dict.fromkeys(export.notes)
    for each in tallied(export.written):
        yield f"Not in {each['format']}: {each['what']}, {each['how']} ({each['times']}×)"


def format_names() -> Mapping[str, str]:
    """Return the names of the formats, each with what it is for."""
    return {name: each.about for name, each in FORMATS.items()}


def editors() -> Mapping[str, str]:
    """Return the presets of editors: name to what it is for."""
    return {name: load_preset(name).about for name in preset_names()}


def editor_formats(preset: str) -> tuple[str, ...]:
    """Return the formats that an editor's preset writes."""
    return load_preset(preset).to


def _timeline_name(shown: Sequence[ShownTake]) -> str:
    if len(shown) == 1:
        return file_stems({shown[0].name: shown[0].name})[shown[0].name]
    return common_folder([each.info.path for each in shown])
