"""Analysis, ranking and markers of the sample takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from takewise.app.analysis_files import AnalysisFolder
from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished, analyze_takes, ready_folder
from takewise.app.export_markers import MarkerExport
from takewise.app.marker_options import MarkerOptions
from takewise.app.observer import Observer
from takewise.app.rank_takes import Ranked, rank_takes
from takewise.app.sources import find_take_sources, sample_folder
from takewise.pipeline.takes import TakeResult


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemoResult:
    """Results of the sample takes."""

    finished: Finished
    """What was found."""
    ranked: tuple[Ranked, ...]
    """Their order, with reasons."""
    files: list[Path]
    """What was written."""


def run_demo(out: Path, analysis: AnalysisOptions, observer: Observer[TakeResult]) -> DemoResult:
    """Analyse the sample takes, and write their analyses and markers into a folder.

    Raises `TakewiseError` if nothing can begin.
    """
    settings = analysis.load_settings()
    ready_folder(out)
    found = find_take_sources([str(sample_folder())])
    folder = AnalysisFolder(out, found.names)
    chosen = MarkerOptions(to=("otio", "resolve-edl"), one_timeline=True, name="scene12")
    export = MarkerExport(out, chosen, settings, found.names)

    def deliver(path: str, result: TakeResult) -> None:
        folder.write(path, result)
        export.add(path, result.analysis)

    finished = analyze_takes(found, analysis, settings, observer, deliver=deliver)
    if not finished.cancelled:
        export.write_shared()
    files = [file for files in folder.written.values() for file in files]
    return DemoResult(finished=finished, ranked=rank_takes(finished), files=[*files, *export.files])
