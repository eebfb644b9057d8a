"""Analyse one take in a process of its own and print its greatest memory use in bytes."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path


def peak_of(path: Path) -> int:
    """Return the greatest resident memory of a process that analyses a take, bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.memory", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout.split()[-1])


def own_peak() -> int:
    """Return this process's greatest resident memory so far, bytes.

    Linux hands ``ru_maxrss`` of the parent on to a child it spawns; the kernel's
    own account of this process's memory does not have that fault.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    from takewise.pipeline.takes import analyze

    analyze(sys.argv[1])
    print(own_peak())
