"""Keys: presets, remapping, and one spelling for each."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from takewise.cli.render.settings_text import settings_text
from takewise.errors import SettingsError
from takewise.keyboard import spelt
from takewise.keymap import Command, Preset, ReviewSettings, keymap, keys_of
from takewise.settings import Settings, load_settings


@pytest.mark.parametrize("preset", get_args(Preset))
def test_every_preset_reaches_every_command(preset: Preset) -> None:
    """No command is lost to a host's keys, and no key does two things."""
    settings = ReviewSettings(keys=preset)
    assert set(keymap(settings).values()) == set(Command)


@pytest.mark.parametrize(
    ("preset", "key", "command"),
    [
        ("default", ".", Command.NEXT_MOMENT),
        ("resolve", "Shift+Down", Command.NEXT_MOMENT),
        ("premiere", "Shift+M", Command.NEXT_MOMENT),
        ("premiere", "Ctrl+Shift+X", Command.CLEAR_MARKS),
        ("avid", "4", Command.STEP_FORWARD),
        ("avid", "Alt+4", Command.STARS_4),
        ("avid", "G", Command.CLEAR_MARKS),
    ],
)
def test_a_preset_has_its_hosts_keys(preset: Preset, key: str, command: Command) -> None:
    """As the host's own manual lists them."""
    assert keymap(ReviewSettings(keys=preset))[key] is command


@pytest.mark.parametrize("preset", get_args(Preset))
@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("J", Command.REVERSE),
        ("K", Command.STOP),
        ("L", Command.FORWARD),
        ("I", Command.MARK_IN),
        ("O", Command.MARK_OUT),
        ("M", Command.MARKER),
        ("Space", Command.PLAY),
        ("?", Command.KEYS),
    ],
)
def test_what_all_hosts_share(preset: Preset, key: str, command: Command) -> None:
    """J K L, I O, M and the space bar mean the same in every preset."""
    assert keymap(ReviewSettings(keys=preset))[key] is command


def test_a_remapped_key_is_taken_from_whoever_had_it() -> None:
    """W circles, and the wipe is without a key until it is given one."""
    settings = ReviewSettings(remap={"circle": ("w",)})
    assert keymap(settings)["W"] is Command.CIRCLE
    assert "C" not in keymap(settings)
    assert keys_of(settings, Command.WIPE) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"keys": "nuke"}, "no preset"),
        ({"remap": {"dance": ("D",)}}, "no command"),
        ({"remap": {"circle": ("W",), "hold": ("w",)}}, "W would both circle and hold"),
        ({"handles": -1.0}, "no handles"),
        ({"text_scale": 2.0}, "2 times as large"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, object], words: str) -> None:
    """With the word that is wrong."""
    with pytest.raises(SettingsError, match=words):
        ReviewSettings(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("shift+ctrl+z", "Ctrl+Shift+Z"),
        ("CTRL+z", "Ctrl+Z"),
        ("space", "Space"),
        ("+", "+"),
        ("Ctrl++", "Ctrl++"),
        ("?", "?"),
    ],
)
def test_one_spelling(written: str, meant: str) -> None:
    """However a key is written, it is one key."""
    assert spelt(written) == meant


def test_remapped_keys_survive_the_settings_file(tmp_path: Path) -> None:
    """What `takewise settings` prints is read again as the same."""
    settings = Settings(review=ReviewSettings(keys="avid", remap={"circle": ("Ctrl+1", "W")}))
    path = tmp_path / "settings.toml"
    path.write_text(settings_text(settings), encoding="utf-8")
    assert load_settings(path) == settings


def test_keys_do_not_shape_an_analysis() -> None:
    """Another preset analyses no take again."""
    assert Settings(review=ReviewSettings(keys="avid")).digest == Settings().digest
