"""The lines of a scene over its takes: twelve takes whose delays and holds are known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from takewise.dialogue import SpokenTake, lines_across
from takewise.model import Analysis
from takewise.model.alignment import Alignment, offset
from takewise.model.dialogue import (
    OFF_CAMERA,
    UNCLEAR,
    Cue,
    Delivery,
    Dialogue,
    GazeBefore,
    Line,
    Pause,
    Seconds,
)
from takewise.model.scene_lines import Measure, SceneLine, SceneLines
from tests.dialogue.scenes import in_scene, scene
from tests.sound.made import SPEAKS
from tests.timeline.analyses import analysis, person

_ORDER = (5, 0, 8, 2, 11, 3, 7, 1, 4, 10, 6, 9)

REPLIES = tuple(float(each) for each in np.linspace(0.2, 3.0, 12)[list(_ORDER)])
"""Seconds from the cue to the reply in each of the twelve takes."""

HOLDS = tuple(float(each) for each in np.linspace(0.4, 2.5, 12)[list(reversed(_ORDER))])
"""Seconds from the end of the reply to the first movement in each."""


def take(name: str, dialogue: Dialogue | None, people: int = 1) -> SpokenTake:
    """Return a take in which this is said, aligned with no other."""
    found: Analysis = replace(analysis(), dialogue=dialogue)
    seen = tuple(replace(person(), id="ABCD"[number]) for number in range(people))
    return SpokenTake(name=name, analysis=replace(found, people=seen), alignment=None)


def said(*spans: tuple[str, float, float], **measures: object) -> Dialogue:
    """Return a dialogue of lines (speaker, start, end), those in the picture alike given."""
    lines = tuple(
        Line(start=at(start), end=at(end), start_error=20, end_error=40, speaker=speaker)
        for speaker, start, end in spans
    )
    given = tuple(
        replace(delivered(number, each.speaker), **measures)  # type: ignore[arg-type]
        for number, each in enumerate(lines)
        if each.speaker not in {OFF_CAMERA, UNCLEAR}
    )
    return Dialogue(track=None, lines=lines, deliveries=given)


def at(seconds: float) -> Seconds:
    """Return an exact time."""
    return Seconds(Fraction(round(seconds * 1000), 1000))


def delivered(line: int, who: str) -> Delivery:
    """Return a line of which nothing is measured."""
    return Delivery(
        line=line, person=who, cue=None, reply=None, reply_error=None, pause=None, breath=None,
        hold=None, hold_open=False, gaze=None, blink=None, blink_end=None, blink_cue=None,
        moved=None,
    )  # fmt: skip


def replies(*seconds: float, what: str = "line") -> list[SpokenTake]:
    """Return takes of one line that comes some seconds after its cue."""
    return [
        take(
            f"take{number}",
            said(
                ("A", 5, 6),
                cue=Cue(at=at(5 - each), error=40, what=what),  # type: ignore[arg-type]
                reply=each,
                reply_error=45,
            ),
        )
        for number, each in enumerate(seconds, 1)
    ]


def apart(line: SceneLine, measure: Measure) -> dict[int, float]:
    """Return the takes that differ from the median, and by how much."""
    return {
        number: round(each[measure].apart, 2)  # type: ignore[arg-type]
        for number, each in line.measured.items()
        if measure in each and each[measure].apart is not None
    }


def only(found: SceneLines) -> SceneLine:
    """Return the only line of a scene."""
    (line,) = found.lines
    return line


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
def test_twelve_takes_in_the_order_of_their_delays() -> None:
    """What is heard and seen of twelve takes sorts them as they were made."""
    takes = [
        take(f"take{number}", in_scene(scene(reply=reply, hold=hold)).dialogue)
        for number, (reply, hold) in enumerate(zip(REPLIES, HOLDS, strict=True))
    ]
    line = only(lines_across(takes))
    assert line.missing == ()
    order = line.by_length("reply")
    assert order == tuple((each,) for each in sorted(range(12), key=REPLIES.__getitem__))
    holds = [each for alike in line.by_length("hold") for each in alike]
    assert holds == sorted(range(12), key=HOLDS.__getitem__)
    assert line.medians["reply"] == pytest.approx(np.median(REPLIES), abs=0.05)
    differ = apart(line, "reply")
    # The median's two neighbours are as usual.
    assert len(differ) == 10
    assert differ[REPLIES.index(3.0)] == pytest.approx(1.4, abs=0.1)
    # A gap of 0.2 s is at the limit: where both lines are heard as one voice, the reply is 0 s.
    assert differ[REPLIES.index(0.2)] == pytest.approx(-1.4, abs=0.25)


class TestWhatDiffers:
    """When a take is reported as apart from the others."""

    def test_from_four_takes(self) -> None:
        """Of three takes no median says what is usual."""
        assert not only(lines_across(replies(1.0, 1.0, 3.0))).medians
        line = only(lines_across(replies(1.0, 1.0, 1.1, 3.0)))
        assert line.medians["reply"] == pytest.approx(1.05)
        assert apart(line, "reply") == {3: 1.95}

    def test_from_a_quarter_of_a_second(self) -> None:
        """Less is not seen by a viewer."""
        assert apart(only(lines_across(replies(1, 1, 1, 1.24))), "reply") == {}
        assert apart(only(lines_across(replies(1, 1, 1, 1.26))), "reply") == {3: 0.26}

    def test_not_within_its_errors(self) -> None:
        """A reply that is known to half a second does not differ by 0.4 s."""
        takes = replies(1, 1, 1, 1.4)
        known = takes[3].analysis.dialogue
        assert known is not None
        rough = replace(known, deliveries=(replace(known.deliveries[0], reply_error=500),))
        takes[3] = take("take4", rough)
        assert apart(only(lines_across(takes)), "reply") == {}

    def test_other_cues_are_not_compared(self) -> None:
        """A reply to a door is no measure of a reply to a line; one set by hand is."""
        takes = [*replies(1, 1, 1, 1), *replies(4, what="loud sound"), *replies(2, what="by hand")]
        assert apart(only(lines_across(takes)), "reply") == {5: 1.0}

    def test_the_other_end_of_a_line(self) -> None:
        """Blinks are compared at the end of the line at which most of them are."""
        blinks = [(-0.2, "start"), (-0.2, "start"), (-0.1, "start"), (-0.9, "start"), (1, "end")]
        takes = [
            take(f"take{n}", said(("A", 2, 3), blink=each, blink_end=end))
            for n, (each, end) in enumerate(blinks)
        ]
        assert apart(only(lines_across(takes)), "blink") == {3: -0.7}

    def test_holds_that_last_to_the_end(self) -> None:
        """A hold of at least 1 s is not shorter than one of 2 s; one of at least 4 s is longer."""
        holds = [(2.0, False), (2.0, False), (2.0, False), (1.0, True), (4.0, True)]
        takes = [
            take(f"take{n}", said(("A", 2, 3), hold=each, hold_open=still))
            for n, (each, still) in enumerate(holds)
        ]
        line = only(lines_across(takes))
        # The median of at least two seconds may be more: what is longer is unknown.
        assert apart(line, "hold") == {}
        line = only(lines_across([*takes[:3], takes[4]]))
        assert apart(line, "hold") == {3: 2.0}

    def test_eyes_that_leave(self) -> None:
        """When the eyes leave is compared, wherever they go."""
        takes = [
            take(
                f"take{n}",
                said(("A", 3, 4), gaze=GazeBefore(what=way, before=s, stay=1.0, moment="m")),
            )
            for n, (way, s) in enumerate(
                [("eyes go left", 0.3), ("eyes go left", 0.4), ("eyes go up", 0.3),
                 ("eyes go left", 1.2)]
            )
        ]  # fmt: skip
        line = only(lines_across(takes))
        assert apart(line, "gaze") == {3: 0.85}
        assert line.measured[2]["gaze"].to == "eyes go up"


class TestWhichLineIsWhich:
    """How lines are matched."""

    def test_by_order_and_speaker(self) -> None:
        """A line that one take lacks moves no other line."""
        whole = [("A", 1, 2), ("B", 3, 4), ("A", 5, 6.2), ("B", 7, 8)]
        without = [("A", 1, 2), ("A", 5, 6.2), ("B", 7, 8)]
        found = lines_across([take("one", said(*whole), 2), take("two", said(*without), 2),
                              take("three", said(*whole), 2)])  # fmt: skip
        assert [each.speaker for each in found.lines] == ["A", "B", "A", "B"]
        assert [each.missing for each in found.lines] == [(), (1,), (), ()]
        assert found.notes == ()

    def test_a_line_without_a_match(self) -> None:
        """What one take alone has is noted, not shown."""
        found = lines_across([
            take("one", said(("A", 1, 2))),
            take("two", said(("A", 1, 2), ("A", 4, 9))),
            take("mute", Dialogue(track=None)),
        ])  # fmt: skip
        assert only(found).spans == {0: (1.0, 2.0), 1: (1.0, 2.0)}
        assert found.notes == (
            "1 line of two has no match in the other takes",
            "no lines are known of mute",
        )

    def test_by_time_where_takes_are_aligned(self) -> None:
        """Of two equal lines the one at the same time of the clock is meant."""
        one = replace(take("one", said(("A", 1, 2), ("A", 8, 9))), alignment=_at(0))
        two = replace(take("two", said(("A", 18, 19))), alignment=_at(-10))
        line = only(lines_across([one, two]))
        assert line.spans == {0: (8.0, 9.0), 1: (18.0, 19.0)}

    def test_by_words(self) -> None:
        """A script's words count more than time and length."""
        first = said(("A", 1, 2), ("A", 4, 5))
        one = replace(
            first,
            lines=tuple(
                replace(each, words=words)
                for each, words in zip(first.lines, ("I know.", "Sit down."), strict=True)
            ),
        )
        second = said(("A", 1, 2))
        two = replace(second, lines=(replace(second.lines[0], words="Sit down."),))
        line = only(lines_across([take("one", one), take("two", two)]))
        assert line.spans == {0: (4.0, 5.0), 1: (1.0, 2.0)}
        assert line.words == "Sit down."

    def test_the_only_person_by_any_letter(self) -> None:
        """The one face of a take is that of the other take."""
        found = lines_across([take("one", said(("A", 1, 2))), take("two", said(("B", 1, 2)))])
        assert set(only(found).spans) == {0, 1}

    def test_an_unclear_speaker(self) -> None:
        """A line of which it is unclear who says it takes no other line's place."""
        found = lines_across([
            take("one", said(("A", 1, 2), ("B", 3, 4)), 2),
            take("two", said((UNCLEAR, 1, 2), ("B", 3, 4)), 2),
            take("three", said(("A", 1, 2), ("B", 3, 4)), 2),
        ])  # fmt: skip
        assert [tuple(each.spans) for each in found.lines] == [(0, 2), (0, 1, 2)]
        # What is said there is heard, though nothing is measured of it.
        assert found.lines[0].missing == (1,)


def test_takes_without_lines() -> None:
    """Where no take has lines, there is no line and nothing to add to what each take says."""
    assert lines_across([take("one", None), take("two", None)]) == SceneLines()
    assert lines_across([]) == SceneLines()


def test_the_pause_has_its_own_error() -> None:
    """A pause is known as well as the dialogue says."""
    dialogue = replace(
        said((OFF_CAMERA, 1, 2), ("A", 3, 4), pause=1.0),
        pauses=(Pause(start=at(2), end=at(3), error=77),),
    )
    line = only(lines_across([take("one", dialogue), take("two", dialogue)]))
    assert line.measured[0]["pause"].error == 77


def _at(seconds: float) -> Alignment:
    return offset("slate", seconds, sureness=1.0, because="a test says so")
