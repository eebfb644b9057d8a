"""Run the core as a process: one request in, its messages out, and always ended."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from queue import Empty, Queue

from takewise_host import PROTOCOL
from takewise_host.environment import clean_environment
from takewise_host.problems import CoreFailed

PATIENCE = 120.0
"""Seconds in which the core must greet; the first start of a day may take a minute."""

_LONGEST_LINE = 64 * 1024 * 1024
# Bytes of a message; a longer line is read in pieces, none of which is a message.

GRACE = 1.0
"""Seconds in which the core can cancel by itself, before it is killed."""

_LEAVE = 0.4
# Seconds in which it can end by itself after the last message.

_LOOK_UP = 0.05
# Seconds between two looks at whether the user cancelled.

_LAST_WORDS = 12
# Lines of the core's log to show when it dies.

# By number, as Python 3.6 has no names for them.
_CREATE_NEW_PROCESS_GROUP = 0x00000200
_CREATE_NO_WINDOW = 0x08000000

_END = object()


def messages(core, request, cancelled=None, environ=None):
    """Send a request to the core, and yield its messages, dicts with a ``type``.

    Leaving the generator anywhere ends the core and all its processes. Unknown types are to be
    ignored; the last message is one of result, error without a key, and cancelled.

    `core` comes from `find_core`; the request lacks ``protocol`` and ``hold``. `cancelled` is
    called about twenty times a second in the iterating thread, and true stops the core within
    little more than `GRACE`. Raises `CoreFailed` if the core cannot be started, speaks another
    protocol, or ends without an answer.
    """
    child = _start(core, os.environ if environ is None else environ)
    log = deque(maxlen=_LAST_WORDS)
    lines = Queue()
    readers = [
        (_thread(_read, child.stdout, lines), child.stdout),
        (_thread(_drain, child.stderr, log), child.stderr),
    ]
    try:
        _send(child, dict(request, protocol=PROTOCOL, hold=True))
        for message in _answers(child, lines, cancelled or _never):
            yield message
            if is_last(message):
                return
        raise CoreFailed(*_last_words(child, readers[1][0], log))
    finally:
        _end(child, readers)


def is_last(message):
    """Return whether nothing comes after a message."""
    kind = message["type"]
    return kind in ("result", "cancelled") or (kind == "error" and message.get("key") is None)


def _answers(child, lines, cancelled):
    greeted = False
    for message in _until_end(child, lines, cancelled, time.time() + PATIENCE):
        if not greeted and message["type"] != "cancelled":
            _check_greeting(message)
            greeted = True
        yield message


def _last_words(child, logging, log):
    """Return the message about a core that ended too early, and the hint."""
    try:
        status = child.wait(timeout=_LEAVE)
    except subprocess.TimeoutExpired:
        # It closed its output and is still running; it is killed once this is reported.
        status = "none"
    # Its last messages may still be on their way.
    logging.join(_LEAVE)
    words = " / ".join(list(log)).strip()
    return (
        f"Takewise ended without an answer (exit status {status})",
        "run `takewise doctor` in a terminal"
        + (", its last words were: " + words if words else ""),
    )


def _until_end(child, lines, cancelled, latest):
    """Yield messages until the core's output ends, or the time to cancel is over."""
    asked = None
    greeted = False
    silent_since = None
    while True:
        if asked is None and cancelled():
            asked = time.time()
            # The core cancels at the end of its input, on every system.
            _close(child.stdin)
        if asked is not None and time.time() - asked > GRACE:
            yield {"type": "cancelled"}
            return
        if not greeted and time.time() > latest:
            raise CoreFailed(
                f"Takewise was started, and said nothing for {PATIENCE:.0f} seconds",
                "run `takewise doctor` in a terminal",
            )
        try:
            line = lines.get(timeout=_LOOK_UP)
        except Empty:
            # A process that outlived the core may keep the pipe open forever.
            silent_since = _silence(child, silent_since)
            if silent_since is not None and time.time() - silent_since > GRACE:
                line = _END
            else:
                continue
        if line is _END:
            if asked is not None:
                yield {"type": "cancelled"}
            return
        message = _message(line)
        if message is not None:
            greeted = True
            yield message


def _silence(child, since):
    if child.poll() is None:
        return None
    return time.time() if since is None else since


def _check_greeting(message):
    spoken = message.get("protocol") if message["type"] == "hello" else None
    if spoken != PROTOCOL:
        raise CoreFailed(
            "this plugin speaks {}, and Takewise speaks {}".format(
                PROTOCOL, spoken or "something else"
            ),
            "bring both to one version: run `takewise install-host` again, and restart the host",
        )


def _message(line):
    """Return a line as a message; None for anything else that was printed."""
    try:
        message = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and isinstance(message.get("type"), str) else None


def _start(core, environ):
    how = {}
    if sys.platform == "win32":
        how["creationflags"] = _CREATE_NEW_PROCESS_GROUP | _CREATE_NO_WINDOW
    else:
        # A group of its own, so that all of it can be ended, and nothing else.
        how["start_new_session"] = True
    try:
        return subprocess.Popen(
            [*core, "host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(environ),
            # Not the host's folder: Python would look for modules there.
            cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
            **how,
        )
    except OSError as error:
        raise CoreFailed(
            f"Takewise could not be started ({core[0]}: {error.strerror or error})",
            "run `takewise install-host` again, which notes where it is",
        ) from error


def _send(child, request):
    try:
        child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        child.stdin.flush()
    except OSError:
        # It died already; its last messages are reported when its output ends.
        pass


def _end(child, readers):
    """End the core and its processes; afterwards none of them is left."""
    _close(child.stdin)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=_LEAVE)
    _kill(child)
    child.wait()
    for thread, stream in readers:
        thread.join(_LEAVE)
        # Closing a pipe that another thread still reads would wait for that thread.
        if not thread.is_alive():
            _close(stream)


def _kill(child):
    if sys.platform == "win32":
        if child.poll() is None:
            subprocess.call(
                ["taskkill", "/T", "/F", "/PID", str(child.pid)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_CREATE_NO_WINDOW,
            )
        return
    # An error means that its group has no process left.
    with suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)


def _read(stream, lines):
    try:
        for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(_END)


def _drain(stream, log):
    try:
        for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
            text = line.decode("utf-8", "replace").strip()
            if text:
                log.append(text)
    except (OSError, ValueError):
        pass


def _thread(work, *arguments):
    thread = threading.Thread(target=work, args=arguments)
    thread.daemon = True
    thread.start()
    return thread


def _close(stream):
    with contextlib.suppress(OSError):
        stream.close()


def _never():
    return False
