"""What a script says is what its curves do and what its truth reports."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performer import (
    ScriptedBlink,
    ScriptedGaze,
    ScriptedMovement,
    TakeScript,
    random_script,
    still_script,
    truth,
)
from tests.performer.head import head_poses
from tests.performer.script import swell

FILM = Fraction(24)


@given(st.integers(0, 50), st.integers(0, 30), st.integers(1, 30))
def test_swell_is_above_zero_from_onset_to_offset_only(onset: int, rise: int, fall: int) -> None:
    """A swell is above 0 in its half-open range only, and 1 at its apex alone."""
    apex, offset = onset + rise, onset + rise + fall
    curve = swell(120, onset, apex, offset)
    assert np.flatnonzero(curve).tolist() == list(range(onset, offset))
    assert np.flatnonzero(curve == curve.max()).tolist() == [apex]
    assert curve[apex] == pytest.approx(1.0)


def test_swell_refuses_frames_out_of_order() -> None:
    """An apex before the onset is an error."""
    with pytest.raises(ValueError, match="not in order"):
        swell(20, onset=5, apex=4, offset=9)


def test_truth_says_what_the_script_says() -> None:
    """Movements of equal frames are one moment of the truth; blinks and gazes keep their frames."""
    script = TakeScript(
        rate=Fraction(30000, 1001),
        frames=90,
        movements=(
            ScriptedMovement(unit="AU6", side="both", onset=10, apex=15, offset=25, peak=0.02),
            ScriptedMovement(unit="AU12", side="left", onset=10, apex=15, offset=25, peak=0.04),
        ),
        blinks=(ScriptedBlink(onset=40, closed=42, offset=47),),
        gazes=(ScriptedGaze(onset=60, arrival=62, leaving=70, offset=72, shift=(0.04, 0.0)),),
    )
    told = json.loads(json.dumps(truth(script)))
    assert told["rate"] == "30000/1001"
    assert told["frame_count"] == 90
    assert told["moments"] == [
        {
            "onset": 10,
            "apex": 15,
            "offset": 25,
            "movements": [
                {"unit": "AU12", "side": "left", "peak": 0.04},
                {"unit": "AU6", "side": "both", "peak": 0.02},
            ],
        }
    ]
    assert told["blinks"] == [{"onset": 40, "closed": 42, "offset": 47, "closure": 1.0}]
    assert told["gazes"] == [
        {"onset": 60, "arrival": 62, "leaving": 70, "offset": 72, "shift": [0.04, 0.0]}
    ]


def test_gaze_arrives_stays_and_returns() -> None:
    """A gaze is at its full shift from its arrival until it leaves, and at 0 outside its range."""
    gaze = ScriptedGaze(onset=5, arrival=7, leaving=12, offset=14, shift=(0.04, -0.01))
    curve = gaze.curve(20)
    assert np.flatnonzero(curve[:, 0]).tolist() == list(range(5, 14))
    assert curve[7:12] == pytest.approx(np.tile([0.04, -0.01], (5, 1)))
    assert (curve[[5, 6, 12, 13], 0] < 0.04).all()


@given(st.integers(0, 10_000), st.sampled_from([FILM, Fraction(60000, 1001), Fraction(25)]))
def test_random_scripts_keep_events_apart(seed: int, rate: Fraction) -> None:
    """Events of a random take lie inside it, at least 0.4 s apart, with the sizes asked for."""
    script = random_script(seed, rate, peaks=(0.02, 0.05))
    events = sorted((e.onset, e.offset) for e in (*script.movements, *script.blinks))
    assert events[0][0] > 0
    assert events[-1][1] < script.frames
    gaps = [later[0] - before[1] for before, later in pairwise(events)]
    assert all(gap >= 0.4 * rate for gap in gaps)
    assert all(0.02 <= movement.peak <= 0.05 for movement in script.movements)
    assert script == random_script(seed, rate, peaks=(0.02, 0.05))


def test_still_take_has_no_events() -> None:
    """The truth of a still take holds nothing to find."""
    told = truth(still_script(FILM, 48, amplitude=1.0))
    assert told["moments"] == told["blinks"] == told["gazes"] == told["speech"] == []


def test_head_sways_alike_at_any_rate() -> None:
    """At the same second, the head's pose is the same at 24 and at 48 frames a second."""
    slow = head_poses(still_script(FILM, 48, amplitude=2.0, seed=3))
    fast = head_poses(still_script(2 * FILM, 96, amplitude=2.0, seed=3))
    assert slow == pytest.approx(fast[::2])
    assert np.ptp(slow[:, :3], axis=0).min() > 0.1
