"""Who says what, how it is answered, and where moments lie: on scenes whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.dialogue import DialogueSettings, PictureTimes, voiced_frames
from takewise.model import Kind, Moment
from takewise.model.dialogue import OFF_CAMERA, UNCLEAR, Heard, LoudOnset, Seconds, Track
from tests.dialogue.scenes import FPS, found_in, in_scene, move, scene, talk, voices
from tests.moments.made import blink
from tests.played import Signals, at_rest
from tests.sound.made import SPEAKS

LIPS = 0.2
"""Size of talk that moves the lips as the median of 11 people of GRID does."""


def face(seconds: float, *, seed: int = 0) -> Signals:
    """Return a face that does nothing for some seconds."""
    return at_rest(round(seconds * FPS), FPS, seed=seed)


def said(signals: Signals, *spans: tuple[float, float]) -> Signals:
    """Let a mouth talk in some spans of seconds."""
    for start, end in spans:
        talk(signals, round(start * FPS), round(end * FPS), size=LIPS)
    return signals


def looks(signals: Signals, start: float, end: float, gaze: float) -> np.ndarray:
    """Return a gaze that goes to a side from a time to another."""
    found = np.random.default_rng(0).normal(0, 0.003, (len(signals.shift), 2))
    found[round(start * FPS) : round(end * FPS), 0] += gaze
    return found.astype(np.float32)


def lips_part(signals: Signals, start: float, end: float, height: float = 0.06) -> None:
    """Part the lips and close them again."""
    first, after = round(start * FPS), round(end * FPS)
    signals.mouth[first:after, 0] += height * np.sin(np.linspace(0, np.pi, after - first))


def of_kind(moments: tuple[Moment, ...], kind: Kind) -> list[Moment]:
    """Return the moments of a kind."""
    return [each for each in moments if each.kind is kind]


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
class TestHeardScenes:
    """From samples and signals to the reply."""

    def test_replies_of_every_length(self) -> None:
        """Replies 0 to 3 s after the cue are known to 0.1 s, and holds after them too."""
        replies, holds = [], []
        for seed, reply in enumerate(np.linspace(0, 3, 13)):
            made = scene(reply=float(reply), hold=0.5 + 0.4 * (seed % 5), seed=seed, below=40)
            (delivery,) = in_scene(made).dialogue.deliveries
            assert delivery.cue is not None
            assert delivery.cue.what == "line"
            assert delivery.reply is not None
            assert delivery.hold is not None
            replies.append(abs(delivery.reply - reply))
            holds.append(abs(delivery.hold - (made.moves[-1] - made.line[1])))
        assert np.percentile(replies, 90) <= 0.1
        assert np.percentile(holds, 90) <= 0.1

    def test_names_that_read_well(self) -> None:
        """The pause before a reply and the hold after it are moments with their seconds."""
        moments = in_scene(scene(reply=1.9, hold=2.3, seed=2)).moments
        (pause,) = of_kind(moments, Kind.PAUSE)
        (hold,) = of_kind(moments, Kind.HOLD)
        assert pause.title == "reply after 1.9 s"
        assert hold.title == "holds 2.3 s after the line"
        assert (pause.person, hold.person) == ("A", "A")


class TestSpeakers:
    """Whose line it is."""

    def test_one_face(self) -> None:
        """A line in which the mouth moves is the face's, another is off camera."""
        signals = said(face(10), (4.0, 6.0))
        lines = found_in(voices((1.0, 2.5), (4.0, 6.0)), signals.motion()).dialogue.lines
        assert [each.speaker for each in lines] == [OFF_CAMERA, "A"]

    def test_two_faces(self) -> None:
        """Of two people the one whose mouth moves speaks, line by line."""
        one, other = said(face(12), (1.0, 2.5)), said(face(12, seed=1), (3.0, 5.0))
        found = found_in(
            voices((1.0, 2.5), (3.0, 5.0), (7.0, 8.0)), one.motion(), other.motion(person="B")
        )
        assert [each.speaker for each in found.dialogue.lines] == ["A", "B", OFF_CAMERA]

    def test_a_face_that_is_not_seen(self) -> None:
        """While the only face is not seen, it is unclear who speaks."""
        signals = said(face(10), (4.0, 6.0))
        motion = signals.motion()
        motion.legibility[: 4 * 25] = np.nan
        motion.mouth[: 4 * 25] = np.nan
        lines = found_in(voices((1.0, 2.5), (4.0, 6.0)), motion).dialogue.lines
        assert [each.speaker for each in lines] == [UNCLEAR, "A"]

    def test_no_face_at_all(self) -> None:
        """Where no one is in the picture, all lines are off camera."""
        found = found_in(voices((1.0, 2.5)))
        assert [each.speaker for each in found.dialogue.lines] == [OFF_CAMERA]
        assert found.dialogue.deliveries == ()

    def test_a_short_silence_divides_no_line(self) -> None:
        """Two stretches of one speaker 0.2 s apart are one line; 0.3 s apart they are two."""
        signals = said(face(10), (1.0, 6.0))
        near = found_in(voices((1.0, 2.5), (2.7, 6.0)), signals.motion()).dialogue
        far = found_in(voices((1.0, 2.5), (2.8, 6.0)), signals.motion()).dialogue
        assert (len(near.lines), len(near.pauses)) == (1, 0)
        assert (len(far.lines), len(far.pauses)) == (2, 1)


