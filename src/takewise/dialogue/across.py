"""The lines of one scene over its takes: which line is which, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from takewise.dialogue.matching import TakeLine, match_lines
from takewise.model import Analysis
from takewise.model.alignment import Alignment
from takewise.model.dialogue import Delivery, Dialogue
from takewise.model.scene_lines import MEASURES, Measure, Measured, SceneLine, SceneLines
from takewise.plain_text import count

# Takes from which a median says what is usual, and seconds from it that a viewer sees (own
# values: half of the takes may be unusual below that, and a quarter of a second is a pause).
_FEWEST, _APART = 4, 0.25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpokenTake:
    """One take of a scene."""

    name: str
    """What to call it in words."""
    analysis: Analysis
    """What was found in it."""
    alignment: Alignment | None
    """How its time maps to the clock of the takes; None where that is not known."""


def lines_across(takes: Sequence[SpokenTake]) -> SceneLines:
    """Set the lines of a scene's takes next to each other.

    Parameters
    ----------
    takes
        Takes of one scene, in the order in which they are shown.

    Returns
    -------
    SceneLines
        Lines that two takes and more have. Lines are matched by their order and speaker, by
        their time on the clock where takes are aligned, by their lengths, and by their words
        where a script gives them.
    """
    known = {
        number: take.analysis.dialogue
        for number, take in enumerate(takes)
        if take.analysis.dialogue is not None and take.analysis.dialogue.lines
    }
    alone = all(len(takes[number].analysis.people) <= 1 for number in known)
    heard = {
        number: _take_lines(takes[number], dialogue, alone=alone)
        for number, dialogue in known.items()
    }
    lines, single = [], Counter[int]()
    for matched in match_lines(heard):
        given = {
            take: delivery
            for take, line in matched.items()
            if (delivery := _delivery(known[take], line)) is not None
        }
        if len(given) > 1:
            lines.append(_scene_line(takes, known, given))
        else:
            single.update(given.keys())
    unknown = [take.name for number, take in enumerate(takes) if number not in known]
    return SceneLines(lines=tuple(lines), notes=tuple(_notes(takes, single, unknown, lines)))


def _take_lines(take: SpokenTake, dialogue: Dialogue, *, alone: bool) -> tuple[TakeLine, ...]:
    """Describe a take's lines for matching; the only person of each take is the same."""
    people = {each.person for each in dialogue.deliveries} if alone else set()
    return tuple(
        TakeLine(
            speaker="alone" if each.speaker in people else each.speaker,
            length=float(each.end - each.start),
            at=float(take.alignment.on_clock(float(each.start))) if take.alignment else None,
            words=each.words,
        )
        for each in dialogue.lines
    )


def _delivery(dialogue: Dialogue, line: int) -> Delivery | None:
    return next((each for each in dialogue.deliveries if each.line == line), None)


def _scene_line(
    takes: Sequence[SpokenTake], known: Mapping[int, Dialogue], given: Mapping[int, Delivery]
) -> SceneLine:
    plain = {
        take: dict(_measured(takes[take].analysis, known[take], each))
        for take, each in given.items()
    }
    medians, apart = {}, {}
    for measure in MEASURES:
        alike = _alike({take: each[measure] for take, each in plain.items() if measure in each})
        if len(alike) >= _FEWEST:
            medians[measure] = median(each.seconds for each in alike.values())
            apart[measure] = _apart(alike, medians[measure])
    lines = {take: known[take].lines[each.line] for take, each in given.items()}
    return SceneLine(
        speaker=next(iter(given.values())).person,
        words=next((each.words for each in lines.values() if each.words), None),
        spans={take: (float(each.start), float(each.end)) for take, each in lines.items()},
        measured={
            take: {
                measure: replace(found, apart=apart.get(measure, {}).get(take))
                for measure, found in each.items()
            }
            for take, each in plain.items()
        },
        medians=medians,
        missing=tuple(take for take in known if take not in given),
    )


def _measured(
    analysis: Analysis, dialogue: Dialogue, given: Delivery
) -> Iterator[tuple[Measure, Measured]]:
    """List what is known of a line; what is seen is known to a frame."""
    line, frame = dialogue.lines[given.line], round(1000 / analysis.media.rate)
    seen_start, seen_end = _both(frame, line.start_error), _both(frame, line.end_error)
    if given.reply is not None and given.cue is not None:
        error = given.reply_error or seen_start
        yield "reply", Measured(seconds=given.reply, error=error, to=given.cue.what)
    if given.pause is not None:
        found = (each.error for each in dialogue.pauses if each.end == line.start)
        yield "pause", Measured(seconds=given.pause, error=next(found, line.start_error))
    if given.hold is not None:
        yield "hold", Measured(seconds=given.hold, error=seen_end, at_least=given.hold_open)
    if given.breath is not None:
        errors = (each.error for each in dialogue.breaths if each.person == given.person)
        error = _both(max(errors, default=frame), line.start_error)
        yield "breath", Measured(seconds=given.breath, error=error)
    if given.gaze is not None:
        yield "gaze", Measured(seconds=given.gaze.before, error=seen_start, to=given.gaze.what)
    if given.blink is not None and given.blink_end is not None:
        error = seen_start if given.blink_end == "start" else seen_end
        yield "blink", Measured(seconds=given.blink, error=error, to=given.blink_end)


def _both(*errors: int) -> int:
    return round(sum(each**2 for each in errors) ** 0.5)


def _alike(found: Mapping[int, Measured]) -> Mapping[int, Measured]:
    """Return the measures that can be compared: those to the same thing as most of them.

    A cue that a human set counts as the end of a line; the eyes may go any way.
    """
    kinds = {
        take: each.to if each.to in {"loud sound", "start", "end"} else ""
        for take, each in found.items()
    }
    usual = Counter(kinds.values()).most_common(1)
    return {take: each for take, each in found.items() if kinds[take] == usual[0][0]}


def _apart(found: Mapping[int, Measured], usual: float) -> dict[int, float]:
    """Return how far from the median takes are that differ from it.

    What is at least so long may be longer: then the median may be greater, too, and no take
    is longer for sure.
    """
    error = median(each.error for each in found.values())
    greater = any(each.at_least and each.seconds <= usual for each in found.values())
    apart = {}
    for take, each in found.items():
        far = each.seconds - usual
        unsure = greater if far > 0 else each.at_least
        if abs(far) >= _APART and abs(far) * 1000 > _both(each.error, round(error)) and not unsure:
            apart[take] = far
    return apart


def _notes(
    takes: Sequence[SpokenTake],
    single: Mapping[int, int],
    unknown: Sequence[str],
    lines: Sequence[SceneLine],
) -> Iterator[str]:
    if len(takes) < 2:
        return
    for take, number in sorted(single.items()):
        has = "has no match" if number == 1 else "have no match"
        yield f"{count(number, 'line')} of {takes[take].name} {has} in the other takes"
    # Where no take has lines there is nothing to compare, and each take says why.
    if lines and unknown:
        yield f"no lines are known of {', '.join(unknown)}"
