"""A take's sound, boiled down to what alignment needs while it streams by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from takewise.media.containers import open_container
from takewise.media.packets import first_tick
from takewise.media.source import open_take
from takewise.model import FloatArray, MediaInfo
from takewise.model.alignment import BAND_STEP, LEVEL_STEP, Sound

# Samples a second: what speech recognition hears with.
_RATE = 16000

_HOP, _FINE = round(BAND_STEP * _RATE), round(LEVEL_STEP * _RATE)

# 25 ms, as speech features have it.
_WINDOW = np.hanning(400).astype(np.float32)

# Samples of silence ahead, so that the window of a hop is around its middle.
_LEAD = (len(_WINDOW) - _HOP) // 2

# Hz: bands as wide as the ear's, about a third of a decade; below is rumble and hum.
_EDGES = np.geomspace(100.0, 7000.0, 9)

# First-order pre-emphasis of speech coding: a clap is bright, a step on the floor is not.
_EMPHASIS = 0.95

# Seconds by which sound frames may be apart before that counts as a gap; times in
# containers are rounded to a millisecond, and a gap of a frame of sound is 20 ms or more.
_SLIP = 0.02

# Samples from which features are taken at a time.
_BATCH = 10 * _RATE

# Packets among which the first picture is found: storage order differs by 16 at most.
_REORDER = 32


def read_sound(info: MediaInfo) -> Sound | None:
    """Read a take's first sound track, of the whole file, as features for the alignment.

    It ends where the sound breaks off, if it does. None where the take has no sound, or none of it
    decodes. Raises `UnreadableMedia` where the file cannot be opened.
    """
    with first_track(info, _RATE) as track:
        if track is None:
            return None
        return features(track.samples, start=float(track.start))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenTrack:
    """A sound track while it is read."""

    start: Fraction
    """When it begins, seconds from the first picture; may be negative."""
    channels: int
    """Channels in the file."""
    samples: Iterator[FloatArray]
    """float32 (n,) each, mono, full scale 1, up to where the sound breaks off."""


@contextmanager
def first_track(info: MediaInfo, rate: int) -> Iterator[OpenTrack | None]:
    """Open the first sound track of a take's whole file, and close it at the end of the block.

    Its samples come at `rate` a second. None where the take has no sound, or none of it decodes.
    """
    if not info.has_sound:
        yield None
        return
    first = _first_picture(info)
    with open_container(info.path) as container:
        stream = container.streams.audio[0]
        # PyAV has no codec context where FFmpeg has no decoder.
        decodes = stream.codec_context is not None  # type: ignore[redundant-expr,unused-ignore]
        decoded = _decoded(container.decode(stream)) if decodes else iter(())
        begun = next(decoded, None)
        if begun is None:
            yield None
            return
        # Read first, as resampling a piece removes its time.
        start = _shown(begun) - first
        yield OpenTrack(
            start=start, channels=len(begun.layout.channels), samples=_mono(begun, decoded, rate)
        )


def features(pieces: Iterable[FloatArray], *, start: float) -> Sound | None:
    """Return what the alignment needs of mono samples at 16 kHz, float32 (n,), -1 to 1.

    `start` is the time of the first, in seconds; None without any sample.
    """
    found = list(_features(pieces))
    if not found:
        return None
    levels, bands = zip(*found, strict=True)
    return Sound(start=start, level=np.concatenate(levels), bands=np.concatenate(bands))


def _shown(frame: AudioFrame) -> Fraction:
    """Return when a sound frame is heard on the file's clock, seconds."""
    if frame.pts is None or frame.time_base is None:
        return Fraction(0)
    return frame.pts * frame.time_base


def _first_picture(info: MediaInfo) -> Fraction:
    """Return when the first picture is shown on the file's clock, seconds."""
    with open_take(info.path, info.rate, info.stream) as source:
        packets = (each for each in source.packets() if not each.is_discard)
        stored = [(source.tick(each), each.is_keyframe) for each in islice(packets, _REORDER)]
        time_base = source.time_base
    known = [(tick, key) for tick, key in stored if tick is not None]
    if not known:
        return Fraction(0)
    first: int | None = min(known)[0]
    keys = [tick for tick, key in known if key]
    if not keys or min(known)[0] < keys[0]:
        # It may begin midway, with pictures that never decode.
        first = first_tick(info)
    return Fraction((min(known)[0] if first is None else first) * time_base)


def _decoded(frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """Yield the sound up to where it breaks off."""
    try:
        yield from frames
    except (av.error.FFmpegError, IndexError):
        # What follows is lost; what came before is good.
        return


def _mono(begun: AudioFrame, rest: Iterator[AudioFrame], rate: int) -> Iterator[FloatArray]:
    """Yield mono samples at a rate, with silence where the file has a gap."""
    resampler = _resampler(rate)
    reached = begun.time or 0.0
    for frame in chain((begun,), rest):
        time = reached if frame.time is None else frame.time
        if time - reached > _SLIP:
            yield from _flat(resampler, None)
            resampler = _resampler(rate)
            yield np.zeros(round((time - reached) * rate), np.float32)
            reached = time
        # Sound that is in the file twice is used once.
        if time - reached > -_SLIP:
            reached += frame.samples / frame.sample_rate
            yield from _flat(resampler, frame)
    yield from _flat(resampler, None)


def _resampler(rate: int) -> AudioResampler:
    # Every channel is kept: FFmpeg's own mono of two is 3 dB louder than they are.
    return AudioResampler(format="fltp", rate=rate)


def _flat(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[FloatArray]:
    if frame is not None:
        # Its own time would have the resampler fill gaps, in its own way.
        frame.pts = None
    for each in resampler.resample(frame):
        yield each.to_ndarray().mean(axis=0)


def _features(samples: Iterable[FloatArray]) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield levels and band energies of whole hops, ten seconds at a time."""
    held = np.zeros(_LEAD, np.float32)
    before = np.zeros(1, np.float32)
    for piece in _batches(samples):
        held = np.concatenate((held, piece))
        hops = (len(held) - len(_WINDOW)) // _HOP + 1
        if hops <= 0:
            continue
        own = held[_LEAD : _LEAD + hops * _HOP]
        bright = np.abs(own - _EMPHASIS * np.concatenate((before, own[:-1])))
        yield bright.reshape(-1, _FINE).max(axis=1), _band_energy(held, hops)
        before = own[-1:]
        held = held[hops * _HOP :]


def _batches(samples: Iterable[FloatArray]) -> Iterator[FloatArray]:
    pieces: list[FloatArray] = []
    length = 0
    for piece in samples:
        pieces.append(piece)
        length += len(piece)
        if length >= _BATCH:
            yield np.concatenate(pieces)
            pieces, length = [], 0
    # Silence after the last sample, so that its window is whole.
    yield np.concatenate((*pieces, np.zeros(_LEAD + _HOP, np.float32)))


def _band_energy(samples: FloatArray, hops: int) -> FloatArray:
    windows = np.lib.stride_tricks.sliding_window_view(samples, len(_WINDOW))[::_HOP][:hops]
    power = np.abs(np.fft.rfft(windows * _WINDOW, axis=1)) ** 2 / len(_WINDOW)
    hertz = np.fft.rfftfreq(len(_WINDOW), 1 / _RATE)
    places = np.searchsorted(hertz, _EDGES)
    return np.add.reduceat(power[:, : places[-1]], places[:-1], axis=1).astype(np.float32)