class TestAround:
    """What is measured around a line."""

    def test_eyes_before_the_line(self) -> None:
        """The last travel of the eyes before a line has its way, its lead and its stay."""
        signals = said(face(10), (5.0, 7.0))
        motion = replace(signals.motion(), gaze=looks(signals, 4.2, 8.0, -0.5))
        (delivery,) = found_in(voices((1.0, 2.5), (5.0, 7.0)), motion).dialogue.deliveries
        assert delivery.gaze is not None
        assert delivery.gaze.what == "eyes go right"
        assert delivery.gaze.before == pytest.approx(0.8, abs=0.09)
        assert delivery.gaze.stay == pytest.approx(3.8, abs=0.15)

    @pytest.mark.parametrize(("at", "end", "seconds"), [(4.8, "start", -0.2), (7.3, "end", 0.3)])
    def test_a_blink_against_the_line(self, at: float, end: str, seconds: float) -> None:
        """A blink has its signed time to the nearest end of the line."""
        signals = said(face(10), (5.0, 7.0))
        first = round(at * FPS)
        blink(signals, (first, first + 3, first + 8), 0.8)
        (delivery,) = found_in(voices((5.0, 7.0)), signals.motion()).dialogue.deliveries
        assert delivery.blink_end == end
        assert delivery.blink == pytest.approx(seconds, abs=0.09)

    def test_breath_that_is_seen(self) -> None:
        """Lips that part and close before a line are a breath for it."""
        signals = said(face(10), (5.0, 7.0))
        lips_part(signals, 3.8, 4.5)
        found = found_in(voices((5.0, 7.0)), signals.motion())
        (breath,) = found.dialogue.breaths
        assert (breath.seen, breath.heard, breath.person) == (True, False, "A")
        assert found.dialogue.deliveries[0].breath == pytest.approx(1.15, abs=0.12)
        assert of_kind(found.moments, Kind.BREATH)[0].title == "breath 1.1 s before the line"

    def test_unspoken(self) -> None:
        """Lips that part and close far from any own line leave a word unspoken."""
        signals = said(face(14), (10.0, 12.0))
        lips_part(signals, 4.0, 4.8)
        found = found_in(voices((1.0, 2.5), (10.0, 12.0)), signals.motion())
        (unspoken,) = of_kind(found.moments, Kind.UNSPOKEN)
        assert FrameRange(100, 120).overlap(unspoken.span) > 0.7 * unspoken.span.length
        assert found.dialogue.breaths == ()

    def test_a_face_at_rest_breathes_not(self) -> None:
        """Neither breath nor unspoken word is seen where the lips stay closed."""
        found = found_in(voices((1.0, 2.5)), face(14).motion())
        assert {each.kind for each in found.moments} == set()

    def test_a_loud_sound_is_a_cue(self) -> None:
        """A door is the cue of a line where no other line came before."""
        heard = replace(
            voices((5.0, 7.0)),
            onsets=(LoudOnset(at=Seconds(Fraction(4)), error=10, rise=30.0),),
        )
        (delivery,) = found_in(heard, said(face(10), (5.0, 7.0)).motion()).dialogue.deliveries
        assert delivery.cue is not None
        assert (delivery.cue.what, delivery.reply) == ("loud sound", 1.0)


class TestPlaces:
    """Moments know where they lie."""

    @pytest.mark.parametrize(
        ("at", "place", "emphasis"),
        [
            (1.6, "during the line off camera", 1.0),
            (3.0, "in the silence, 0.5 s after the line off camera", 1.3),
            (4.72, "0.3 s before the reply", 1.0),
            (4.96, "as the reply begins", 1.0),
            (2.52, "as the line off camera ends", 1.3),
            (8.0, "1.0 s after the line", 1.0),
        ],
    )
    def test_place(self, at: float, place: str, emphasis: float) -> None:
        """The words say where a movement begins; one that lies in a pause counts more."""
        signals = said(face(12), (5.0, 7.0))
        first = round(at * FPS)
        move(signals, "AU1", "both", (first, first + 5, first + 12), 0.05)
        found = found_in(voices((1.0, 2.5), (5.0, 7.0)), signals.motion())
        (brows,) = [each for each in found.moments if "brow" in each.title]
        assert (brows.place, brows.emphasis) == (place, emphasis)

    def test_the_factor_can_be_turned_off(self) -> None:
        """With an emphasis of 1 a pause changes no order."""
        signals = said(face(12), (5.0, 7.0))
        move(signals, "AU1", "both", (75, 80, 87), 0.05)
        found = found_in(
            voices((1.0, 2.5), (5.0, 7.0)),
            signals.motion(),
            settings=DialogueSettings(emphasis=1.0),
        )
        assert {each.emphasis for each in found.moments} == {1.0}

    def test_without_voice_nothing_changes(self) -> None:
        """Where voice is unknown no moment gets a place, and nothing is added."""
        signals = face(10)
        move(signals, "AU1", "both", (75, 80, 87), 0.05)
        lips_part(signals, 6.0, 6.8)
        found = found_in(Heard(track=None, unknown=("no sound",)), signals.motion())
        assert [each.place for each in found.moments] == [None] * len(found.moments)
        assert of_kind(found.moments, Kind.UNSPOKEN) == []
        assert found.dialogue.unknown == ("no sound",)


