"""Run a module's tests in a process of their own, with or without a change in it."""

from __future__ import annotations

import contextlib
import importlib.machinery
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[2]
MOST_SECONDS = 2.5
"""Tests that use the processor for longer are left out."""
PATIENCE = 300.0
"""Seconds by the clock after which a mutant counts as one that never ends."""

MOST_CALLS = 50_000
"""Calls, of whatever function, that are followed in one test."""
EXAMPLES = 25
"""How many examples a property is tried with, the same in every run."""

Measured = dict[str, tuple[float, frozenset[int]]]
"""Seconds of the processor, and the lines of the module that run, by name of a test."""


class _Quick:
    """Tries properties with few examples, and the same ones in every run."""

    def pytest_sessionstart(self) -> None:
        quick = settings(max_examples=EXAMPLES, derandomize=True, database=None)
        settings.register_profile("mutation", quick)
        settings.load_profile("mutation")


class _Measure(_Quick):
    """Notes for each test how long it takes and which lines of a file run."""

    def __init__(self, path: Path) -> None:
        self.measured: Measured = {}
        self.failed: set[str] = set()
        self._path = str(path)
        self._lines: set[int] = set()
        self._calls = 0

    def _line(self, frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        if event == "line":
            self._lines.add(frame.f_lineno)
        return self._line

    def _call(self, frame: FrameType, *_: object) -> Callable[..., Any] | None:
        self._calls += 1
        # A test that goes on for longer has run its lines by now; following is slow.
        if self._calls > MOST_CALLS:
            sys.settrace(None)
        if frame.f_code.co_filename != self._path:
            return None
        self._lines.add(frame.f_lineno)
        return self._line

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self._lines, self._calls = set(), 0
        start = time.process_time()
        sys.settrace(self._call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.measured[item.nodeid] = (time.process_time() - start, frozenset(self._lines))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)


class _Select(_Quick):
    """Keeps the tests that are named, in their order."""

    def __init__(self, names: list[str]) -> None:
        self._places = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if each.nodeid in self._places]
        items.sort(key=lambda each: self._places[each.nodeid])


def _replace(path: Path, source: str) -> None:
    """Let the import of one file find another source; the file stays as it is."""
    compiled = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if Path(self.path) == path:
            return compile(source, str(path), "exec", dont_inherit=True)
        return compiled(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def _pytest(files: list[str], plugin: object) -> int:
    with open(os.devnull, "w") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    options = ["-q", "-x", "-p", "no:xdist", "-m", "not alone and not slow and not real_media"]
    options += [
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-p",
        "no:doctest",
        "-o",
        "addopts=--import-mode=importlib -p no:cacheprovider",
    ]
    options = options if isinstance(plugin, _Select) else [each for each in options if each != "-x"]
    return int(pytest.main([*options, *files], plugins=[plugin]))


def _forked(work: Callable[[], bytes | int], seconds: float) -> tuple[int, bytes]:
    """Run it in a child process; return its exit status and what it sent."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        signal.alarm(int(PATIENCE))
        status = 99
        with contextlib.suppress(BaseException):
            result = work()
            status = result if isinstance(result, int) else 0
            if isinstance(result, bytes):
                _send(writer, result)
        os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        sent = stream.read()
    return os.waitpid(child, 0)[1], sent


def _send(writer: int, data: bytes) -> None:
    with os.fdopen(writer, "wb", closefd=False) as stream:
        stream.write(data)


def measure(path: Path, files: list[str]) -> Measured:
    """Return the tests that pass as the module is, the quickest first."""

    def work() -> bytes:
        plugin = _Measure(path)
        _pytest(files, plugin)
        kept = {
            name: each
            for name, each in plugin.measured.items()
            if name not in plugin.failed and each[0] <= MOST_SECONDS
        }
        return pickle.dumps(dict(sorted(kept.items(), key=lambda each: each[1][0])))

    sent = _forked(work, 600)[1]
    return pickle.loads(sent) if sent else {}  # noqa: S301 - of our own child


def survives(path: Path, source: str, tests: Measured) -> bool:
    """Say whether all tests pass with this source in the module's place."""
    files = list(dict.fromkeys(name.split("::", 1)[0] for name in tests))

    def work() -> int:
        _replace(path, source)
        return _pytest(files, _Select(list(tests)))

    return _forked(work, 10 + 5 * sum(each[0] for each in tests.values()))[0] == 0
