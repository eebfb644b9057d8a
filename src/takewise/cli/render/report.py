"""The output of `takewise report`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from takewise.cli.render.console import print_line, stderr
from takewise.cli.render.tables import print_files


def print_written(files: Sequence[Path], *, pictures: bool) -> None:
    """Print what was written, and its size, as it may be sent by mail."""
    inside = "with its pictures inside" if pictures else "without pictures"
    print_files(files)
    for file in files[:1]:
        print_line(stderr(), f"{file.name} is {file.stat().st_size / 1e6:.1f} MB, {inside}")
