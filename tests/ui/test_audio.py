"""What is heard, sample by sample, on an output that only notes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.errors import SoundError
from takewise.media import RATE, AudioTrack, probe, read_track
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions
from takewise.ui.takes import ReviewState, ShownTake
from takewise.ui.takes.audio import Sounding
from takewise.ui.takes.speaker import Fill
from takewise.ui.takes.transport import seek, shuttle, slow_motion, toggle, toggle_mute
from tests.media.test_sound import write
from tests.ui.shown import shown
from tests.ui.speakers import Speaker

RAMP = (np.arange(6 * RATE) % 30011).astype(np.int16)
"""Six seconds in which every tenth of a second can be told from every other."""

SECOND = 1_000_000_000


class Heard:
    """A sounding whose takes all sound like the ramp, and its output."""

    def __init__(self, start: float = 0.0) -> None:
        self.loaded = threading.Event()
        self.speaker: Speaker | None = None
        self._start = start
        self.sounding = Sounding(self.loaded.set, speaker=self._open, read=self._read)

    def follow(self, state: ReviewState, now: int = 0) -> None:
        """Follow a state, and wait until its sound is there."""
        self.sounding.follow(state, now)
        assert self.loaded.wait(20)
        while any(each.name == "takewise-sound" for each in threading.enumerate()):
            for each in threading.enumerate():
                if each.name == "takewise-sound":
                    each.join()

    def play(self, when: int, blocks: int = 1) -> np.ndarray:
        """Return what is heard from a time on."""
        assert self.speaker is not None
        return self.speaker.play(when, blocks=blocks)

    def _open(self, fill: Fill) -> Speaker:
        self.speaker = Speaker(fill)
        return self.speaker

    def _read(self, info: MediaInfo) -> AudioTrack:
        del info
        self.loaded.set()
        return AudioTrack(start=self._start, samples=RAMP)


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Return a sounding, closed at the end."""
    made = Heard()
    yield made
    made.sounding.close()
    assert made.speaker is None or made.speaker.closed


def sounds(*takes: ShownTake) -> ReviewState:
    """Return a state that plays takes with sound."""
    loud = (replace(take, info=replace(take.info, has_sound=True)) for take in takes)
    return toggle(ReviewState(takes=tuple(loud)))