class TestReactions:
    """A reaction is more than a movement that happens to follow."""

    def test_a_listener_who_answers_each_line(self) -> None:
        """Where a movement follows each of seven lines by 0.4 s, the latencies are given."""
        signals = face(60)
        ends = [4.0 + 8 * n for n in range(7)]
        for end in ends:
            first = round((end + 0.4) * FPS)
            move(signals, "AU1", "both", (first, first + 5, first + 12), 0.05)
        found = found_in(voices(*((end - 1.5, end) for end in ends)), signals.motion())
        latencies = [each.latency for each in found.dialogue.reactions]
        assert len(latencies) == 7
        assert latencies == pytest.approx([0.4] * 7, abs=0.04 + 0.09)

    def test_chance_is_no_reaction(self) -> None:
        """Where movements know nothing of the lines, at most one take in twenty reacts."""
        reacts = 0
        for seed in range(20):
            draw = np.random.default_rng(seed)
            signals = face(60, seed=seed)
            for at in np.arange(1, 58, 4.0) + draw.uniform(0, 2.5, 15):
                first = round(float(at) * FPS)
                move(signals, "AU1", "both", (first, first + 5, first + 12), 0.05)
            ends = np.sort(draw.uniform(3, 58, 7))
            spans = [(end - 0.5, end) for end in ends]
            reacts += bool(found_in(voices(*spans), signals.motion()).dialogue.reactions)
        assert reacts <= 1


class TestSync:
    """Picture and sound that lie apart."""

    @pytest.mark.parametrize("apart", [0.0, 0.3])
    def test_sound_that_comes_late(self, apart: float) -> None:
        """Sound 0.3 s behind the mouth is a warning; sound on time is none."""
        signals = said(face(40), (2.0, 16.0), (20.0, 36.0))
        gap = signals.mouth[:, 0]
        times = np.arange(4000) / 100
        loud = np.interp(times - apart, np.arange(len(gap)) / float(FPS), gap - 0.005)
        level = np.maximum(-100, 20 * np.log10(np.maximum(loud, 1e-6)) + 5).astype(np.float32)
        heard = voices((2.0 + apart, 16.0 + apart), (20.0 + apart, 36.0 + apart))
        found = found_in(replace(heard, level=level), signals.motion())
        assert any("check the sync" in each for each in found.warnings) == bool(apart)
        if apart:
            assert any("0.28 s after" in each or "0.32 s after" in each for each in found.warnings)


def test_sound_that_begins_late_is_said() -> None:
    """Of a picture that has no sound at its head, that is said."""
    heard = voices((5.0, 7.0))
    assert heard.track is not None
    late = replace(heard, track=replace(heard.track, start=Seconds(Fraction(5, 2))))
    found = found_in(late, said(face(10), (5.0, 7.0)).motion())
    assert any(each.startswith("the sound begins 2.5 s after") for each in found.warnings)


def test_frames_of_a_part() -> None:
    """Frames count from the file's first, times from its first picture, in a part too."""
    pictures = PictureTimes(first=100, times=4.0 + np.arange(50) / 25, rate=25.0)
    assert pictures.frames(4.4, 4.8) == FrameRange(110, 120)
    assert pictures.time(110) == pytest.approx(4.4)
    assert voiced_frames(voices((1.0, 2.0), (4.4, 4.8)), pictures) == (FrameRange(10, 21),)
    assert voiced_frames(voices(), pictures) == ()
    assert voiced_frames(replace(voices(), detects=False), pictures) is None
    assert voiced_frames(Heard(track=None), pictures) is None


@pytest.mark.parametrize(
    ("floor", "expected"), [(-100.0, None), (-54.0, ()), (-46.0, ()), (-33.0, None), (-14.0, None)]
)
def test_a_quiet_room_without_a_voice_is_one_in_which_no_one_talks(
    floor: float, expected: tuple[()] | None
) -> None:
    """A silent track says nothing of the lips, nor does music over the picture."""
    pictures = PictureTimes(first=0, times=np.arange(50) / 25, rate=25.0)
    track = Track(
        start=Seconds(Fraction(0)), end=Seconds(Fraction(2)), channels=1, floor=floor,
        voice=None, echoes=False, clipped=0.0,
    )  # fmt: skip
    heard = Heard(track=track, detects=floor > -80)
    assert voiced_frames(heard, pictures) == expected
