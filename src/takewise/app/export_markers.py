"""Markers on their way into files for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from takewise.app.analysis_options import AnalysisOptions, hinted
from takewise.app.analyze_takes import Finished, analyze_takes, ready_folder
from takewise.app.export_clips import ClipOptions, write_clips
from takewise.app.export_stills import StillOptions, write_pictures
from takewise.app.losses import write_report
from takewise.app.marker_options import MarkerOptions
from takewise.app.observer import Observer
from takewise.app.sources import find_take_sources
from takewise.app.stored_decisions import decisions_of_take
from takewise.model import Analysis, RegionMotion
from takewise.model.decisions import apply_decisions
from takewise.pipeline.takes import TakeResult
from takewise.plain_text import decimal
from takewise.settings import Settings
from takewise.timeline import (
    DEFAULT_FORMAT,
    FORMATS,
    Take,
    Timeline,
    WrittenFiles,
    arrange,
    fit_for_file,
    record_start,
    take,
)

# The placeholder of the frame numbers in an image sequence's name.
_COUNTER = re.compile(r"[._-]*%\d*d$")

# The frame range of a take that is part of a file, after its name.
_PART = re.compile(r"@\d{6,}-\d{6,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """Which takes are exported, and how."""

    paths: tuple[str, ...]
    """Takes as the user names them."""
    out: Path
    """Folder for the files; made if it is missing."""
    markers: MarkerOptions
    """Which files, and what is in them."""
    analysis: AnalysisOptions
    """How to analyse."""
    hints: bool = False
    """Whether moments carry hints."""
    only_circled: bool = False
    """Whether takes that are not circled are left out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportResult:
    """Results of the takes, and the files that were written."""

    finished: Finished
    """Results and failures of the takes."""
    export: MarkerExport
    """What was written."""


def export_markers(options: ExportOptions, observer: Observer[TakeResult]) -> ExportResult:
    """Analyse takes, and write their moments as markers for editors.

    Decisions in the library apply: rejected moments are left out. Raises `TakewiseError` if
    nothing can begin, or if the one timeline of all takes cannot be written.
    """
    settings = options.markers.onto(options.analysis.load_settings())
    if options.hints:
        settings = hinted(settings)
    ready_folder(options.out)
    found = find_take_sources(
        options.paths, rate=options.analysis.rate, stream=options.analysis.stream
    )
    export = MarkerExport(
        options.out, options.markers, settings, found.names, options.analysis.rate
    )

    def deliver(path: str, result: TakeResult) -> None:
        said = decisions_of_take(result.analysis.media, options.analysis, observer)
        if said.circled or not options.only_circled:
            decided = apply_decisions(result.analysis, said)
            export.add(path, decided, circled=said.circled, signals=result.signals or ())

    finished = analyze_takes(
        found, options.analysis, settings, observer, deliver=deliver, signals=options.markers.clips
    )
    if not finished.cancelled:
        export.write_shared()
    export.write_report()
    return ExportResult(finished=finished, export=export)


