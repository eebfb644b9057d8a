"""How many pictures came late: counted, not guessed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Punctuality:
    """Counts, while it plays, the pictures that were due and those that were there."""

    due: int = 0
    """Pictures that the clock asked for."""
    dropped: int = 0
    """Those of them that were not on the screen in their time."""
    _last: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Count from 0, as playing begins."""
        self.due = self.dropped = 0
        self._last.clear()

    def see(self, take: int, frame: int, *, there: bool, every: bool) -> None:
        """Count the picture that the clock asks of a take, and whether it is ready.

        Without `every`, at more than full speed, some pictures are skipped on purpose.
        """
        last = self._last.get(take)
        if last == frame:
            return
        self._last[take] = frame
        passed = abs(frame - last) - 1 if last is not None and every else 0
        # A jump, of a loop or of a seek, skips no picture that was due.
        passed = passed if passed < 25 else 0
        self.due += 1 + passed
        self.dropped += passed + (not there)
