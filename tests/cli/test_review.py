"""The review says why it cannot open."""

from __future__ import annotations

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
