"""Cues that a human set: what the lines after them answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from takewise.clock import FrameRange
from takewise.model.alignment import frame_time
from takewise.model.analysis import Analysis
from takewise.model.dialogue import Cue, Delivery, Dialogue, Seconds
from takewise.model.moment import Kind, Moment, with_id

AFTER_CUE = 2.0
"""Seconds after a cue in which a blink or a movement is set against it."""

FIRST_REACTION = 0.1
"""Seconds after a cue before which no face can answer a sound (own value; a startle takes 0.03
to 0.1)."""

STILL_KINDS = frozenset({Kind.BLINK, Kind.HOLD, Kind.PAUSE, Kind.BREATH, Kind.MARKER})
"""Kinds that are no movements of the face."""


def first_after(times: Iterable[float], at: float, least: float = 0.0) -> float | None:
    """Return how long after a cue the first of some times comes; None if none is near."""
    return next((each - at for each in times if least <= each - at <= AFTER_CUE), None)


def with_cues(analysis: Analysis, frames: Sequence[int]) -> Analysis:
    """Let the lines of a take answer cues that a human set.

    Parameters
    ----------
    analysis
        What was found.
    frames
        Frames of the cues, from the file's first.

    Returns
    -------
    Analysis
        The first line of each person after a cue has its reply from there; a cue after which
        no one in the picture speaks changes nothing.
    """
    dialogue = analysis.dialogue
    if dialogue is None or not frames:
        return analysis
    cues = sorted((_cue(analysis, each) for each in frames), key=lambda cue: cue.at)
    answered = tuple(_answered(each, dialogue, cues, analysis) for each in dialogue.deliveries)
    kept = [each for each in analysis.moments if not _replaced(each, answered, analysis, dialogue)]
    added = [
        _reply(each, each.cue, analysis, dialogue)
        for each in answered
        if each.cue and each.cue.what == "by hand" and each.reply
    ]
    moments = sorted((*kept, *added), key=lambda each: (each.span.start, each.person, each.id))
    found = replace(dialogue, deliveries=answered)
    return replace(analysis, dialogue=found, moments=tuple(moments))


def _cue(analysis: Analysis, frame: int) -> Cue:
    media, ticks = analysis.media, analysis.frame_pts
    at = frame / media.rate
    if ticks and frame < len(ticks):
        at = (ticks[frame] - ticks[0]) * media.time_base
    # Within its frame.
    return Cue(at=Seconds(Fraction(at)), error=round(1000 / media.rate), what="by hand")


def _answered(
    delivery: Delivery, dialogue: Dialogue, cues: Sequence[Cue], analysis: Analysis
) -> Delivery:
    line = dialogue.lines[delivery.line]
    own = [each.end for each in dialogue.lines[: delivery.line] if each.speaker == line.speaker]
    given = [each for each in cues if each.at <= line.start and (not own or each.at > own[-1])]
    if not given:
        return delivery
    cue = given[-1]
    at = float(cue.at)
    mine = [each for each in analysis.moments if each.person == delivery.person]
    starts = {each.id: frame_time(analysis, each.span.start) for each in mine}
    return replace(
        delivery,
        cue=cue,
        reply=float(line.start - cue.at),
        reply_error=round((cue.error**2 + line.start_error**2) ** 0.5),
        blink_cue=first_after((starts[e.id] for e in mine if e.kind is Kind.BLINK), at),
        moved=first_after(
            (starts[e.id] for e in mine if e.kind not in STILL_KINDS), at, FIRST_REACTION
        ),
    )


def _replaced(
    moment: Moment, answered: Sequence[Delivery], analysis: Analysis, dialogue: Dialogue
) -> bool:
    """Return whether a found reply has another cue now."""
    return moment.kind is Kind.PAUSE and any(
        each.cue is not None
        and each.cue.what == "by hand"
        and moment.person == each.person
        and moment.span.end == _frame(analysis, dialogue.lines[each.line].start)
        for each in answered
    )


def _reply(delivery: Delivery, cue: Cue, analysis: Analysis, dialogue: Dialogue) -> Moment:
    start = _frame(analysis, cue.at)
    span = FrameRange(start, max(start + 1, _frame(analysis, dialogue.lines[delivery.line].start)))
    seconds, error = delivery.reply or 0.0, delivery.reply_error or 1
    found = Moment(
        id="",
        person=delivery.person,
        kind=Kind.PAUSE,
        span=span,
        apex=start,
        movements=(),
        strength=1000 * seconds / error,
        confidence=0.9,
        title=f"reply after {seconds:.1f} s",
        because=f"{seconds:.2f} s from the cue that was set by hand to the first sound of the "
        f"line, known to {error / 1000:.2f} s",
    )
    return with_id(found, analysis.media.content)


def _frame(analysis: Analysis, at: Seconds) -> int:
    """Return the frame that is shown at a time."""
    if not analysis.frame_pts:
        return max(0, (at * analysis.media.rate).__floor__())
    first = analysis.frame_pts[0]
    ticks = (at / analysis.media.time_base).__floor__() + first
    return max(0, bisect_right(analysis.frame_pts, ticks) - 1)
