"""Where the figures were made."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.tables import Table

_REPOSITORY = Path(__file__).parents[2]
_LIBRARIES = ("mediapipe", "numpy", "scipy", "opencv-contrib-python", "av", "scikit-image")


def table() -> Table:
    """Return the machine, the versions and the commit."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    rows = (
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        ("libraries", libraries),
        ("takewise", f"{version('takewise')}, commit {_commit()}"),
    )
    return Table(title="Machine and versions", columns=("what", "which"), rows=rows)


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.is_file():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    """Return the short commit, and whether the core differs from it."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--", "src", "tests/performer")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit} with changes that are not committed" if changed else commit


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=_REPOSITORY, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
