"""Many takes, in this process or in several; each outcome as soon as it is there.

```
 requests ─► pool of processes ─► analyze_take ─► Outcome, in the order of finishing
                  └───────────── Report, Report, ... ─► report
```

One take that fails, or that brings its process down, costs no other take.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.managers import SyncManager
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING

from takewise.errors import TakewiseError

if TYPE_CHECKING:
    from takewise.pipeline import Request, TakeResult

_LOOK_UP = 0.1
# Seconds between two looks at what the processes report.


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How far one take is."""

    path: str
    """The take, as in its request."""
    done: int
    """Pictures done; 0 as the take begins."""
    count: int | None
    """Pictures of the take; None while that is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What came of one take: a result or an error, never both."""

    path: str
    """The take, as in its request."""
    result: TakeResult | None = None
    """What was found; None if the take failed."""
    error: TakewiseError | None = None
    """Why it failed; None if it did not."""


def run(
    requests: Sequence[Request], *, jobs: int, report: Callable[[Report], None]
) -> Generator[Outcome, None, None]:
    """Analyse takes, several at a time.

    Closing the generator, or a KeyboardInterrupt while it works, ends the takes
    that run and begins no further ones.

    Parameters
    ----------
    requests
        The takes, each path once.
    jobs
        Most takes at a time; 1 works in this process.
    report
        Called in this process as a take begins, and now and then as it goes on.

    Returns
    -------
    Generator[Outcome, None, None]
        One for each request, in the order of finishing.
    """
    jobs = min(jobs, len(requests))
    if jobs > 1:
        return _in_processes(requests, jobs, report)
    return (_outcome(request, report) for request in requests)


def _outcome(request: Request, report: Callable[[Report], None]) -> Outcome:
    # Deferred: the process that passes the reports on need not load it.
    from takewise.pipeline import analyze_take  # noqa: PLC0415

    def progress(done: int, count: int | None) -> None:
        report(Report(path=request.path, done=done, count=count))

    progress(0, None)
    try:
        return Outcome(path=request.path, result=analyze_take(request, progress))
    except TakewiseError as error:
        return Outcome(path=request.path, error=error)
    except Exception as error:  # noqa: BLE001 - a fault in one take must not lose the others
        return Outcome(path=request.path, error=_fault(request.path, error))


def _fault(path: str, error: Exception) -> TakewiseError:
    """Say what went wrong where nobody foresaw it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return TakewiseError(
        f"analysing it failed ({said}, at {Path(last.filename).name}:{last.lineno})",
        where=path,
        remedy="this is a fault of Takewise; please report it with this line",
    )


def _killed(path: str) -> TakewiseError:
    return TakewiseError(
        "the process that analysed it was killed, perhaps for want of memory",
        where=path,
        remedy="free some memory and run it again with --jobs 1",
    )


def _in_processes(
    requests: Sequence[Request], jobs: int, report: Callable[[Report], None]
) -> Generator[Outcome, None, None]:
    # A manager's queue, unlike a pipe, stays whole when a process dies in the middle of a word.
    manager = SyncManager(ctx=multiprocessing.get_context("spawn"))
    manager.start(_begin)
    with manager:
        reports = manager.Queue()
        lost = yield from _round(requests, jobs, reports, report)
        # A process that dies takes its whole pool along. What was lost runs again,
        # each take in a pool of its own, so that only the guilty one fails.
        for request in lost:
            if (yield from _round((request,), 1, reports, report)):
                yield Outcome(path=request.path, error=_killed(request.path))


def _round(
    requests: Sequence[Request],
    jobs: int,
    reports: Queue[Report],
    report: Callable[[Report], None],
) -> Generator[Outcome, None, list[Request]]:
    """Run requests in one pool; return those that were lost with it."""
    lost = []
    with _pool(jobs) as pool:
        with _uninterrupted():
            waiting = {pool.submit(_work, request, reports): request for request in requests}
        while waiting:
            finished, _ = wait(waiting, _LOOK_UP, FIRST_COMPLETED)
            _pass_on(reports, report)
            for future in finished:
                request = waiting.pop(future)
                if isinstance(future.exception(), BrokenExecutor):
                    lost.append(request)
                else:
                    yield future.result()
    return lost


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool of processes that are ended at once if the work is given up."""
    others = set(multiprocessing.active_children())
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            # They write nothing but whole transactions, so they may end anywhere.
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C; processes that begin meanwhile never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pass_on(reports: Queue[Report], report: Callable[[Report], None]) -> None:
    with suppress(Empty):
        while True:
            report(reports.get_nowait())


def _begin() -> None:
    """Make a process leave Ctrl-C to its parent, and end when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # Nobody is left to hear of a proper end, and it would wait for ever.
        os._exit(1)


def _work(request: Request, reports: Queue[Report]) -> Outcome:
    return _outcome(request, reports.put)
