"""What a use case reports while it works; nothing is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze import AnalyzeOptions, analyze_named
from takewise.app.export_markers import ExportOptions, export_markers
from takewise.app.marker_options import MarkerOptions
from takewise.app.observer import SilentObserver, failure_sentence
from takewise.errors import MediaError, TakewiseError
from takewise.pipeline.takes import TakeResult
from tests.cli.films import write_face


class Recorder:
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def started(self, count: int) -> None:
        """Remember how many inputs there are."""
        self.heard.append(("started", count))

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Remember the beginning of an input."""
        del count
        if not done:
            self.heard.append(("begun", name))

    def finished(self, name: str, result: TakeResult) -> None:
        """Remember how many frames an input has."""
        del name
        self.heard.append(("finished", result.analysis.media.frame_count))

    def failed(self, name: str, error: TakewiseError) -> None:
        """Remember the input that failed."""
        del error
        self.heard.append(("failed", name))

    def noted(self, sentence: str) -> None:
        """Remember the sentence."""
        self.heard.append(("noted", sentence))


class Impatient(Recorder):
    """Presses Ctrl-C as soon as it reads that an input is finished."""

    def finished(self, name: str, result: TakeResult) -> None:
        """Break off the work."""
        del name, result
        raise KeyboardInterrupt


def test_a_take_that_was_reported_is_counted(tmp_path: Path) -> None:
    """A Ctrl-C at the very moment of the report finds the take among the finished ones."""
    films = [str(write_face(tmp_path / name, frames=5)) for name in ("A.mov", "B.mov")]
    options = AnalyzeOptions(
        paths=tuple(films), out=tmp_path / "out", analysis=AnalysisOptions(no_cache=True)
    )
    done = analyze_named(options, Impatient())
    assert done.finished.cancelled
    assert list(done.finished.results) == films[:1]


def test_events_come_in_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing comes first; a broken film costs itself alone; nothing is printed."""
    film = write_face(tmp_path / "A.mov", frames=5)
    broken, missing = tmp_path / "B.mov", tmp_path / "C.mov"
    broken.write_bytes(b"no film")
    observer = Recorder()
    options = AnalyzeOptions(
        paths=(str(film), str(broken), str(missing)),
        out=tmp_path / "out",
        analysis=AnalysisOptions(no_cache=True),
    )
    done = analyze_named(options, observer)
    assert observer.heard == [
        ("failed", str(missing)),
        ("started", 2),
        ("begun", str(film)),
        ("finished", 5),
        ("begun", str(broken)),
        ("failed", str(broken)),
    ]
    assert list(done.finished.failures) == [str(missing), str(broken)]
    assert (done.finished.status, done.finished.asked) == (1, 3)
    assert done.files == [tmp_path / "out" / "A.mov.takewise.json"]
    assert capsys.readouterr() == ("", "")


def test_what_cannot_be_written_is_the_error_of_its_take(tmp_path: Path) -> None:
    """The take is reported as failed, not as finished."""
    film = write_face(tmp_path / "A.mov", frames=5)
    (tmp_path / "out" / "A.markers.edl").mkdir(parents=True)
    observer = Recorder()
    options = ExportOptions(
        paths=(str(film),),
        out=tmp_path / "out",
        markers=MarkerOptions(to=("resolve-edl",)),
        analysis=AnalysisOptions(no_cache=True),
    )
    done = export_markers(options, observer)
    assert observer.heard[-1] == ("failed", str(film))
    assert done.export.files == []
    assert done.finished.status == 3


def test_a_failure_names_its_input_once() -> None:
    """An error that says where it happened is not led by the name again."""
    assert failure_sentence("A.mov", MediaError("is dark")) == "A.mov: is dark"
    assert failure_sentence("A.mov", MediaError("is dark", where="B.mov")) == "B.mov: is dark"


def test_a_silent_observer_changes_nothing(tmp_path: Path) -> None:
    """A caller who reads the result alone needs no observer of its own."""
    film = write_face(tmp_path / "A.mov", frames=5)
    options = AnalyzeOptions(
        paths=(str(film),), out=tmp_path / "out", analysis=AnalysisOptions(no_cache=True)
    )
    assert analyze_named(options, SilentObserver()).finished.status == 0
