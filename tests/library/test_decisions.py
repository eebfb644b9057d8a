"""Laws of decisions in the library file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.errors import LibraryError
from takewise.library import Library, open_library
from takewise.library.decision_rows import decisions_of
from takewise.library.migrations import APPLICATION_ID, MIGRATIONS
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions, HandMarker, MomentEdit, Verdict
from tests.library.values import PLAIN
from tests.made_decisions import decisions

MEDIA = PLAIN.media
NOTHING = Decisions()
ALL = Decisions(
    verdict=Verdict.CIRCLED,
    stars=4,
    note="the pause before\nshe turns",
    tags=("close", "B cam"),
    sync=37,
    rejected=frozenset({"m-1"}),
    edits={"m-2": MomentEdit(title="half smile", span=FrameRange(4, 9))},
    markers={"h-1": HandMarker(span=FrameRange(3, 4), title="door", person="A")},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a library may be made."""
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """Return a new library."""
    with open_library(path) as library:
        yield library


def rows(path: Path) -> list[tuple[object, ...]]:
    """Return what the file holds of decisions."""
    with closing(sqlite3.connect(path)) as connection:
        found: list[tuple[object, ...]] = connection.execute(
            "SELECT field, item, value, changed_us FROM decisions ORDER BY field, item"
        ).fetchall()
    return found


