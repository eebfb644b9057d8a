"""What each command does to the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from takewise.keymap import Command
from takewise.model.decisions import Verdict
from takewise.ui.shell.undo import Step, WindowAction
from takewise.ui.takes import (
    alignment,
    arranging,
    decisions,
    look,
    moment_list,
    take_bin,
    time_axis,
    transport,
)
from takewise.ui.takes.look import FaceLook
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import Layout, ReviewState, ReviewStep

_Change: TypeAlias = Callable[[ReviewState], "ReviewState | ReviewStep"]


def apply_command(
    state: ReviewState, command: Command, rows: Sequence[Row] = (), *, handles: float = 0.5
) -> ReviewStep:
    """Carry out a command: return the new state, and what to save or show because of it.

    `rows` are the listed moments; `handles` are the seconds before and after a looped moment.
    """
    if command in _WINDOW_ACTIONS:
        return Step(state=state, effects=(_WINDOW_ACTIONS[command],))
    done = _change(command, rows, handles)(state)
    return done if isinstance(done, Step) else Step(state=done)


def chosen_row(state: ReviewState, rows: Sequence[Row]) -> Row | None:
    """Return the chosen moment's row; None where none is chosen or it is not listed."""
    return next((row for row in rows if (row.take, row.moment.id) == state.selected), None)


def _change(command: Command, rows: Sequence[Row], handles: float) -> _Change:
    """Return the function that a command stands for."""
    if command in _CHANGES:
        return _CHANGES[command]
    about_rows: Mapping[Command, Callable[[ReviewState], ReviewState | ReviewStep]] = {
        Command.NEXT_MOMENT: lambda state: moment_list.neighbour(state, rows, 1),
        Command.PREVIOUS_MOMENT: lambda state: moment_list.neighbour(state, rows, -1),
        Command.APEX: lambda state: moment_list.through_the_moment(state, chosen_row(state, rows)),
        Command.LOOP_MOMENT: lambda state: moment_list.loop_moment(
            state, chosen_row(state, rows), Fraction(handles).limit_denominator(1000)
        ),
    }
    return about_rows[command]


def _toggle_keys(state: ReviewState) -> ReviewState:
    return replace(state, keys_shown=not state.keys_shown)


def looked_at(state: ReviewState, function: Callable[[FaceLook], FaceLook]) -> ReviewState:
    """Change how the chosen moment's face is looked at."""
    return replace(state, look=function(state.look))


def _looking(function: Callable[[FaceLook], FaceLook]) -> _Change:
    """Return what a change of the look does to the state."""
    return lambda state: looked_at(state, function)


_WINDOW_ACTIONS: Mapping[Command, WindowAction] = MappingProxyType(
    {
        Command.OPEN: WindowAction.OPEN,
        Command.EXPORT: WindowAction.EXPORT,
        Command.CANCEL: WindowAction.CANCEL,
        Command.NOTE: WindowAction.NOTE,
        Command.ALIGN: WindowAction.ALIGN,
        Command.RENAME: WindowAction.RENAME,
        Command.FULL_SCREEN: WindowAction.FULL_SCREEN,
        Command.TEXT_LARGER: WindowAction.TEXT_LARGER,
        Command.TEXT_SMALLER: WindowAction.TEXT_SMALLER,
        Command.QUIT: WindowAction.QUIT,
    }
)

