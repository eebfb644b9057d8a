"""The review says why it cannot open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from takewise.ui.offer import Offer, TakesToReview
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
    for name in ("PySide6", "PySide6.QtWidgets"):
        monkeypatch.setitem(sys.modules, name, None)
    done = call("review", sample_media / "scene12_take1.mov")
    assert done.exit_code == 3
    assert "pip install PySide6-Essentials" in done.stderr


class _Started:
    """Takes the place of the window, and remembers what it was started with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("takewise.ui.start.check_display", lambda: None)
        monkeypatch.setattr("takewise.ui.start.start", self._takes)
        monkeypatch.setattr("takewise.ui.start.start_photographs", self._photographs)
        self.takes: list[str] = []
        self.offer: Offer | None = None
        self.photographs: list[str] = []

    def _takes(self, takes: TakesToReview) -> int:
        self.takes, self.offer = list(takes.names), takes.photographs
        return 0

    def _photographs(self, photos: Any, *_rest: Any) -> tuple[()]:
        self.photographs = [Path(files[0]).name for files in photos]
        return ()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> _Started:
    """Return what the window was started with."""
    return _Started(monkeypatch)


SAMPLE_TAKES = ["scene12_take1.mov", "scene12_take2.mov", "scene12_take3.mp4"]


def test_a_folder_of_both_opens_its_takes_and_offers_its_photographs(
    started: _Started, sample_media: Path
) -> None:
    """The offer opens a process of its own with the same paths, after `--`."""
    done = call("review", sample_media)
    assert done.exit_code == 0
    assert started.takes == SAMPLE_TAKES
    assert started.photographs == []
    assert started.offer is not None
    assert started.offer.label == "13 photographs …"
    assert started.offer.words[:4] == ("-m", "takewise", "review", "--photographs")
    assert started.offer.words[-2:] == ("--", str(sample_media))
    assert "13 photographs as well: takewise review --photographs" in done.stderr


def test_the_photographs_of_a_folder_of_both_open_when_asked_for(
    started: _Started, sample_media: Path
) -> None:
    """--photographs leaves the takes alone."""
    assert call("review", sample_media, "--photographs").exit_code == 0
    assert started.takes == []
    assert len(started.photographs) == 13


def test_photographs_must_be_there_to_be_asked_for(started: _Started, sample_media: Path) -> None:
    """A wrong call is said before a window opens."""
    done = call("review", sample_media / "scene12_take1.mov", "--photographs")
    assert done.exit_code == 2
    assert "there are no photographs among these" in done.stderr
    assert started.takes == []


def test_files_without_a_command_are_reviewed(started: _Started, sample_media: Path) -> None:
    """`takewise FILE` and `takewise review FILE` are the same."""
    assert call(sample_media / "scene12_take1.mov", "--no-cache").exit_code == 0
    assert started.takes == SAMPLE_TAKES[:1]


def test_what_a_shell_pattern_brought_along_is_passed_over(
    started: _Started, sample_media: Path
) -> None:
    """With one note; the takes open."""
    done = call(*(sample_media / take for take in SAMPLE_TAKES), sample_media / "README.md")
    assert done.exit_code == 0
    assert started.takes == SAMPLE_TAKES
    assert "skipped 1 file that is not a film: README.md" in done.stderr


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
