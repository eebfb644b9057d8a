"""Windows on one library: an undo takes back only its own, and each sees the other's decisions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from takewise.clock import FrameRange
from takewise.errors import LibraryError
from takewise.keymap import ReviewSettings
from takewise.library import open_library
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions, Verdict, merged
from takewise.photo_keys import PhotographSettings
from takewise.ui.photos.decision_store import LibraryDecisionStore
from takewise.ui.photos.session import StillsSession
from takewise.ui.photos.state import opened
from takewise.ui.takes import ReviewSession, ReviewState, arranging
from takewise.ui.takes.decision_store import TakeKeeper
from tests.made_decisions import decisions
from tests.ui.keepers import Forgetful
from tests.ui.shown import TWO, shown


class Takes:
    """Two windows for takes on one library."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.windows = [
            ReviewSession(
                ReviewSettings(), keeper=TakeKeeper(library), grant=lambda _: None, state=TWO
            )
            for _ in range(2)
        ]

    def said(self, window: int) -> Decisions:
        """Return what a window shows of the first take."""
        return self.windows[window].state.takes[0].decisions

    def kept(self) -> Decisions:
        """Return what the library says of it."""
        with open_library(self.library) as library:
            return library.decisions(TWO.takes[0].info)


class Photographs:
    """Two windows for photographs on one library."""

    def __init__(self, library: Path) -> None:
        photo = library.with_name("P1.jpg")
        photo.write_bytes(b"a photograph")
        self.files = (str(photo),)
        self.keeper = LibraryDecisionStore(library)
        self.windows = [
            StillsSession(
                opened([self.files]),
                keeper=LibraryDecisionStore(library),
                grant=lambda _: None,
                settings=PhotographSettings(),
            )
            for _ in range(2)
        ]

    def said(self, window: int) -> Decisions:
        """Return what a window shows of the photograph."""
        return self.windows[window].state.frames[0].decisions

    def kept(self) -> Decisions:
        """Return what the library says of it."""
        return self.keeper.recall(self.files)


Pair = Takes | Photographs


@pytest.fixture(params=[Takes, Photographs])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Pair:
    """Return two windows on one library, of each kind."""
    made: Pair = request.param(tmp_path / "library.db")
    return made


def message(pair: Pair, window: int) -> str:
    """Return what a window says."""
    return pair.windows[window].state.message


@pytest.mark.parametrize("seen", [False, True])
def test_an_undo_leaves_what_another_window_said(pair: Pair, seen: bool) -> None:  # noqa: FBT001
    """Whether the other window's word was on the screen or not, it stays, and the user hears."""
    one, two = pair.windows
    one.press("4")
    two.refresh()
    two.press("2")
    if seen:
        one.refresh()
    one.press("Ctrl+Z")
    assert pair.kept().stars == pair.said(0).stars == 2
    assert message(pair, 0).startswith("not undone")
    one.press("Ctrl+Z")
    assert message(pair, 0) == "nothing to undo"
    one.press("Ctrl+Shift+Z")
    assert message(pair, 0) == "nothing to redo"
    assert pair.kept().stars == 2


def test_an_undo_leaves_the_same_word_of_another_window(tmp_path: Path) -> None:
    """Two who give the same stars, neither knowing of the other: the second's stay."""
    pair = Takes(tmp_path / "library.db")
    one, two = pair.windows
    one.press("4")
    two.press("4")
    one.press("Ctrl+Z")
    assert pair.kept().stars == 4


def test_an_undo_takes_back_its_own_beside_other_words(pair: Pair) -> None:
    """What another window said of another field stays, in the library and on the screen."""
    one, two = pair.windows
    one.press("4")
    two.refresh()
    note = Decisions(stars=4, note="theirs")
    if isinstance(pair, Takes):
        with open_library(pair.library) as library:
            library.decide(TWO.takes[0].info, old=Decisions(stars=4), new=note)
    else:
        pair.keeper.keep(pair.files, Decisions(stars=4), note)
    one.press("Ctrl+Z")
    assert pair.kept() == pair.said(0) == Decisions(note="theirs")
    one.press("Ctrl+Shift+Z")
    assert pair.kept() == pair.said(0) == note


