"""Analyse takes, and write what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from takewise.app.analysis_files import AnalysisFolder
from takewise.app.analysis_options import AnalysisOptions, hinted
from takewise.app.analyze_takes import Finished, analyze_takes, ready_folder
from takewise.app.observer import Observer
from takewise.app.sources import find_take_sources
from takewise.app.spoken import Spoken, load_script, spoken_of
from takewise.pipeline.takes import TakeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzeOptions:
    """What to analyse, and where to write it."""

    paths: tuple[str, ...]
    """Takes as the user names them."""
    out: Path
    """Folder for the files; made if it is missing."""
    analysis: AnalysisOptions
    """How to analyse."""
    signals: bool = False
    """Whether the curves are written too."""
    hints: bool = False
    """Whether moments carry hints."""
    cues: tuple[str, ...] = ()
    """Frames or timecodes that lines answer, as typed."""
    script: Path | None = None
    """What is said: a script or subtitles; None for none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnalyzeResult:
    """What was found and written."""

    finished: Finished
    """Results and failures of the takes."""
    written: dict[str, tuple[Path, ...]]
    """Take to its files, the analysis first."""

    @property
    def files(self) -> list[Path]:
        """All that was written."""
        return [file for files in self.written.values() for file in files]


def analyze_named(options: AnalyzeOptions, observer: Observer[TakeResult]) -> AnalyzeResult:
    """Find the moments of takes, and write each take's as soon as it is done.

    Raises `TakewiseError` if nothing can begin; errors of single takes are in the result.
    """
    settings = options.analysis.load_settings()
    if options.hints:
        settings = hinted(settings)
    wishes = Spoken(
        cues=options.cues, speeches=load_script(options.script) if options.script else ()
    )
    ready_folder(options.out)
    found = find_take_sources(
        options.paths, rate=options.analysis.rate, stream=options.analysis.stream
    )
    folder = AnalysisFolder(options.out, found.names)

    def deliver(path: str, result: TakeResult) -> None:
        folder.write(path, spoken_of(result, wishes, options.analysis, settings.dialogue))

    finished = analyze_takes(
        found, options.analysis, settings, observer, deliver=deliver, signals=options.signals
    )
    return AnalyzeResult(finished=finished, written=folder.written)
