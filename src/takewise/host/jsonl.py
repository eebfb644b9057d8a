"""JSON lines between a host's plugin and the core, and how the exchange ends early.

```
 host ── one request ──────────────────► read_request
 host ◄─ hello, progress, moment, ... ── JsonLines        (the only writer of standard output)
 host ── closes its end, or dies ──────► end_with_host ─► KeyboardInterrupt
```
"""

from __future__ import annotations

import _thread
import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import BinaryIO

from takewise import __version__
from takewise.app.status import CANCELLED
from takewise.errors import MalformedText, SettingsError, TakewiseError
from takewise.plain_text import visible
from takewise.untrusted import DEEPEST, json_from, read_bytes

PROTOCOL = "takewise.host/1"
"""Name and version of the protocol; it changes when an older side would misunderstand."""

# Bytes of a request: some hundred thousand takes.
_LONGEST = 64 * 1024 * 1024

_CHUNK = 65536

# Seconds between two pieces of a request on standard input; hosts send it at once.
_PATIENCE = 30.0

# Seconds in which the work must stop once the host has gone.
_DEAF = 2.0


class JsonLines:
    """Writes the answer to a stream of its own, one JSON object a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.begun = False
        """Whether the request was understood, so that a failure now is one of the work."""

    def send(self, kind: str, /, **fields: object) -> None:
        """Send one message of a type; numbers in its fields are finite.

        Raises `KeyboardInterrupt` if the host has gone, since its result has no reader then.
        """
        message = json.dumps({"type": kind, **fields}, allow_nan=False)
        try:
            self._stream.write(f"{message}\n".encode("ascii"))
            self._stream.flush()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise KeyboardInterrupt from error

    def hello(self) -> None:
        """Send the protocol's version and Takewise's."""
        with suppress(KeyboardInterrupt):
            self.send("hello", protocol=PROTOCOL, core=__version__)

    def cancelled(self) -> None:
        """Send that the work was cancelled; the last message."""
        with suppress(KeyboardInterrupt):
            self.send("cancelled")

    def error(self, error: TakewiseError, *, key: str | None = None) -> None:
        """Send an error of the take with this key; without a key it ends everything."""
        words = f"{error.where}: {error.what}" if error.where else error.what
        # Hosts print both, some of them as they come.
        message, hint = visible(words), visible(error.remedy)
        self.send("error", key=key, code=_code(error), message=message, hint=hint)


@contextmanager
def private_output() -> Iterator[JsonLines]:
    """Reserve standard output for the answer, which only the yielded `JsonLines` writes.

    Everything else that is printed there, by C libraries and child processes too, goes to
    standard error.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    # Python prints by the file descriptor too, so it needs no redirection of its own.
    stream = os.fdopen(kept, "wb", closefd=False)
    try:
        yield JsonLines(stream)
    finally:
        # What a host did not read before it went can no longer be written.
        with suppress(OSError):
            stream.close()
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def read_request(path: Path) -> bytes:
    """Read a request from a file, or from standard input for ``-``, which need not end after it.

    Raises `SettingsError` if the file cannot be read, or standard input has no complete one.
    """
    if str(path) != "-":
        try:
            return read_bytes(path, most=_LONGEST)
        except OSError as error:
            raise SettingsError(f"the request cannot be read ({error})", where=str(path)) from error
        except MalformedText as error:
            raise SettingsError(
                f"the request is too long ({error.what})", where=str(path)
            ) from error
    pieces: list[bytes] = []
    length = levels = 0
    # Not by sys.stdin: a thread that waits in it would not let the process end.
    while length <= _LONGEST and (chunk := _next_piece()):
        pieces.append(chunk)
        length += len(chunk)
        levels += sum(map(chunk.count, (b"[", b"{"))) - sum(map(chunk.count, (b"]", b"}")))
        # Too many levels can never become a request, however much follows.
        if levels > DEEPEST or (chunk.rstrip().endswith(b"}") and _whole(b"".join(pieces))):
            break
    return b"".join(pieces)


def _next_piece() -> bytes:
    """Return what standard input brings next; nothing at its end."""
    pieces: Queue[bytes] = Queue()

    def read() -> None:
        piece = b""
        with suppress(OSError):
            piece = os.read(0, _CHUNK)
        pieces.put(piece)

    # A thread, as Windows can wait for a socket but not for a pipe.
    threading.Thread(target=read, daemon=True).start()
    try:
        return pieces.get(timeout=_PATIENCE)
    except Empty:
        raise SettingsError(
            "no complete request came on standard input",
            where="request",
            remedy="write one JSON object to it, as `takewise host --schema` describes",
        ) from None


class _Interrupted(KeyboardInterrupt):
    """Raised in place of `KeyboardInterrupt` itself.

    Once that has left code which `exec` runs from a string, as dataclasses are made, CPython
    ends the process by SIGINT, even where it was caught.
    """


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C and a request to terminate raise `KeyboardInterrupt`, once.

    Hosts may start the process with such signals switched off.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def interrupted(number: int, frame: object) -> None:
        del number, frame
        # Ending the work takes a moment, which a second signal must not spoil.
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise _Interrupted

    for number in before:
        signal.signal(number, interrupted)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_host() -> None:
    """Cancel the work as soon as the host closes standard input, or dies.

    Work that does not stop, in a library or on a share that does not answer, is killed
    a little later, with its processes.
    """
    threading.Thread(target=_interrupt_at_end, daemon=True).start()


def _interrupt_at_end() -> None:
    with suppress(OSError):
        while os.read(0, _CHUNK):
            pass
    if sys.platform == "win32":
        # On Windows a signal to the own process ends it at once.
        _thread.interrupt_main()
    else:
        # A real signal: it wakes a main thread that waits for another one.
        os.kill(os.getpid(), signal.SIGINT)
    time.sleep(_DEAF)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        # Plugins give it a group of its own; another group may have other processes.
        os.killpg(0, signal.SIGKILL)
    os._exit(CANCELLED)


def _whole(read: bytes) -> bool:
    try:
        json_from(read)
    except MalformedText:
        return False
    return True


def _code(error: TakewiseError) -> str:
    """Return an error's kind, such as ``unreadable-media``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
