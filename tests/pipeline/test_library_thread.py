"""A library that is opened once and used from several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from takewise.errors import LibraryError
from takewise.library import kept_open, open_library
from takewise.model.decisions import Decisions
from takewise.pipeline import known_digest
from takewise.pipeline.library_thread import LibraryThread
from takewise.ui.photos.decision_store import LibraryDecisionStore


def photographs(folder: Path, many: int) -> list[tuple[str, ...]]:
    """Return the files of shots; nothing reads them as pictures."""
    files = []
    for number in range(many):
        path = folder / f"P{number}.jpg"
        path.write_bytes(f"photograph {number}".encode())
        files.append((str(path),))
    return files


def test_a_window_opens_its_library_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions of all photographs and their measurements go through one connection."""
    opened = []

    def opening(*given: object, **options: object) -> object:
        opened.append(given)
        return open_library(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_open, "open_library", opening)
    monkeypatch.setattr("takewise.ui.shell.decision_store.open_library", opening)
    with closing(LibraryDecisionStore(tmp_path / "library.db")) as store:
        cache = store.measurements()
        for files in photographs(tmp_path, 5):
            assert not store.recall(files)
            store.keep(files, Decisions(), Decisions(stars=3))
            key = cache.key(files[0], "photograph")
            assert cache.find(key) is None
            cache.keep(key, [])
            assert cache.find(key) == ()
        cache.close()
        assert store.recall(files) == Decisions(stars=3)
    assert len(opened) == 1


def test_several_threads_share_one_library(tmp_path: Path) -> None:
    """SQLite's connection belongs to one thread, whoever asks."""
    files = photographs(tmp_path, 20)
    with closing(LibraryThread(tmp_path / "library.db")) as library, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(library.digest, [path for (path,) in files]))
        assert len(set(found)) == 20
        assert library.digests == {
            path: digest for (path,), digest in zip(files, found, strict=True)
        }


def test_a_content_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a second question nor a second session reads a file whole again."""
    ((path,),) = photographs(tmp_path, 1)
    with closing(LibraryThread(tmp_path / "library.db")) as library:
        digest = library.digest(path)
    monkeypatch.setattr(known_digest.media, "content_digest", None)
    with closing(LibraryThread(tmp_path / "library.db")) as library:
        assert library.digest(path) == library.digest(path) == digest


def test_a_library_in_its_place_is_opened(tmp_path: Path) -> None:
    """A decision goes into the file that has the name now, not into one that was replaced."""
    path, other = tmp_path / "library.db", tmp_path / "backup.db"
    open_library(other).close()
    (files,) = photographs(tmp_path, 1)
    with closing(LibraryDecisionStore(path)) as store:
        store.keep(files, Decisions(), Decisions(stars=3))
        for log in tmp_path.glob("library.db-*"):
            log.unlink()
        other.replace(path)
        assert not store.recall(files)
        store.keep(files, Decisions(), Decisions(stars=5))
    with closing(LibraryDecisionStore(path)) as store:
        assert store.recall(files) == Decisions(stars=5)


def test_a_mended_library_is_used(tmp_path: Path) -> None:
    """An error does not last longer than its cause."""
    path = tmp_path / "library.db"
    path.write_text("no library, but long enough to be looked at by SQLite" * 20)
    with closing(LibraryThread(path)) as library:
        with pytest.raises(LibraryError):
            library.do(lambda opened: opened.path)
        path.unlink()
        assert library.do(lambda opened: opened.path) == path


def test_a_closed_library_stays_closed(tmp_path: Path) -> None:
    """A thread that goes on after its window is gone gets an error; measuring goes on."""
    ((path,),) = photographs(tmp_path, 1)
    store = LibraryDecisionStore(tmp_path / "library.db")
    cache = store.measurements()
    store.close()
    store.close()
    with pytest.raises(LibraryError, match="closed"):
        store.recall((path,))
    assert cache.key(path, "photograph") is None
    assert "closed" in cache.trouble
