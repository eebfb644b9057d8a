"""The curves of a take's people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takewise.motion.regions import REGIONS
from takewise.ui.takes.curves import TRACKS, CurveName, curves_of, extent
from tests.library.values import signals


def test_movement_is_in_units_of_the_noise() -> None:
    """The greatest of any region; where the person is not seen there is none."""
    motion = replace(signals(n=9), noise=np.full((3, 2), 0.5, np.float32))
    (curves,) = curves_of((motion,))
    assert {len(values) for values in curves.values.values()} == {9}
    assert list(curves.seen) == [True, False, *[True] * 7]
    expected = np.hypot(*(motion.shift[5].T / 0.5)).max()
    assert curves.movement[5] == pytest.approx(expected)


def test_parts_of_the_face_are_per_cent_of_the_distance_between_the_eyes() -> None:
    """A brow that moves by 4 % shows in the brows and in no other part."""
    names = tuple(REGIONS)
    shift = np.zeros((5, len(names), 2), np.float32)
    shift[3, names.index("brow inner left")] = (0.0, -0.04)
    noise = np.full((len(names), 2), 0.002, np.float32)
    outside = np.zeros((5, len(names)), bool)
    motion = replace(signals(), regions=names, shift=shift, noise=noise, outside=outside)
    (curves,) = curves_of((motion,))
    tops = {track: values[3] for track, values in curves.values.items() if TRACKS[track].regions}
    assert tops == {CurveName.BROWS: pytest.approx(4.0), CurveName.CHEEKS: 0, CurveName.MOUTH: 0}


def test_every_region_is_in_one_part_of_the_face() -> None:
    """None is shown twice, and none is left out."""
    parts = [info.regions for info in TRACKS.values() if info.regions]
    for name in REGIONS:
        assert sum(name.startswith(each) for each in parts) == 1, name


@pytest.mark.parametrize("track", list(CurveName))
def test_noise_does_not_fill_an_axis(track: CurveName) -> None:
    """However little happens, an axis shows at least what would be acting."""
    (curves,) = curves_of((signals(n=40),))
    quiet = replace(curves, values={track: curves.values[track] * 1e-4})
    low, high = extent((quiet,), track)
    assert high - low >= 0.999 * TRACKS[track].least
    assert extent((), track)[1] - extent((), track)[0] >= 0.999 * TRACKS[track].least
