"""Takes on a Dask cluster: what a local run gives, whatever becomes of workers."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from distributed import KilledWorker
from distributed.scheduler import WorkerState

from takewise import __version__
from takewise.errors import UnreadableMedia
from takewise.library import to_json
from takewise.pipeline.batch import Outcome, TakeProgress, run
from takewise.pipeline.cluster import _work, open_cluster
from takewise.pipeline.takes import Request
from tests.cli.calls import call, interrupt, start, wait_for
from tests.cli.films import write_face
from tests.dask_cluster import DaskCluster, dask_cluster
from tests.media.clips import write_sequence

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Return a cluster of two workers, which a test must leave as it found it."""
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a short take, one that takes seconds, and an image sequence."""
    folder = tmp_path_factory.mktemp("takes")
    write_face(folder / "short.mov")
    write_face(folder / "long.mov", frames=500)
    (folder / "stills").mkdir()
    write_sequence(folder / "stills", range(1, 6))
    return folder


@pytest.fixture(autouse=True)
def among_takes(takes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the folder of the takes, where no worker does, with a library of the test's own."""
    monkeypatch.chdir(takes)
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(tmp_path / "library.db"))


def _requests(*paths: str) -> tuple[Request, ...]:
    return tuple(Request(path=path, use_library=False) for path in paths)


def _soon(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Tell whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return true


def test_files_are_those_of_a_local_run(cluster: DaskCluster, tmp_path: Path) -> None:
    """Takes named by relative paths, and a sequence, give files that are equal to the byte."""
    named = ("short.mov", "stills/take.####.png", "--signals", "--no-cache", "--json", "--quiet")
    local = call("analyze", *named, "--out", tmp_path / "local")
    there = call("analyze", *named, "--out", tmp_path / "there", "--cluster", cluster.address)
    assert (local.exit_code, there.exit_code) == (0, 0), there.stderr
    files = sorted(path.name for path in (tmp_path / "local").iterdir())
    assert len(files) == 4
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == files
    for file in files:
        assert (tmp_path / "local" / file).read_bytes() == (tmp_path / "there" / file).read_bytes()
    said = there.stdout.replace(str(tmp_path / "there"), str(tmp_path / "local"))
    assert json.loads(said) == json.loads(local.stdout)


def test_progress_is_told(cluster: DaskCluster) -> None:
    """Each take begins and goes on under the name that the user gave it."""
    told: list[TakeProgress] = []
    (outcome,) = run(
        _requests("short.mov"), report=told.append, pool=partial(open_cluster, cluster.address)
    )
    assert outcome.path == "short.mov"
    assert told[0] == TakeProgress(path="short.mov", done=0, count=None)
    assert told[-1] == TakeProgress(path="short.mov", done=30, count=30)


def test_errors_name_takes_as_the_user_did(cluster: DaskCluster) -> None:
    """Not by the absolute path that the worker looked for."""
    pool = partial(open_cluster, cluster.address)
    (outcome,) = run(_requests("gone.mov"), report=lambda _: None, pool=pool)
    assert isinstance(outcome.error, UnreadableMedia)
    assert str(outcome.error) == "gone.mov: there is no such file; check the path"


def test_outcomes_come_as_takes_finish(cluster: DaskCluster) -> None:
    """The short take is there while the long one runs; giving up frees its worker at once."""
    pool = partial(open_cluster, cluster.address)
    with closing(run(_requests("long.mov", "short.mov"), report=lambda _: None, pool=pool)) as done:
        assert next(done).path == "short.mov"
        assert len(cluster.busy()) == 1
    assert _soon(lambda: not cluster.busy(), seconds=2)


def test_a_library_is_used_only_where_it_is_named(cluster: DaskCluster, tmp_path: Path) -> None:
    """The workers' own is left alone; the named one knows the take the second time."""
    words = ("analyze", "short.mov", "--out", tmp_path / "out", "--cluster", cluster.address)
    for library in ((), ("--library", tmp_path / "named.db")):
        for _ in range(2):
            done = call(*words, *library)
            assert done.exit_code == 0, done.stderr
    assert "reused from the library" in done.stdout
    assert not (tmp_path / "library.db").exists()
    assert not cluster.library.exists()


@pytest.mark.alone
def test_ctrl_c_keeps_finished_takes(cluster: DaskCluster, tmp_path: Path) -> None:
    """It ends with 130 and what is finished; workers give up the rest."""
    out = tmp_path / "out"
    words = ("analyze", "short.mov", "long.mov", "--out", out, "--cluster", cluster.address)
    with start(*words) as process:
        wait_for(process.stderr, "short.mov: done")
        assert len(cluster.busy()) == 1
        interrupt(process)
        began = time.monotonic()
        _, said = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert said.splitlines()[-1] == "cancelled; 1 of 2 takes were finished"
    assert "Traceback" not in said
    assert [path.name for path in out.iterdir()] == ["short.mov.takewise.json"]
    assert _soon(lambda: not cluster.busy(), seconds=2)


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path) -> None:
    """The take that it was at begins again on the other, and comes out as in a local run."""
    paths = ("long.mov", "short.mov")
    local = {each.path: each for each in run(_requests(*paths), report=lambda _: None)}
    begun: list[str] = []
    outcomes: dict[str, Outcome] = {}
    with dask_cluster(tmp_path) as cluster:

        def report(each: TakeProgress) -> None:
            if each.done == 0:
                begun.append(each.path)

        pool = partial(open_cluster, cluster.address)
        for each in run(_requests(*paths), report=report, pool=pool):
            outcomes[each.path] = each
            if each.path == "short.mov":
                (worker,) = cluster.busy()
                os.kill(worker, signal.SIGKILL)
    assert sorted(begun) == ["long.mov", "long.mov", "short.mov"]
    assert list(outcomes) == ["short.mov", "long.mov"]
    for path in paths:
        found, expected = outcomes[path].result, local[path].result
        assert found is not None
        assert expected is not None
        assert to_json(found.analysis) == to_json(expected.analysis)


