"""Many takes: one that fails, or brings its process down, costs no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from takewise.errors import UnreadableMedia
from takewise.pipeline.batch import Outcome, TakeProgress, run, share_cores
from takewise.pipeline.takes import Request
from takewise.settings import Settings
from tests.cli.films import write_face
from tests.media.clips import write_clip


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """Return a short take, a long one and a file that is none."""
    folder = tmp_path_factory.mktemp("takes")
    (folder / "none.mov").write_text("no film")
    return (
        str(write_clip(folder / "short.mov", frames=5)),
        str(write_face(folder / "long.mov", frames=250)),
        str(folder / "none.mov"),
    )


def _requests(*paths: str) -> tuple[Request, ...]:
    return tuple(Request(path=path, use_library=False) for path in paths)


def _workers() -> list[int]:
    """Return the processes that analyse, without the one that passes messages on."""
    return [
        child.pid
        for child in multiprocessing.active_children()
        if child.pid is not None and not child.name.startswith("SyncManager")
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_take_has_an_outcome(takes: tuple[str, str, str], jobs: int) -> None:
    """What can be analysed is, what cannot has its error, whatever the number of processes."""
    told: list[TakeProgress] = []
    outcomes = {each.path: each for each in run(_requests(*takes), jobs=jobs, report=told.append)}
    short, long, none = (outcomes[path] for path in takes)
    assert short.result is not None
    assert short.result.analysis.media.frame_count == 5
    assert long.result is not None
    assert isinstance(none.error, UnreadableMedia)
    assert none.error.where == takes[2]
    begun = [each.path for each in told if each.done == 0]
    assert sorted(begun) == sorted(takes)
    assert TakeProgress(path=takes[1], done=250, count=250) in told
    assert not multiprocessing.active_children()


def test_outcomes_come_as_takes_finish(takes: tuple[str, str, str]) -> None:
    """The short take is there while the long one still runs, though it was named later."""
    short, long, _ = takes
    with closing(run(_requests(long, short), jobs=2, report=lambda _: None)) as outcomes:
        assert next(outcomes).path == short


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_unforeseen_fault_is_its_takes_own(takes: tuple[str, str, str], jobs: int) -> None:
    """Its sentence has the type, the message and the place; the other take is done."""
    short, long, _ = takes
    broken = Request(path=short, settings=cast("Settings", None), use_library=False)
    outcomes = {
        each.path: each
        for each in run((broken, *_requests(long)), jobs=jobs, report=lambda _: None)
    }
    assert outcomes[long].result is not None
    said = str(outcomes[short].error)
    assert said.startswith(f"{short}: analysing it failed (AttributeError: 'NoneType' object has")
    assert ", at takes.py:" in said


def test_a_killed_process_costs_its_own_take_only(takes: tuple[str, str, str]) -> None:
    """The take that brings its process down each time fails; what was lost with it is done."""
    short, long, _ = takes
    killed: set[int] = set()

    def kill(report: TakeProgress) -> None:
        if report.path == long and report.done == 0:
            for worker in _workers():
                killed.add(worker)
                os.kill(worker, signal.SIGKILL)

    outcomes: dict[str, Outcome] = {}
    for each in run(_requests(long, short), jobs=2, report=kill):
        assert each.path not in outcomes
        outcomes[each.path] = each
    assert len(killed) == 3
    assert outcomes[short].result is not None
    assert "was killed, perhaps for want of memory" in str(outcomes[long].error)
    assert "--jobs 1" in str(outcomes[long].error)


def test_giving_up_ends_the_processes(takes: tuple[str, str, str]) -> None:
    """A caller that wants no more leaves nothing running behind."""
    short, long, _ = takes
    with closing(run(_requests(short, long), jobs=2, report=lambda _: None)) as outcomes:
        next(outcomes)
        assert len(_workers()) == 2
    assert not multiprocessing.active_children()


def test_no_takes_have_no_outcomes() -> None:
    """Nothing to do is done at once."""
    assert list(run((), jobs=4, report=lambda _: None)) == []


def test_an_outcome_names_the_path_of_its_request(tmp_path: Path) -> None:
    """Also where there is no such file."""
    path = str(tmp_path / "gone.mov")
    (outcome,) = run(_requests(path), jobs=1, report=lambda _: None)
    assert (outcome.path, outcome.result) == (path, None)


def test_takes_at_a_time_share_the_cores() -> None:
    """Each process has its share of the machine, one core at least, or what its take asks for."""
    asked = Request(path="a.mov", cores=3)
    free = Request(path="b.mov")
    for jobs, cores, share in ((2, 8, 4), (3, 8, 2), (4, 2, 1)):
        assert [each.cores for each in share_cores((asked, free), jobs, cores)] == [3, share]
