"""Markers on their way into files for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.cli.running import Finished
from takewise.cli.screen import results, table
from takewise.cli.sources import Sources
from takewise.cli.tables import decimal, print_files, print_limits
from takewise.cli.wishes import MarkerWishes
from takewise.clock import parse_timecode
from takewise.pipeline import TakeResult
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    MarkerSettings,
    Take,
    Timeline,
    arrange,
    common_rate,
    take,
)

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
# What a file name cannot hold on one system or another.

_COUNTER = re.compile(r"[._-]*%\d*d$")
# The part of an image sequence's name that stands for its numbers.

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
        Which moments become markers.
    found
        The takes.
    """

    def __init__(
        self, folder: Path, wishes: MarkerWishes, settings: MarkerSettings, found: Sources
    ) -> None:
        self._folder = folder
        self._wishes = wishes
        self._settings = settings
        self._stems = _stems(found)
        self._paths = found.paths
        self.takes: dict[str, Take] = {}
        """Path to take, of those that are written."""
        self.files: list[Path] = []
        """What was written."""
        self.notes: list[str] = []
        """What the user should know about the timelines, one sentence each."""

    def add(self, path: str, result: TakeResult) -> None:
        """Take in one take, and write its own files unless all share one timeline.

        Parameters
        ----------
        path
            The take.
        result
            What was found in it; raises `OutputError` if its files cannot be written.
        """
        made = take(result.analysis, self._settings)
        if not self._wishes.one_timeline:
            self._write(self._stems[path], (made,), name=None)
        self.takes[path] = made

    def write_shared(self) -> None:
        """Write the timeline that all takes share, in the order in which they were named.

        Nothing is written where each take has its own, or none was finished; raises
        `OutputError` if it cannot be written.
        """
        takes = [self.takes[path] for path in self._paths if path in self.takes]
        if self._wishes.one_timeline and takes:
            name = self._wishes.name or _folder_name(self._paths)
            self._write(_UNFIT.sub("_", name).strip(". ") or "takes", takes, name=name)

    def _write(self, stem: str, takes: Sequence[Take], *, name: str | None) -> None:
        start = self._wishes.start
        timeline: Timeline = arrange(
            takes, name=name, start=parse_timecode(start, common_rate(takes)) if start else None
        )
        export = ExportSettings(markers_on=self._wishes.markers_on)
        for wanted in dict.fromkeys(self._wishes.to):
            for file, content in FORMATS[wanted].files(stem, timeline, export).items():
                write_bytes(self._folder / file, content)
                self.files.append(self._folder / file)
                if wanted == _ONTO_A_TIMELINE:
                    self.notes.append(
                        f"{file}: for a timeline of {decimal(timeline.rate)} frames a second "
                        f"that starts at {timeline.start}"
                    )
        self.notes += timeline.notes


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
    console = results()
    shown = table("take", "moments", "markers", numbers=("moments", "markers"))
    for path in finished.results:
        if path in export.takes:
            moments = len(finished.results[path].analysis.moments)
            count = len(export.takes[path].markers)
            shown.add_row(finished.names[path], str(moments), str(count))
    console.print(shown)
    print_limits(finished, export.notes)
    print_files(export.files)


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
        ``takes``, ``files``, ``notes`` and ``failures``.
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
        "failures": finished.listed_failures,
    }


def _stems(found: Sources) -> Mapping[str, str]:
    """Return a name for each take's files: without its ending, if the takes differ without it."""
    stems = {path: _COUNTER.sub("", Path(name).stem) for path, name in found.names.items()}
    differ = len({stem.casefold() for stem in stems.values()}) == len(stems)
    return stems if differ and all(stems.values()) else found.names


def _folder_name(paths: Sequence[str]) -> str:
    """Return the name of the folder that holds all the takes."""
    try:
        folder = os.path.commonpath([Path(path).absolute().parent for path in paths])
    except ValueError:  # on several drives
        folder = ""
    return Path(folder).name or "takes"
