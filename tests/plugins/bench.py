"""A plugin loaded from some folder, and a core for it that says what it is told to."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from jsonschema import Draft202012Validator

from takewise.host.protocol import host_schema
from tests.conftest import REPOSITORY
from tests.plugins.fake_core import SLEEPER

PLUGINS = REPOSITORY / "plugins"
FAKE = Path(__file__).with_name("fake_core.py")

_SCHEMA = host_schema()
_MESSAGE = Draft202012Validator({**_SCHEMA, "oneOf": [{"$ref": "#/$defs/message"}]})
_REQUEST = Draft202012Validator({**_SCHEMA, "oneOf": [{"$ref": "#/$defs/request"}]})

_OURS = ("takewise_host", "takewise_resolve", "takewise_nuke")


@contextlib.contextmanager
def loaded(plugins: Path) -> Iterator[None]:
    """Make the plugins of a folder importable, and forget them afterwards."""
    folders = [str(plugins / name) for name in ("shared", "resolve", "nuke")]
    writes = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path[:0] = folders
    _forget()
    try:
        yield
    finally:
        _forget()
        sys.dont_write_bytecode = writes
        for folder in folders:
            sys.path.remove(folder)


def _forget() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in _OURS]:
        del sys.modules[name]
    importlib.invalidate_caches()


def load(name: str) -> ModuleType:
    """Return a module of the plugin that is loaded."""
    return importlib.import_module(name)


class Core:
    """A core that says what it is told to, as a process.

    Parameters
    ----------
    folder
        For its files; every part of its name may be awkward.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._threads = threading.active_count()
        self.script = folder / "script.json"
        self._seen = folder / "seen.jsonl"
        self.command = [sys.executable, "-I", "-S", str(FAKE), str(self.script)]
        self.says([])

    def says(self, messages: Sequence[Mapping[str, Any]], **more: Any) -> None:
        """Tell it what to say from now on, which is held to the schema; see `fake_core`."""
        for message in messages:
            _MESSAGE.validate(json.loads(json.dumps(message)))
        self._seen.unlink(missing_ok=True)
        script = {"say": list(messages), "seen": str(self._seen), **more}
        self.script.write_text(json.dumps(script), encoding="utf-8")

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What it was asked, and under which circumstances, each time."""
        if not self._seen.exists():
            return []
        lines = self._seen.read_text(encoding="utf-8").splitlines()
        found: list[dict[str, Any]] = [json.loads(line) for line in lines]
        for each in found:
            _REQUEST.validate(each["request"])
        return found

    def clear_away(self) -> None:
        """End what a faulty plugin left, and let Python forget it."""
        for pid in (pid for seen in self.seen for pid in seen["pids"]):
            # By now the number may be somebody else's.
            if self._started(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 1.0
        while threading.active_count() > self._threads and time.monotonic() < end:
            time.sleep(0.02)
        gc.collect()

    def _started(self, pid: int) -> bool:
        """Return whether a process is this core, or its child."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            return False
        return str(self.script) in words or SLEEPER in words

    def note(self, folder: Path) -> Path:
        """Leave the note that an installer leaves beside a plugin."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "takewise-host.json").write_text(json.dumps({"core": self.command}))
        return folder


def moment(identity: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    """Return a moment as the core tells it."""
    return {
        "id": identity,
        "start": start,
        "end": end,
        "apex": (start + end) // 2,
        "kind": "subtle-expression",
        "title": "inner brows lift",
        "name": "inner brows lift · 0.50 s",
        "note": "inner brows rose 2 % of an eye-width, 37 times the noise; confidence 95 % "
        "and some more words so that a host which cuts notes short has something to cut",
        "colour": "red",
        "person": "A",
        "confidence": 0.95,
        "strength": 37.0,
        "units": "AU1",
        "thumbnail": None,
        **more,
    }


def take(key: str, moments: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a take as the core tells it in its result; ``more`` is of its media."""
    media = {
        "path": key,
        "frames": 240,
        "rate": "24/1",
        "variable_rate": False,
        "start_timecode": "01:00:00:00",
        "timecode_rate": "24/1",
        "first_number": None,
        "reel": "A001",
        "width": 960,
        "height": 540,
        **more,
    }
    return {
        "key": key,
        "media": media,
        "score": 0.7,
        "warnings": [],
        "moments": list(moments),
        "picks": [{"frame": each["apex"], "because": each["name"]} for each in moments],
    }


def result(
    *takes: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """Return the core's last message."""
    return {"type": "result", "takes": list(takes), "ranking": ranking}


@contextlib.contextmanager
def printed() -> Iterator[io.StringIO]:
    """Catch what the plugin prints."""
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        yield caught


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be forgotten does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True
    return state != "Z"


def gone_soon(pids: Sequence[int], seconds: float = 1.0) -> bool:
    """Wait until none of some processes runs; tell whether that came true."""
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
