"""What `takewise doctor` says of the OpenCV that is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from takewise.app import checks
from takewise.app.finding import Finding


def _findings(monkeypatch: pytest.MonkeyPatch, *opencvs: str) -> dict[str, Finding]:
    def version(name: str) -> str:
        if name.startswith("opencv") and name not in opencvs:
            raise PackageNotFoundError
        return "9.9"

    monkeypatch.setattr(checks, "version", version)
    monkeypatch.setattr(checks, "_LIBRARIES", {})
    return {each.name: each for each in checks.examine(None, lambda: None)}


def test_either_distribution_of_opencv_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain one alone is as good as the one that MediaPipe asks for."""
    found = _findings(monkeypatch, "opencv-python")
    assert found["opencv-python"].state == "works"
    assert "opencv-contrib-python" not in found


def test_a_second_distribution_of_opencv_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both write the same folder."""
    found = _findings(monkeypatch, "opencv-contrib-python", "opencv-python")
    assert found["opencv-contrib-python"].state == "works"
    assert found["opencv-python"].state == "note"
    assert "same folder" in found["opencv-python"].detail


def test_no_opencv_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is the one that MediaPipe asks for."""
    found = _findings(monkeypatch)
    assert found["opencv-contrib-python"].state == "problem"
    assert "face mesh" not in found
