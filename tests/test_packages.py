"""What the package asks for, on each system and Python."""

from __future__ import annotations

import tomllib
from importlib.metadata import packages_distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement

_PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
_REQUIREMENTS = [Requirement(each) for each in _PROJECT["dependencies"]]
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_SYSTEMS = (
    ("linux", "x86_64"),
    ("linux", "aarch64"),
    ("darwin", "arm64"),
    ("darwin", "x86_64"),
    ("win32", "AMD64"),
)


def _asked(python: str, system: str, machine: str) -> list[Requirement]:
    """Return what pip installs there."""
    there = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_machine": machine,
    }
    return [each for each in _REQUIREMENTS if each.marker is None or each.marker.evaluate(there)]


def test_one_distribution_has_written_cv2_here() -> None:
    """Two would have overwritten each other's files."""
    assert len(set(packages_distributions()["cv2"])) == 1


@pytest.mark.parametrize(("python", "at"), [*product(_PYTHONS, _SYSTEMS)])
def test_each_system_gets_one_opencv_and_no_name_twice(python: str, at: tuple[str, str]) -> None:
    """The build of OpenCV is the one that MediaPipe asks for, wherever MediaPipe is."""
    names = [each.name for each in _asked(python, *at)]
    builds = [name for name in names if name.startswith("opencv")]
    assert builds == ["opencv-contrib-python" if "mediapipe" in names else "opencv-python"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("at", _SYSTEMS)
def test_a_mediapipe_with_models_is_asked_for_where_it_has_wheels(at: tuple[str, str]) -> None:
    """Wheels of 0.10.18 to 0.10.21 carry the models, and end with Python 3.12."""
    for python in _PYTHONS[:2]:
        (wanted,) = [each for each in _asked(python, *at) if each.name == "mediapipe"]
        assert wanted.specifier.contains("0.10.21")
        assert not wanted.specifier.contains("0.10.30")


def test_what_people_asked_for_needs_no_extra() -> None:
    """The window and its plots come with the package."""
    names = {each.name.lower() for each in _asked("3.13", "linux", "x86_64")}
    assert names >= {
        "mediapipe", "numpy", "opencv-contrib-python", "opentimelineio", "pyqtgraph",
        "pyside6-essentials",
    }  # fmt: skip
    assert set(_PROJECT["optional-dependencies"]) == {"aaf", "cluster", "cut", "heif", "raw"}
