"""What is heard: the active take, at normal speed, in step with the clock of the pictures.

While the playhead is dragged or stepped, a short grain is heard at each place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from takewise.errors import TakewiseError
from takewise.media import RATE, AudioTrack, Samples, read_track
from takewise.model import MediaInfo
from takewise.ui.takes.speaker import Fill, Speaker, open_speaker
from takewise.ui.takes.state import ReviewState

# Samples by which the output may drift from the clock before it is corrected: the two
# have crystals of their own. Half of a picture; EBU R37 allows sound 40 ms ahead.
_SLACK = round(0.02 * RATE)

# A grain: long enough to know a consonant from a vowel, short enough to follow the hand.
_GRAIN = round(0.08 * RATE)

# Samples in which a grain swells and fades, so that it does not click.
_FADE = round(0.008 * RATE)


class Sounding:
    """Plays the sound of the active take.

    `changed` is called, in another thread, when the displayed sound status changes.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        *,
        speaker: Callable[[Fill], Speaker] = open_speaker,
        read: Callable[[MediaInfo], AudioTrack | None] = read_track,
    ) -> None:
        self._changed, self._open, self._read = changed, speaker, read
        self._track: AudioTrack | None = None
        self._wanted: MediaInfo | None = None
        self._speaker: Speaker | None = None
        self._anchor: tuple[float, int] | None = None
        self._next: int | None = None
        self._stood: tuple[int, Fraction] | None = None
        self._grain = self._waiting = np.zeros(0, np.int16)
        self._lock = threading.Lock()
        self._closed = False
        self.trouble = ""
        """Why no sound can be played, in one sentence; empty if nothing is wrong."""

    def follow(self, state: ReviewState, now: int) -> None:
        """Play what a state lets be heard, since `now` (nanoseconds of the wall's clock)."""
        take = state.take
        if state.muted or state.shuttle:
            self._grain = self._waiting = np.zeros(0, np.int16)
        before, self._stood = self._stood, _standing(state)
        scrubbed = before is not None and self._stood not in {None, before}
        if take is None or not (_audible(state) or (scrubbed and _heard_there(state))):
            self._anchor = None
            return
        if take.info != self._wanted:
            self._anchor, self._wanted, self._track = None, take.info, None
            threading.Thread(
                target=self._load, args=(take.info,), daemon=True, name="takewise-sound"
            ).start()
        place = float(state.at + take.origin + take.times.begin)
        if state.shuttle:
            self._anchor = (place, now)
        elif self._track is not None:
            self._anchor, self._waiting = None, _grain_of(self._track, place)

    def words(self, state: ReviewState) -> str:
        """Return what is heard, or why nothing is, in a word or three."""
        take = state.take
        if state.muted:
            return "muted"
        if self.trouble:
            return "not heard"
        if take is not None and not take.info.has_sound:
            return "no sound in it"
        if state.speed not in {0, 1}:
            return "silent: not 1×"
        return f"sound: take {state.active + 1}" if len(state.shown) > 1 else "sound on"

    def fill(self, count: int, when: int) -> Samples:
        """Return the next samples for the output, int16 of shape (count,).

        `when` is the time at which the first of them is heard, nanoseconds of the wall's clock.
        The samples follow each other unless the clock has jumped.
        """
        anchor, track = self._anchor, self._track
        if anchor is None or track is None:
            self._next = None
            return self._scrubbing(count)
        seconds, since = anchor
        first = track.sample_at(seconds + (when - since) / 1e9)
        if self._next is not None and abs(first - self._next) <= _SLACK:
            first = self._next
        self._next = first + count
        return track.block(first, count)

    def close(self) -> None:
        """Stop the sound for good."""
        with self._lock:
            self._closed = True
            speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.close()

    def _scrubbing(self, count: int) -> Samples:
        """Return what is left of the grains; one that is heard ends before the newest begins."""
        silence = np.zeros(count, np.int16)
        if not len(self._grain):
            self._grain, self._waiting = self._waiting, silence[:0]
        now, self._grain = self._grain[:count], self._grain[count:]
        silence[: len(now)] = now
        return silence

    def _load(self, info: MediaInfo) -> None:
        try:
            with self._lock:
                if self._speaker is None and not self._closed and not self.trouble:
                    self._speaker = self._open(self.fill)
            if self._speaker is not None:
                track = self._read(info)
                if info == self._wanted:
                    self._track = track
        except TakewiseError as error:
            self.trouble = str(error)
            if not self._closed:
                self._changed()


def _audible(state: ReviewState) -> bool:
    return _heard_there(state) and state.speed == 1


def _heard_there(state: ReviewState) -> bool:
    take = state.take
    return take is not None and take.info.has_sound and take.plays_at(state.at) and not state.muted


def _standing(state: ReviewState) -> tuple[int, Fraction] | None:
    """Return the active take and where the clock stands; None while it moves by itself."""
    return None if state.shuttle or not state.takes else (state.active, state.at)


def _grain_of(track: AudioTrack, seconds: float) -> Samples:
    """Return the sound from a place on, for as long as a grain lasts."""
    swell = np.minimum(np.arange(1, _GRAIN + 1), np.arange(_GRAIN, 0, -1)) / _FADE
    block = track.block(track.sample_at(seconds), _GRAIN)
    return (block * np.minimum(swell, 1)).astype(np.int16)
