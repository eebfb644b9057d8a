"""Takes on their way into the window: what is known at once, the rest in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TypeAlias

from takewise.errors import DetectorError, LibraryError, TakewiseError
from takewise.faces import FaceDetector, open_detector
from takewise.faults import foreseen
from takewise.library import open_library
from takewise.media import picture_times, probe
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions
from takewise.pipeline.batch import Outcome, TakeProgress, run, separate_pool
from takewise.pipeline.face_paths import FacePath, find_faces
from takewise.pipeline.takes import Request, TakeResult, look_up
from takewise.ui.takes.curves import Curves, curves_of
from takewise.ui.takes.decision_store import TakeKeeper
from takewise.ui.takes.state import ShownTake
from takewise.ui.takes.times import times_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A take was opened, or analysed."""

    place: int
    """Which, in the order in which they were named."""
    take: ShownTake
    """What is known of it."""
    curves: tuple[Curves, ...] = ()
    """Of its people; empty if it was not analysed, or has no people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """A take is being analysed."""

    place: int
    """Which."""
    share: float | None
    """How much of it is done, 0 to 1; None while that is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A take cannot be shown, or not be analysed."""

    place: int
    """Which."""
    error: TakewiseError
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Located:
    """The faces of a take were found."""

    place: int
    """Which take."""
    faces: tuple[FacePath, ...]
    """Of its people, those that were found."""


LoadEvent: TypeAlias = Opened | Progressed | Failed | Located


class _Closed(Exception):
    """The window was closed, or the analysis cancelled, while a take was being analysed."""


def _detector(request: Request) -> FaceDetector:
    return open_detector(request.detector, model=request.model)


class TakeLoader:
    """Opens takes one after the other, and then analyses those that need it.

    `known` has the results, by place, of takes that were named by their analysis files. `report` is
    called with each event in a thread of its own. `detector` opens the face detector that looks
    at one picture of each take.
    """

    def __init__(
        self,
        requests: Sequence[Request],
        names: Sequence[str],
        known: Mapping[int, TakeResult],
        report: Callable[[LoadEvent], None],
        *,
        detector: Callable[[Request], FaceDetector] = _detector,
    ) -> None:
        self._requests, self._names, self._known = requests, names, known
        self._report, self._detector = report, detector
        self._closed = threading.Event()
        self._cancelled = threading.Event()
        self._takes: dict[int, ShownTake] = {}
        self._results: dict[int, TakeResult] = {}
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-opening")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop analysing; takes that were not analysed can be looked at, and are `Failed`."""
        self._cancelled.set()

    def close(self) -> None:
        """Stop the current analysis; a process that analyses ends with this one."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def _run(self) -> None:
        try:
            self._work()
        except _Closed:
            return

    def _work(self) -> None:
        unknown = [place for place in range(len(self._requests)) if not self._open(place)]
        self._locate(self._results)
        if unknown and not self._closed.is_set():
            self._analyse(unknown)

    def _open(self, place: int) -> bool:
        """Open one take; return whether there is nothing more to find out about it."""
        if self._closed.is_set():
            return True
        request = self._requests[place]
        try:
            result = self._known.get(place)
            digest = None
            if result is None and request.use_library:
                digest, result = _looked_up(request)
            info = (
                result.analysis.media
                if result
                else probe(
                    request.path,
                    digest=digest,
                    sequence_rate=request.sequence_rate,
                    stream=request.stream,
                )
            )
            self._show(place, info, result)
        except Exception as error:  # noqa: BLE001 - one take must not lose the others
            fault = foreseen(error, what="opening it", where=request.path)
            self._report(Failed(place=place, error=fault))
            return True
        return result is not None

    def _show(self, place: int, info: MediaInfo, result: TakeResult | None) -> None:
        analysis = result.analysis if result else None
        ticks = picture_times(info) if analysis is None and info.variable_rate else ()
        before = self._takes.get(place)
        take = ShownTake(
            name=self._names[place],
            info=info,
            times=times_of(info, analysis, ticks),
            analysis=analysis,
            decisions=before.decisions if before else self._said_of(place, info),
        )
        self._takes[place] = take
        if result:
            self._results[place] = result
        curves = curves_of(result.signals) if result and result.signals else ()
        self._report(Opened(place=place, take=take, curves=curves))

    def _said_of(self, place: int, info: MediaInfo) -> Decisions:
        request = self._requests[place]
        try:
            with open_library(request.library, mode=request.library_mode) as library:
                return library.decisions(info)
        except LibraryError as error:
            self._report(Failed(place=place, error=error))
            return Decisions()

    def _locate(self, results: Mapping[int, TakeResult]) -> None:
        """Return where the faces of some takes are, as far as they can be found."""
        if not any(result.signals for result in results.values()):
            return
        try:
            with self._detector(self._requests[0]) as detector:
                for place, result in results.items():
                    if self._closed.is_set():
                        raise _Closed
                    info = self._takes[place].info
                    faces = find_faces(info, result.analysis, result.signals or (), detector)
                    self._report(Located(place=place, faces=faces))
        except DetectorError as error:
            self._report(Failed(place=next(iter(results)), error=error))

    def _analyse(self, places: Sequence[int]) -> None:
        by_path = {self._requests[place].path: place for place in places}
        requests = [self._requests[place] for place in places]

        def report(each: TakeProgress) -> None:
            if self._closed.is_set() or self._cancelled.is_set():
                raise _Closed
            share = each.done / each.count if each.count else None
            self._report(Progressed(place=by_path[each.path], share=share))

        try:
            # In a process of its own, so that playing does not wait for it.
            with closing(run(requests, report=report, pool=separate_pool(1))) as outcomes:
                for outcome in outcomes:
                    self._take_in(by_path.pop(outcome.path), outcome)
        except _Closed:
            if self._closed.is_set():
                raise
            for path, place in by_path.items():
                self._report(Failed(place=place, error=_cancelled(path)))
        except (OSError, EOFError) as error:
            # No process can be started.
            for path, place in by_path.items():
                self._report(Failed(place=place, error=_not_begun(path, error)))

    def _take_in(self, place: int, outcome: Outcome) -> None:
        if outcome.result is not None:
            self._show(place, outcome.result.analysis.media, outcome.result)
            self._locate({place: outcome.result})
        elif outcome.error is not None:
            self._report(Failed(place=place, error=outcome.error))


def _cancelled(path: str) -> TakewiseError:
    return TakewiseError(
        "it was not analysed, as you cancelled the analysis",
        where=path,
        remedy="review it again to have it analysed",
    )


def _not_begun(path: str, error: Exception) -> TakewiseError:
    return TakewiseError(
        f"it cannot be analysed here: no process can be started ({error})",
        where=path,
        remedy="close other programs, or run takewise analyze on it first",
    )


def _looked_up(request: Request) -> tuple[str | None, TakeResult | None]:
    """Return a take's digest and its result in the library; nothing if that cannot be used."""
    try:
        return look_up(request)
    except LibraryError:
        return None, None


def kept_by(request: Request) -> TakeKeeper:
    """Return what keeps decisions in the library of a request."""
    return TakeKeeper(request.library, request.library_mode)
