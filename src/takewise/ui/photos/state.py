"""What is shown of a session of photographs, and the pure functions that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

from takewise.model.decisions import ColourLabel, Decisions, Flag
from takewise.model.photo import RankedShot
from takewise.photo_keys import StillCommand
from takewise.ui.shell.undo import Step, Undoable, Undoing, WindowAction

MOST_BESIDE = 4
"""Frames that can be compared at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StillFrame:
    """One press of the shutter."""

    files: tuple[str, ...]
    """Its files, the one that is shown first."""
    decisions: Decisions = field(default_factory=Decisions)
    """The user's decisions on it."""
    taken_back: frozenset[str] = frozenset()
    """Which of stars, flag and colour were given and removed in this session."""
    known: bool = False
    """Whether the library was asked for earlier decisions."""
    ranked: RankedShot | None = None
    """What the machine measured and ranked; None so far. It never decides."""
    trouble: str = ""
    """Why it cannot be shown; empty if it can."""

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.files[0].replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoState(Undoable):
    """Everything that is shown."""

    frames: tuple[StillFrame, ...] = ()
    """All frames; a place is an index into them."""
    bursts: tuple[tuple[int, ...], ...] = ()
    """Places, burst by burst, in the order of shooting; every place once."""
    grouped: bool = False
    """Whether bursts are known; before that all frames are one row, by name."""
    at: int = 0
    """Place of the frame that decisions are about."""
    compared: tuple[int, ...] = ()
    """Places that are compared, `at` among them, two to four; empty for one big picture."""
    zoomed: bool = False
    """Whether pictures are shown pixel for pixel."""
    centre: tuple[float, float] = (0.5, 0.5)
    """Middle of what is seen when zoomed, shares of width and height; the same in all."""
    faces: bool = True
    """Whether close-ups of faces are shown."""
    advance: bool = True
    """Whether stars and flags go on to the next frame."""
    keys: bool = False
    """Whether the sheet of keys is shown."""
    measured: int = 0
    """Frames that the machine has measured."""

    @property
    def frame(self) -> StillFrame:
        """The frame that decisions are about."""
        return self.frames[self.at]

    @property
    def shown(self) -> tuple[int, ...]:
        """Places of the big pictures, from left to right."""
        return self.compared or (self.at,)

    @property
    def burst(self) -> int:
        """Index of the burst that `at` is in."""
        return next(n for n, burst in enumerate(self.bursts) if self.at in burst)

    @property
    def order(self) -> tuple[int, ...]:
        """All places in the order of shooting."""
        return tuple(place for burst in self.bursts for place in burst)


PhotoStep: TypeAlias = Step[PhotoState]
"""A new state of the window, and what is to be done because of it."""

_Change: TypeAlias = Callable[[PhotoState], "PhotoState | PhotoStep"]


def opened(photos: Sequence[tuple[str, ...]]) -> PhotoState:
    """Return what is shown first: all frames in one row, by name, at the first one."""
    frames = tuple(StillFrame(files=files) for files in photos)
    return PhotoState(frames=frames, bursts=(tuple(range(len(frames))),))


def with_frame(state: PhotoState, place: int, **changes: object) -> PhotoState:
    """Return the state with one frame changed."""
    frames = list(state.frames)
    before = frames[place]
    after = replace(before, **changes)  # type: ignore[arg-type]
    frames[place] = replace(after, taken_back=_taken_back(before, after.decisions))
    return replace(state, frames=tuple(frames))


def _taken_back(before: StillFrame, after: Decisions) -> frozenset[str]:
    once = before.taken_back | {
        name for name in ("stars", "flag", "colour") if getattr(before.decisions, name) is not None
    }
    return frozenset(name for name in once if getattr(after, name) is None)


def go_to(state: PhotoState, place: int) -> PhotoState:
    """Look at a frame; a comparison goes on only if the frame is in it."""
    compared = state.compared if place in state.compared else ()
    return replace(state, at=place, compared=compared, message="")


