"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from distributed import Client
from distributed.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class DaskCluster:
    """A scheduler and its workers."""

    address: str
    """The scheduler's."""
    scheduler: subprocess.Popen[bytes]
    """Its process."""
    library: Path
    """The workers' own."""
    client: Client
    """Looks at the cluster."""

    def busy(self) -> list[int]:
        """Return the processes of workers that run a task, whether anybody waits for it or not."""
        at_work: dict[str, tuple[int, int]] = self.client.run(_at_work)
        return [process for process, tasks in at_work.values() if tasks]


@contextmanager
def dask_cluster(folder: Path, *, workers: int = 2) -> Iterator[DaskCluster]:
    """Start a cluster whose processes work in a folder; end it all on leaving."""
    file, library = folder / "scheduler.json", folder / "of the workers.db"
    # Workers must have these tests too, to tell what they are doing.
    found = os.pathsep.join(str(Path(each).absolute()) for each in sys.path if each)
    where = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    with ExitStack() as processes:

        def start(module: str, *words: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", module, *where, *words],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": found, "TAKEWISE_LIBRARY": str(library)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            processes.callback(process.wait)
            processes.callback(process.kill)
            return process

        scheduler = start("distributed.cli.dask_scheduler", "--port", "0")
        deadline = time.monotonic() + 60
        while not file.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        for _ in range(workers):
            start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny")
        address = json.loads(file.read_text())["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            yield DaskCluster(address=address, scheduler=scheduler, library=library, client=client)


def _at_work(dask_worker: Worker) -> tuple[int, int]:
    """Return a worker's process and how many tasks its threads run."""
    return os.getpid(), len(dask_worker.active_threads)