_CHANGES: Mapping[Command, _Change] = MappingProxyType(
    {
        Command.PLAY: transport.toggle,
        Command.FORWARD: lambda state: transport.shuttle(state, 1),
        Command.STOP: transport.stop,
        Command.REVERSE: lambda state: transport.shuttle(state, -1),
        Command.STEP_FORWARD: lambda state: transport.step(state, 1),
        Command.STEP_BACK: lambda state: transport.step(state, -1),
        Command.SECOND_FORWARD: lambda state: transport.skip(state, 1),
        Command.SECOND_BACK: lambda state: transport.skip(state, -1),
        Command.FIRST: transport.first,
        Command.LAST: transport.last,
        Command.SLOWER: lambda state: transport.change_pace(state, -1),
        Command.FASTER: lambda state: transport.change_pace(state, 1),
        Command.SLOW_MOTION: transport.slow_motion,
        Command.MARK_IN: transport.mark_in,
        Command.MARK_OUT: transport.mark_out,
        Command.CLEAR_MARKS: transport.clear_marks,
        Command.LOOP: transport.toggle_loop,
        Command.REJECT: decisions.reject,
        Command.MARKER: decisions.add_marker,
        Command.CUE: decisions.cue_here,
        Command.RAISE_THRESHOLD: lambda state: moment_list.move_threshold(state, 1),
        Command.LOWER_THRESHOLD: lambda state: moment_list.move_threshold(state, -1),
        Command.SORT: moment_list.next_order,
        Command.FEW: moment_list.toggle_few,
        Command.BIN: take_bin.toggle_bin,
        Command.ZOOM_IN: time_axis.zoom_in,
        Command.ZOOM_OUT: time_axis.zoom_out,
        Command.FIT: time_axis.show_all,
        Command.CURVES: time_axis.next_tracks,
        Command.AXIS: time_axis.toggle_seconds,
        Command.LOOK: _looking(look.toggle_open),
        Command.FLIP: _looking(look.flip),
        Command.AUTO_FLIP: _looking(look.toggle_auto),
        Command.MAGNIFY: _looking(look.toggle_magnified),
        Command.MAGNIFY_MORE: _looking(partial(look.change_times, steps=1)),
        Command.MAGNIFY_LESS: _looking(partial(look.change_times, steps=-1)),
        Command.LOOK_LOOP: _looking(look.toggle_face_loop),
        Command.CHANGE: _looking(look.toggle_difference),
        Command.OUTLINE: _looking(look.toggle_outline),
        Command.CLOSER: _looking(look.next_part),
        Command.PICTURE_ZOOM: _looking(look.toggle_pixels),
        Command.NO_STARS: lambda state: decisions.rate(state, 0),
        **{
            Command(f"stars-{count}"): partial(decisions.rate, stars=count) for count in range(1, 6)
        },
        Command.CIRCLE: lambda state: decisions.judge(state, Verdict.CIRCLED),
        Command.HOLD: lambda state: decisions.judge(state, Verdict.HOLD),
        Command.NG: lambda state: decisions.judge(state, Verdict.NG),
        Command.FALSE_START: lambda state: decisions.judge(state, Verdict.FALSE_START),
        Command.UNDO: decisions.undo,
        Command.REDO: decisions.redo,
        Command.UNALIGN: alignment.lift,
        Command.MUTE: transport.toggle_mute,
        Command.SYNC: decisions.sync_here,
        Command.CLEAR_SYNC: decisions.clear_sync,
        Command.NUDGE_LATER: lambda state: decisions.nudge(state, 1),
        Command.NUDGE_EARLIER: lambda state: decisions.nudge(state, -1),
        Command.NEXT_TAKE: lambda state: arranging.next_take(state, 1),
        Command.PREVIOUS_TAKE: lambda state: arranging.next_take(state, -1),
        Command.NEXT_PAGE: lambda state: arranging.turn_page(state, 1),
        Command.PREVIOUS_PAGE: lambda state: arranging.turn_page(state, -1),
        Command.CLOSE_TAKE: lambda state: arranging.close_take(state, state.active),
        Command.SOLO: arranging.toggle_solo,
        Command.SIDE_BY_SIDE: lambda state: arranging.choose_layout(state, Layout.SIDE_BY_SIDE),
        Command.WIPE: lambda state: arranging.choose_layout(state, Layout.WIPE),
        Command.OVERLAY: lambda state: arranging.choose_layout(state, Layout.OVERLAY),
        Command.DIFFERENCE: lambda state: arranging.choose_layout(state, Layout.DIFFERENCE),
        Command.FACE_LOCK: arranging.toggle_face_lock,
        Command.KEYS: _toggle_keys,
    }
)