def test_the_sound_is_where_the_clock_is(heard: Heard) -> None:
    """To the sample, wherever the clock is, and without a seam from block to block."""
    state = seek(sounds(shown()), Fraction(2))
    heard.follow(state, now=5 * SECOND)
    played = heard.play(5 * SECOND + SECOND // 2, blocks=50)
    first = round(2.5 * RATE)
    assert np.array_equal(played, RAMP[first : first + 50 * 480])


def test_a_jump_of_the_clock_is_a_jump_of_the_sound(heard: Heard) -> None:
    """The next block comes from there, and one between two samples makes no seam."""
    state = sounds(shown())
    heard.follow(state)
    heard.play(0, blocks=3)
    heard.follow(seek(state, Fraction(4)), now=30_000_000)
    assert heard.play(30_000_000)[0] == RAMP[4 * RATE]
    # The wall's clock and the output's are a millisecond apart: too little to hear.
    assert heard.play(41_000_000)[0] == RAMP[4 * RATE + 480]
    # Here they are thirty apart.
    assert heard.play(80_000_000)[0] == RAMP[4 * RATE + round(0.05 * RATE)]


def test_sync_points_parts_and_late_sound_are_minded() -> None:
    """The sound belongs to the file; the clock to the take, and to its sync point."""
    heard = Heard(start=0.25)
    whole = shown(decisions=Decisions(sync=36))
    part = replace(whole, times=replace(whole.times, frames=FrameRange(24, 100)))
    state = seek(sounds(part), Fraction(1, 2))
    heard.follow(state)
    # Frame 36 of 24 a second is at 1.5 s, half a second later is 2 s, a quarter before that.
    assert heard.play(0)[0] == RAMP[round(1.75 * RATE)]
    heard.sounding.close()


def test_only_at_normal_speed_and_only_if_it_is_not_muted(heard: Heard) -> None:
    """Slow, backward, fast, muted and standing still are silent, and say why."""
    state = sounds(shown())
    heard.follow(seek(state, Fraction(1)))
    assert heard.play(0).any()
    words = heard.sounding.words
    quiet = {
        "silent: not 1×": (slow_motion(state), shuttle(state, 1), shuttle(state, -1)),
        "muted": (toggle_mute(state),),
        "sound on": (toggle(state),),
    }
    for said, states in quiet.items():
        for each in states:
            heard.follow(seek(each, Fraction(1)))
            assert not heard.play(0).any()
            assert words(each) == said
    assert words(toggle_mute(toggle_mute(state))) == "sound on"


def test_a_step_is_heard_as_a_grain(heard: Heard) -> None:
    """Eighty milliseconds from there that swell and fade; then silence, and none if it is muted."""
    state = toggle(sounds(shown()))
    heard.follow(toggle(state))
    heard.follow(state)
    heard.follow(seek(state, Fraction(2)))
    grain = heard.play(0, blocks=9)
    first = 2 * RATE
    assert np.array_equal(grain[480:-960], RAMP[first + 480 : first + 7 * 480])
    assert 0 < grain[0] < RAMP[first] / 100
    assert not grain[-480:].any()
    muted = toggle_mute(state)
    heard.follow(muted)
    heard.follow(seek(muted, Fraction(3)))
    assert not heard.play(0, blocks=9).any()


def test_a_drag_lets_the_last_grain_end_and_passes_over_what_is_older(heard: Heard) -> None:
    """So that a quick hand hears no clicks, and nothing that is long past."""
    state = toggle(sounds(shown()))
    heard.follow(toggle(state))
    heard.follow(state)
    for second in (1, 2, 3):
        heard.follow(seek(state, Fraction(second)))
        if second == 1:
            heard.play(0)
    both = heard.play(0, blocks=15)
    assert np.array_equal(both[480 : 5 * 480], RAMP[RATE + 960 : RATE + 6 * 480])
    assert both[8 * 480] == RAMP[3 * RATE + 480]


def test_one_take_is_heard_and_it_is_the_active_one(heard: Heard) -> None:
    """The words name it, and a take without sound says so."""
    state = sounds(shown("one"), shown("two"))
    assert heard.sounding.words(state) == "sound: take 1"
    assert heard.sounding.words(replace(state, active=1)) == "sound: take 2"
    mute = replace(state.takes[0], info=replace(state.takes[0].info, has_sound=False))
    silent = replace(state, takes=(mute, state.takes[1]))
    assert heard.sounding.words(silent) == "no sound in it"
    heard.sounding.follow(silent, 0)
    assert heard.speaker is None


def test_a_machine_without_an_output_says_so() -> None:
    """Once, in the window's words, and everything else goes on."""
    told = threading.Event()

    def none(fill: Fill) -> Speaker:
        del fill
        raise SoundError("no sound can be played (no device)")

    sounding = Sounding(told.set, speaker=none)
    state = sounds(shown())
    sounding.follow(state, 0)
    assert told.wait(20)
    assert sounding.words(state) == "not heard"
    assert "no device" in sounding.trouble
    sounding.close()


@pytest.mark.parametrize("late", [0.0, 0.3])
def test_a_files_sound_lies_on_the_clock_of_its_pictures(tmp_path: Path, late: float) -> None:
    """Sample by sample, also where the sound begins after the pictures."""
    ramp = (np.arange(RATE) % 30011) / 32767
    track = read_track(probe(str(write(tmp_path / "A.mov", ramp, late=late, rate=RATE))))
    assert track is not None
    at = track.sample_at(0.5)
    difference = track.block(at, 100).astype(int) - RAMP[round((0.5 - late) * RATE) :][:100]
    assert np.abs(difference).max() <= 2
    assert not track.block(-200, 100).any()
    assert not track.block(10 * RATE, 100).any()
