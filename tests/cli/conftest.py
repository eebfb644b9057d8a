"""Fixtures for tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.films import write_face


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a library of its own, so that none sees the user's."""
    path = tmp_path / "of this test.db"
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(path))
    monkeypatch.delenv("TAKEWISE_FACE_MODEL", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    return path


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of 30 pictures with one face, whose brows rise once."""
    return write_face(tmp_path_factory.mktemp("face") / "A001C001.mov")


@pytest.fixture(scope="session")
def long_face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of 250 pictures, long enough to be interrupted."""
    return write_face(tmp_path_factory.mktemp("long") / "A001C002.mov", frames=250)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder of this test's own, whose name is awkward."""
    folder = tmp_path / 'Ada "Späti" 1'
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr("platform.system", lambda: "Linux")
    return folder
