"""The review says why it cannot open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import call


def test_the_review_says_where_there_is_no_screen(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, before anything is decoded."""
    pytest.importorskip("PySide6", exc_type=ImportError)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = call("review", sample_media / "scene12_take1.mov")
    assert done.exit_code == 3
    assert "there is no screen to open a window on" in done.stderr


def test_the_review_says_what_to_install(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Qt is missing."""
    monkeypatch.setattr("takewise.review.starting.find_spec", lambda _: None)
    done = call("review", sample_media / "scene12_take1.mov")
    assert done.exit_code == 3
    assert "pip install 'takewise[review]'" in done.stderr


def test_photographs_and_takes_are_not_mixed(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each have a window of their own, and the review says so."""
    pytest.importorskip("PySide6", exc_type=ImportError)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    burst = sample_media / "portrait_burst"
    done = call("review", sample_media / "scene12_take1.mov", burst)
    assert done.exit_code == 2
    assert "photographs and takes" in done.stderr


_HAND = """
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from takewise.cli import main

run = QApplication.exec

def run_and_press(*_):
    (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    QTimer.singleShot(0, lambda: QTest.keyClick(window, Qt.Key.Key_4))
    QTimer.singleShot(
        0, lambda: QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    )
    return run()

QApplication.exec = run_and_press
main()
"""


def test_what_was_decided_is_written_when_the_window_closes(
    sample_media: Path, tmp_path: Path
) -> None:
    """With --xmp, into the sidecar of the frame that it was said of, and into no other."""
    pytest.importorskip("PySide6", exc_type=ImportError)
    for name in ("P1010001.jpg", "P1010002.jpg"):
        shutil.copy(sample_media / "portrait_burst" / name, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _HAND, "review", str(tmp_path), "--xmp"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "1 sidecar written." in done.stderr
    (written,) = tmp_path.glob("*.xmp")
    assert written.name == "P1010001.jpg.xmp"
    assert 'xmp:Rating="4"' in written.read_text(encoding="utf-8")


def test_takes_have_no_sidecars(sample_media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--xmp with takes is a wrong call, said before anything is decoded."""
    pytest.importorskip("PySide6", exc_type=ImportError)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = call("review", sample_media / "scene12_take1.mov", "--xmp")
    assert done.exit_code == 2
    assert "--xmp is for photographs" in done.stderr