class TestOneWriter:
    """What is decided comes back."""

    def test_nothing_said(self, library: Library) -> None:
        """A take that nobody judged has empty decisions."""
        assert library.decisions(MEDIA) == NOTHING

    def test_everything_comes_back(self, library: Library, path: Path) -> None:
        """Every field survives, in the next process and wherever the file is moved."""
        library.decide(MEDIA, old=NOTHING, new=ALL)
        library.close()
        with open_library(path) as again:
            assert again.decisions(replace(MEDIA, path="/moved/B.mov")) == ALL

    def test_takes_are_apart(self, library: Library) -> None:
        """Another file, and a part of the same file, are judged by themselves."""
        library.decide(MEDIA, old=NOTHING, new=ALL)
        assert library.decisions(replace(MEDIA, digest="sha256:" + "b" * 64)) == NOTHING
        part = library.decisions(replace(MEDIA, part=FrameRange(0, 9)))
        assert (part.verdict, part.stars, part.note, part.tags) == (None, None, "", ())

    @settings(max_examples=30)
    @given(steps=st.lists(decisions, min_size=1, max_size=3))
    def test_any_history(
        self, tmp_path_factory: pytest.TempPathFactory, steps: list[Decisions]
    ) -> None:
        """After any changes of mind the last one holds, and undoing each leads back."""
        with open_library(tmp_path_factory.mktemp("library") / "library.db") as library:
            history = [NOTHING, *steps]
            for old, new in pairwise(history):
                library.decide(MEDIA, old=old, new=new)
                assert library.decisions(MEDIA) == new
            for new, old in pairwise(history[::-1]):
                library.decide(MEDIA, old=new, new=old)
            assert library.decisions(MEDIA) == NOTHING

    def test_the_newer_word_is_newer(
        self, library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A clock that is set back does not make a change older than what it changes."""
        monkeypatch.setattr("time.time_ns", lambda: 5_000_000)
        library.decide(MEDIA, old=NOTHING, new=Decisions(stars=3))
        monkeypatch.setattr("time.time_ns", lambda: 1_000_000)
        library.decide(MEDIA, old=Decisions(stars=3), new=Decisions(stars=4))
        assert rows(path) == [("stars", "", "4", 5001)]

    def test_a_name_that_is_no_text(self, library: Library) -> None:
        """A file name with bytes that are no UTF-8 hinders nobody."""
        odd = replace(MEDIA, path="/cards/A\udcff1.mov")
        library.decide(odd, old=NOTHING, new=ALL)
        assert library.decisions(odd) == ALL

    def test_damage_is_told(self, library: Library, path: Path) -> None:
        """A value that its field cannot hold is an error that names library and take."""
        library.decide(MEDIA, old=NOTHING, new=ALL)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE decisions SET value = '9' WHERE field = 'stars'")
            connection.commit()
        with pytest.raises(LibraryError, match=r"decisions on sha256:2222.*9 is no rating"):
            library.decisions(MEDIA)

    def test_later_fields_are_passed_over(self, library: Library, path: Path) -> None:
        """A field of a later version hinders nothing and stays where it is."""
        library.decide(MEDIA, old=NOTHING, new=ALL)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "INSERT INTO decisions SELECT take, 'lens', '', '50', 1 FROM decisions LIMIT 1"
            )
            connection.commit()
        assert library.decisions(MEDIA) == ALL
        library.decide(MEDIA, old=ALL, new=NOTHING)
        assert ("lens", "", "50", 1) in rows(path)


class TestParts:
    """What was said of a whole file, in a part of it."""

    @pytest.fixture
    def part(self, library: Library) -> MediaInfo:
        """Decide on the whole file, and return the part of frames 2 to 40."""
        library.decide(MEDIA, old=NOTHING, new=ALL)
        return replace(MEDIA, part=FrameRange(2, 40))

    def test_frames_reach_it_and_verdicts_do_not(self, library: Library, part: MediaInfo) -> None:
        """Sync point, markers, rejected and edited moments hold; the circle is the file's own."""
        assert library.decisions(part) == Decisions(
            sync=37, rejected=ALL.rejected, edits=ALL.edits, markers=ALL.markers
        )

    def test_frames_outside_do_not(self, library: Library, part: MediaInfo) -> None:
        """A sync point after the part, and a marker that it cuts, do not reach it."""
        other = library.decisions(replace(part, part=FrameRange(4, 37)))
        assert (other.sync, other.markers) == (None, {})

    def test_its_own_word_counts(self, library: Library, part: MediaInfo) -> None:
        """What is decided on the part stands above the file's, and a step back too."""
        before = library.decisions(part)
        after = replace(before, sync=5, markers={}, rejected=frozenset())
        library.decide(part, old=before, new=after)
        assert library.decisions(part) == after
        assert library.decisions(MEDIA) == ALL
        library.decide(part, old=after, new=before)
        assert library.decisions(part) == before

    def test_damage_of_the_file_is_told(self, library: Library, part: MediaInfo) -> None:
        """A damaged word on the file is an error for its parts too."""
        with library.writing() as connection:
            connection.execute("UPDATE decisions SET value = '{' WHERE field = 'marker'")
        with pytest.raises(LibraryError, match="damaged"):
            library.decisions(part)


class TestTwoWriters:
    """Two windows on one library."""

    def test_each_writes_what_it_changed(self, library: Library, path: Path) -> None:
        """What one window decides does not undo what the other decided meanwhile."""
        with open_library(path) as other:
            other.decide(MEDIA, old=NOTHING, new=Decisions(note="tighter"))
            library.decide(MEDIA, old=NOTHING, new=Decisions(stars=5))
        assert library.decisions(MEDIA) == Decisions(stars=5, note="tighter")

    def test_a_step_is_written_whole(self, library: Library, path: Path) -> None:
        """Nothing is written where nothing changed."""
        library.decide(MEDIA, old=ALL, new=ALL)
        assert rows(path) == []


def test_a_library_of_the_first_version_climbs(path: Path) -> None:
    """A library made before there were decisions gains them and keeps its takes."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO media VALUES ('f', 1, 10, 'sha256:d')")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with open_library(path) as library:
        library.decide(MEDIA, old=NOTHING, new=ALL)
        assert library.decisions(MEDIA) == ALL
        assert library.known_digest("f", modified_ns=1) == "sha256:d"


@pytest.mark.parametrize("value", ["3", '"x"', "[]", "null"])
def test_an_edit_that_is_no_object_changes_nothing(value: str) -> None:
    """The other decisions on the take are read all the same."""
    rows = [("edited", "m-1", value), ("stars", "", "4")]
    assert decisions_of(rows, where="x") == Decisions(stars=4, edits={"m-1": MomentEdit()})
