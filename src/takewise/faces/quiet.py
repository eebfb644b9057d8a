"""Keep MediaPipe's start-up chatter from the user, and nothing else."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Information and warnings of the C++ side. Its errors (E, F) are let through,
# as is every line of Python's own.
_CHATTER = re.compile(
    rb"INFO: Created TensorFlow Lite"
    rb"|WARNING: All log messages before absl::InitializeLog"
    rb"|[IW]\d{4,8} \d\d:\d\d:\d+\S* .*\.cc:\d+\]"
)

_one_at_a_time = threading.Lock()


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back standard error, then pass on all of it but MediaPipe's chatter.

    The C++ side writes to file descriptor 2 itself, so replacing `sys.stderr` does not reach it.
    """
    try:
        terminal = os.dup(2)
    except OSError:  # a windowed program may have no standard error at all
        yield
        return
    with _one_at_a_time, tempfile.TemporaryFile() as held:
        sys.stderr and sys.stderr.flush()
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr and sys.stderr.flush()
            os.dup2(terminal, 2)
            os.close(terminal)
            held.seek(0)
            for line in held:
                if not _CHATTER.match(line):
                    os.write(2, line)
