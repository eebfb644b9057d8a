"""What can be done in the window for photographs, and by which keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from takewise.errors import SettingsError
from takewise.keyboard import KeyTable, bound, groups_of, keys_in, over, remapped, spelt
from takewise.model import MOST_MEGAPIXELS


class StillCommand(StrEnum):
    """Everything that a key can do in the window for photographs."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_BURST = "next-burst"
    PREVIOUS_BURST = "previous-burst"
    FIRST = "first"
    LAST = "last"
    BEST = "best"
    STARS_1 = "stars-1"
    STARS_2 = "stars-2"
    STARS_3 = "stars-3"
    STARS_4 = "stars-4"
    STARS_5 = "stars-5"
    NO_STARS = "no-stars"
    PICK = "pick"
    REJECT = "reject"
    NO_FLAG = "no-flag"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    NOTE = "note"
    UNDO = "undo"
    REDO = "redo"
    ZOOM = "zoom"
    COMPARE = "compare"
    MORE = "more"
    FEWER = "fewer"
    OTHER = "other"
    FACES = "faces"
    ADVANCE = "advance"
    SIDECARS = "sidecars"
    KEYS = "keys"
    FULL_SCREEN = "full-screen"
    QUIT = "quit"


_ABOUT: KeyTable[StillCommand] = {
    "Move": {
        StillCommand.PREVIOUS: ("previous frame", ("Left",)),
        StillCommand.NEXT: ("next frame", ("Right", "Space")),
        StillCommand.PREVIOUS_BURST: ("previous burst", ("Up", "Shift+Left")),
        StillCommand.NEXT_BURST: ("next burst", ("Down", "Shift+Right")),
        StillCommand.FIRST: ("first frame", ("Home",)),
        StillCommand.LAST: ("last frame", ("End",)),
        StillCommand.BEST: ("the burst's highest ranked", ("B",)),
    },
    "Decide": {
        StillCommand.STARS_1: ("one star", ("1",)),
        StillCommand.STARS_2: ("two stars", ("2",)),
        StillCommand.STARS_3: ("three stars", ("3",)),
        StillCommand.STARS_4: ("four stars", ("4",)),
        StillCommand.STARS_5: ("five stars", ("5",)),
        StillCommand.NO_STARS: ("no rating", ("0",)),
        StillCommand.PICK: ("pick", ("P",)),
        StillCommand.REJECT: ("reject; the file stays", ("X",)),
        StillCommand.NO_FLAG: ("neither", ("U",)),
        StillCommand.NOTE: ("write a note", (";", "N")),
        StillCommand.UNDO: ("undo a decision", ("Ctrl+Z",)),
        StillCommand.REDO: ("redo it", ("Ctrl+Shift+Z", "Ctrl+Y")),
    },
    "Colour": {
        StillCommand.RED: ("red, and back", ("6",)),
        StillCommand.YELLOW: ("yellow, and back", ("7",)),
        StillCommand.GREEN: ("green, and back", ("8",)),
        StillCommand.BLUE: ("blue, and back", ("9",)),
    },
    "Look": {
        StillCommand.ZOOM: ("pixel for pixel, and back", ("Z",)),
        StillCommand.COMPARE: ("side by side, and back", ("C",)),
        StillCommand.MORE: ("add a frame next to it", ("+", "=")),
        StillCommand.FEWER: ("one frame fewer", ("-",)),
        StillCommand.OTHER: ("next of those compared", ("Tab",)),
        StillCommand.FACES: ("faces, close up", ("F",)),
    },
    "Window": {
        StillCommand.ADVANCE: ("go on after a decision", ("A",)),
        StillCommand.SIDECARS: ("write sidecars", ("W",)),
        StillCommand.KEYS: ("these keys", ("?", "F1")),
        StillCommand.FULL_SCREEN: ("full screen", ("F11",)),
        StillCommand.QUIT: ("close", ("Ctrl+Q",)),
    },
}

# Keys as in Lightroom if that has one.
GROUPS, _DEFAULT = groups_of(_ABOUT), keys_in(_ABOUT)
"""Every command with what it does, in the order in which the window shows them; its keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographSettings:
    """How photographs are read, and how the review window for them is worked."""

    remap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command to its keys in place of ours, such as pick = ["Space"]; commands: next, previous,
    next-burst, previous-burst, first, last, best, stars-1 to stars-5, no-stars, pick, reject,
    no-flag, red, yellow, green, blue, note, undo, redo, zoom, compare, more, fewer, other, faces,
    advance, sidecars, keys, full-screen, quit."""
    advance: bool = True
    """Whether stars and flags go on to the next frame when the window opens."""
    most_megapixels: float = MOST_MEGAPIXELS
    """Megapixels of the largest photograph that is read. A JPEG is decoded at reduced size;
    any other kind takes four megabytes of memory for each."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for an unknown command, two on one key, or a limit of nothing."""
        if not self.most_megapixels > 0:
            raise SettingsError(
                "must be positive",
                where="photographs.most_megapixels",
                remedy=f"the default is {MOST_MEGAPIXELS:g}",
            )
        photo_keymap(self)


def photo_keymap(settings: PhotographSettings) -> Mapping[str, StillCommand]:
    """Return the command of each key, as `takewise.keyboard.spelt` writes keys.

    Raises `SettingsError` if a command is unknown, or two are on one key.
    """
    return bound(_keys(settings))


def photo_keys_of(settings: PhotographSettings, command: StillCommand) -> tuple[str, ...]:
    """Return the keys of a command, its first the one to show; empty if it has none."""
    return tuple(map(spelt, _keys(settings)[command]))


def _keys(settings: PhotographSettings) -> Mapping[StillCommand, tuple[str, ...]]:
    return over(_DEFAULT, remapped(settings.remap, StillCommand))
