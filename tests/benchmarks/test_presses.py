"""Takes in which lips press: the picture changes at the lips, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from takewise.faces import DEFAULT_DETECTOR, open_detector
from takewise.motion.features import mouth
from tests.benchmarks.faces import present
from tests.benchmarks.presses import SHARES, pressed, takes
from tests.performer import Portrait


def test_only_the_mouth_changes(small_performer: Portrait) -> None:
    """Half of the red goes; above the nose, and where no lip is lost, every pixel stays."""
    picture, points = small_performer.picture, small_performer.points
    thin = pressed(picture, points, 0.5)
    nose = int(points[4, 1])
    assert (thin[:nose] == picture[:nose]).all()
    assert (thin != picture).any()
    assert (pressed(picture, points, 0.0) == picture).mean() > 0.99


@pytest.mark.real_media
def test_the_mesh_sees_thinner_lips(real_media: Path) -> None:
    """The mesh follows drawn lips at least half of the way."""
    face = next(each for each in present("development", real_media) if "burst" in each.name)
    portrait = face.portrait((640, 360), 90.0)
    with open_detector(DEFAULT_DETECTOR) as detector:
        heights = [
            mouth(detector.detect(picture, 10.0 * n)[0])[1]
            for n, picture in enumerate(
                (portrait.picture, pressed(portrait.picture, portrait.points, 0.5))
            )
        ]
    assert heights[1] < 0.75 * heights[0]


@pytest.mark.real_media
def test_a_take_has_three_presses_of_each_size(real_media: Path) -> None:
    """Faces with an open mouth do not play; the others play every size, one press after another."""
    every = takes(present("development", real_media))
    assert every
    assert {take.share for take in every} == set(SHARES)
    for take in every:
        ends = [0, *(bound for span in take.presses for bound in (span.start, span.end))]
        assert np.all(np.diff(ends) > 0)
        assert ends[-1] < take.script.frames
