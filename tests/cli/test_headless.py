"""A machine without a screen, where Qt does not load: all but the windows works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_LIBRARIES = ("PySide6", "shiboken6", "pyqtgraph", "sounddevice")


@pytest.fixture
def headless(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which whoever imports Qt fails, as without libEGL."""
    for name in _LIBRARIES:
        package = tmp_path / "broken" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text('raise ImportError("libEGL.so.1: cannot open")\n')
    rest = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return {**rest, "PYTHONPATH": str(tmp_path / "broken")}


def _run(words: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "takewise", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_takes_are_analysed_where_qt_does_not_load(
    headless: dict[str, str], sample_media: Path, tmp_path: Path
) -> None:
    """The analysis is written, and nothing is said of Qt."""
    take = f"{sample_media / 'scene12_take1.mov'}@0-12"
    done = _run(("analyze", take, "--out", str(tmp_path / "out"), "--no-cache"), headless)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.takewise.json"))) == 1
    assert "libEGL" not in done.stdout + done.stderr


def test_the_window_says_why_it_does_not_open(headless: dict[str, str], sample_media: Path) -> None:
    """In one sentence, with what to install."""
    done = _run(("review", str(sample_media / "scene12_take1.mov")), headless)
    assert done.returncode == 3
    assert "Qt cannot start (libEGL.so.1: cannot open)" in done.stderr
    assert "apt install" in done.stderr
