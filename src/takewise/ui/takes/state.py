"""What the review window shows, as one frozen value; it knows no window.

Conventions
-----------
* **Common time** is exact seconds on the one clock of all takes. Its zero is where
  the sync points of the takes are aligned; a take without one is where its sound aligns
  it, or begins there.
* **Frames** are a take's own, counted from the file's first picture.
* Which picture a take shows is a function of the clock and of the take alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

from takewise.model import Analysis, Kind, MediaInfo
from takewise.model.decisions import Decisions
from takewise.model.selection import PERFORMANCE, Selection
from takewise.ui.shell.undo import Step, Undoable
from takewise.ui.takes.curves import FIRST_TRACKS, CurveName
from takewise.ui.takes.look import FaceLook
from takewise.ui.takes.times import TakeTimes

MOST_SHOWN = 4
"""Takes shown at once; more would be as small as stamps."""

FEW = 20
"""Moments of a take that are left by *most visible*: as many as are looked through at a sitting."""


class Layout(StrEnum):
    """How several takes share the picture."""

    SIDE_BY_SIDE = "side by side"
    """Each in a pane of its own."""
    WIPE = "wipe"
    """The first left of a line, the second right of it."""
    OVERLAY = "overlay"
    """Half of each."""
    DIFFERENCE = "difference"
    """What differs between the first and the second; black where they agree."""


class Order(StrEnum):
    """How the list of moments is sorted."""

    TIME = "time"
    """As they come on the clock."""
    STRENGTH = "strength"
    """The clearest first: strength times confidence."""
    TAKE = "take"
    """Take by take, each in time."""
    KIND = "kind"
    """Kind by kind, the clearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundAlignment:
    """Where a take is on the clock because of its sound."""

    origin: Fraction
    """The take's own time, in seconds from its first picture, at common time zero."""
    words: str
    """The evidence and the confidence, as words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTake:
    """One take, as far as it is known."""

    name: str
    """What it is called on the screen."""
    info: MediaInfo
    """What its file says."""
    times: TakeTimes
    """When each of its pictures is shown."""
    analysis: Analysis | None = None
    """What was found in it; None while it is being analysed, or if that failed."""
    decisions: Decisions = field(default_factory=Decisions)
    """The user's decisions on it."""
    aligned: SoundAlignment | None = None
    """Where its sound aligns it; a sync point that a person set has priority."""
    trouble: str = ""
    """Why it could not be analysed, in one sentence; empty if nothing is wrong."""

    @property
    def origin(self) -> Fraction:
        """The take's own time, in seconds from its first picture, at common time zero."""
        sync = self.decisions.sync
        if sync is None and self.aligned:
            return self.aligned.origin
        return self.times.time_of(self.times.frames.start if sync is None else sync)

    def frame_at(self, at: Fraction) -> int:
        """Return the picture that the take shows at a common time."""
        return self.times.frame_at(at + self.origin)

    def common(self, frame: int) -> Fraction:
        """Return the common time at which a picture begins to show."""
        return self.times.time_of(frame) - self.origin

    def plays_at(self, at: Fraction) -> bool:
        """Return whether the take plays at a common time, neither before nor after."""
        return 0 <= at + self.origin < self.times.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which moments are shown, and in which order."""

    threshold: float = 0.0
    """Least strength, in units of the noise; what is set by hand is always kept."""
    kinds: frozenset[Kind] = frozenset(PERFORMANCE)
    """Kinds to show; all but blinks at first, as in marker lists."""
    person: str | None = None
    """Whose moments; None for those of every person."""
    order: Order = Order.TIME
    """How the list is sorted."""
    min_confidence: float = 0.0
    """Least confidence, 0 to 1; from the settings of markers."""
    most: int | None = None
    """Most detected moments of a take; from the settings of markers."""
    few: bool = False
    """Whether only the `FEW` most visible of each take are kept."""

    @property
    def selection(self) -> Selection:
        """What a moment must be to be listed and exported."""
        return Selection(
            kinds=self.kinds,
            min_confidence=self.min_confidence,
            min_strength=self.threshold,
            person=self.person,
            most=min(self.most or FEW, FEW) if self.few else self.most,
        )


def first_choice(selection: Selection) -> Choice:
    """Return what the window shows at first: what the settings would make markers of."""
    return Choice(
        threshold=selection.min_strength,
        kinds=selection.kinds,
        person=selection.person,
        min_confidence=selection.min_confidence,
        most=selection.most,
    )


Member = TypeVar("Member", bound=StrEnum)


def following(member: Member) -> Member:
    """Return the next member of an enumeration; after the last the first."""
    members = list(type(member))
    return members[(members.index(member) + 1) % len(members)]


class BinOrder(StrEnum):
    """How the list of takes is sorted."""

    OPENED = "as opened"
    NAME = "by name"
    SCORE = "by score"
    LENGTH = "longest first"
    RATING = "by rating"


class BinPart(StrEnum):
    """Which takes are listed."""

    ALL = "all takes"
    CIRCLED = "circled"
    RATED = "judged"
    OPEN = "not judged yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class BinChoice:
    """Which takes are listed, and in which order."""

    order: BinOrder = BinOrder.OPENED
    """How they are sorted."""
    part: BinPart = BinPart.ALL
    """Which of them are listed."""
    words: str = ""
    """Words that the name, the note or a tag must have; empty for all takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewState(Undoable):
    """Everything that the window shows."""

    takes: tuple[ShownTake, ...] = ()
    """All takes, in the order in which they were named."""
    page: int = 0
    """Place of the first take that is shown."""
    picked: tuple[int, ...] = ()
    """Places of the takes that were chosen to be shown, up to four; none for a page."""
    closed: frozenset[int] = frozenset()
    """Places of the takes that were closed: neither listed, nor shown, nor exported."""
    active: int = 0
    """Place of the take that decisions are about."""
    bin: BinChoice = field(default_factory=BinChoice)
    """Which takes the list of takes has."""
    bin_shown: bool = False
    """Whether the list of takes is open."""
    solo: bool = False
    """Whether the active take is shown alone."""
    at: Fraction = Fraction(0)
    """The clock: common time."""
    shuttle: int = 0
    """Times the normal speed, backward below 0; 0 stands still."""
    pace: Fraction = Fraction(1)
    """What normal speed is: 1, 1/2, 1/4 or 1/6."""
    layout: Layout = Layout.SIDE_BY_SIDE
    """How the takes share the picture."""
    wipe: float = 0.5
    """Place of the wipe's line across the picture, 0 to 1."""
    face_lock: bool = False
    """Whether the view follows the face."""
    muted: bool = False
    """Whether nothing is to be heard; else the active take is."""
    loop: bool = False
    """Whether playing begins again at the end of the marks, or of everything."""
    mark_in: Fraction | None = None
    """Where the loop begins, common time; None for the beginning."""
    mark_out: Fraction | None = None
    """Where it ends, common time; None for the end."""
    selected: tuple[int, str] | None = None
    """Place of a take and the id of its moment; None where none is chosen."""
    choice: Choice = field(default_factory=Choice)
    """Which moments are shown."""
    searched: str = ""
    """Words that the title of a listed moment must have; empty for every title."""
    zoom: tuple[Fraction, Fraction] | None = None
    """Common times at the edges of the curves; None for everything that is shown."""
    tracks: tuple[CurveName, ...] = FIRST_TRACKS
    """Which curves are shown, top to bottom."""
    seconds: bool = False
    """Whether their axis has seconds; else the active take's timecode."""
    look: FaceLook = field(default_factory=FaceLook)
    """How the chosen moment's face is looked at."""
    keys_shown: bool = False
    """Whether the sheet of keys is open."""

    @property
    def shown(self) -> tuple[int, ...]:
        """Places of the takes that are shown, up to four."""
        if self.solo and self.takes:
            return (self.active,)
        if self.picked:
            return self.picked
        return tuple(place for place in self.open if place >= self.page)[:MOST_SHOWN]

    @property
    def open(self) -> tuple[int, ...]:
        """Places of all takes that were not closed."""
        return tuple(place for place in range(len(self.takes)) if place not in self.closed)

    @property
    def take(self) -> ShownTake | None:
        """The active take; None while there is none."""
        return self.takes[self.active] if self.takes else None

    @property
    def speed(self) -> Fraction:
        """Seconds of the takes in a second of the wall's clock."""
        return self.shuttle * self.pace

    @property
    def reach(self) -> tuple[Fraction, Fraction]:
        """Common times at which the first take begins and the last picture has been shown."""
        takes = [self.takes[place] for place in self.shown]
        if not takes:
            return Fraction(0), Fraction(0)
        starts = [-take.origin for take in takes]
        ends = [take.times.length - take.origin for take in takes]
        return min(starts), max(ends)

    @property
    def last(self) -> Fraction:
        """Common time at which the last picture begins to show."""
        takes = [self.takes[place] for place in self.shown]
        return max((take.common(take.times.last) for take in takes), default=Fraction(0))

    def saying(self, message: str) -> ReviewState:
        """Return this state with other words about what was done."""
        return replace(self, message=message)


ReviewStep: TypeAlias = Step[ReviewState]
"""A new state of the window, and what is to be done because of it."""
