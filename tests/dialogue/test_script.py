"""Words of lines, by scripts of three kinds; and cues set by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from takewise.dialogue import DialogueSettings, read_script, with_script
from takewise.errors import MalformedText
from takewise.model import Analysis, Kind
from takewise.model.cues import with_cues
from takewise.model.decisions import Decisions, apply_decisions
from tests.dialogue.scenes import FPS, found_in, move, talk, voices
from tests.library.values import PLAIN
from tests.played import at_rest

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Where were you?</i>

2
00:00:05,100 --> 00:00:06,900
I know.
"""

FOUNTAIN = """INT. KITCHEN - NIGHT

Rain. ANNA waits.

BEN (O.S.)
Where were you?

ANNA
(quietly)
I *know*.

CUT TO:
"""

TXT = "BEN: Where were you?\n\nANNA: I know.\n"


@pytest.fixture(scope="module")
def answered() -> Analysis:
    """Return a take in which a line off camera is answered, and the brows rise in between."""
    signals = at_rest(300, FPS)
    talk(signals, 125, 175, size=0.2)
    move(signals, "AU1", "both", (75, 80, 87), 0.05)
    found = found_in(voices((1.0, 2.5), (5.0, 7.0)), signals.motion())
    media = replace(PLAIN.media, rate=FPS, frame_count=300, start_timecode=None)
    moments = sorted(found.moments, key=lambda each: (each.span.start, each.person, each.id))
    return replace(PLAIN, media=media, moments=tuple(moments), dialogue=found.dialogue)


@pytest.mark.parametrize(
    ("text", "name"), [(SRT, "a.srt"), (FOUNTAIN, "a.fountain"), (TXT, "a.txt")]
)
def test_lines_get_their_words(answered: Analysis, text: str, name: str) -> None:
    """Each line has its words, and places and reasons quote them."""
    worded = with_script(answered, read_script(text, name), DialogueSettings())
    assert worded.dialogue is not None
    assert [each.words for each in worded.dialogue.lines] == ["Where were you?", "I know."]
    brows = next(each for each in worded.moments if "brow" in each.title)
    assert brows.place == "in the silence, 0.5 s after the line off camera, 'Where were you?'"
    pause = next(each for each in worded.moments if each.kind is Kind.PAUSE)
    assert "'I know', known to" in pause.because
    assert [each.id for each in worded.moments] == [each.id for each in answered.moments]


def test_a_script_that_does_not_fit(answered: Analysis) -> None:
    """With another number of speeches no line gets words, and that is said."""
    worded = with_script(answered, read_script("One.\nTwo.\nThree.", "a.txt"), DialogueSettings())
    assert worded.dialogue == answered.dialogue
    assert worded.warnings[-1].startswith("the script has 3 speeches and 2 lines are heard")


def test_subtitle_times_are_taken_as_they_are() -> None:
    """A subtitle lies from its first to its second time, and its markup is left out."""
    first, _ = read_script(SRT, "x.SRT")
    assert (first.words, first.span) == ("Where were you?", (Fraction(1), Fraction(5, 2)))


@pytest.mark.parametrize(("text", "name"), [("", "a.txt"), ("I know.", "a.pdf"), ("x", "a.srt")])
def test_what_is_no_script(text: str, name: str) -> None:
    """An empty script, or one of another kind, is refused."""
    with pytest.raises(MalformedText):
        read_script(text, name)


class TestCues:
    """Cues that a human set."""

    def test_the_next_line_answers_it(self, answered: Analysis) -> None:
        """The reply counts from the cue, and the pause before it is named by it."""
        cued = with_cues(answered, (95,))
        assert cued.dialogue is not None
        (delivery,) = cued.dialogue.deliveries
        assert delivery.cue is not None
        assert (delivery.cue.what, delivery.cue.at) == ("by hand", Fraction(95, 25))
        assert delivery.reply == pytest.approx(1.2)
        (pause,) = [each for each in cued.moments if each.kind is Kind.PAUSE]
        assert (pause.title, pause.span.start) == ("reply after 1.2 s", 95)

    def test_it_is_a_decision(self, answered: Analysis) -> None:
        """Among the decisions on a take it is applied with them, twice as once."""
        once = apply_decisions(answered, Decisions(cues=(95,)))
        assert once == with_cues(answered, (95,))
        assert apply_decisions(once, Decisions(cues=(95,))) == once

    def test_a_cue_after_the_last_line(self, answered: Analysis) -> None:
        """A cue that no one answers changes nothing."""
        assert with_cues(answered, (290,)) == answered

    def test_what_moved_after_it(self, answered: Analysis) -> None:
        """The first movement after the cue has its time from there."""
        cued = with_cues(answered, (70,))
        assert cued.dialogue is not None
        assert cued.dialogue.deliveries[0].moved == pytest.approx(0.2, abs=0.05)


def test_a_line_is_quoted_by_its_end() -> None:
    """Of a long line the last words are quoted."""
    signals = at_rest(300, FPS)
    talk(signals, 25, 60, size=0.2)
    found = found_in(voices((1.0, 2.4)), signals.motion())
    times = np.arange(300) / 25
    assert times[-1] == pytest.approx(11.96)
    media = replace(PLAIN.media, rate=FPS, frame_count=300, start_timecode=None)
    take = replace(PLAIN, media=media, moments=found.moments, dialogue=found.dialogue)
    long = read_script("Nobody asked you to come back here.", "a.txt")
    (hold,) = [
        each
        for each in with_script(take, long, DialogueSettings()).moments
        if each.kind is Kind.HOLD
    ]
    assert hold.title.endswith("s after '… to come back here'")
