"""Many takes on many machines: a pool for `takewise.pipeline.batch` whose workers are Dask's.

```
 Request ─► scheduler ─► a worker: outcome_of ─► Outcome
    (absolute paths)        └── Report, Report, ... (events) ─► reports
```

The machines share the storage with the media; only requests, results and reports
travel. The scheduler gives a take whose worker died to another worker.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from uuid import uuid4

from takewise import __version__
from takewise.errors import MissingExtra, TakewiseError
from takewise.pipeline.batch import Outcome, Pool, TakeProgress, outcome_of

if TYPE_CHECKING:
    from distributed import Client
    from distributed.cfexecutor import ClientExecutor

    from takewise.pipeline.takes import Request

# Seconds in which a scheduler must answer.
_PATIENCE = 10


@contextmanager
def open_cluster(address: str) -> Iterator[Pool]:
    """Open the workers of a Dask cluster as a pool, with as many takes at a time as it has threads.

    A take keeps the path that the user gave it, while workers open it by its absolute path. They
    use a library only where the request names one. Leaving the pool makes workers stop what they
    still do for it. The address is the scheduler's, such as ``tcp://node1:8786``. Raises
    `MissingExtra` if Dask's distributed is not installed, and `TakewiseError` if no scheduler
    answers there.
    """
    with _connected(address) as client:
        progress: SimpleQueue[TakeProgress] = SimpleQueue()
        topic = f"takewise-{uuid4().hex}"
        client.subscribe_topic(topic, lambda event: progress.put(_report(event[1])))
        # Not pure: no two takes are one, so Dask need not compare them.
        yield _Cluster(address, client.get_executor(pure=False), topic, progress)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """The workers of a Dask cluster."""

    address: str
    """The scheduler's."""
    executor: ClientExecutor
    """Gives takes to the scheduler."""
    topic: str
    """Name of the events by which workers report to this pool."""
    progress: SimpleQueue[TakeProgress]
    """What they reported."""

    def submit(self, request: Request) -> Future[Outcome]:
        done: Future[Outcome] = self.executor.submit(
            _work, request, _for_worker(request), __version__, self.topic
        )
        return done

    def outcome(self, request: Request, done: Future[Outcome]) -> Outcome:
        try:
            return done.result()
        except CancelledError:
            error = TakewiseError(
                "the cluster's scheduler went away",
                where=request.path,
                remedy=f"see that one runs at {self.address}, and run this again",
            )
        except Exception as fault:  # noqa: BLE001 - a worker may have any; it costs its take only
            error = _fault(request.path, fault)
        return Outcome(path=request.path, error=error)

    def reports(self) -> Iterator[TakeProgress]:
        with suppress(Empty):
            while True:
                yield self.progress.get_nowait()


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra(
            "a cluster needs Dask's distributed, which is not installed",
            where="--cluster",
            remedy="run: pip install 'takewise[cluster]'",
        ) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise TakewiseError(
            "no Dask scheduler answers there",
            where=address,
            remedy="start one with `dask scheduler`, or name its address, such as tcp://node1:8786",
        ) from error
    with client:
        yield client


def _fault(path: str, fault: Exception) -> TakewiseError:
    """Say what went wrong with a worker, rather than with its take."""
    from distributed import KilledWorker

    if isinstance(fault, KilledWorker):
        return TakewiseError(
            f"each of the {fault.allowed_failures + 1} workers that analysed it died, perhaps "
            "for want of memory",
            where=path,
            remedy="give the workers more memory, or fewer threads each",
        )
    said = " ".join(f"{type(fault).__name__}: {fault}".split())
    return TakewiseError(
        f"a worker could not analyse it ({said})",
        where=path,
        remedy=f"install Takewise {__version__} on every worker, as on this machine",
    )


def _for_worker(request: Request) -> Request:
    """Return the request with paths that mean the same wherever a worker was started."""
    # Deferred: it brings numpy.
    from takewise.faces.landmarker import MODEL_VARIABLE  # noqa: PLC0415

    model = request.model or os.environ.get(MODEL_VARIABLE)
    return replace(
        request,
        path=str(Path(request.path).absolute()),
        model=str(Path(model).absolute()) if model else None,
        library=request.library.absolute() if request.library else None,
        use_library=request.use_library and request.library is not None,
    )


def _work(named: Request, request: Request, version: str, topic: str) -> Outcome:
    """Analyse a take in a worker, and call it as the user did."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()
    if version != __version__:
        return Outcome(
            path=named.path,
            error=TakewiseError(
                f"worker {worker.address} has Takewise {__version__}, not {version}",
                where=named.path,
                remedy=f"install Takewise {version} on every worker",
            ),
        )

    def report(each: TakeProgress) -> None:
        task = worker.state.tasks.get(key)
        # No one waits for it any more; Dask itself lets a task that runs go on to its end.
        if task is None or task.state == "cancelled":
            raise CancelledError
        worker.log_event(topic, (named.path, each.done, each.count))

    return _called(named.path, request.path, outcome_of(request, report))


def _called(name: str, place: str, outcome: Outcome) -> Outcome:
    """Put a take's name in the place of where the worker found it."""
    error, result = outcome.error, outcome.result
    if error is not None and error.where == place:
        error = type(error)(error.what, where=name, remedy=error.remedy)
    if result is not None:
        media = result.analysis.media
        # A file is called as it was named; a sequence by its folder and its pattern.
        at = name if media.path == place else str(Path(name).parent / Path(media.path).name)
        media = replace(media, path=at)
        result = replace(result, analysis=replace(result.analysis, media=media))
    return Outcome(path=name, result=result, error=error)


def _report(message: tuple[str, int, int | None]) -> TakeProgress:
    path, done, count = message
    return TakeProgress(path=path, done=done, count=count)
