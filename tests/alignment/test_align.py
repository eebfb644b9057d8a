"""Takes that were made from one another are laid on each other where they belong."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest

from takewise.alignment import AlignmentSettings, By, TakeToAlign, align
from takewise.errors import SettingsError
from takewise.media import probe, read_sound
from takewise.model.alignment import Alignment, Sound
from tests.spoken import (
    RATE,
    clap,
    heard,
    noisy,
    onsets,
    paced,
    script,
    silence,
    spoken,
    unevenly,
)

FRAME = 1 / 25
SETTINGS = AlignmentSettings()
SAID = script(3, 14)
SPOKEN = spoken(SAID, seed=1)


def take(sound: Sound | None, *, start: float = 0.0, sync: float | None = None) -> TakeToAlign:
    """Return a take that is known by its sound."""
    return TakeToAlign(sound=sound, start=start, sync=sync)


def aligned(
    clock: npt.NDArray[np.float32], other: npt.NDArray[np.float32], by: By = "auto"
) -> Alignment:
    """Lay one sound on the other."""
    return align(take(heard(clock)), take(heard(other)), by=by, settings=SETTINGS)


def off(
    found: Alignment, times: npt.NDArray[np.float32], truth: npt.NDArray[np.float32]
) -> np.ndarray:
    """Return by how many seconds each time is wrong."""
    return np.abs(found.on_clock(times) - truth)


class TestCut:
    """A take that is a piece of the other."""

    @pytest.mark.parametrize("decibels", [30, 10, 0])
    def test_within_a_frame(self, decibels: float) -> None:
        """A piece lies within one frame of its place, each take in a noise of its own."""
        piece = noisy(SPOKEN[int(2.345 * RATE) : int(9 * RATE)], decibels, 2)
        found = aligned(noisy(SPOKEN, decibels, 1), piece)
        assert found.method == "sound"
        assert found.told
        assert abs(float(found.on_clock(0.0)) - 2.345) < FRAME / 8

    def test_there_and_back(self) -> None:
        """Laid the other way round, the offset is the same with the other sign."""
        piece = noisy(SPOKEN[RATE : 8 * RATE], 20, 2)
        there, back = aligned(SPOKEN, piece), aligned(piece, SPOKEN)
        assert float(there.on_clock(0.0)) == pytest.approx(-float(back.on_clock(0.0)), abs=0.002)

    def test_overlapping_ends(self) -> None:
        """Two pieces of which each has what the other lacks are laid where they overlap."""
        found = aligned(SPOKEN[: 8 * RATE], noisy(SPOKEN[4 * RATE :], 20, 2))
        assert float(found.on_clock(0.0)) == pytest.approx(4.0, abs=0.005)

    def test_sound_that_begins_later_than_the_picture(self) -> None:
        """Times count from the first picture, wherever the sound begins."""
        one, other = heard(SPOKEN, start=0.5), heard(SPOKEN[RATE:], start=-0.25)
        found = align(take(one), take(other), by="sound", settings=SETTINGS)
        assert float(found.on_clock(-0.25)) == pytest.approx(1.5, abs=0.005)


class TestPace:
    """A take in which the same is said at another pace."""

    @pytest.mark.parametrize("pace", [0.72, 0.85, 0.93, 1.15])
    def test_within_80_milliseconds(self, pace: float) -> None:
        """Faster or slower, by another voice, each sound lies within 80 ms of its place."""
        said = paced(SAID, pace)
        other = np.concatenate((silence(1.7), spoken(said, seed=2, pitch=150)))
        found = aligned(noisy(SPOKEN, 15, 1), noisy(other, 15, 2))
        assert found.method == "speech"
        assert found.told
        assert off(found, onsets(said) + 1.7, onsets(SAID)).max() < 0.08

    @pytest.mark.parametrize(
        ("before", "torn"), [(silence(0.1), 0.15), (spoken(script(21, 4), seed=6), 0.3)]
    )
    def test_ends_that_one_take_lacks(self, before: npt.NDArray[np.float32], torn: float) -> None:
        """A reading that begins later and ends sooner, even after other words, is laid in place."""
        said = paced(SAID, 1.1)
        times = onsets(said)
        first, after = len(said) // 4, len(said) * 4 // 5
        begin, end = times[first], times[after]
        piece = spoken(said, seed=2)[round(begin * RATE) : round(end * RATE)]
        lead = len(before) / RATE
        found = aligned(noisy(SPOKEN, 15, 1), noisy(np.concatenate((before, piece)), 15, 2))
        assert found.method == "speech"
        assert found.told
        # The first word of what they share may be torn in two: from the second one on.
        own, truth = times[first:after] - begin + lead, onsets(SAID)[first:after]
        inside = own > lead + 0.3
        assert off(found, own[inside], truth[inside]).max() < 0.08
        assert off(found, own, truth).max() < torn

    def test_pauses_stay_even(self) -> None:
        """In noise half as loud as the speech, what comes after a pause is not drawn into it."""
        for seed in range(3):
            said = script(seed, 12)
            slow = paced(said, 1.12)
            voiced = np.array([each.gain > 0.3 for each in said])
            found = aligned(noisy(spoken(said), 6, 1), noisy(spoken(slow, seed=2), 6, 2))
            assert off(found, onsets(slow)[voiced], onsets(said)[voiced]).max() < 0.08

    def test_an_uneven_reading(self) -> None:
        """Where each sound is longer or shorter at will, nine of ten lie within 80 ms."""
        said = unevenly(paced(SAID, 1.1), 4, 0.2)
        found = aligned(noisy(SPOKEN, 20, 1), noisy(spoken(said, seed=2), 20, 2))
        assert np.quantile(off(found, onsets(said), onsets(SAID)), 0.9) < 0.08

    def test_a_pause_in_one_of_them(self) -> None:
        """A beat of two seconds that only one take has moves what comes after, and no more."""
        half = len(SAID) // 2
        at = float(onsets(SAID)[half])
        cut = round(at * RATE)
        other = np.concatenate((SPOKEN[:cut], silence(2.0), SPOKEN[cut:]))
        found = aligned(noisy(SPOKEN, 25, 1), noisy(other, 25, 2), by="speech")
        truth = onsets(SAID)
        times = truth + np.where(np.arange(len(truth)) >= half, 2.0, 0.0)
        assert np.quantile(off(found, times, truth), 0.9) < 0.08

    def test_times_never_run_backwards(self) -> None:
        """Whatever is laid on what, a later time of the take is never earlier on the clock."""
        found = aligned(SPOKEN, spoken(script(8, 9), seed=5), by="speech")
        laid = found.on_clock(np.linspace(-5, 30, 500))
        assert (np.diff(laid) >= 0).all()

    def test_the_other_way(self) -> None:
        """From the take to the clock and back is the way to where one was."""
        said = paced(SAID, 1.1)
        found = aligned(noisy(SPOKEN, 20, 1), noisy(spoken(said, seed=2), 20, 2))
        times = np.linspace(-2, 20, 50)
        assert found.in_take(found.on_clock(times)) == pytest.approx(times, abs=0.02)


class TestSlate:
    """Takes with a clap at their heads and nothing in common after it."""

    def test_the_clap_decides(self) -> None:
        """Two takes that have but the clap in common are laid on it to the millisecond."""
        one = np.concatenate((clap(3.0, 1.234), spoken(script(1, 6))))
        other = np.concatenate((clap(5.0, 3.5, seed=4), spoken(script(2, 6))))
        found = aligned(noisy(one, 30, 1), noisy(other, 30, 2))
        assert found.method == "slate"
        assert float(found.on_clock(3.5)) == pytest.approx(1.234, abs=0.003)

    def test_speech_is_no_clap(self) -> None:
        """Speech alone has no sound that stands out as a clap does."""
        found = aligned(SPOKEN, spoken(script(9, 14)), by="slate")
        assert (found.method, found.told) == ("start", False)

    def test_two_claps(self) -> None:
        """Where a second clap is as sharp as the first, the answer is not sure."""
        twice = np.concatenate((clap(2.0, 1.0), clap(2.0, 1.0), SPOKEN))
        found = aligned(noisy(twice, 30, 1), noisy(np.concatenate((clap(3, 2), SPOKEN)), 30, 2))
        slate = aligned(
            noisy(twice, 30, 1), noisy(np.concatenate((clap(3, 2), SPOKEN)), 30, 2), by="slate"
        )
        assert found.method == "sound"
        assert not slate.told


class TestCannotTell:
    """Takes of which nothing can be said."""

    @pytest.mark.parametrize("by", ["auto", "sound", "speech"])
    @pytest.mark.parametrize("seed", [11, 12, 13])
    def test_unrelated_takes(self, by: By, seed: int) -> None:
        """Takes in which other words are said are laid start on start, and it says why."""
        found = aligned(noisy(SPOKEN, 20, 1), noisy(spoken(script(seed, 14)), 20, 2), by=by)
        assert (found.method, found.told, found.sureness) == ("start", False, 0.0)
        assert "alike" in found.because or "correlation" in found.because

    @pytest.mark.parametrize("by", ["auto", "sound", "speech", "slate"])
    def test_silence(self, by: By) -> None:
        """With no sound, or one of digital silence, there is nothing to go by."""
        for quiet in (None, heard(silence(9))):
            found = align(take(heard(SPOKEN)), take(quiet), by=by, settings=SETTINGS)
            assert (found.method, found.because) == ("start", "there is no sound to go by")

    def test_too_short(self) -> None:
        """A second of sound is too little, and that is what is said."""
        found = aligned(SPOKEN, SPOKEN[RATE : 2 * RATE])
        assert not found.told
        assert "too little sound" in found.because

    def test_hiss(self) -> None:
        """Two takes of nothing but their own noise have nothing in common."""
        one, other = noisy(silence(9) + 1e-3, 0, 1), noisy(silence(9) + 1e-3, 0, 2)
        assert not aligned(one, other).told

    def test_starts_of_parts(self) -> None:
        """Parts of files lie with their own starts on each other, not with their files'."""
        found = align(take(None, start=12.0), take(None, start=3.0), by="auto", settings=SETTINGS)
        assert float(found.on_clock(3.0)) == 12.0


