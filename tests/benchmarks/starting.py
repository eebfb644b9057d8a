"""From the shell to the first picture and the first result, in a folder of 1,000 photographs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

_PHOTOS = 1000
_TRIES = 7

_LOOK = """
import sys, time
from PySide6.QtWidgets import QApplication
from takewise.cli import main
from takewise.ui.photos.window.view import StillsView
drawn = StillsView._note_drawn
def note(self, place):
    drawn(self, place)
    if self.drawn:
        print(time.time(), flush=True)
        QApplication.instance().exit(0)
StillsView._note_drawn = note
main()
"""

_RANK = """
import os, time
from takewise.pipeline import photos as session
from takewise.cli import main
measure = session.look_at
def measured(*given):
    found = measure(*given)
    print(time.time(), flush=True)
    os._exit(0)
session.look_at = measured
main()
"""


def first_times(folder: Path, *, tries: int = _TRIES) -> dict[str, list[float]]:
    """Measure how long the first picture and the first result take, start of Python included.

    Parameters
    ----------
    folder
        Of photographs.
    tries
        How often each is measured, by turns.

    Returns
    -------
    dict[str, list[float]]
        Command to seconds, one for each try but the first, which finds cold disks.
    """
    found: dict[str, list[float]] = {"review": [], "pick": []}
    for _ in range(tries + 1):
        for command, program in (("review", _LOOK), ("pick", _RANK)):
            found[command].append(_run(program, [command, str(folder)], folder))
    return {command: times[1:] for command, times in found.items()}


def thousand(photo: Path, folder: Path, *, many: int = _PHOTOS) -> Path:
    """Make a folder of one photograph under many names; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(many):
        os.link(photo, folder / f"IMG_{number:05}.JPG")
    return folder


def _run(program: str, arguments: list[str], folder: Path) -> float:
    library = folder.parent / "library.db"
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "TAKEWISE_LIBRARY": str(library)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return float(done.stdout.split()[0]) - begun