def test_a_lost_scheduler_ends_the_run(tmp_path: Path) -> None:
    """What was finished is there, the rest has an error that says why."""
    outcomes: dict[str, Outcome] = {}
    with dask_cluster(tmp_path) as cluster:
        pool = partial(open_cluster, cluster.address)
        for each in run(_requests("long.mov", "short.mov"), report=lambda _: None, pool=pool):
            outcomes[each.path] = each
            if each.path == "short.mov":
                cluster.scheduler.kill()
    assert outcomes["short.mov"].result is not None
    assert str(outcomes["long.mov"].error).startswith(
        "long.mov: the cluster's scheduler went away; see that one runs at tcp://127.0.0.1:"
    )


def test_another_version_is_refused(cluster: DaskCluster) -> None:
    """A worker with another Takewise would find other things; it says which one it is."""
    request = Request(path="short.mov", use_library=False)
    outcome = cluster.client.submit(_work, request, request, "0.0.1", "nobody", pure=False).result()
    assert re.fullmatch(
        rf"short\.mov: worker tcp://127\.0\.0\.1:\d+ has Takewise {re.escape(__version__)}, "
        r"not 0\.0\.1; install Takewise 0\.0\.1 on every worker",
        str(outcome.error),
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            KilledWorker("take", WorkerState.__new__(WorkerState), 3),
            "short.mov: each of the 4 workers that analysed it died, perhaps for want of memory; "
            "give the workers more memory, or fewer threads each",
        ),
        (
            ModuleNotFoundError("No module named 'takewise'"),
            "short.mov: a worker could not analyse it (ModuleNotFoundError: No module named "
            f"'takewise'); install Takewise {__version__} on every worker, as on this machine",
        ),
    ],
)
def test_a_workers_fault_is_told(cluster: DaskCluster, fault: Exception, sentence: str) -> None:
    """What a take's last worker came to is one sentence with a remedy."""
    done: Future[Outcome] = Future()
    done.set_exception(fault)
    with open_cluster(cluster.address) as pool:
        (request,) = _requests("short.mov")
        outcome = pool.outcome(request, done)
    assert outcome is not None
    assert str(outcome.error) == sentence


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense://there"])
def test_an_address_without_a_scheduler_is_an_error(address: str, tmp_path: Path) -> None:
    """It ends with 3 and says what to do, whether nobody answers or it is no address."""
    done = call("analyze", "short.mov", "--out", tmp_path, "--cluster", address)
    assert done.exit_code == 3
    assert done.stderr == (
        f"Error: {address}: no Dask scheduler answers there; start one with `dask scheduler`, "
        "or name its address, such as tcp://node1:8786\n"
    )


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence holds the command that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = call("analyze", "short.mov", "--out", tmp_path, "--cluster", "tcp://node1:8786")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: --cluster: a cluster needs Dask's distributed, which is not installed; "
        "run: pip install 'takewise[cluster]'\n"
    )
