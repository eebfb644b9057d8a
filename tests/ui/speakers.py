"""A sound output that a test can ask what it would have played."""

from __future__ import annotations

import numpy as np

from takewise.media import Samples
from takewise.ui.takes.speaker import Fill


class Speaker:
    """Asks for samples when it is told to, as a machine's output does in its own time."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self.closed = False

    def play(self, when: int, *, blocks: int = 1, count: int = 480) -> Samples:
        """Return what is heard from a time on, nanoseconds, in blocks of ten milliseconds."""
        step = count * 1_000_000_000 // 48000
        return np.concatenate([self._fill(count, when + n * step) for n in range(blocks)])

    def close(self) -> None:
        """Fall silent."""
        self.closed = True
