"""Exit statuses; the same for every command."""

from __future__ import annotations

DONE = 0
"""All inputs are done."""

SOME_FAILED = 1
"""Some inputs failed, the rest are done; or `doctor` found a problem."""

USAGE = 2
"""The command was called wrongly; click's own number."""

NOTHING_DONE = 3
"""No input could be done."""

CANCELLED = 130
"""The user pressed Ctrl-C: 128 and the number of SIGINT, as shells count."""


def status_of(done: int, failed: int) -> int:
    """Return the exit status for so many inputs.

    >>> status_of(3, 0), status_of(2, 1), status_of(0, 3)
    (0, 1, 3)
    """
    if not failed:
        return DONE
    return SOME_FAILED if done else NOTHING_DONE
