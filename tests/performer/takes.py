"""The three sample takes of one scene: what happens in each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.performer.script import (
    HeadMotion,
    ScriptedBlink,
    ScriptedGaze,
    ScriptedMovement,
    TakeScript,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTake:
    """One file of the sample media."""

    name: str
    """File name; the suffix tells the container."""
    timecode: str
    """Label of the first picture; ``;`` before the frames means drop-frame."""
    reel: str | None
    """Reel name; None in MP4, which has no place for it."""
    script: TakeScript
    """What happens."""


def _take(
    rate: Fraction,
    seconds: int,
    movements: tuple[ScriptedMovement, ...],
    blinks: tuple[ScriptedBlink, ...],
    seed: int,
    gazes: tuple[ScriptedGaze, ...] = (),
) -> TakeScript:
    return TakeScript(
        rate=rate,
        frames=round(seconds * rate),
        movements=movements,
        blinks=blinks,
        gazes=gazes,
        head=HeadMotion(amplitude=1.0, seed=seed),
        flicker=0.002,
        light_drift=0.006,
        seed=seed,
    )


SAMPLE_TAKES = (
    SampleTake(
        name="scene12_take1.mov",
        timecode="01:00:00:00",
        reel="A001",
        script=_take(
            Fraction(24),
            6,
            (
                ScriptedMovement(unit="AU1", side="both", onset=22, apex=27, offset=34, peak=0.035),
                ScriptedMovement(unit="AU12", side="left", onset=76, apex=82, offset=93, peak=0.04),
                ScriptedMovement(
                    unit="AU4", side="both", onset=114, apex=119, offset=128, peak=0.03
                ),
            ),
            (ScriptedBlink(onset=50, closed=52, offset=57),),
            1,
        ),
    ),
    SampleTake(
        name="scene12_take2.mov",
        timecode="10:23:45:12",
        reel="A002",
        script=_take(
            Fraction(25),
            8,
            (
                ScriptedMovement(unit="AU2", side="both", onset=16, apex=21, offset=29, peak=0.045),
                ScriptedMovement(unit="AU6", side="both", onset=68, apex=78, offset=98, peak=0.035),
                ScriptedMovement(unit="AU12", side="both", onset=68, apex=78, offset=98, peak=0.06),
                ScriptedMovement(
                    unit="AU4", side="both", onset=114, apex=117, offset=123, peak=0.035
                ),
                ScriptedMovement(
                    unit="AU15", side="both", onset=168, apex=174, offset=184, peak=0.04
                ),
            ),
            (
                ScriptedBlink(onset=44, closed=46, offset=52),
                ScriptedBlink(onset=140, closed=142, offset=148),
            ),
            2,
        ),
    ),
    SampleTake(
        name="scene12_take3.mp4",
        timecode="00:59:57;15",
        reel=None,
        script=_take(
            Fraction(30000, 1001),
            7,
            (
                ScriptedMovement(unit="AU2", side="right", onset=40, apex=43, offset=48, peak=0.03),
                ScriptedMovement(
                    unit="AU20", side="both", onset=112, apex=121, offset=138, peak=0.025
                ),
            ),
            (
                ScriptedBlink(onset=74, closed=77, offset=84),
                ScriptedBlink(onset=184, closed=186, offset=193),
            ),
            3,
            (ScriptedGaze(onset=150, arrival=153, leaving=168, offset=171, shift=(0.04, 0.0)),),
        ),
    ),
)
"""Take 2 is the liveliest; all movements, blinks and gazes are at least 0.4 s apart."""