class TestChosen:
    """Takes of which somebody chose the frames that belong together."""

    def test_a_chosen_frame_is_never_overruled(self) -> None:
        """With sync points in both takes they decide, whatever the sound says."""
        one, other = take(heard(SPOKEN), sync=2.0), take(heard(SPOKEN), sync=5.5)
        found = align(one, other, by="auto", settings=SETTINGS)
        assert (found.method, found.sureness) == ("frame", 1.0)
        assert float(found.on_clock(5.5)) == 2.0

    def test_in_one_take_only(self) -> None:
        """A sync point in one take alone decides nothing, and by frame it says which lacks it."""
        one, other = take(heard(SPOKEN), sync=2.0), take(heard(SPOKEN))
        assert align(one, other, by="auto", settings=SETTINGS).method == "sound"
        assert "this take" in align(one, other, by="frame", settings=SETTINGS).because

    def test_none(self) -> None:
        """Without alignment the starts lie on each other, though the sound would tell."""
        found = align(take(heard(SPOKEN)), take(heard(SPOKEN)), by="none", settings=SETTINGS)
        assert (found.method, found.told) == ("start", False)


def test_the_same_in_the_same_out() -> None:
    """Two calls give the same numbers to the last bit, by every way."""
    other = noisy(spoken(paced(SAID, 1.1), seed=2), 15, 2)
    for by in get_args(By):
        one, two = aligned(SPOKEN, other, by=by), aligned(SPOKEN, other, by=by)
        assert np.array_equal(one.clock, two.clock)
        assert one.because == two.because


