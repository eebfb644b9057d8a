"""Measurements in the library: found by content, kept at once, and the same as new ones."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from takewise import revision
from takewise.faces import PhotoIdentities
from takewise.library import check, open_library
from takewise.media import probe
from takewise.model import MediaInfo
from takewise.model.photo import MeasuredShot, PortraitFace
from takewise.pipeline import photo_measuring, photos
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photo_sources import PhotoSources, find_photo_sources
from takewise.pipeline.photos import measure_session
from takewise.settings import Settings


@pytest.fixture
def burst(sample_media: Path, tmp_path: Path) -> Path:
    """Return a folder of four photographs."""
    folder = tmp_path / "shoot"
    folder.mkdir()
    for path in sorted((sample_media / "portrait_burst").glob("*.jpg"))[:4]:
        shutil.copy2(path, folder)
    return folder


def measured(sources: PhotoSources, library: Path) -> tuple[tuple[MeasuredShot, ...], int]:
    """Return what is measured with a library, and how much of it was found there."""
    with closing(PhotoCache(library)) as cache:
        done = measure_session(sources, Settings(), cache=cache)
    assert not done.failures
    assert not cache.trouble
    return done.shots, cache.found


def same(one: MeasuredShot, other: MeasuredShot) -> bool:
    """Return whether two shots say the same in every field."""
    pairs = list(zip(one.faces, other.faces, strict=True))
    return (
        one.shot == other.shot
        and bool(np.array_equal(one.thumb, other.thumb))
        and all(
            np.array_equal(getattr(a, each.name), getattr(b, each.name), equal_nan=True)
            for a, b in pairs
            for each in fields(PortraitFace)
            if each.name != "person"
        )
        and all(a.person == b.person for a, b in pairs)
    )


def no_pictures(*_: object, **__: object) -> None:
    """Refuse to read a picture or to look for faces."""
    raise AssertionError("a picture was read")


def test_a_second_run_reads_no_picture(
    burst: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds everything, loads no detector, and says the same; so do moved files."""
    library = tmp_path / "library.db"
    first, found = measured(find_photo_sources([str(burst)]), library)
    assert found == 0
    assert all(shot.faces for shot in first)
    monkeypatch.setattr(photo_measuring.media, "read_photo", no_pictures)
    monkeypatch.setattr(photos, "open_detector", no_pictures)
    second, found = measured(find_photo_sources([str(burst)]), library)
    assert found == len(second) == 4
    assert all(map(same, first, second))
    shutil.copytree(burst, tmp_path / "moved")
    assert measured(find_photo_sources([str(tmp_path / "moved")]), library)[1] == 4


def test_parts_of_a_clip_are_kept_apart(sample_media: Path, tmp_path: Path) -> None:
    """Each part is measured once, and found by its own frames."""
    library = tmp_path / "library.db"
    clip = sample_media / "scene12_take1.mov"
    part = PhotoSources(photos=(), clips=(f"{clip}@10-16",))
    first, found = measured(part, library)
    assert (found, [shot.shot.frame for shot in first]) == (0, [*range(10, 16)])
    second, found = measured(part, library)
    assert found == 1
    assert all(map(same, first, second))
    assert measured(PhotoSources(photos=(), clips=(f"{clip}@12-14",)), library)[1] == 0


def test_a_clip_is_found_by_its_path_and_by_what_is_known_of_it(
    sample_media: Path, tmp_path: Path
) -> None:
    """A host finds what `takewise pick` measured; another stream of the file is another clip."""
    path = str(sample_media / "scene12_take1.mov@10-16")
    info = probe(path)
    with closing(PhotoCache(tmp_path / "library.db")) as cache:

        def measure(clip: str | MediaInfo) -> list[MeasuredShot]:
            return list(photos.measure_clip(clip, Settings(), PhotoIdentities(), cache=cache))

        first = measure(path)
        assert cache.found == 0
        assert all(map(same, first, measure(info)))
        assert cache.found == 1
        measure(replace(info, stream=0))
        assert cache.found == 1


def test_a_cancelled_run_keeps_what_was_done(burst: Path, tmp_path: Path) -> None:
    """The next one goes on after it."""
    library = tmp_path / "library.db"

    def tell(done: int, whole: int) -> None:
        del whole
        if done == 2:
            raise KeyboardInterrupt

    cache = PhotoCache(library)
    with closing(cache), pytest.raises(KeyboardInterrupt):
        measure_session(find_photo_sources([str(burst)]), Settings(), progress=tell, cache=cache)
    assert measured(find_photo_sources([str(burst)]), library)[1] == 2


def test_another_revision_measures_again(
    burst: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And takes the place of the older results."""
    library = tmp_path / "library.db"
    measured(find_photo_sources([str(burst)]), library)
    monkeypatch.setattr(revision, "REVISION", revision.REVISION + 1)
    assert measured(find_photo_sources([str(burst)]), library)[1] == 0
    with open_library(library) as opened:
        with opened.reading() as connection:
            assert connection.execute("SELECT count(*) FROM measurements").fetchone() == (4,)
        assert not check(opened).problems
        with opened.writing() as connection:
            connection.execute("UPDATE measurements SET shots = x'00'")
        assert len(check(opened).problems) == 4
    # Damaged entries are measured again.
    with closing(PhotoCache(library)) as cache:
        done = measure_session(find_photo_sources([str(burst)]), Settings(), cache=cache)
    assert len(done.shots) == 4


def test_a_library_that_cannot_be_used_costs_nothing(burst: Path, tmp_path: Path) -> None:
    """Everything is measured, and the reason is there to be read."""
    library = tmp_path / "library.db"
    library.write_text("no library, but long enough to be looked at by SQLite" * 20)
    with closing(PhotoCache(library)) as cache:
        done = measure_session(find_photo_sources([str(burst)]), Settings(), cache=cache)
    assert len(done.shots) == 4
    assert cache.trouble.startswith("the library was not used")
