"""``takewise host`` broken off: by its host, by the system, by the host's death."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from tests.cli.test_host import request, talking
from tests.plugins.bench import gone_soon


@pytest.mark.alone
@pytest.mark.parametrize("how", ["the end of input", "SIGTERM"])
def test_cancelling_is_quick_and_told(long_face: Path, how: str) -> None:
    """Broken off in whatever way, it says so last and ends with 130 within two seconds."""
    asked = request(long_face, use_library=False, hold=True)
    with talking(asked) as process:
        assert process.stdin
        assert process.stdout
        for line in process.stdout:
            if b"progress" in line:
                break
        begun = time.monotonic()
        if how == "the end of input":
            process.stdin.close()
        else:
            process.send_signal(getattr(signal, how))
        rest = process.stdout.read().splitlines()
        status = process.wait(timeout=10)
        assert time.monotonic() - begun < 2.0
    assert status == 130
    assert json.loads(rest[-1]) == {"type": "cancelled"}


DEAF = """
import signal, subprocess, sys, time
import takewise.pipeline.takes
def deaf(request, progress):
    signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    progress(child.pid, None)
    while True:
        time.sleep(30)
takewise.pipeline.takes.analyze_take = deaf
from takewise.cli import main
sys.argv = ["takewise", "host"]
main()
"""


def test_a_deaf_core_does_not_outlive_its_host(face: Path) -> None:
    """Hung where no signal is heard, it ends with its processes soon after its host is gone."""
    with talking(request(face, hold=True), DEAF) as process:
        assert process.stdin
        assert process.stdout
        told = (json.loads(line) for line in process.stdout)
        child = next(each["done"] for each in told if each["type"] == "progress" and each["done"])
        process.stdin.close()
        assert process.wait(timeout=10) == -signal.SIGKILL
    assert gone_soon([child])


def test_it_ends_when_nobody_listens(long_face: Path) -> None:
    """A host that dies takes the core with it, even if it held nothing open."""
    with talking(request(long_face, use_library=False)) as process:
        assert process.stdout
        assert b"hello" in process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=20) == 130
