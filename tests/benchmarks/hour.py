"""Plays a take over and over for an hour of its clock, and watches the memory.

The clock is a fake that is a picture further on at every look, so that the hour takes as
long as the machine needs to draw it; the decoder leaves out what it cannot give in time, as
it does on a slow machine.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from takewise.ui.takes.loader import Opened
from tests.benchmarks.playback import shown_take
from tests.ui.keepers import Forgetful

RATE = 25


def memory_over(seconds: int, paths: tuple[Path, Path], readings: int = 7) -> list[float]:
    """Play two takes in a loop.

    Parameters
    ----------
    seconds
        How long, on the takes' clock.
    paths
        The takes.
    readings
        How often the memory is read, at even distances, the first at the beginning.

    Returns
    -------
    list[float]
        Resident memory, MiB. The first second, which fills what is read ahead, is before.
    """
    from PySide6.QtWidgets import QApplication

    from takewise.settings import Settings
    from takewise.ui.shell.theme import dress
    from takewise.ui.takes.window.main import ReviewWindow

    application = QApplication.instance() or QApplication(["takewise"])
    assert isinstance(application, QApplication)
    dress(application)
    clock = itertools.count(step=1_000_000_000 // RATE)
    window = ReviewWindow(
        Settings(), keeper=Forgetful(), folder=paths[0].parent, clock=lambda: next(clock)
    )
    window.resize(1280, 720)
    window.show()
    for place, path in enumerate(paths):
        window.hear(Opened(place=place, take=shown_take(path)))
    window.session.press("P")
    window.session.press("Space")
    found = []
    for number in range(seconds * RATE + RATE + 1):
        window.tick()
        application.processEvents()
        if number >= RATE and (number - RATE) % (seconds * RATE // (readings - 1)) == 0:
            found.append(_resident())
    assert window.session.state.shuttle == 1
    window.close()
    return found


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) / 1024
