"""Calls of the command line, in this process and in one of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from takewise.cli import takewise
from takewise.library import analysis_schema


def call(*arguments: object) -> Result:
    """Call it in this process; what it raises by fault comes through."""
    words = [str(each) for each in arguments]
    return CliRunner().invoke(takewise, words, catch_exceptions=False)


def start(*arguments: object, stderr: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
    """Start the real command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "takewise", *(str(each) for each in arguments)],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        # Tests may themselves run where Ctrl-C is ignored, which children inherit.
        preexec_fn=_hear_interrupts,  # noqa: PLW1509 - it takes no lock
    )


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the real command to its end."""
    with start(*arguments) as process:
        out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def interrupt(process: subprocess.Popen[str]) -> None:
    """Do what a terminal does on Ctrl-C: interrupt every process of the group."""
    os.killpg(process.pid, signal.SIGINT)


def wait_for(stream: IO[str] | None, words: str) -> str:
    """Read lines until one holds the words, and return all that was read."""
    assert stream is not None
    read = ""
    for line in stream:
        read += line
        if words in line:
            return read
    raise AssertionError(f"{words!r} never came; there was: {read}")


def valid_analysis(path: Path) -> dict[str, Any]:
    """Return an analysis file after it passed its schema."""
    document: dict[str, Any] = json.loads(path.read_bytes())
    check_analysis(document)
    return document


def check_analysis(document: object) -> None:
    """Hold an analysis against its schema."""
    Draft202012Validator(analysis_schema()).validate(document)


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
