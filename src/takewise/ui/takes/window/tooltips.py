"""Words that explain what is under the mouse, with every number's meaning."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import numpy as np

from takewise.model import Kind, Moment
from takewise.ui.takes.curves import TRACKS, CurveName, Curves
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.spoken import heard_at
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
    lines = [f"<b>{escape(moment.title)}</b>", escape(moment.reason), escape(_KINDS[moment.kind])]
    if moment.kind is not Kind.MARKER:
        lines += [
            f"<b>{moment.strength:.1f} ×</b> strength: the greatest displacement in units of the "
            "noise, which is how much the same skin moves while the face is still",
            f"<b>{100 * moment.confidence:.0f} %</b> confidence: the estimated chance that a "
            "person who looks at the frames agrees",
        ]
        lines += [
            f"{each.unit} {each.name}, {_side(each.side)}: {100 * each.peak:.1f} % of the "
            "distance between the eyes"
            for each in moment.movements
        ]
    span = f"frames {moment.span.start} to {moment.span.end - 1}, apex {moment.apex}"
    lines.append(f"{span}, {length_of(moment, take):.2f} s")
    if row.rejected:
        lines.append("rejected: left out of every export; X restores it")
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def about_picture(take: ShownTake, frame: int, due: int) -> str:
    """Explain the line above a take's picture, as rich text.

    `frame` is the picture on the screen, `due` the one that the clock asks for, both counted from
    the file's first.
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
    elif take.aligned:
        lines.append(
            f"aligned {escape(take.aligned.words)}: confidence of the alignment, 100 % at the most"
        )
    if said.note:
        lines.append(escape(said.note))
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


THRESHOLD_WORDS = (
    "Threshold: drag it up to keep only stronger moments. Strength is the greatest "
    "displacement in units of the noise, which is how much the same skin trembles "
    "while nothing moves."
)
"""What the line of the threshold is."""


def about_axis(at: Fraction) -> str:
    """Explain the time axis at a common time."""
    return (
        f"{float(at):.2f} s on the clock that all takes share; 0 s is where their sync points "
        "meet. Drag in the curves to move the playhead; turn the wheel to zoom; drag the bar "
        "below to see another part."
    )


def about_curves(
    take: ShownTake, curves: Sequence[Curves], at: Fraction, tracks: Sequence[CurveName]
) -> str:
    """Explain the curves at a common time, as rich text."""
    if not take.plays_at(at):
        return f"{escape(take.name)} does not play here"
    frame = take.frame_at(at)
    lines = [f"<b>{escape(take.name)}</b> {shown_timecode(take.info, take.times, frame)}"]
    number = frame - take.times.frames.start
    for each in curves:
        if number >= len(each.seen) or not each.seen[number]:
            lines.append(f"person {each.person} is not seen here")
            continue
        lines.append(f"person {each.person}")
        lines += [
            f"{track.value} {_measured(each.values[track][number], track)}: {TRACKS[track].words}"
            for track in tracks
            # Sound is of no person, and stands with the first.
            if track is not CurveName.SOUND or np.isfinite(each.values[track][number])
        ]
    if heard := heard_at(take, at):
        lines.append(escape(heard))
    return f"<div style='max-width:340px'>{'<br>'.join(lines)}</div>"


def _measured(value: float, track: CurveName) -> str:
    if not np.isfinite(value):
        return "outside the picture"
    places = 2 if track in {CurveName.EYES, CurveName.GAZE} else 1
    unit = TRACKS[track].unit if TRACKS[track].unit in {"×", "%", "°", "dB"} else ""
    return f"{value:.{places}f}{' ' if unit in {'×', '%', 'dB'} else ''}{unit}"


def _side(side: str) -> str:
    return "both sides" if side == "both" else f"the performer's {side}"
