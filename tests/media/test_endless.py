"""Pipes and devices that have the names of films and photographs: none is waited for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from takewise.errors import MediaError, UnreadableMedia
from takewise.media import content_digest, fingerprint, probe
from takewise.media.photo_names import find_photos
from takewise.media.takes import find_takes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes in folders")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a film, a photograph, and a pipe of either name."""
    (tmp_path / "a.mov").write_bytes(b"film")
    (tmp_path / "a.jpg").write_bytes(b"photograph")
    os.mkfifo(tmp_path / "b.mov")
    os.mkfifo(tmp_path / "b.jpg")
    return tmp_path


@pytest.mark.parametrize("named", ["", "*"])
def test_a_folder_and_a_pattern_mean_the_files_in_it(folder: Path, named: str) -> None:
    """A pipe without a writer would hold up the whole run."""
    meant = str(folder / named) if named else str(folder)
    assert [Path(each).name for each in find_takes([meant])] == ["a.mov"]
    assert [Path(each).name for (each,) in find_photos([meant])] == ["a.jpg"]


@pytest.mark.parametrize("read", [content_digest, fingerprint, probe])
@pytest.mark.parametrize("name", ["b.mov", "/dev/zero"])
def test_one_named_alone_is_refused(folder: Path, name: str, read: Callable[[str], object]) -> None:
    """At once, in words that say what it is."""
    with pytest.raises(UnreadableMedia, match="a pipe or a device, and no file"):
        read(str(folder / name))


def test_a_pipe_named_as_a_photograph_is_none(folder: Path) -> None:
    """It is not opened."""
    with pytest.raises(MediaError, match="there is no photograph here"):
        find_photos([str(folder / "b.jpg")])
