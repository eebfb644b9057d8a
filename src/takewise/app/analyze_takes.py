"""From the named paths to finished takes; some may fail."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.observer import Observer, failure_sentence
from takewise.app.sources import (
    ANALYSIS_SUFFIX,
    SIGNALS_SUFFIX,
    TakeSources,
    is_analysis,
    read_analysis,
)
from takewise.app.status import CANCELLED, status_of
from takewise.errors import OutputError
from takewise.faces import describe_detector
from takewise.faults import foreseen
from takewise.library import signals_from_npz
from takewise.pipeline.batch import Outcome, TakeProgress, run
from takewise.pipeline.takes import Request, TakeResult
from takewise.settings import Settings

Deliver = Callable[[str, TakeResult], None]
"""Called with each take and its result as soon as it is there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finished:
    """The results and failures of all takes."""

    results: dict[str, TakeResult]
    """Take to result, in the order in which the takes were named."""
    names: Mapping[str, str]
    """Take to its name in tables."""
    failures: dict[str, str]
    """Take, or path that holds none, to what went wrong, in one sentence."""
    asked: int
    """Takes asked for, and paths that hold none."""
    cancelled: bool
    """Whether the user cancelled it."""

    @property
    def listed_failures(self) -> list[dict[str, str]]:
        """What went wrong, for a JSON document."""
        return [{"path": path, "error": error} for path, error in self.failures.items()]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the analyses, one sentence each, each once."""
        notes = (note for result in self.results.values() for note in result.notes)
        return tuple(dict.fromkeys(notes))

    @property
    def status(self) -> int:
        """Exit status."""
        return CANCELLED if self.cancelled else status_of(len(self.results), len(self.failures))


def analyze_takes(
    found: TakeSources,
    choices: AnalysisOptions,
    settings: Settings,
    observer: Observer[TakeResult],
    *,
    deliver: Deliver | None = None,
    signals: bool = False,
) -> Finished:
    """Analyse what the user named; analysis files stand for their takes.

    Errors are reported as they happen, and an error ends only its own take; that includes an
    error of `deliver`, which writes what is finished. With `signals`, results must carry the
    signals. Raises `DetectorError` if no take could begin.
    """
    failures = {error.where: str(error) for error in found.failures}
    for missing in {error.where: error for error in found.failures}.values():
        observer.failed(missing.where, missing)
    if found.note:
        observer.noted(found.note)
    known = [path for path in found.paths if is_analysis(path)]
    media = [path for path in found.paths if not is_analysis(path)]
    requests = [choices.request(path, settings, signals=signals) for path in media]
    if requests:
        # Once, up front: a missing model would fail every take.
        describe_detector(choices.detector, model=choices.model)
    results: dict[str, TakeResult] = {}
    cancelled = False
    outcomes = analyze_requests(requests, choices, observer, deliver=deliver, known=known)
    try:
        with closing(outcomes):
            for outcome in outcomes:
                if outcome.result is not None:
                    results[outcome.path] = outcome.result
                elif outcome.error is not None:
                    failures[outcome.path] = failure_sentence(outcome.path, outcome.error)
    except KeyboardInterrupt:
        cancelled = True
    return Finished(
        results={path: results[path] for path in found.paths if path in results},
        names=found.names,
        failures=failures,
        asked=len(found.paths) + len(found.failures),
        cancelled=cancelled,
    )


def analyze_requests(
    requests: Sequence[Request],
    choices: AnalysisOptions,
    observer: Observer[TakeResult],
    *,
    deliver: Deliver | None = None,
    known: Sequence[str] = (),
    delivery: str = "writing its results",
) -> Generator[Outcome, None, None]:
    """Analyse takes; deliver each as soon as it is done, and report it once it was yielded.

    The analysis files in `known` stand for takes and come first. `delivery` says what `deliver`
    does, for the report of an unforeseen fault. `KeyboardInterrupt` comes through.
    """

    def report(progress: TakeProgress) -> None:
        observer.progressed(progress.path, progress.done, progress.count)

    observer.started(len(requests))
    with closing(run(requests, report=report, jobs=choices.jobs, pool=choices.pool())) as analysed:
        for each in chain(map(_read, known), analysed):
            outcome = _delivered(each, deliver, delivery)
            # The caller counts it before the user reads of it: a Ctrl-C that answers
            # "done" finds it counted.
            yield outcome
            if outcome.result is not None:
                observer.finished(outcome.path, outcome.result)
            elif outcome.error is not None:
                observer.failed(outcome.path, outcome.error)


def ready_folder(folder: Path) -> None:
    """Make a folder for results, with its parents, before hours of work.

    Raises `OutputError` if it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(folder),
            remedy="check its permissions and the free space, or write to another folder",
        ) from error


def read_result(path: str) -> TakeResult:
    """Read an analysis file, and the signals next to it, as if its take had just been analysed.

    Raises `MediaError` or `LibraryError` if the file is unreadable.
    """
    curves = Path(path.removesuffix(ANALYSIS_SUFFIX) + SIGNALS_SUFFIX)
    signals = signals_from_npz(curves.read_bytes(), where=str(curves)) if curves.is_file() else None
    return TakeResult(analysis=read_analysis(path), signals=signals, from_library=False)


def _read(path: str) -> Outcome:
    try:
        return Outcome(path=path, result=read_result(path))
    except Exception as error:  # noqa: BLE001 - one take must not lose the others
        return Outcome(path=path, error=foreseen(error, what="reading it", where=path))


def _delivered(outcome: Outcome, deliver: Deliver | None, delivery: str) -> Outcome:
    if deliver is None or outcome.result is None:
        return outcome
    try:
        deliver(outcome.path, outcome.result)
    except Exception as error:  # noqa: BLE001 - one take must not lose the others
        fault = foreseen(error, what=delivery, where=outcome.path)
        return Outcome(path=outcome.path, error=fault)
    return outcome
