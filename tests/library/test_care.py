"""Laws of checking and copying the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from takewise.errors import LibraryError, OutputError
from takewise.library import Library, backup, check, open_library
from takewise.model.decisions import Decisions
from tests.library.values import PLAIN, signals

resource = pytest.importorskip("resource", reason="this system has no limits of files")
SOFT_LIMIT, HARD_LIMIT = resource.getrlimit(resource.RLIMIT_FSIZE)

SAID = Decisions(stars=3, note="again")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a library may be made."""
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """Return a library with a take and a decision."""
    with open_library(path) as library:
        library.keep(PLAIN, [signals(n=200)])
        library.decide(PLAIN.media, old=Decisions(), new=SAID)
        yield library


def sql(path: Path, statement: str) -> None:
    """Run a statement on a file behind the library's back."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


class TestCheck:
    """What a check finds."""

    def test_all_well(self, library: Library) -> None:
        """A whole library has its counts and no problem."""
        found = check(library)
        assert (found.analyses, found.decided, found.journal, found.problems) == (1, 1, "wal", ())

    @pytest.mark.parametrize(
        ("statement", "told"),
        [
            ("UPDATE decisions SET value = '9' WHERE field = 'stars'", "9 is no rating"),
            ("UPDATE analyses SET analysis = x'7b'", "not a complete analysis file"),
            ("UPDATE analyses SET signals = x'7b'", "not a complete signal file"),
        ],
    )
    def test_one_entry_damaged(
        self, library: Library, path: Path, statement: str, told: str
    ) -> None:
        """An entry that cannot be read is one problem, which names its take."""
        sql(path, statement)
        (problem,) = check(library).problems
        assert told in problem
        assert "sha256:2222" in problem

    def test_damaged_pages(self, library: Library, path: Path) -> None:
        """A file overwritten in its middle is told as damaged, and left as it is."""
        library.close()
        content = bytearray(path.read_bytes())
        # The last page: the tables' list, which is on the first, still reads.
        content[-4096:] = b"\xa5" * 4096
        path.write_bytes(content)
        try:
            with open_library(path) as damaged:
                assert check(damaged).problems
        except LibraryError as error:
            assert "damaged" in str(error)  # noqa: PT017 - either way of telling will do
        assert path.read_bytes() == content


class TestBackup:
    """Copies of the library."""

    def test_a_copy_is_whole(self, library: Library, tmp_path: Path) -> None:
        """A copy made while the library is open holds everything."""
        copy = tmp_path / "backups" / "copy.db"
        backup(library, copy)
        with open_library(copy) as again:
            assert again.decisions(PLAIN.media) == SAID
            assert check(again).problems == ()
        assert sorted(each.name for each in copy.parent.iterdir()) == ["copy.db"]

    def test_an_older_copy_is_replaced(self, library: Library, tmp_path: Path) -> None:
        """A second copy of the same name takes the place of the first."""
        copy = tmp_path / "copy.db"
        backup(library, copy)
        library.decide(PLAIN.media, old=SAID, new=Decisions())
        backup(library, copy)
        with open_library(copy) as again:
            assert again.decisions(PLAIN.media) == Decisions()

    def test_never_onto_itself(self, library: Library, path: Path) -> None:
        """The library is not replaced by its own copy."""
        with pytest.raises(OutputError, match="is the library itself"):
            backup(library, path)

    def test_no_room(self, library: Library, tmp_path: Path) -> None:
        """With no room for it the copy is named, an older one stays, and nothing is left over."""
        folder = tmp_path / "elsewhere"
        copy = folder / "copy.db"
        backup(library, copy)
        older = copy.read_bytes()
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, HARD_LIMIT))
        try:
            with pytest.raises(OutputError, match=r"copy\.db: cannot be written"):
                backup(library, copy)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SOFT_LIMIT, HARD_LIMIT))
        assert copy.read_bytes() == older
        assert [each.name for each in folder.iterdir()] == ["copy.db"]

    def test_a_damaged_library_spares_the_older_copy(
        self, library: Library, path: Path, tmp_path: Path
    ) -> None:
        """A library that cannot be read whole leaves the last copy as it was, and no rest."""
        copy = tmp_path / "backups" / "copy.db"
        backup(library, copy)
        before = copy.read_bytes()
        library.close()
        content = bytearray(path.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        path.write_bytes(content)
        with pytest.raises(LibraryError, match="damaged"), open_library(path) as damaged:
            backup(damaged, copy)
        assert copy.read_bytes() == before
        assert [each.name for each in copy.parent.iterdir()] == ["copy.db"]

    def test_where_nothing_can_be_written(self, library: Library, tmp_path: Path) -> None:
        """A folder that cannot be made is an error with a remedy."""
        (tmp_path / "file").write_text("a file")
        with pytest.raises(OutputError, match=r"cannot be written .*; check the folder"):
            backup(library, tmp_path / "file" / "copy.db")