def group_bursts(state: PhotoState, bursts: Sequence[Sequence[int]]) -> PhotoState:
    """Show bursts; the current frame stays, and frames that are in no burst follow as one row."""
    placed = {place for burst in bursts for place in burst}
    left = tuple(place for place in range(len(state.frames)) if place not in placed)
    rows = (*(tuple(burst) for burst in bursts), *((left,) if left else ()))
    return replace(state, bursts=rows, grouped=True)


def ranked(state: PhotoState, found: Mapping[int, RankedShot], *, measured: int) -> PhotoState:
    """Take in the machine's ranking; no decision changes."""
    frames = tuple(
        replace(frame, ranked=found.get(place, frame.ranked))
        for place, frame in enumerate(state.frames)
    )
    return replace(state, frames=frames, measured=measured)


UNDOING: Undoing[PhotoState] = Undoing(
    decisions=lambda state, place: state.frames[place].decisions,
    put=lambda state, place, now: with_frame(state, place, decisions=now),
    name=lambda state, place: state.frames[place].name,
    revisit=lambda state, edit: go_to(state, edit.change.place),
)
"""Decides, undoes and redoes in the window for photographs."""


def decide_frame(state: PhotoState, after: Decisions, *, advance: bool = False) -> PhotoStep:
    """Replace the decisions on the current frame.

    With `advance`, go on to the next frame if the user's settings ask for it.
    """
    decided = UNDOING.decide(replace(state, message=""), state.at, after)
    on = advance and state.advance and not state.compared
    return replace(decided, state=_step(decided.state, 1)) if on else decided


def best_of(state: PhotoState, places: Sequence[int]) -> tuple[int, ...]:
    """Return places by rank, best first; places without a rank follow in their order."""

    def key(place: int) -> tuple[bool, int]:
        ranked_shot = state.frames[place].ranked
        return ranked_shot is None, ranked_shot.rank if ranked_shot else 0

    return tuple(sorted(places, key=key))


def zoom_at(state: PhotoState, centre: tuple[float, float]) -> PhotoState:
    """Move what is seen when zoomed, in all pictures at once."""
    x, y = (min(1.0, max(0.0, each)) for each in centre)
    return replace(state, centre=(x, y))


def apply_photo_command(state: PhotoState, command: StillCommand) -> PhotoStep:
    """Carry out a command: return the new state, and what to save or show because of it."""
    if command in _WINDOW_ACTIONS:
        return Step(state=state, effects=(_WINDOW_ACTIONS[command],))
    if not state.frames:
        return Step(state=state)
    done = _CHANGES[command](state)
    return done if isinstance(done, Step) else Step(state=done)


def _step(state: PhotoState, by: int) -> PhotoState:
    order = state.order
    place = order.index(state.at) + by
    return go_to(state, order[min(len(order) - 1, max(0, place))])


def _leap(state: PhotoState, by: int) -> PhotoState:
    number = min(len(state.bursts) - 1, max(0, state.burst + by))
    return go_to(state, state.bursts[number][0])


def _best(state: PhotoState) -> PhotoState:
    burst = state.bursts[state.burst]
    best = best_of(state, burst)[0]
    if state.frames[best].ranked is None:
        return replace(state, message="the ranking of this burst is not there yet")
    return go_to(state, best)


def _stars(stars: int | None) -> _Change:
    return lambda state: decide_frame(
        state, replace(state.frame.decisions, stars=stars), advance=True
    )


def _flag(flag: Flag | None) -> _Change:
    return lambda state: decide_frame(
        state, replace(state.frame.decisions, flag=flag), advance=True
    )


def _colour(colour: ColourLabel) -> _Change:
    def given(state: PhotoState) -> PhotoStep:
        said = state.frame.decisions
        wanted = None if said.colour is colour else colour
        return decide_frame(state, replace(said, colour=wanted))

    return given


def _compare(state: PhotoState) -> PhotoState:
    return replace(state, compared=()) if state.compared else _with_best(state, 2)


