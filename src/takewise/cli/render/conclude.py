"""The last lines of a command that analysed takes."""

from __future__ import annotations

from takewise.app.analyze_takes import Finished
from takewise.cli.render.console import print_line, stderr
from takewise.plain_text import count


def conclude(finished: Finished) -> int:
    """Print notes and, of a cancelled run, what was finished; return the exit status."""
    for note in finished.notes:
        print_line(stderr(), note)
    if finished.cancelled:
        done = f"{len(finished.results)} of {count(finished.asked, 'take')}"
        print_line(stderr(), f"cancelled; {done} were finished")
    return finished.status