@pytest.mark.parametrize("name", ["slate_within", "least_overlap", "least_speech"])
def test_settings_that_cannot_be(name: str) -> None:
    """Times of nought are refused."""
    with pytest.raises(SettingsError, match=name):
        AlignmentSettings(**{name: 0.0})


@pytest.mark.real_media
class TestRealSpeech:
    """Sentences of the GRID corpus: three seconds, six words, a real room."""

    @pytest.fixture
    def sentences(self, real_media: Path) -> dict[str, Sound]:
        """Return what is heard of each."""
        found = {
            path.stem: read_sound(probe(str(path)))
            for path in sorted((real_media / "grid-lipnet").glob("*.mpg"))
        }
        return {name: sound for name, sound in found.items() if sound is not None}

    def test_a_piece_of_one(self, sentences: dict[str, Sound]) -> None:
        """A piece of each sentence lies within a fifth of a frame of its place."""
        for sound in sentences.values():
            piece = sound.between(0.4, 2.6)
            found = align(take(sound), take(piece), by="auto", settings=SETTINGS)
            assert found.method == "sound"
            assert abs(float(found.on_clock(1.0)) - 1.0) < FRAME / 5

    def test_different_ones(self, sentences: dict[str, Sound]) -> None:
        """No two sentences, of which each says other words, are taken for the same."""
        pairs = list(combinations(sentences.values(), 2))
        assert len(pairs) == 10
        for one, other in pairs:
            assert not align(take(one), take(other), by="auto", settings=SETTINGS).told
