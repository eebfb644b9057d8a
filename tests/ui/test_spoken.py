"""What is heard, below the curves: lines, pauses, breaths, cues, and the level of the sound."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.media import probe
from takewise.model.dialogue import (
    OFF_CAMERA,
    UNCLEAR,
    Cue,
    Dialogue,
    DrawnBreath,
    Line,
    Pause,
)
from takewise.ui.takes import ReviewState, ShownTake, time_axis
from takewise.ui.takes.curves import CurveName, curves_of
from takewise.ui.takes.sound_levels import LOWEST, SoundLevels, level_of, with_level
from takewise.ui.takes.spoken import heard_at, spoken_in
from takewise.ui.takes.times import TakeTimes
from tests.dialogue.test_across import at, delivered
from tests.library.values import signals
from tests.media.test_sound import write
from tests.ui.shown import shown


def talking(**changed: object) -> ShownTake:
    """Return a take with a line off camera, a pause with a breath in it, and two lines."""
    lines = tuple(
        Line(start=at(start), end=at(end), start_error=1, end_error=1, speaker=who, words=words)
        for start, end, who, words in (
            (1, 2, OFF_CAMERA, None),
            (3, 4, "A", "I know."),
            (5, 6, UNCLEAR, None),
        )
    )
    given = replace(delivered(1, "A"), cue=Cue(at=at(0.5), error=10, what="loud sound"))
    dialogue = Dialogue(
        track=None,
        lines=lines,
        pauses=(Pause(start=at(2), end=at(3), error=1),),
        breaths=(
            DrawnBreath(start=at(2.5), end=at(2.8), error=1, person="A", heard=True, seen=True),
        ),
        deliveries=(given,),
    )
    take = shown()
    assert take.analysis is not None
    return replace(take, analysis=replace(take.analysis, dialogue=dialogue), **changed)  # type: ignore[arg-type]


class TestWhatIsHeard:
    """What is drawn, and what is said of it."""

    def test_all_of_it_by_time(self) -> None:
        """Lines have a letter, a cue has no length."""
        found = spoken_in(talking())
        assert [(each.what, each.begin, each.end, each.letter) for each in found] == [
            ("cue", 0.5, 0.5, ""),
            ("line", 1.0, 2.0, "off"),
            ("pause", 2.0, 3.0, ""),
            ("breath", 2.5, 2.8, ""),
            ("line", 3.0, 4.0, "A"),
            ("line", 5.0, 6.0, "?"),
        ]

    @pytest.mark.parametrize(
        ("when", "words"),
        [
            (0.2, ""),
            (1.5, "line off camera, 1.00 s"),
            (2.2, "silence of 1.00 s"),
            (2.6, "a breath of A, heard and seen"),
            (3.5, 'line of A, 1.00 s: "I know."'),
            (5.5, "line, 1.00 s"),
        ],
    )
    def test_words(self, when: float, words: str) -> None:
        """The tooltip says what is heard under the mouse."""
        assert heard_at(talking(), Fraction(when)) == words

    def test_a_part_of_a_file_on_the_clock(self) -> None:
        """Sound is timed from the file's first picture, the clock from the take's."""
        take = talking(times=TakeTimes(frames=FrameRange(24, 144), rate=Fraction(24)))
        (line,) = (each for each in spoken_in(take) if each.letter == "A")
        assert line.begin == pytest.approx(2.0)

    def test_takes_without_dialogue(self) -> None:
        """Before it is known there is nothing to draw."""
        assert spoken_in(replace(talking(), analysis=None)) == ()
        assert spoken_in(shown()) == ()


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a film whose second half hums at -20 dB of full scale."""
    hum = 0.1 * np.sqrt(2) * np.sin(2 * np.pi * 300 * np.arange(16000) / 16000)
    sound = np.concatenate((np.zeros(16000), hum)).astype(np.float32)
    return write(tmp_path_factory.mktemp("tone") / "tone.mkv", sound)


def film(path: Path) -> ShownTake:
    """Return a film of 50 pictures at 25 a second."""
    take = shown(rate=Fraction(25), frames=50)
    return replace(take, info=probe(str(path)))


class TestLevel:
    """The track `sound`."""

    def test_at_each_picture(self, tone: Path) -> None:
        """Silence is the lowest level, and a hum has its own."""
        take = film(tone)
        level = level_of(take.info, take.times)
        assert len(level) == 50
        assert level[:23] == pytest.approx(LOWEST)
        assert level[27:48] == pytest.approx(-20, abs=0.3)

    def test_read_once_and_only_when_shown(self, tone: Path) -> None:
        """Nothing is read until the track is chosen; then each take once, in a thread."""
        found: list[tuple[int, object]] = []
        came = threading.Event()

        def report(place: int, level: object) -> None:
            assert threading.current_thread() is not threading.main_thread()
            found.append((place, level))
            came.set()

        levels = SoundLevels(report)
        state = ReviewState(takes=(film(tone),))
        levels.follow(state)
        assert not came.wait(0.05)
        state = time_axis.toggle_track(state, CurveName.SOUND)
        levels.follow(state)
        levels.follow(state)
        assert came.wait(20)
        came.clear()
        assert not came.wait(0.1)
        assert [place for place, _ in found] == [0]

    def test_a_file_that_is_gone(self, tone: Path, tmp_path: Path) -> None:
        """Why there is no level is reported."""
        take = film(tone)
        gone = replace(take, info=replace(take.info, path=str(tmp_path / "gone.mov")))
        found: list[object] = []
        came = threading.Event()
        levels = SoundLevels(lambda _, why: (found.append(why), came.set()))  # type: ignore[func-returns-value]
        state = ReviewState(takes=(gone,), tracks=(CurveName.SOUND,))
        levels.follow(state)
        assert came.wait(20)
        assert isinstance(found[0], TakewiseError)

    def test_stands_with_the_first_person(self) -> None:
        """Sound is of no person; a level of another length is not drawn."""
        curves = curves_of((signals(n=9), signals("B", n=9)))
        level = np.full(9, -30, np.float32)
        first, second = with_level(curves, level)
        assert (first.values[CurveName.SOUND] == -30).all()
        assert np.isnan(second.values[CurveName.SOUND]).all()
        assert with_level(curves, level[:5]) == curves
        assert with_level((), level) == ()
