"""Laws of decisions that travel as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.errors import LibraryError
from takewise.library import Library, decisions_to_json, merge_decisions, open_library
from takewise.model.decisions import Decisions, Verdict
from tests.library.values import PLAIN
from tests.made_decisions import decisions

MEDIA = PLAIN.media
OTHER = replace(MEDIA, digest="sha256:" + "b" * 64, path="/cards/A002.mov")
NOTHING = Decisions()


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every look at the clock a second later than the last."""
    ticks = count(1_700_000_000)
    monkeypatch.setattr("time.time_ns", lambda: next(ticks) * 10**9)


def opened(path: Path, name: str) -> Library:
    """Open a library of that name in a folder."""
    return open_library(path / f"{name}.db")


def merge(ours: Library, theirs: Library) -> tuple[int, int, int, int]:
    """Bring one library's decisions into another; return taken, same, older, takes."""
    merged = merge_decisions(ours, decisions_to_json(theirs), where="theirs.json")
    return merged.taken, merged.same, merged.older, merged.takes


@pytest.mark.usefixtures("ticking")
def test_the_file(tmp_path: Path) -> None:
    """An export lists each take with its name and each entry with its time, and nothing else."""
    with opened(tmp_path, "a") as library:
        library.decide(MEDIA, old=NOTHING, new=Decisions(stars=4, rejected=frozenset({"m-1"})))
        library.decide(MEDIA, old=Decisions(stars=4), new=NOTHING)
        written = json.loads(decisions_to_json(library))
    assert written == {
        "schema": "takewise.decisions/1",
        "takes": [
            {
                "take": MEDIA.digest,
                "name": "A001C003.mov",
                "decisions": [
                    {
                        "field": "stars",
                        "of": None,
                        "value": None,
                        "changed": "2023-11-14T22:13:21.000000+00:00",
                    },
                    {
                        "field": "rejected",
                        "of": "m-1",
                        "value": True,
                        "changed": "2023-11-14T22:13:20.000000+00:00",
                    },
                ],
            }
        ],
    }


class TestMerging:
    """Two libraries become one."""

    @settings(max_examples=15)
    @given(ours=decisions, theirs=decisions)
    def test_into_an_empty_library(
        self, tmp_path_factory: pytest.TempPathFactory, ours: Decisions, theirs: Decisions
    ) -> None:
        """An empty library takes everything over, and the same file again changes nothing."""
        folder = tmp_path_factory.mktemp("merge")
        with opened(folder, "a") as a, opened(folder, "b") as b:
            a.decide(MEDIA, old=NOTHING, new=ours)
            a.decide(OTHER, old=NOTHING, new=theirs)
            merge(b, a)
            assert (b.decisions(MEDIA), b.decisions(OTHER)) == (ours, theirs)
            assert decisions_to_json(b) == decisions_to_json(a)
            taken, _, older, takes = merge(b, a)
            assert (taken, older, takes) == (0, 0, 0)

    @settings(max_examples=10)
    @given(st.lists(decisions, min_size=2, max_size=2))
    def test_either_way_round(
        self, tmp_path_factory: pytest.TempPathFactory, said: list[Decisions]
    ) -> None:
        """Whichever library takes the other's decisions over, both hold the same then."""
        folder = tmp_path_factory.mktemp("merge")
        with opened(folder, "a") as a, opened(folder, "b") as b:
            a.decide(MEDIA, old=NOTHING, new=said[0])
            b.decide(MEDIA, old=NOTHING, new=said[1])
            before = decisions_to_json(a)
            merge(a, b)
            merge_decisions(b, before, where="a.json")
            assert a.decisions(MEDIA) == b.decisions(MEDIA)

    @pytest.mark.usefixtures("ticking")
    def test_the_newer_word_counts(self, tmp_path: Path) -> None:
        """What was decided here since is not overwritten, and the file's newer words are taken."""
        with opened(tmp_path, "a") as a, opened(tmp_path, "b") as b:
            a.decide(MEDIA, old=NOTHING, new=Decisions(stars=2, note="too wide"))
            merge(b, a)
            b.decide(MEDIA, old=Decisions(stars=2), new=Decisions(stars=5))
            a.decide(MEDIA, old=NOTHING, new=Decisions(verdict=Verdict.CIRCLED))
            assert merge(b, a) == (1, 1, 1, 1)
            assert b.decisions(MEDIA) == Decisions(
                stars=5, note="too wide", verdict=Verdict.CIRCLED
            )

    @pytest.mark.usefixtures("ticking")
    def test_what_was_taken_back_stays_so(self, tmp_path: Path) -> None:
        """A circle that was taken back does not return from an older file."""
        circled = Decisions(verdict=Verdict.CIRCLED)
        with opened(tmp_path, "a") as a, opened(tmp_path, "b") as b:
            a.decide(MEDIA, old=NOTHING, new=circled)
            merge(b, a)
            b.decide(MEDIA, old=circled, new=NOTHING)
            assert merge(b, a) == (0, 0, 1, 0)
            assert b.decisions(MEDIA) == NOTHING

    def test_a_word_from_the_future_can_be_changed(self, tmp_path: Path) -> None:
        """After a merge from a machine whose clock runs ahead, the next word here is the newest."""
        with opened(tmp_path, "a") as a:
            said = entry("stars", 2, changed="2150-01-01T00:00:00+00:00")
            merge_decisions(a, said, where="x.json")
            a.decide(MEDIA, old=Decisions(stars=2), new=Decisions(stars=5))
            merge_decisions(a, said, where="x.json")
            assert a.decisions(MEDIA) == Decisions(stars=5)

    def test_later_fields_travel(self, tmp_path: Path) -> None:
        """A field of a later version is carried along unread."""
        with opened(tmp_path, "a") as a:
            merge_decisions(a, entry("lens", "50 mm"), where="x.json")
            assert a.decisions(MEDIA) == NOTHING
            (take,) = json.loads(decisions_to_json(a))["takes"]
            assert take["decisions"][0]["value"] == "50 mm"


def entry(field: str, value: object, **more: object) -> bytes:
    """Return a file with one entry."""
    said = {
        "field": field,
        "of": None,
        "value": value,
        "changed": "2026-01-01T00:00:00Z",
        **more,
    }
    takes = [{"take": MEDIA.digest, "name": "A.mov", "decisions": [said]}]
    return json.dumps({"schema": "takewise.decisions/1", "takes": takes}).encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no JSON", "not a complete file of decisions"),
        (b"[]", "not an object"),
        (json.dumps({"schema": "takewise.analysis/1"}).encode(), "takewise.analysis/1"),
        (entry("stars", 9), "9 is no rating"),
        (entry("verdict", "loved"), "loved"),
        (entry("edited", {"onset": 5, "offset": 2}, of="m-1"), "not a range"),
        (entry("stars", 3, changed="yesterday"), "yesterday"),
        (entry("stars", 3, changed="2026-01-01T00:00:00"), "no time zone"),
        (entry("\ud800", 3), "surrogates"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, content: bytes, told: Any) -> None:
    """A file that cannot be read whole is refused, and nothing of it is taken over."""
    with opened(tmp_path, "a") as a:
        with pytest.raises(LibraryError, match=told):
            merge_decisions(a, content, where="x.json")
        assert json.loads(decisions_to_json(a))["takes"] == []