def test_a_redo_leaves_what_another_window_said(pair: Pair) -> None:
    """Stars that were undone here and given there are not given again here."""
    one, two = pair.windows
    one.press("4")
    one.press("Ctrl+Z")
    two.refresh()
    two.press("2")
    one.press("Ctrl+Shift+Z")
    assert pair.kept().stars == pair.said(0).stars == 2
    assert message(pair, 0).startswith("not done again")


def test_several_steps_back_and_forth_are_all_ones_own(pair: Pair) -> None:
    """A window alone undoes and redoes whatever it did."""
    one, _ = pair.windows
    if isinstance(pair, Photographs):
        one.press("A")
    for key in ("4", "2", "5"):
        one.press(key)
    told = []
    for key in ["Ctrl+Z"] * 3 + ["Ctrl+Shift+Z"] * 3 + ["Ctrl+Z"] * 3:
        one.press(key)
        told.append(pair.kept().stars)
        assert pair.said(0).stars == pair.kept().stars
    assert told == [2, 4, None, 4, 2, 5, 2, 4, None]


def test_each_window_sees_the_others_decisions(pair: Pair) -> None:
    """At its next look, and once; a look without news changes nothing."""
    one, two = pair.windows
    heard: list[object] = []
    if isinstance(pair, Photographs):
        for window in pair.windows:
            # As the thread does that asks for earlier decisions.
            window._recall()
    two.listen(lambda _, now: heard.append(now))
    one.press("4")
    two.refresh()
    assert pair.said(1).stars == 4
    assert "changed in another window" in message(pair, 1) or isinstance(pair, Photographs)
    two.refresh()
    one.refresh()
    assert len(heard) == 1
    assert not message(pair, 0).endswith("another window")


def test_what_was_said_of_a_file_is_seen_in_its_part(tmp_path: Path) -> None:
    """A marker or sync point of the whole file reaches a window that shows a part of it."""
    whole = shown("one")
    part = replace(whole, info=replace(whole.info, part=FrameRange(10, 90)))
    keepers = [TakeKeeper(tmp_path / "library.db") for _ in range(2)]
    windows = [
        ReviewSession(
            ReviewSettings(), keeper=keeper, grant=lambda _: None, state=ReviewState(takes=(take,))
        )
        for keeper, take in zip(keepers, (whole, part), strict=True)
    ]
    windows[1].refresh()
    windows[0].change(lambda state: replace(state, at=Fraction(2)))
    windows[0].press("S")
    windows[1].refresh()
    assert windows[1].state.takes[0].decisions.sync == 48


def test_news_of_an_analysis_leaves_what_was_decided_meanwhile() -> None:
    """A take that was circled while it was being analysed is still circled afterwards."""
    circled = replace(TWO.takes[0], decisions=Decisions(verdict=Verdict.CIRCLED))
    state = replace(TWO, takes=(circled, TWO.takes[1]))
    known = arranging.put_take(state, 0, replace(TWO.takes[0], trouble=""))
    assert known.takes[0].decisions.circled


def test_what_could_not_be_saved_stays_on_the_screen() -> None:
    """News of another window does not take away what is nowhere but here."""
    other = Decisions(stars=2)

    class Full(Forgetful):
        def news(self, infos: tuple[MediaInfo, ...]) -> dict[int, Decisions]:
            return dict.fromkeys(range(len(infos)), other)

    def full(_: Decisions) -> None:
        raise LibraryError("the disk is full")

    window = ReviewSession(ReviewSettings(), keeper=Full(full), grant=lambda _: None, state=TWO)
    window.press("C")
    window.refresh()
    assert [take.decisions.circled for take in window.state.takes] == [True, False]
    assert window.state.takes[1].decisions == other


@given(now=decisions, before=decisions, after=decisions)
def test_a_change_is_carried_over_to_what_is_said_now(
    now: Decisions, before: Decisions, after: Decisions
) -> None:
    """What a change does not touch stays; made to what was before, it gives what is after."""
    assert merged(before, before=before, after=after) == after
    assert merged(now, before=before, after=before) == now
    done = merged(now, before=before, after=after)
    for name in ("verdict", "stars", "flag", "colour", "note", "tags", "sync"):
        same = getattr(before, name) == getattr(after, name)
        assert getattr(done, name) == getattr(now if same else after, name)
