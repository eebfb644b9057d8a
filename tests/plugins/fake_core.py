"""A core that says what it was told to; started as a process, by any Python.

    python fake_core.py SCRIPT.json host

The script holds ``say``, the messages; ``seen``, a file for what it was asked and under
which circumstances; and perhaps ``then``: crash, hang, or leave.
"""

import json
import os
import signal
import subprocess
import sys
import time

with open(sys.argv[1], encoding="utf-8") as _file:
    script = json.load(_file)


def out(line):
    """Write a line to standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


child = None
if script.get("then") == "hang":
    # Deaf to every wish, and with a process of its own, as a pool has.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"])

line = sys.stdin.readline()
with open(script["seen"], "a", encoding="utf-8") as _file:
    seen = {
        "request": json.loads(line) if line.strip() else None,
        "environment": dict(os.environ),
        "pids": [os.getpid()] + ([child.pid] if child else []),
        "arguments": sys.argv[2:],
        "directory": os.getcwd(),
    }
    _file.write(json.dumps(seen) + "\n")

if script.get("noise"):
    out("W0000 00:00:00 a library says hello {")
    sys.stderr.write("log line\n" * 20000)
if script.get("hello", True):
    out(
        json.dumps(
            {
                "type": "hello",
                "protocol": script.get("protocol", "takewise.host/1"),
                "core": "0.1.0",
            }
        )
    )
by_path = {take["path"]: take["key"] for take in (seen["request"] or {"takes": []})["takes"]}


def keyed(message):
    """Give a message the host's own key for the path that the script knows."""
    if isinstance(message, dict):
        known = {name: keyed(value) for name, value in message.items()}
        if isinstance(known.get("key"), str) and known["key"] in by_path:
            known["key"] = by_path[known["key"]]
        return known
    return [keyed(each) for each in message] if isinstance(message, list) else message


for message in script["say"]:
    if message["type"] == "result":
        known = by_path.values() if script.get("by_key") else by_path
        message["takes"] = [each for each in message["takes"] if each["key"] in known]
    if script.get("noise"):
        out("[1, 2]")
        out("\x1b[2Knot a message")
    out(json.dumps(keyed(message)))
if script.get("then") == "hang":
    time.sleep(60)
if script.get("then") == "crash":
    sys.stderr.write("Fatal: something broke\n")
    os._exit(139)
if script.get("then") == "wait":
    # As the real one: the end of standard input is a wish to break off.
    sys.stdin.read()
    out(json.dumps({"type": "cancelled"}))
    sys.exit(130)
