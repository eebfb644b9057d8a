"""Words that explain what is under the mouse: every number says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import numpy as np

from takewise.model import Kind, Moment
from takewise.review.choosing import Row
from takewise.review.curves import Curves
from takewise.review.state import ShownTake
from takewise.review.times import timecode_at

_KINDS = {
    Kind.MICRO: "micro-expression: the whole movement takes at most half a second",
    Kind.SUBTLE: "subtle expression: longer than half a second, but small",
    Kind.EXPRESSION: "expression: longer than half a second and plain to see",
    Kind.BLINK: "blink: both lids close and open again",
    Kind.GAZE: "gaze shift: the eyes travel and stay",
    Kind.HOLD: "hold: the face goes still for longer than usual",
    Kind.MARKER: "marker: set by hand",
}


def about_kind(kind: Kind) -> str:
    """Return what a kind of moment is."""
    return _KINDS[kind]


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


def about_curves(take: ShownTake, curves: Sequence[Curves], at: Fraction) -> str:
    """Explain the curves at a common time, as rich text."""
    if not take.plays_at(at):
        return f"{escape(take.name)} does not play here"
    frame = take.frame_at(at)
    lines = [f"<b>{escape(take.name)}</b> {timecode_at(take.info, take.times, frame)}"]
    number = frame - take.times.frames.start
    for each in curves:
        if number >= len(each.movement) or not np.isfinite(each.movement[number]):
            lines.append(f"person {each.person} is not seen here")
            continue
        lines += [
            f"person {each.person}",
            f"movement {each.movement[number]:.1f} ×: the greatest displacement of any part of the "
            "face, in units of its noise; drawn as a root, so that the faint is seen",
            f"eyes {each.eyes[number]:.2f}: opening, height over width",
            f"mouth {each.mouth[number]:.2f}: gap between the lips, eye-widths",
            f"head {each.head[number]:.1f}°: turned from where it mostly is",
        ]
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def _side(side: str) -> str:
    return "both sides" if side == "both" else f"the performer's {side}"
