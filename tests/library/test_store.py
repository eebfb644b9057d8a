"""Laws of the library file, with one process at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from takewise.errors import LibraryError
from takewise.library import (
    Library,
    TakeKey,
    library_path,
    open_library,
    to_json,
)
from takewise.library.migrations import APPLICATION_ID, MIGRATIONS
from takewise.model import Analysis, DetectorInfo
from takewise.revision import generator_key
from tests.library.test_signals_file import assert_same
from tests.library.values import PLAIN, analyses, signals

DIGEST = "sha256:" + "a" * 64
OTHER = "sha256:" + "b" * 64
KEY = TakeKey.of(PLAIN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a library may be made, in a folder that is not there yet."""
    return tmp_path / "data" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """Return a new library."""
    with open_library(path) as library:
        yield library


def sql(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """Run statements on a file behind the library's back; return the last one's rows."""
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


class TestWhere:
    """Which file is the library."""

    def test_the_argument_comes_first(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """An argument wins over the environment, and the environment over the default."""
        monkeypatch.setenv("TAKEWISE_LIBRARY", str(tmp_path / "named.db"))
        assert library_path(tmp_path / "given.db") == tmp_path / "given.db"
        assert library_path() == tmp_path / "named.db"

    @pytest.mark.parametrize("named", [None, ""])
    def test_default(self, monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
        """With neither, it is library.db in the user's own data folder."""
        monkeypatch.delenv("TAKEWISE_LIBRARY", raising=False)
        if named is not None:
            monkeypatch.setenv("TAKEWISE_LIBRARY", named)
        found = library_path()
        assert (found.name, found.parent.name) == ("library.db", "takewise")
        assert found.is_absolute()


class TestMedia:
    """Digests of files that were read whole before."""

    def test_known(self, library: Library) -> None:
        """A file's digest is known when its fingerprint and its time are those recorded."""
        library.remember_media("f", modified_ns=1, size=10, digest=DIGEST)
        assert library.known_digest("f", modified_ns=1) == DIGEST

    def test_time_or_fingerprint_alone_never_decides(self, library: Library) -> None:
        """A touched file, and another file of the same time, have to be read whole."""
        library.remember_media("f", modified_ns=1, size=10, digest=DIGEST)
        assert library.known_digest("f", modified_ns=2) is None
        assert library.known_digest("g", modified_ns=1) is None

    def test_the_last_reading_counts(self, library: Library) -> None:
        """A file that was read again has the digest of the last reading."""
        library.remember_media("f", modified_ns=1, size=10, digest=DIGEST)
        library.remember_media("f", modified_ns=1, size=10, digest=OTHER)
        assert library.known_digest("f", modified_ns=1) == OTHER

    def test_copies_do_not_push_each_other_out(self, library: Library) -> None:
        """Two copies of a file, differing in their time only, are both remembered."""
        for modified_ns in (1, 2):
            library.remember_media("f", modified_ns=modified_ns, size=10, digest=DIGEST)
        assert library.known_digest("f", modified_ns=1) == DIGEST
        assert library.known_digest("f", modified_ns=2) == DIGEST


class TestTakes:
    """Analyses that were made before."""

    def test_found_again_by_the_path_of_today(self, library: Library) -> None:
        """An analysis is found under the path that is asked for, however it was called then."""
        library.keep(PLAIN)
        found = library.find(KEY, path="/moved/B.mov")
        assert found == replace(PLAIN, media=replace(PLAIN.media, path="/moved/B.mov"))

    @given(analysis=analyses())
    def test_a_found_take_writes_the_same_file(
        self, tmp_path_factory: pytest.TempPathFactory, analysis: Analysis
    ) -> None:
        """What comes from the library is byte for byte the file of the first run."""
        with open_library(tmp_path_factory.mktemp("library") / "library.db") as library:
            library.keep(analysis)
            found = library.find(TakeKey.of(analysis), path=analysis.media.path)
        assert found is not None
        assert to_json(found) == to_json(analysis)

    @pytest.mark.parametrize(
        "other",
        [
            replace(KEY, digest=OTHER),
            replace(KEY, settings_digest=OTHER),
            replace(KEY, generator="0.1.1"),
            replace(KEY, detector=replace(KEY.detector, name="landmarker")),
            replace(KEY, detector=replace(KEY.detector, model="mediapipe 0.10.20")),
            replace(KEY, detector=replace(KEY.detector, digest=OTHER)),
        ],
        ids=["content", "settings", "version", "detector", "model", "weights"],
    )
    def test_a_different_making_never_matches(self, library: Library, other: TakeKey) -> None:
        """A result of other content, settings, detector or version is not found."""
        library.keep(PLAIN, [signals()])
        assert library.find(other, path="A.mov") is None
        assert library.find_signals(other) is None

    def test_signals(self, library: Library) -> None:
        """Signals are kept beside the analysis, and only where they were given."""
        library.keep(PLAIN)
        assert library.find_signals(KEY) is None
        library.keep(PLAIN, [signals("A"), signals("B", seed=1)])
        found = library.find_signals(KEY)
        assert found is not None
        for ours, theirs in zip(found, [signals("A"), signals("B", seed=1)], strict=True):
            assert_same(ours, theirs)

    def test_keeping_without_signals_leaves_them(self, library: Library) -> None:
        """A later run that does not ask for signals does not throw them away."""
        library.keep(PLAIN, [])
        library.keep(PLAIN)
        assert library.find_signals(KEY) == ()

    def test_one_version_at_a_time(self, library: Library, path: Path) -> None:
        """A new version's result takes the place of the old one's, and of no other take's."""
        library.keep(replace(PLAIN, generator="0.0.9"))
        library.keep(replace(PLAIN, generator="0.0.9", settings_digest=OTHER))
        library.keep(PLAIN)
        rows = sql(path, "SELECT generator, settings_digest FROM analyses ORDER BY generator")
        assert rows == [
            (generator_key("0.0.9"), OTHER),
            (generator_key("0.1.0"), PLAIN.settings_digest),
        ]

    def test_results_outlive_the_process(self, path: Path) -> None:
        """What was kept is there when the file is opened again."""
        with open_library(path) as library:
            library.keep(PLAIN)
        with open_library(path) as library:
            assert library.find(KEY, path=PLAIN.media.path) == PLAIN

    def test_a_damaged_entry_is_refused(self, library: Library, path: Path) -> None:
        """An entry that is no analysis is an error that names the library and the take."""
        library.keep(PLAIN)
        sql(path, "UPDATE analyses SET analysis = x'7b'")
        with pytest.raises(LibraryError, match=r"library\.db, analysis of sha256:2222"):
            library.find(KEY, path="A.mov")


class TestMigrations:
    """Files of other versions."""

    def test_new_file(self, path: Path) -> None:
        """A new library has the tables of the newest version, and our mark."""
        open_library(path).close()
        assert sql(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
        assert sql(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert sql(path, "PRAGMA journal_mode") == [("wal",)]

    def test_an_older_file_climbs(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        """A library of the version before gains the new table and keeps its takes."""
        with open_library(path) as library:
            library.keep(PLAIN)
        longer = (*MIGRATIONS, ("CREATE TABLE stars (digest TEXT PRIMARY KEY)",))
        monkeypatch.setattr("takewise.library.migrations.MIGRATIONS", longer)
        with open_library(path) as library:
            assert library.find(KEY, path=PLAIN.media.path) == PLAIN
        assert sql(path, "PRAGMA user_version") == [(len(longer),)]
        assert sql(path, "SELECT count(*) FROM stars") == [(0,)]

    def test_a_rung_that_breaks_is_not_climbed(
        self, monkeypatch: pytest.MonkeyPatch, path: Path
    ) -> None:
        """A migration that fails half-way leaves the file as it was before."""
        open_library(path).close()
        broken = (
            *MIGRATIONS,
            ("CREATE TABLE stars (digest TEXT)", "CREATE TABLE stars (again TEXT)"),
        )
        monkeypatch.setattr("takewise.library.migrations.MIGRATIONS", broken)
        with pytest.raises(LibraryError, match="already exists"):
            open_library(path)
        assert sql(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
        assert sql(path, "SELECT name FROM sqlite_master WHERE name = 'stars'") == []

    def test_a_newer_file_is_refused(self, path: Path) -> None:
        """A library of a later Takewise is refused, with what to do, and left as it is."""
        open_library(path).close()
        sql(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        before = path.read_bytes()
        with pytest.raises(LibraryError, match=r"later Takewise .*update Takewise"):
            open_library(path)
        assert path.read_bytes() == before

    def test_a_database_of_another_program_is_refused(self, path: Path) -> None:
        """Another program's SQLite file is refused, and no table of ours is put into it."""
        path.parent.mkdir()
        sql(path, "CREATE TABLE bookmarks (url TEXT)")
        with pytest.raises(LibraryError, match=r"another program; .*--library"):
            open_library(path)
        assert sql(path, "SELECT name FROM sqlite_master") == [("bookmarks",)]


class TestTrouble:
    """Files and folders that cannot be used."""

    @pytest.mark.parametrize(
        "content",
        [b"not a database at all, but a note. " * 40, b"SQLite format 3\0" + b"\xff" * 4080],
    )
    def test_no_database(self, path: Path, content: bytes) -> None:
        """A file that is no database is refused with a remedy, and left as it is."""
        path.parent.mkdir()
        path.write_bytes(content)
        with pytest.raises(LibraryError, match=r"library\.db: .*; move the file away"):
            open_library(path)
        assert path.read_bytes() == content

    def test_damaged_pages(self, path: Path) -> None:
        """A library overwritten in its middle is refused when used, and left as it is."""
        with open_library(path) as library:
            library.keep(PLAIN, [signals(n=500)])
        content = bytearray(path.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        path.write_bytes(content)
        with pytest.raises(LibraryError, match="damaged"), open_library(path) as library:
            library.find(KEY, path="A.mov")
        assert path.read_bytes() == content

    def test_a_file_stands_where_the_folder_should(self, tmp_path: Path) -> None:
        """A folder that cannot be made is an error that names the other way out."""
        (tmp_path / "data").write_text("a file")
        with pytest.raises(LibraryError, match=r"folder cannot be made .*TAKEWISE_LIBRARY"):
            open_library(tmp_path / "data" / "library.db")

    def test_a_folder_stands_where_the_file_should(self, tmp_path: Path) -> None:
        """A folder in place of the file is an error with a remedy."""
        with pytest.raises(LibraryError, match=r"cannot be used .*; check the folder"):
            open_library(tmp_path)

    def test_a_file_that_cannot_be_written_can_be_read(self, path: Path) -> None:
        """Takes are found in a library that nobody may write, and keeping more says why not."""
        with open_library(path) as library:
            library.keep(PLAIN)
        # Read-only for everybody, whoever runs the tests: SQLite opens it so.
        with closing(
            sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        ) as connection:
            library = Library(connection, path)
            assert library.find(KEY, path=PLAIN.media.path) == PLAIN
            with pytest.raises(LibraryError, match=r"readonly .*; check the folder's permissions"):
                library.keep(PLAIN)


def test_the_detector_is_part_of_the_key() -> None:
    """Every field of the detector shows in the key, so that none is forgotten."""
    detector = DetectorInfo(name="mesh", model="m 1", digest=DIGEST)
    assert replace(KEY, detector=detector).columns[2] == f"mesh m 1 {DIGEST}"
