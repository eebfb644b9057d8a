"""Words that explain what is under the mouse: every number says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import numpy as np

from takewise.model import Kind, Moment
from takewise.ui.takes.curves import Curves
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ShownTake
from takewise.ui.takes.times import shown_timecode

_KINDS = {
    Kind.MICRO: "micro-expression: the whole movement takes at most half a second",
    Kind.SUBTLE: "subtle expression: longer than half a second, but small",
    Kind.EXPRESSION: "expression: longer than half a second and plain to see",
    Kind.BLINK: "blink: both lids close and open again",
    Kind.GAZE: "gaze shift: the eyes travel and stay",
    Kind.HOLD: "hold: the face goes still for longer than usual, or after a line",
    Kind.UNSPOKEN: "unspoken: the mouth opens as if to speak, and closes without a word",
    Kind.PAUSE: "pause: silence between two lines, or before a reply",
    Kind.BREATH: "breath: drawn before a line, heard or seen",
    Kind.MARKER: "marker: set by hand",
}


def about_kind(kind: Kind, count: int) -> str:
    """Return what a kind of moment is, and what the number on its chip counts."""
    found = f"{count} found in the takes that are shown" if count else "none found"
    return f"{_KINDS[kind]}; {found}"


def length_of(moment: Moment, take: ShownTake) -> float:
    """Return how long a moment lasts, seconds."""
    first, last = take.common(moment.span.start), take.common(moment.span.end - 1)
    return float(last - first + 1 / take.times.rate)


def about_row(row: Row, take: ShownTake) -> str:
    """Explain a moment and its numbers, as rich text."""
    moment = row.moment
    lines = [f"<b>{escape(moment.title)}</b>", escape(moment.because), escape(_KINDS[moment.kind])]
    if moment.kind is not Kind.MARKER:
        lines += [
            f"<b>{moment.strength:.1f} ×</b> strength: the greatest displacement in units of the "
            "noise, which is how much the same skin trembles while nothing moves",
            f"<b>{100 * moment.confidence:.0f} %</b> confidence: the estimated chance that a "
            "person who looks at the frames agrees",
        ]
        lines += [
            f"{each.unit} {each.name}, {_side(each.side)}: {100 * each.peak:.1f} % of an eye-width"
            for each in moment.movements
        ]
    span = f"frames {moment.span.start} to {moment.span.end - 1}, apex {moment.apex}"
    lines.append(f"{span}, {length_of(moment, take):.2f} s")
    if row.rejected:
        lines.append("rejected: left out of every export; X takes it in again")
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def about_picture(take: ShownTake, frame: int, due: int) -> str:
    """Explain what stands above a take's picture, as rich text.

    Parameters
    ----------
    take
        The take.
    frame
        The picture that is on the screen, counted from the file's first.
    due
        The picture that the clock asks for.

    Returns
    -------
    str
        Timecode, frame, rate, and what was said of the take.
    """
    info, said = take.info, take.decisions
    label = shown_timecode(info, take.times, frame)
    if info.start_timecode is None:
        kind = "time from the first picture, as the file has no timecode: minutes, seconds"
    elif info.start_timecode.drop_frame:
        kind = "source timecode, drop-frame: its labels keep the time of day"
    else:
        kind = "source timecode"
    pace = "on average; each picture has its own time" if info.variable_rate else "as stored"
    lines = [
        f"<b>{escape(take.name)}</b>",
        f"<b>{label}</b> {kind}",
        f"<b>{frame}</b> the picture that is on the screen, counted from the file's first, "
        "which is 0",
        f"{float(info.rate):.5g} pictures a second, {pace}",
    ]
    if due != frame:
        lines.append(f"picture {due} is due, and on its way")
    if said.stars:
        lines.append(f"{said.stars} of 5 stars, given by you")
    if said.sync is not None:
        lines.append(f"sync point at frame {said.sync}, set by you")
    elif take.laid:
        lines.append(
            f"laid {escape(take.laid.words)}: how sure the alignment is, 100 % at the most"
        )
    if said.note:
        lines.append(escape(said.note))
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def about_axis(at: Fraction) -> str:
    """Explain the time axis at a common time."""
    return (
        f"{float(at):.2f} s on the clock that all takes share; 0 s is where their sync points "
        "lie together. Drag here to move the playhead; turn the wheel to zoom."
    )


def about_curves(take: ShownTake, curves: Sequence[Curves], at: Fraction) -> str:
    """Explain the curves at a common time, as rich text."""
    if not take.plays_at(at):
        return f"{escape(take.name)} does not play here"
    frame = take.frame_at(at)
    lines = [f"<b>{escape(take.name)}</b> {shown_timecode(take.info, take.times, frame)}"]
    number = frame - take.times.frames.start
    for each in curves:
        if number >= len(each.movement) or not np.isfinite(each.movement[number]):
            lines.append(f"person {each.person} is not seen here")
            continue
        lines += [
            f"person {each.person}",
            f"movement {each.movement[number]:.1f} ×: the greatest displacement of any part of the "
            "face, in units of its noise; drawn as a root, so that the faint is seen",
            f"eyes {_measured(each.eyes[number])}: opening, height over width",
            f"mouth {_measured(each.mouth[number])}: gap between the lips, eye-widths",
            f"head {each.head[number]:.1f}°: turned from where it mostly is",
        ]
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def _measured(value: float) -> str:
    return f"{value:.2f}" if np.isfinite(value) else "outside the picture"


def _side(side: str) -> str:
    return "both sides" if side == "both" else f"the performer's {side}"
