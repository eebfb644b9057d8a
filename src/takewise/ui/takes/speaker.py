"""The machine's sound output."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from takewise.errors import SoundError
from takewise.media import RATE, Samples

Fill: TypeAlias = Callable[[int, int], Samples]
"""Returns samples: how many, and when the first is heard, in nanoseconds of the wall's clock."""


class Speaker(Protocol):
    """Plays until it is closed."""

    def close(self) -> None:
        """Stop the sound."""


def open_speaker(fill: Fill) -> Speaker:
    """Play what a function returns, on the output that the system has chosen.

    `fill` is called again and again in a thread of the system's. Raises `SoundError` if PortAudio
    is missing or the machine has no output.
    """
    try:
        import sounddevice  # loads a library of the system
    except (ImportError, OSError) as error:
        raise SoundError(
            f"no sound can be played ({error})",
            remedy="on Linux install PortAudio: apt install libportaudio2",
        ) from error

    def called(out: Any, count: int, times: Any, status: object) -> None:
        del status
        delay = times.outputBufferDacTime - times.currentTime
        out[:, 0] = fill(count, time.perf_counter_ns() + round(delay * 1e9))

    try:
        stream = sounddevice.OutputStream(
            samplerate=RATE, channels=1, dtype="int16", callback=called
        )
        stream.start()
    except sounddevice.PortAudioError as error:
        raise SoundError(
            f"no sound can be played ({error})", remedy="choose an output in the system's settings"
        ) from error
    speaker: Speaker = stream
    return speaker
