"""What can be done in the review window, and by which keys: words that know no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from takewise.errors import SettingsError
from takewise.keyboard import KeyTable, bound, groups_of, keys_in, over, remapped, spelt

Preset: TypeAlias = Literal["default", "resolve", "premiere", "avid"]
"""Whose keys the window follows."""


class Command(StrEnum):
    """Everything that a key can do; the value is its name in the settings file."""

    PLAY = "play"
    FORWARD = "forward"
    STOP = "stop"
    REVERSE = "reverse"
    STEP_FORWARD = "step-forward"
    STEP_BACK = "step-back"
    SECOND_FORWARD = "second-forward"
    SECOND_BACK = "second-back"
    FIRST = "first"
    LAST = "last"
    SLOWER = "slower"
    FASTER = "faster"
    SLOW_MOTION = "slow-motion"
    MUTE = "mute"
    MARK_IN = "mark-in"
    MARK_OUT = "mark-out"
    CLEAR_MARKS = "clear-marks"
    LOOP = "loop"
    NEXT_MOMENT = "next-moment"
    PREVIOUS_MOMENT = "previous-moment"
    APEX = "apex"
    LOOP_MOMENT = "loop-moment"
    REJECT = "reject"
    MARKER = "marker"
    CUE = "cue"
    RENAME = "rename"
    RAISE_THRESHOLD = "raise-threshold"
    LOWER_THRESHOLD = "lower-threshold"
    SORT = "sort"
    FEW = "most-visible"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"
    FIT = "fit"
    CURVES = "curves"
    AXIS = "axis"
    LOOK = "look"
    FLIP = "flip"
    AUTO_FLIP = "auto-flip"
    MAGNIFY = "magnify"
    MAGNIFY_MORE = "magnify-more"
    MAGNIFY_LESS = "magnify-less"
    LOOK_LOOP = "look-loop"
    CHANGE = "change"
    OUTLINE = "outline"
    CLOSER = "closer"
    PICTURE_ZOOM = "picture-zoom"
    NO_STARS = "no-stars"
    STARS_1 = "stars-1"
    STARS_2 = "stars-2"
    STARS_3 = "stars-3"
    STARS_4 = "stars-4"
    STARS_5 = "stars-5"
    CIRCLE = "circle"
    HOLD = "hold"
    NG = "ng"
    FALSE_START = "false-start"
    NOTE = "note"
    UNDO = "undo"
    REDO = "redo"
    ALIGN = "align"
    UNALIGN = "unalign"
    SYNC = "sync"
    CLEAR_SYNC = "clear-sync"
    NUDGE_LATER = "nudge-later"
    NUDGE_EARLIER = "nudge-earlier"
    NEXT_TAKE = "next-take"
    PREVIOUS_TAKE = "previous-take"
    NEXT_PAGE = "next-page"
    PREVIOUS_PAGE = "previous-page"
    BIN = "bin"
    SOLO = "solo"
    SIDE_BY_SIDE = "side-by-side"
    WIPE = "wipe"
    OVERLAY = "overlay"
    DIFFERENCE = "difference"
    FACE_LOCK = "face-lock"
    OPEN = "open"
    CLOSE_TAKE = "close-take"
    EXPORT = "export"
    CANCEL = "cancel-analysis"
    KEYS = "keys"
    TEXT_LARGER = "text-larger"
    TEXT_SMALLER = "text-smaller"
    FULL_SCREEN = "full-screen"
    QUIT = "quit"


_ABOUT: KeyTable[Command] = {
    "Play": {
        Command.PLAY: ("play, pause", ("Space",)),
        Command.REVERSE: ("backward; again for faster", ("J",)),
        Command.STOP: ("stop", ("K",)),
        Command.FORWARD: ("forward; again for faster", ("L",)),
        Command.STEP_BACK: ("one frame back", ("Left",)),
        Command.STEP_FORWARD: ("one frame on", ("Right",)),
        Command.SECOND_BACK: ("one second back", ("Shift+Left",)),
        Command.SECOND_FORWARD: ("one second on", ("Shift+Right",)),
        Command.FIRST: ("to the beginning", ("Home",)),
        Command.LAST: ("to the end", ("End",)),
        Command.SLOWER: ("slower: 1/2, 1/4, 1/6", ("[",)),
        Command.FASTER: ("faster, up to full speed", ("]",)),
        Command.SLOW_MOTION: ("1/6 speed, and back", ("Q",)),
        Command.MUTE: ("sound of this take on, off", ("U",)),
    },
    "Moments": {
        Command.PREVIOUS_MOMENT: ("previous moment", (",", "Up")),
        Command.NEXT_MOMENT: ("next moment", (".", "Down")),
        Command.APEX: ("to its beginning, peak, end", ("/",)),
        Command.LOOP_MOMENT: ("loop it, with handles", ("Return",)),
        Command.REJECT: ("reject it, and back", ("X", "Del")),
        Command.MARKER: ("add a marker here", ("M",)),
        Command.CUE: ("a line answers from here, or not", ("Shift+C",)),
        Command.RENAME: ("rename it", ("R",)),
        Command.LOWER_THRESHOLD: ("keep weaker ones", ("-",)),
        Command.RAISE_THRESHOLD: ("keep only stronger ones", ("=", "+")),
        Command.SORT: ("change sort order", ("T",)),
        Command.FEW: ("the 20 most visible, all", ("Shift+T",)),
        Command.MARK_IN: ("loop from here", ("I",)),
        Command.MARK_OUT: ("loop to here", ("O",)),
        Command.LOOP: ("loop on, off", ("P",)),
        Command.CLEAR_MARKS: ("clear in and out", ("Alt+X",)),
    },
    "See it": {
        Command.FLIP: ("before, after", ("6",)),
        Command.AUTO_FLIP: ("take turns by themselves", ("7",)),
        Command.MAGNIFY: ("magnified, as it was", ("8",)),
        Command.MAGNIFY_MORE: ("magnify more: 2, 4, 6, 8 times", ("Ctrl+Up",)),
        Command.MAGNIFY_LESS: ("magnify less", ("Ctrl+Down",)),
        Command.LOOK_LOOP: ("play it again and again", ("9",)),
        Command.CHANGE: ("what differs", ("Shift+D",)),
        Command.OUTLINE: ("outline what moved", ("Shift+O",)),
        Command.CLOSER: ("closer, part by part", ("\\",)),
        Command.LOOK: ("large face on, off", ("Shift+F",)),
        Command.PICTURE_ZOOM: ("picture one to one, fit", ("Z",)),
    },
    "Curves": {
        Command.ZOOM_IN: ("show less time, larger", ("Ctrl+=", "Ctrl++")),
        Command.ZOOM_OUT: ("show more time", ("Ctrl+-",)),
        Command.FIT: ("show everything", ("Ctrl+0",)),
        Command.CURVES: ("next set of curves", ("V",)),
        Command.AXIS: ("timecode or seconds", ("Shift+V",)),
    },
    "The take": {
        Command.CIRCLE: ("circle it", ("C",)),
        Command.HOLD: ("hold", ("H",)),
        Command.NG: ("no good", ("N",)),
        Command.FALSE_START: ("false start", ("Shift+N",)),
        Command.STARS_1: ("one star", ("1",)),
        Command.STARS_2: ("two stars", ("2",)),
        Command.STARS_3: ("three stars", ("3",)),
        Command.STARS_4: ("four stars", ("4",)),
        Command.STARS_5: ("five stars", ("5",)),
        Command.NO_STARS: ("no rating", ("0",)),
        Command.NOTE: ("write a note", (";",)),
        Command.UNDO: ("undo a decision", ("Ctrl+Z",)),
        Command.REDO: ("redo it", ("Ctrl+Shift+Z", "Ctrl+Y")),
    },
    "Side by side": {
        Command.NEXT_TAKE: ("next take", ("Tab",)),
        Command.PREVIOUS_TAKE: ("previous take", ("Shift+Tab",)),
        Command.NEXT_PAGE: ("next four takes", ("PgDown",)),
        Command.PREVIOUS_PAGE: ("previous four takes", ("PgUp",)),
        Command.BIN: ("list of all takes", ("Y",)),
        Command.SOLO: ("this take alone", ("Shift+Z",)),
        Command.ALIGN: ("line up by sound", ("A",)),
        Command.UNALIGN: ("clear alignment", ("Shift+A",)),
        Command.SYNC: ("sync point here", ("S",)),
        Command.CLEAR_SYNC: ("no sync point", ("Shift+S",)),
        Command.NUDGE_EARLIER: ("this take one frame earlier", ("Alt+Left",)),
        Command.NUDGE_LATER: ("this take one frame later", ("Alt+Right",)),
        Command.SIDE_BY_SIDE: ("side by side", ("G",)),
        Command.WIPE: ("wipe", ("W",)),
        Command.OVERLAY: ("overlay", ("B",)),
        Command.DIFFERENCE: ("difference", ("D",)),
        Command.FACE_LOCK: ("follow the face", ("F",)),
    },
    "Window": {
        Command.OPEN: ("open further takes", ("Ctrl+O",)),
        Command.CLOSE_TAKE: ("close this take", ("Ctrl+W",)),
        Command.EXPORT: ("export what is shown", ("E",)),
        Command.CANCEL: ("stop analysing", ("Ctrl+.",)),
        Command.KEYS: ("these keys", ("?", "F1")),
        Command.TEXT_LARGER: ("larger text", ("Ctrl+Shift+=", "Ctrl+Shift++")),
        Command.TEXT_SMALLER: ("smaller text", ("Ctrl+Shift+-", "Ctrl+Shift+_")),
        Command.FULL_SCREEN: ("full screen", ("F11",)),
        Command.QUIT: ("close", ("Ctrl+Q",)),
    },
}

GROUPS, _DEFAULT = groups_of(_ABOUT), keys_in(_ABOUT)
"""Every command with what it does, in the order in which the window shows them; its keys."""

# As the hosts' manuals list their keys; what a host has no key for stays as it is here.
_PRESETS: Mapping[str, Mapping[Command, tuple[str, ...]]] = MappingProxyType(
    {
        "default": {},
        # Resolve's own: markers on Shift with the arrows, loop on Ctrl+/.
        "resolve": {
            Command.NEXT_MOMENT: ("Shift+Down", "."),
            Command.PREVIOUS_MOMENT: ("Shift+Up", ","),
            Command.LOOP: ("Ctrl+/", "P"),
        },
        # Premiere Pro's own: markers on Shift+M, in and out cleared with Ctrl+Shift+X.
        "premiere": {
            Command.NEXT_MOMENT: ("Shift+M", "."),
            Command.PREVIOUS_MOMENT: ("Ctrl+Shift+M", ","),
            Command.CLEAR_MARKS: ("Ctrl+Shift+X",),
            Command.LOOP: ("Ctrl+L", "P"),
        },
        # Media Composer's own: 1 to 4 step, so stars move to Alt; G clears both marks.
        "avid": {
            Command.STEP_BACK: ("3", "Left"),
            Command.STEP_FORWARD: ("4", "Right"),
            Command.SECOND_BACK: ("1", "Shift+Left"),
            Command.SECOND_FORWARD: ("2", "Shift+Right"),
            Command.CLEAR_MARKS: ("G",),
            Command.SIDE_BY_SIDE: ("Shift+G",),
            Command.PLAY: ("Space", "5"),
            **{Command(f"stars-{n}"): (f"Alt+{n}",) for n in range(1, 6)},
            Command.NO_STARS: ("Alt+0",),
        },
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettings:
    """How the review window is worked."""

    keys: Preset = "default"
    """Whose keys: default, resolve, premiere or avid."""
    remap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command to its keys in place of the preset's, such as circle = ["Ctrl+1"]."""
    handles: float = 0.5
    """Seconds before and after a moment that is looped."""
    text_scale: float | None = None
    """Size of the text, 0.8 to 1.5; None for the size of last time, 1 at first."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for an unknown key or command, or two commands on one key."""
        if self.keys not in get_args(Preset):
            known = ", ".join(get_args(Preset))
            raise SettingsError(
                f"{self.keys!r} is no preset", where="keys", remedy=f"use one of {known}"
            )
        if self.handles < 0:
            raise SettingsError(
                f"{self.handles} s are no handles", where="handles", remedy="give 0 or more"
            )
        if self.text_scale is not None and not 0.8 <= self.text_scale <= 1.5:
            raise SettingsError(
                f"text cannot be {self.text_scale:g} times as large",
                where="text_scale",
                remedy="give 0.8 to 1.5",
            )
        keymap(self)


def keymap(settings: ReviewSettings) -> Mapping[str, Command]:
    """Return the command of each key, as `spelt` writes keys.

    Raises `SettingsError` if a remapped command is unknown, or two commands are on one key.
    """
    return bound(_keys(settings))


def keys_of(settings: ReviewSettings, command: Command) -> tuple[str, ...]:
    """Return the keys of a command, its first the one to show."""
    return tuple(map(spelt, _keys(settings)[command]))


def _keys(settings: ReviewSettings) -> dict[Command, tuple[str, ...]]:
    """Return the keys of every command; the user's before the preset's before the default.

    A key that the user or the preset gives to one command is taken from the others.
    """
    return over(over(_DEFAULT, _PRESETS[settings.keys]), remapped(settings.remap, Command))
