"""Markers on their way into files for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from takewise.app.analyze_takes import Finished
from takewise.app.sources import TakeSources
from takewise.cli.export_stills import StillOptions, write_pictures
from takewise.cli.options.markers import MarkerOptions
from takewise.cli.render.console import stdout, table
from takewise.cli.render.losses import print_losses, tallied, write_report
from takewise.cli.render.tables import print_files, print_limits
from takewise.model.decisions import Decisions, apply_decisions
from takewise.pipeline.takes import TakeResult
from takewise.plain_text import decimal
from takewise.settings import Settings
from takewise.timeline import (
    FORMATS,
    Take,
    Timeline,
    WrittenFiles,
    arrange,
    fit_for_file,
    record_start,
    take,
)

_COUNTER = re.compile(r"[._-]*%\d*d$")
# The part of an image sequence's name that stands for its numbers.

_PART = re.compile(r"@\d{6,}-\d{6,}$")
# The frames of a file that a take is, behind its name.

_ONTO_A_TIMELINE = "resolve-edl"
# This format has no clips: on a timeline that starts elsewhere, every marker is shifted.


class Export:
    """Writes takes with their markers as files for editors.

    Parameters
    ----------
    folder
        Where to.
    wishes
        Which files.
    settings
        Which moments become markers, and how they are written.
    found
        The takes.
    rate
        Frames per second of the timelines; None lets the takes decide.

    Raises
    ------
    MissingExtra
        If a format needs a library that is not installed.
    """

    def __init__(
        self,
        folder: Path,
        wishes: MarkerOptions,
        settings: Settings,
        found: TakeSources,
        rate: Fraction | None = None,
    ) -> None:
        self._formats = wishes.formats or ("otio",)
        # Before hours of work are done in vain.
        for name in self._formats:
            FORMATS[name].check_ready()
        self._folder = folder
        self._wishes = wishes
        self._settings = settings
        self._rate = rate
        self._stems = _stems(found)
        self._paths = found.paths
        self.takes: dict[str, Take] = {}
        """Path to take, of those that are written."""
        self.written: list[tuple[str, WrittenFiles]] = []
        """Format and what was written in it."""
        self.pictures: dict[Path, list[Path]] = {}
        """Folder to the pictures in it."""
        self.notes: list[str] = []
        """What the user should know about the timelines, one sentence each."""

    @property
    def files(self) -> list[Path]:
        """What was written: folders of pictures and the report too."""
        report = [self._wishes.report] if self._wishes.report and self.written else []
        folders = [folder for folder, pictures in self.pictures.items() if pictures]
        return [*(path for _, each in self.written for path in each.paths), *folders, *report]

    def add(self, path: str, result: TakeResult, decisions: Decisions | None = None) -> None:
        """Take in one take, and write its own files unless all share one timeline.

        Parameters
        ----------
        path
            The take.
        result
            What was found in it; raises `OutputError` if its files cannot be written.
        decisions
            What humans said of it, which is laid over that; None for nothing.
        """
        said = decisions or Decisions()
        analysis = apply_decisions(result.analysis, said)
        made = replace(take(analysis, self._settings.markers), circled=said.circled)
        if not self._wishes.one_timeline:
            self._write(self._stems[path], (made,), name=None)
        self.takes[path] = made
        wanted = StillOptions(stills=self._wishes.stills, strips=self._wishes.strips)
        stem = self._stems[path]
        ids = {marker.id for marker in made.markers}
        folder = self._folder / f"{stem}.stills"
        self.pictures[folder] = write_pictures(folder, stem, analysis, ids, wanted)

    def write_shared(self) -> None:
        """Write the timeline that all takes share, in the order in which they were named.

        Nothing is written where each take has its own, or none was finished; raises
        `OutputError` if it cannot be written.
        """
        takes = [self.takes[path] for path in self._paths if path in self.takes]
        if self._wishes.one_timeline and takes:
            name = self._wishes.name or _folder_name(self._paths)
            self._write(fit_for_file(name).strip(". ") or "takes", takes, name=name)

    def write_report(self) -> None:
        """Write what the files could not hold, where the user asked for it.

        Raises `OutputError` if it cannot be written.
        """
        if self._wishes.report and self.written:
            write_report(self._wishes.report, self.written)

    def _write(self, stem: str, takes: Sequence[Take], *, name: str | None) -> None:
        start = record_start(
            takes, start=self._wishes.start, rate=self._rate, drop=self._wishes.drop
        )
        timeline: Timeline = arrange(takes, name=name, start=start)
        for wanted in self._formats:
            done = FORMATS[wanted].write(self._folder, stem, timeline, self._settings.export)
            self.written.append((wanted, done))
            self.notes += start_notes(wanted, done, timeline)
        self.notes += timeline.notes


def start_notes(name: str, done: WrittenFiles, timeline: Timeline) -> list[str]:
    """Say what timeline files are for, where every marker would be shifted on another."""
    if name != _ONTO_A_TIMELINE:
        return []
    rate = decimal(timeline.rate)
    return [
        f"{path.name}: for a timeline of {rate} frames a second that starts at {timeline.start}"
        for path in done.paths
    ]


def print_export(finished: Finished, export: Export) -> None:
    """Print the markers of each take, what limits them, and what was written.

    Parameters
    ----------
    finished
        What became of the takes.
    export
        What was written.
    """
    if not export.takes:
        return
    console = stdout()
    shown = table("take", "moments", "markers", numbers=("moments", "markers"))
    for path in finished.results:
        if path in export.takes:
            moments = len(finished.results[path].analysis.moments)
            count = len(export.takes[path].markers)
            shown.add_row(finished.names[path], str(moments), str(count))
    console.print(shown)
    print_limits(finished, export.notes)
    print_files(export.files)
    print_losses(export.written)


def export_document(finished: Finished, export: Export) -> dict[str, object]:
    """Return what was written as a JSON document.

    Parameters
    ----------
    finished
        What became of the takes.
    export
        What was written.

    Returns
    -------
    dict[str, object]
        ``takes``, ``files``, ``notes``, ``losses`` and ``failures``.
    """
    takes = [
        {
            "path": path,
            "moments": len(finished.results[path].analysis.moments),
            "markers": len(made.markers),
        }
        for path, made in export.takes.items()
    ]
    return {
        "takes": takes,
        "files": [str(file) for file in export.files],
        "notes": list(dict.fromkeys(export.notes)),
        "losses": list(tallied(export.written)),
        "failures": finished.listed_failures,
    }


def _stems(found: TakeSources) -> Mapping[str, str]:
    """Return a name for each take's files: without its ending, if the takes differ without it."""
    stems = {path: _stem(name) for path, name in found.names.items()}
    differ = len({stem.casefold() for stem in stems.values()}) == len(stems)
    return stems if differ and all(stems.values()) else found.names


def _stem(name: str) -> str:
    """Return a name without its ending and its counter, and with its range."""
    part = _PART.search(name)
    stem = Path(_PART.sub("", name)).stem
    return _COUNTER.sub("", stem) + (part[0] if part else "")


def _folder_name(paths: Sequence[str]) -> str:
    """Return the name of the folder that holds all the takes."""
    try:
        folder = os.path.commonpath([Path(path).absolute().parent for path in paths])
    except ValueError:  # on several drives
        folder = ""
    return Path(folder).name or "takes"
