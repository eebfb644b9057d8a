"""Many takes, in this process or in several; each outcome as soon as it is there.

```
 requests ─► Pool ─► analyze_take ─► Outcome, in the order of finishing
              └───── Report, Report, ... ─► report
```

One take that fails, or that brings its process down, costs no other take. The pool
is one of processes on this machine, unless the caller brings another.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.managers import SyncManager
from queue import Empty, Queue
from typing import TYPE_CHECKING, Protocol, TypeAlias

from takewise.errors import TakewiseError
from takewise.faults import foreseen

if TYPE_CHECKING:
    from takewise.pipeline.takes import Request, TakeResult

# Seconds between two looks at what the processes report.
_LOOK_UP = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeProgress:
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


class Pool(Protocol):
    """Where takes are analysed, several at a time."""

    def submit(self, request: Request) -> Future[Outcome]:
        """Have a take analysed as soon as there is room for it."""

    def outcome(self, request: Request, done: Future[Outcome]) -> Outcome | None:
        """Return what came of a take; None if it was lost, and is to be tried again."""

    def reports(self) -> Iterable[TakeProgress]:
        """Return what was reported since this was last asked."""


OpenPool: TypeAlias = Callable[[], AbstractContextManager[Pool]]
"""Opens a pool; leaving it ends what still runs there."""


def run(
    requests: Sequence[Request],
    *,
    report: Callable[[TakeProgress], None],
    jobs: int = 1,
    pool: OpenPool | None = None,
) -> Generator[Outcome, None, None]:
    """Analyse takes, several at a time; outcomes come in the order of finishing.

    Closing the generator, or a KeyboardInterrupt while it works, ends the takes that run and begins
    no others.

    Parameters
    ----------
    requests
        The takes, each path once.
    report
        Called in this process as a take begins, and now and then as it goes on.
    jobs
        Most takes at a time; 1 works in this process. A ``pool`` ignores it.
    pool
        Where to analyse them; None takes processes on this machine.
    """
    jobs = min(jobs, len(requests))
    if pool is None and jobs <= 1:
        yield from (outcome_of(request, report) for request in requests)
        return
    if pool is None:
        requests = share_cores(requests, jobs, os.cpu_count() or 1)
    lost = yield from _round(requests, pool or partial(_processes, jobs), report)
    # A process that dies takes its whole pool along. What was lost runs again,
    # each take in a pool of its own, so that only the guilty one fails.
    for request in lost:
        if (yield from _round((request,), pool or partial(_processes, 1), report)):
            yield Outcome(path=request.path, error=_killed(request.path))


def share_cores(requests: Sequence[Request], jobs: int, cores: int) -> list[Request]:
    """Give takes that are analysed at a time their share of this machine, at least one core.

    With all cores each, their threads would only delay each other. A take that asks for a number of
    cores keeps it.
    """
    each = max(1, cores // jobs)
    return [replace(request, cores=request.cores or each) for request in requests]


def outcome_of(request: Request, report: Callable[[TakeProgress], None]) -> Outcome:
    """Analyse one take; any error becomes part of its outcome.

    `report` is called as the take begins, and now and then as it goes on; what it raises ends the
    analysis. An unforeseen fault is an error like others, with a report about it.
    """
    # Deferred: the process that passes the reports on need not load it.
    from takewise.pipeline.takes import analyze_take  # noqa: PLC0415

    def progress(done: int, count: int | None) -> None:
        report(TakeProgress(path=request.path, done=done, count=count))

    progress(0, None)
    try:
        return Outcome(path=request.path, result=analyze_take(request, progress))
    except Exception as error:  # noqa: BLE001 - a fault in one take must not lose the others
        fault = foreseen(error, what="analysing it", where=request.path)
        return Outcome(path=request.path, error=fault)


def _killed(path: str) -> TakewiseError:
    return TakewiseError(
        "the process that analysed it was killed, perhaps for want of memory",
        where=path,
        remedy="free some memory and run it again with --jobs 1",
    )


def _round(
    requests: Sequence[Request], open_pool: OpenPool, report: Callable[[TakeProgress], None]
) -> Generator[Outcome, None, list[Request]]:
    """Run requests in one pool; return those that were lost with it."""
    lost = []
    with open_pool() as pool:
        waiting = {pool.submit(request): request for request in requests}
        while waiting:
            finished, _ = wait(waiting, _LOOK_UP, FIRST_COMPLETED)
            for each in pool.reports():
                report(each)
            for future in finished:
                request = waiting.pop(future)
                outcome = pool.outcome(request, future)
                if outcome is None:
                    lost.append(request)
                else:
                    yield outcome
    return lost


@dataclass(frozen=True, slots=True)
class _Processes:
    """A pool of processes on this machine."""

    executor: ProcessPoolExecutor
    """Runs them."""
    queue: Queue[TakeProgress]
    """What they report."""

    def submit(self, request: Request) -> Future[Outcome]:
        with _uninterrupted():
            return self.executor.submit(_work, request, self.queue)

    def outcome(self, request: Request, done: Future[Outcome]) -> Outcome | None:
        del request
        return None if isinstance(done.exception(), BrokenExecutor) else done.result()

    def reports(self) -> Iterator[TakeProgress]:
        with suppress(Empty):
            while True:
                yield self.queue.get_nowait()


def separate_pool(jobs: int) -> OpenPool:
    """Return what opens a pool of processes, for a process that has other things to do.

    For `run`, which by itself works in its own process where that is enough.
    """
    return partial(_processes, jobs)


@contextmanager
def _processes(jobs: int) -> Iterator[_Processes]:
    """Open a pool of processes, and what they report through."""
    # A manager's queue, unlike a pipe, stays whole when a process dies in the middle of a word.
    manager = SyncManager(ctx=multiprocessing.get_context("spawn"))
    manager.start(_begin)
    with manager, _executor(jobs) as executor:
        yield _Processes(executor, manager.Queue())


@contextmanager
def _executor(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Open an executor whose processes are ended at once if the work is given up."""
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


def _begin() -> None:
    """Make a process leave Ctrl-C to its parent, and end when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # No process would notice a proper end, and it would wait for ever.
        os._exit(1)


def _work(request: Request, reports: Queue[TakeProgress]) -> Outcome:
    return outcome_of(request, reports.put)
