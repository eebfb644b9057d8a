"""How long it takes from the shell to the first pictures of takes that were analysed.

``python -m tests.benchmarks.start_up PATH...`` is the program itself, which ends as soon as
each take shows a picture, and prints when that was, on the machine's own clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def seconds_to_pictures(paths: Sequence[Path], library: Path) -> tuple[float, float]:
    """Start the review in a process of its own, and return when it shows its pictures.

    Parameters
    ----------
    paths
        Takes that the library knows.
    library
        The library.

    Returns
    -------
    tuple[float, float]
        Seconds since the process was started, and seconds of a core that it took: the
        latter hardly depend on what else the machine does.
    """
    surroundings = {**os.environ, "TAKEWISE_LIBRARY": str(library), "QT_QPA_PLATFORM": "offscreen"}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.start_up", *map(str, paths)],
        capture_output=True, text=True, check=True, env=surroundings, timeout=60,
    )  # fmt: skip
    ended, spent = map(float, done.stdout.split()[-2:])
    return ended - begun, spent


def _watch(count: int) -> None:
    """End the process as soon as so many takes are drawn."""
    from PySide6.QtGui import QPaintEvent

    from takewise.ui.takes.window import main
    from takewise.ui.takes.window.pictures import Pictures

    class Watched(Pictures):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
            super().paintEvent(event)
            shown = [self.frame_shown(pane.place) for pane in self.panes()]
            if len(shown) == count and None not in shown:
                print(time.monotonic(), time.process_time(), flush=True)
                os._exit(0)

    main.Pictures = Watched  # type: ignore[misc]


if __name__ == "__main__":
    from takewise.cli import main as program

    _watch(len(sys.argv) - 1)
    sys.argv[1:1] = ["review"]
    program()