class MarkerExport:
    """Writes takes with their markers as files for editors.

    `names` maps takes to their names in the order of the timeline; `rate` is that of the
    timelines, frames per second, and None lets the takes decide. Raises `MissingExtra` if a
    format needs a library that is not installed.
    """

    def __init__(
        self,
        folder: Path,
        chosen: MarkerOptions,
        settings: Settings,
        names: Mapping[str, str],
        rate: Fraction | None = None,
    ) -> None:
        self._formats = chosen.formats or (DEFAULT_FORMAT,)
        # Before hours of work.
        for name in self._formats:
            FORMATS[name].check_ready()
        self._folder = folder
        self._chosen = chosen
        self._settings = settings
        self._rate = rate
        self._stems = file_stems(names)
        self.takes: dict[str, Take] = {}
        """Path to take, of those that are written."""
        self.written: list[tuple[str, WrittenFiles]] = []
        """Format and what was written in it."""
        self.pictures: dict[Path, list[Path]] = {}
        """Folder to the pictures or clips in it."""
        self.notes: list[str] = []
        """What the user should know about the timelines, one sentence each."""

    @property
    def files(self) -> list[Path]:
        """Everything that was written, folders of pictures and the report included."""
        report = [self._chosen.report] if self._chosen.report and self.written else []
        folders = [folder for folder, pictures in self.pictures.items() if pictures]
        return [*(path for _, each in self.written for path in each.paths), *folders, *report]

    def add(
        self,
        path: str,
        analysis: Analysis,
        *,
        circled: bool = False,
        signals: Sequence[RegionMotion] = (),
    ) -> None:
        """Add one take, and write its own files unless all takes share one timeline.

        Decisions are applied to the analysis already; `circled` says whether the user chose the
        take. By the signals, clips find the faces of several people. Raises `OutputError` if its
        files cannot be written.
        """
        made = replace(take(analysis, self._settings.markers), circled=circled)
        if not self._chosen.one_timeline:
            self._write(self._stems[path], (made,), name=None)
        self.takes[path] = made
        wanted = StillOptions(stills=self._chosen.stills, strips=self._chosen.strips)
        stem = self._stems[path]
        ids = {marker.id for marker in made.markers}
        folder = self._folder / f"{stem}.stills"
        self.pictures[folder] = write_pictures(folder, stem, analysis, ids, wanted)
        clips = ClipOptions(clips=self._chosen.clips, burn_timecode=self._chosen.burn_timecode)
        folder = self._folder / f"{stem}.clips"
        self.pictures[folder] = write_clips(folder, stem, analysis, signals, ids, clips)

    def write_shared(self) -> None:
        """Write the timeline that all takes share, in the order in which they were named.

        Nothing is written if each take has its own, or none was finished; raises
        `OutputError` if it cannot be written.
        """
        takes = [self.takes[path] for path in self._stems if path in self.takes]
        if self._chosen.one_timeline and takes:
            name = self._chosen.name or common_folder(tuple(self._stems))
            self._write(fit_for_file(name).strip(". ") or "takes", takes, name=name)

    def write_report(self) -> None:
        """Write what the files could not hold, if the user asked for it.

        Raises `OutputError` if it cannot be written.
        """
        if self._chosen.report and self.written:
            write_report(self._chosen.report, self.written)

    def _write(self, stem: str, takes: Sequence[Take], *, name: str | None) -> None:
        start = record_start(
            takes, start=self._chosen.start, rate=self._rate, drop=self._chosen.drop
        )
        timeline: Timeline = arrange(takes, name=name, start=start)
        for wanted in self._formats:
            done = FORMATS[wanted].write(self._folder, stem, timeline, self._settings.export)
            self.written.append((wanted, done))
            self.notes += start_notes(wanted, done, timeline)
        self.notes += timeline.notes


def start_notes(name: str, done: WrittenFiles, timeline: Timeline) -> list[str]:
    """Return a note on the timeline that files are for, if markers would be shifted on another."""
    if not FORMATS[name].needs_start:
        return []
    rate = decimal(timeline.rate)
    return [
        f"{path.name}: for a timeline of {rate} frames a second that starts at {timeline.start}"
        for path in done.paths
    ]


def file_stems(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return a name for each take's files: without its ending, if the takes differ without it."""
    stems = {path: _stem(name) for path, name in names.items()}
    differ = len({stem.casefold() for stem in stems.values()}) == len(stems)
    return stems if differ and all(stems.values()) else names


def _stem(name: str) -> str:
    """Return a name without its ending and its counter, and with its range."""
    part = _PART.search(name)
    stem = Path(_PART.sub("", name)).stem
    return _COUNTER.sub("", stem) + (part[0] if part else "")


def common_folder(paths: Sequence[str]) -> str:
    """Return the name of the folder that holds all the takes."""
    try:
        folder = os.path.commonpath([Path(path).absolute().parent for path in paths])
    except ValueError:  # on several drives
        folder = ""
    return Path(folder).name or "takes"
