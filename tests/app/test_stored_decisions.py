"""Decisions are looked up where results are, and a damaged library costs them alone."""

from __future__ import annotations

from pathlib import Path

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished
from takewise.app.stored_decisions import decisions_of_takes
from takewise.library import open_library
from takewise.model.decisions import Decisions, Verdict
from takewise.pipeline.takes import TakeResult
from tests.app.test_observer import Recorder
from tests.ui.shown import shown


def finished(*names: str) -> Finished:
    """Return takes as if they had just been analysed."""
    analyses = {name: shown(name).analysis for name in names}
    results = {
        name: TakeResult(analysis=analysis, signals=None, from_library=False)
        for name, analysis in analyses.items()
        if analysis is not None
    }
    names_of = {name: name for name in names}
    return Finished(results=results, names=names_of, failures={}, asked=len(names), cancelled=False)


def test_a_damaged_library_is_noted_for_each_take(tmp_path: Path) -> None:
    """The takes are without decisions, and the user hears of each of them."""
    file = tmp_path / "damaged.db"
    file.write_bytes(b"no database " * 400)
    observer = Recorder()
    found = decisions_of_takes(finished("A", "B"), AnalysisOptions(library=file), observer)
    assert found == {"A": Decisions(), "B": Decisions()}
    notes = [str(sentence) for _, sentence in observer.heard]
    assert [note.partition(" are left out: ")[0] for note in notes] == [
        "decisions on A.mov",
        "decisions on B.mov",
    ]


def test_decisions_are_those_of_each_take(tmp_path: Path) -> None:
    """Of the take that was circled and of no other; no library, no decisions, and no note."""
    file, observer = tmp_path / "own.db", Recorder()
    takes, options = finished("A", "B"), AnalysisOptions(library=file)
    assert not any(decisions_of_takes(takes, options, observer).values())
    assert not file.exists()
    with open_library(file) as library:
        circled = Decisions(verdict=Verdict.CIRCLED)
        library.decide(takes.results["B"].analysis.media, old=Decisions(), new=circled)
    found = decisions_of_takes(takes, options, observer)
    assert [each.circled for each in found.values()] == [False, True]
    assert observer.heard == []
