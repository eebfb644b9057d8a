"""A core that says what it was told to; started as a process, by any Python.

    python fake_core.py SCRIPT.json host

The script holds ``say``, the messages; ``seen``, a file for what it was asked and under
which circumstances; and perhaps ``then``: crash, hang or wait; ``noise``; ``protocol``.
"""

import json
import os
import signal
import subprocess
import sys
import time

LONG = 5
SLEEPER = f"import time; time.sleep({LONG})"


def main(path):
    """Play a script."""
    with open(path, encoding="utf-8") as file:
        script = json.load(file)
    child = _deaf() if script.get("then") == "hang" else None
    line = sys.stdin.readline()
    request = json.loads(line) if line.strip() else {"takes": []}
    seen = {
        "request": request,
        "environment": dict(os.environ),
        "pids": [os.getpid()] + ([child.pid] if child else []),
        "arguments": sys.argv[2:],
        "directory": os.getcwd(),
    }
    with open(script["seen"], "a", encoding="utf-8") as file:
        file.write(json.dumps(seen) + "\n")
    _speak(script, {take["path"]: take["key"] for take in request["takes"]})
    _end(script.get("then"))


def _deaf():
    """Hear no wish any more, and start a process of its own, as a pool has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return subprocess.Popen([sys.executable, "-I", "-S", "-c", SLEEPER])


def _speak(script, keys):
    noise = script.get("noise")
    if noise:
        _out("W0000 00:00:00 a library says hello {")
        sys.stderr.write("log line\n" * 20000)
    if script.get("hello", True):
        spoken = script.get("protocol", "takewise.host/1")
        _out(json.dumps({"type": "hello", "protocol": spoken, "core": "0.1.0"}))
    for message in script["say"]:
        if noise:
            _out("[1, 2]")
            _out("\x1b[2Knot a message")
        if message["type"] == "result":
            known = keys.values() if script.get("by_key") else keys
            message["takes"] = [each for each in message["takes"] if each["key"] in known]
        _out(json.dumps(_keyed(message, keys)))


def _keyed(message, keys):
    """Give a message the host's own keys for the paths that the script knows."""
    if isinstance(message, list):
        return [_keyed(each, keys) for each in message]
    if not isinstance(message, dict):
        return message
    known = {name: _keyed(value, keys) for name, value in message.items()}
    if isinstance(known.get("key"), str):
        known["key"] = keys.get(known["key"], known["key"])
    return known


def _end(how):
    if how == "hang":
        time.sleep(LONG)
    if how == "crash":
        sys.stderr.write("Fatal: something broke\n")
        sys.stderr.flush()
        os._exit(139)
    if how == "wait":
        # As the real one: the end of standard input is a wish to break off.
        sys.stdin.read()
        _out(json.dumps({"type": "cancelled"}))
        sys.exit(130)


def _out(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
