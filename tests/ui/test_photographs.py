"""Photographs in the review: every key, its undo, and that no decision is ever the machine's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.errors import LibraryError, SettingsError
from takewise.model.decisions import ColourLabel, Decisions, Flag
from takewise.photo_keys import (
    GROUPS,
    PhotographSettings,
    StillCommand,
    photo_keymap,
    photo_keys_of,
)
from takewise.settings import load_settings
from takewise.ui.photos.session import StillsSession
from takewise.ui.photos.state import PhotoState, apply_photo_command, group_bursts, opened, zoom_at
from takewise.ui.shell.session import TakenBack
from takewise.ui.shell.undo import WindowAction

PHOTOS = tuple((f"shoot/IMG_{number}.JPG",) for number in range(7))
BURSTS = ((0, 2, 1), (3,), (6, 5, 4))
SHOWN = group_bursts(opened(PHOTOS), BURSTS)
USUAL = PhotographSettings()

DECIDING = {
    "1": Decisions(stars=1),
    "2": Decisions(stars=2),
    "3": Decisions(stars=3),
    "4": Decisions(stars=4),
    "5": Decisions(stars=5),
    "P": Decisions(flag=Flag.PICK),
    "X": Decisions(flag=Flag.REJECT),
    "6": Decisions(colour=ColourLabel.RED),
    "7": Decisions(colour=ColourLabel.YELLOW),
    "8": Decisions(colour=ColourLabel.GREEN),
    "9": Decisions(colour=ColourLabel.BLUE),
}


class Kept:
    """A keeper in memory."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, ...], Decisions] = {}
        self.broken = False

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return what is kept."""
        return self.said.get(files, Decisions())

    def keep(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> None:
        """Keep it, if it follows on what is kept."""
        if self.broken:
            raise LibraryError("the disk is full")
        assert self.recall(files) == before
        self.said[files] = after

    def take_back(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> TakenBack:
        """Keep it, as nobody else decides."""
        self.keep(files, before, after)
        return TakenBack(done=True, now=after)

    def news(self, photos: tuple[tuple[str, ...], ...]) -> dict[int, Decisions]:
        """Return nothing."""
        del photos
        return {}

    def close(self) -> None:
        """Hold nothing."""


def session(
    state: PhotoState = SHOWN, settings: PhotographSettings = USUAL
) -> tuple[StillsSession, Kept, list[WindowAction]]:
    """Return a session, its keeper, and the actions that a window would be asked for."""
    kept, asked = Kept(), list[WindowAction]()
    made = StillsSession(state, keeper=kept, grant=asked.append, settings=settings)
    return made, kept, asked


@pytest.mark.parametrize("key", DECIDING)
def test_each_deciding_key_is_kept_and_undone(key: str) -> None:
    """It says one thing of one frame; undo takes it back in the library too, redo repeats it."""
    work, kept, _ = session()
    assert work.press(key)
    assert work.state.frames[0].decisions == kept.said[PHOTOS[0]] == DECIDING[key]
    work.press("Ctrl+Z")
    assert work.state.at == 0
    assert work.state.frames[0].decisions == kept.said[PHOTOS[0]] == Decisions()
    work.press("Ctrl+Shift+Z")
    assert kept.said[PHOTOS[0]] == DECIDING[key]


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("Right", 2),
        ("Right Right Left", 2),
        ("Left", 0),
        ("Down", 3),
        ("Down Down Down", 6),
        ("Down Down Up", 3),
        ("End", 4),
        ("End Home", 0),
        ("Space", 2),
        ("End Right", 4),
    ],
)
def test_the_arrows_follow_the_order_of_shooting(keys: str, at: int) -> None:
    """Left and right go by frames, up and down by bursts, and both stop at the ends."""
    work, _, _ = session()
    for key in keys.split():
        work.press(key)
    assert work.state.at == at


def test_stars_and_flags_go_on_and_colours_stay() -> None:
    """Until A is pressed; then everything stays."""
    work, _, _ = session()
    work.press("3")
    assert work.state.at == 2
    work.press("7")
    assert work.state.at == 2
    work.press("A")
    work.press("P")
    assert work.state.at == 2
    assert work.state.frames[2].decisions == Decisions(flag=Flag.PICK, colour=ColourLabel.YELLOW)


def test_a_colour_given_twice_is_taken_away_and_nought_and_u_clear() -> None:
    """As in Lightroom."""
    work, _, _ = session(replace(SHOWN, advance=False))
    for key in ("6", "6", "4", "0", "X", "U"):
        work.press(key)
    assert work.state.frame.decisions == Decisions()


def test_two_to_four_frames_stand_beside_each_other() -> None:
    """More never goes beyond four, fewer than two is one; Tab goes round; a decision stays."""
    work, _, _ = session()
    work.press("C")
    assert len(work.state.shown) == 2
    for _ in range(4):
        work.press("+")
    assert len(work.state.shown) == 3  # the burst has no more
    work.press("Tab")
    assert work.state.at in work.state.shown
    assert work.state.at != 0
    at = work.state.at
    work.press("5")
    assert work.state.at == at
    work.press("-")
    assert at in work.state.shown
    work.press("-")
    assert work.state.shown == (at,)


def test_a_frame_alone_in_its_burst_is_compared_with_its_neighbours() -> None:
    """And a session of one frame says that there is nothing to compare."""
    work, _, _ = session(replace(SHOWN, at=3))
    work.press("C")
    assert work.state.shown == (3, 6)
    alone, _, _ = session(opened(PHOTOS[:1]))
    alone.press("C")
    assert alone.state.shown == (0,)
    assert "nothing to compare" in alone.state.message


def test_the_best_is_not_guessed_before_it_is_ranked() -> None:
    """B says so instead."""
    work, _, _ = session()
    work.press("B")
    assert work.state.at == 0
    assert "not there yet" in work.state.message


def test_earlier_decisions_are_asked_for_before_the_first_new_one() -> None:
    """So that a star never wipes out a flag of last week."""
    work, kept, _ = session()
    kept.said[PHOTOS[0]] = Decisions(flag=Flag.PICK)
    work.press("3")
    assert kept.said[PHOTOS[0]] == Decisions(flag=Flag.PICK, stars=3)


def test_what_could_not_be_saved_is_said() -> None:
    """And stays on the screen."""
    work, kept, _ = session()
    kept.broken = True
    work.press("3")
    assert work.state.frames[0].decisions.stars == 3
    assert "not saved: the disk is full" in work.state.message


def test_every_command_has_words_and_a_key_of_its_own() -> None:
    """No key does two things."""
    assert {each for lines in GROUPS.values() for each in lines} == set(StillCommand)
    assert set(photo_keymap(USUAL).values()) == set(StillCommand)


@given(st.lists(st.sampled_from(sorted(photo_keymap(USUAL))), max_size=30))
def test_whatever_is_pressed_undo_leads_back(keys: list[str]) -> None:
    """After any keys: every frame is in one burst, and undoing all leaves nothing decided."""
    work, kept, _ = session()
    for key in keys:
        work.press(key)
        assert sorted(work.state.order) == list(range(len(PHOTOS)))
        assert work.state.at in work.state.shown
        assert len(work.state.compared) in {0, 2, 3, 4}
    while work.state.past:
        work.do(StillCommand.UNDO)
    assert not any(frame.decisions for frame in work.state.frames)
    assert not any(kept.said.values())


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_what_is_zoomed_to_stays_in_the_picture(x: float, y: float) -> None:
    """However far it is pulled."""
    assert all(0 <= each <= 1 for each in zoom_at(SHOWN, (x, y)).centre)


def test_frames_without_a_place_follow_the_bursts() -> None:
    """A file that cannot be read is still there to be seen."""
    state = group_bursts(opened(PHOTOS), ((1, 0), (2,)))
    assert state.bursts[-1] == (3, 4, 5, 6)
    assert apply_photo_command(PhotoState(), StillCommand.NEXT).state.frames == ()


def test_a_key_is_the_users_to_give(tmp_path: Path) -> None:
    """A remapped key is taken from whoever had it, and the sheet shows the new one."""
    file = tmp_path / "mine.toml"
    file.write_text(
        '[photographs]\nremap = {pick = ["Space"], zoom = ["shift+z"]}\nadvance = false'
    )
    settings = load_settings(file).photographs
    assert not settings.advance
    work, _, _ = session(settings=settings)
    work.press("Space")
    assert work.state.frames[0].decisions == Decisions(flag=Flag.PICK)
    assert not work.press("P")
    work.press("Shift+Z")
    assert work.state.zoomed
    assert photo_keys_of(settings, StillCommand.PICK) == ("Space",)
    assert photo_keys_of(settings, StillCommand.NEXT) == ("Right",)


@pytest.mark.parametrize(
    ("remap", "said"),
    [
        ('{fly = ["F"]}', "'fly' is no command"),
        ('{pick = ["Space"], red = ["space"]}', "Space would both pick and red"),
        ('{pick = "Space"}', "expected tuple @ settings.photographs.remap"),
    ],
)
def test_a_wrong_key_is_an_error(tmp_path: Path, remap: str, said: str) -> None:
    """Unknown commands, two commands on one key, and a text in place of a list."""
    file = tmp_path / "mine.toml"
    file.write_text(f"[photographs]\nremap = {remap}")
    with pytest.raises(SettingsError, match=said):
        load_settings(file)