def _with_best(state: PhotoState, many: int) -> PhotoState:
    """Put the frame next to the best of its burst; alone in it, next to those that follow."""
    burst = state.bursts[state.burst]
    others = [place for place in best_of(state, burst) if place != state.at]
    if not others:
        order = state.order
        here = order.index(state.at)
        others = [*order[here + 1 :], *reversed(order[:here])]
    many = min(MOST_BESIDE, many, len(others) + 1)
    if many < 2:
        return replace(state, compared=(), message="there is nothing to compare it with")
    kept = [place for place in state.compared if place != state.at]
    wanted = list(dict.fromkeys((*kept, *others)))[: many - 1]
    order = state.order
    return replace(state, compared=tuple(sorted((state.at, *wanted), key=order.index)), message="")


def _more(state: PhotoState) -> PhotoState:
    return _with_best(state, max(2, len(state.compared) + 1))


def _fewer(state: PhotoState) -> PhotoState:
    many = len(state.compared) - 1
    if many < 2:
        return replace(state, compared=())
    keep = [place for place in best_of(state, state.compared) if place != state.at][: many - 1]
    return replace(state, compared=tuple(p for p in state.compared if p == state.at or p in keep))


def _other(state: PhotoState) -> PhotoState:
    if not state.compared:
        return state
    place = (state.compared.index(state.at) + 1) % len(state.compared)
    return replace(state, at=state.compared[place], message="")


def _zoom(state: PhotoState) -> PhotoState:
    """Show pixels, first at the eyes of the largest face if one was found."""
    if state.zoomed:
        return replace(state, zoomed=False)
    ranked_shot = state.frame.ranked
    centre = state.centre
    if ranked_shot and ranked_shot.measured.faces:
        eyes = ranked_shot.measured.faces[0].eye_places
        centre = ((eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + eyes[1][1]) / 2)
    return zoom_at(replace(state, zoomed=True), centre)


_CHANGES: Mapping[StillCommand, _Change] = MappingProxyType(
    {
        StillCommand.NEXT: lambda state: _step(state, 1),
        StillCommand.PREVIOUS: lambda state: _step(state, -1),
        StillCommand.NEXT_BURST: lambda state: _leap(state, 1),
        StillCommand.PREVIOUS_BURST: lambda state: _leap(state, -1),
        StillCommand.FIRST: lambda state: go_to(state, state.order[0]),
        StillCommand.LAST: lambda state: go_to(state, state.order[-1]),
        StillCommand.BEST: _best,
        **{StillCommand(f"stars-{stars}"): _stars(stars) for stars in range(1, 6)},
        StillCommand.NO_STARS: _stars(None),
        StillCommand.PICK: _flag(Flag.PICK),
        StillCommand.REJECT: _flag(Flag.REJECT),
        StillCommand.NO_FLAG: _flag(None),
        **{StillCommand(colour.value): _colour(colour) for colour in ColourLabel},
        StillCommand.UNDO: UNDOING.undo,
        StillCommand.REDO: UNDOING.redo,
        StillCommand.ZOOM: _zoom,
        StillCommand.COMPARE: _compare,
        StillCommand.MORE: _more,
        StillCommand.FEWER: _fewer,
        StillCommand.OTHER: _other,
        StillCommand.FACES: lambda state: replace(state, faces=not state.faces),
        StillCommand.ADVANCE: lambda state: replace(
            state,
            advance=not state.advance,
            message="stays after a decision" if state.advance else "goes on after a decision",
        ),
        StillCommand.KEYS: lambda state: replace(state, keys=not state.keys),
    }
)

_WINDOW_ACTIONS: Mapping[StillCommand, WindowAction] = MappingProxyType(
    {
        StillCommand.NOTE: WindowAction.NOTE,
        StillCommand.SIDECARS: WindowAction.SIDECARS,
        StillCommand.FULL_SCREEN: WindowAction.FULL_SCREEN,
        StillCommand.QUIT: WindowAction.QUIT,
    }
)
