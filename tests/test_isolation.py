"""An unforeseen fault costs the smallest part of a take, and is reported."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takewise import isolation
from takewise.clock import FrameRange
from takewise.errors import ClockError, MediaError, TakewiseError
from takewise.isolation import Fault, Part, fault_warnings, isolated
from takewise.model import FacePoints, Kind, TrackedFrame
from takewise.moments import MomentSettings, find_moments
from takewise.motion import MotionSettings, measure
from tests.moments.made import blink, move
from tests.performer import Portrait, still_script
from tests.played import FILM, at_rest, played

PART = Part(person="A", span=FrameRange(10, 20), lost="blinks")


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[Fault]:
    """Return a list for faults, which are caught as for a user."""
    monkeypatch.delenv(isolation.VARIABLE)
    return []


def test_the_suite_sees_faults() -> None:
    """With the variable that the suite sets, a fault is raised though it could be reported."""
    with pytest.raises(ZeroDivisionError), isolated(PART, print):
        1 / 0  # noqa: B018


def test_a_fault_is_reported_once_and_ends_its_part(caught: list[Fault]) -> None:
    """What follows the part is done; the report has the part and the exception's type."""
    with isolated(PART, caught.append):
        1 / 0  # noqa: B018
    assert caught == [Fault(part=PART, error="ZeroDivisionError")]


def test_a_wrong_range_of_frames_is_a_fault(caught: list[Fault]) -> None:
    """Frames are calculated there, never named by the user."""
    with isolated(PART, caught.append):
        FrameRange(4, 4)
    assert [each.error for each in caught] == [ClockError.__name__]


@pytest.mark.parametrize(
    "error", [MediaError("no"), TakewiseError("no"), MemoryError(), KeyboardInterrupt()]
)
def test_what_is_no_fault_passes(caught: list[Fault], error: BaseException) -> None:
    """Errors for the user, a lack of memory and Ctrl-C end the take."""
    with pytest.raises(type(error)), isolated(PART, caught.append):
        raise error
    assert not caught


def test_warnings_name_person_frames_and_type() -> None:
    """Frames are those of the file, and stretches that touch are one."""
    parts = [replace(PART, span=FrameRange(n, n + 1)) for n in (3, 4, 5, 9)]
    (said,) = fault_warnings([Fault(part=each, error="IndexError") for each in parts], start=100)
    assert said.startswith("person A: blinks can be missing (frames 103-105, 109-109)")
    assert "IndexError" in said


def test_many_stretches_are_counted() -> None:
    """A fault in every other picture makes a sentence that can be read."""
    parts = [replace(PART, span=FrameRange(n, n + 1)) for n in range(0, 40, 2)]
    (said,) = fault_warnings([Fault(part=each, error="IndexError") for each in parts])
    assert "frames 0-0, 2-2, 4-4, 6-6, 8-8, 10-10, and 14 times more" in said


def test_a_fault_in_one_kind_of_moments_keeps_the_others(caught: list[Fault]) -> None:
    """Without a number for the irises there are no gaze shifts; all else is found."""
    signals = blink(move(at_rest(192), "AU1", "both", (30, 36, 44), 0.03), (60, 62, 67), 0.8)
    motion = signals.motion()
    broken = replace(motion, gaze=motion.gaze[:, :1])
    whole = find_moments(motion, 24.0, MomentSettings(), take="x")
    left = find_moments(broken, 24.0, MomentSettings(), take="x", report=caught.append)
    assert left == whole
    assert {each.kind for each in left} >= {Kind.BLINK}
    assert [(each.part.lost, each.part.span) for each in caught] == [
        ("gaze shifts", FrameRange(0, 192))
    ]


def test_a_fault_in_one_shot_keeps_the_others(caught: list[Fault]) -> None:
    """A shot whose numbers are infinite is lost; the one after it is not."""
    signals = move(at_rest(240), "AU12", "both", (150, 160, 180), 0.04)
    motion = signals.motion(starts=(0, 100))
    motion.head[:100] = np.inf
    left = find_moments(motion, 24.0, MomentSettings(), take="x", report=caught.append)
    assert [each.movements[0].unit for each in left] == ["AU12"]
    assert all(each.part.span == FrameRange(0, 100) for each in caught)


def test_a_fault_in_some_pictures_costs_those_of_that_person(
    caught: list[Fault], small_performer: Portrait
) -> None:
    """A mesh with too few points is passed over; other pictures and people are measured."""
    frames = played(small_performer, still_script(FILM, 12))
    stunted = FacePoints(points=frames[0].faces["A"].points[:100], confidence=1.0)

    def shown(n: int, frame: TrackedFrame) -> TrackedFrame:
        face = frame.faces["A"]
        return replace(
            frame, faces={"A": stunted if n in {5, 6} else face, "B": face, "C": stunted}
        )

    both = [shown(n, frame) for n, frame in enumerate(frames)]
    a, b = measure(both, MotionSettings(), report=caught.append)
    assert np.flatnonzero(np.isnan(a.eyes[:, 0])).tolist() == [5, 6]
    assert a.starts == (0, 7)
    assert np.isfinite(b.eyes).all()
    assert "B" not in {each.part.person for each in caught}
    of_a = fault_warnings(each for each in caught if each.part.person == "A")
    assert "frames 5-6" in next(of_a)
