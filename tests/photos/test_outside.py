"""What of a face lies outside the photograph is neither judged nor rewarded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from takewise.model import Picture
from takewise.model.photo import MARKS, MeasuredShot, PortraitFace, RankedShot
from takewise.motion import close_up
from takewise.photos import PickLimits, PortraitSettings, rank_photos
from tests.performer import Portrait
from tests.photos.made import face, shot, usual
from tests.played import face_at

LIPS = [row for row, name in enumerate(MARKS) if name.startswith("lip")]


def measured(portrait: Portrait, picture: Picture) -> PortraitFace:
    """Measure the performer's face in a picture that shows a part of it."""
    size = (picture.shape[1], picture.shape[0])
    return close_up(picture, face_at(portrait.points), size=size, person="A")


def without_lips(**change: object) -> PortraitFace:
    """Return a face whose mouth is outside the picture."""
    made = face(**change)  # type: ignore[arg-type]
    marks = made.marks.copy()
    marks[LIPS] = np.nan
    return replace(made, marks=marks, inside=0.6)


def ranked(shots: Sequence[MeasuredShot], index: int) -> RankedShot:
    """Return one of some shots after all are ranked."""
    found = rank_photos(shots, PickLimits(), PortraitSettings())
    return next(each for each in found if each.measured is shots[index])


def because(one: RankedShot) -> dict[str, tuple[float | None, str]]:
    """Return value and reason of each term."""
    return {term.name: (term.value, term.because) for term in one.score.terms}


@pytest.mark.parametrize("black", [False, True])
def test_a_mouth_below_the_edge_is_not_measured(small_performer: Portrait, *, black: bool) -> None:
    """Cut off, or in a black border, the lips are NaN; eyes and brows are as ever."""
    below = round(float(small_performer.points[2, 1]))
    picture = small_performer.picture.copy()
    picture[below:] = 0
    whole = measured(small_performer, small_performer.picture)
    cut = measured(small_performer, picture if black else picture[:below])
    assert np.isnan(cut.marks[LIPS]).all()
    brow = MARKS.index("brow inner left")
    assert cut.marks[brow] == pytest.approx(whole.marks[brow])
    assert cut.eyes == whole.eyes
    assert cut.gaze == whole.gaze
    assert 0.3 < cut.inside < 0.8
    assert whole.inside == 1.0
    assert cut.crushed == pytest.approx(whole.crushed, abs=0.02)


def test_an_eye_beyond_the_edge_is_not_measured(small_performer: Portrait) -> None:
    """The other eye still is; where both look is not known."""
    right = round(float(small_performer.points[263, 0])) - 6
    cut = measured(small_performer, small_performer.picture[:, :right])
    assert math.isfinite(cut.eyes[0])
    assert math.isnan(cut.eyes[1])
    assert all(map(math.isnan, cut.gaze))
    assert math.isfinite(cut.blur)


def test_a_face_out_of_the_dark_has_no_border(small_performer: Portrait) -> None:
    """Low-key light is no frame: a face that is lit out of a black room is all inside."""
    height, width = small_performer.picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    middle = small_performer.points[:468].mean(axis=0)
    reach = np.ptp(small_performer.points[:468], axis=0) * 0.5
    lit = (((np.dstack((x, y)) - middle) / reach) ** 2).sum(axis=2) < 0.7
    dark = np.where(lit[:, :, None], small_performer.picture, 2).astype(np.uint8)
    assert measured(small_performer, dark).inside == 1.0


def test_a_smile_outside_the_picture_is_no_smile() -> None:
    """The expression is hidden, which is worth no more than a face at rest."""
    shots = [*usual(), shot(6, without_lips(), seconds=200.0)]
    told = because(ranked(shots, 6))
    still = because(ranked(shots, 0))
    assert told["expression"][1] == "mouth outside the picture: expression hidden"
    assert told["expression"][0] <= still["expression"][0] + 1e-9
    assert ranked(shots, 6).score.total < ranked(shots, 0).score.total


def test_eyes_outside_the_picture_cannot_be_told() -> None:
    """Neither whether they are open nor where they look, nor how sharp they are."""
    nan = math.nan
    gone = face(eyes=(nan, nan), gaze=(nan, nan), blur=nan, smear=nan)
    shots = [*usual(), shot(6, gone, seconds=200.0)]
    told = because(ranked(shots, 6))
    for name in ("eyes open", "looking at camera", "sharp eyes"):
        value, words = told[name]
        assert value is None
        assert "outside the picture" in words


def test_habits_are_learnt_from_what_is_seen() -> None:
    """Frames without mouth or eyes change nothing in how the others are judged."""
    nan = math.nan
    blind = without_lips(eyes=(nan, nan), gaze=(nan, nan), blur=nan, smear=nan)
    others = [*usual(), shot(6, face(smile=0.1, cheeks=0.02), seconds=200.0)]
    more = [*others, *(shot(7 + n, blind, seconds=300.0 + 20 * n) for n in range(3))]
    assert because(ranked(more, 6))["expression"] == because(ranked(others, 6))["expression"]


def test_a_session_without_a_single_mouth_is_ranked() -> None:
    """Every frame has a total, and none an expression."""
    nan = math.nan
    shots = [shot(n, without_lips(eyes=(nan, nan), gaze=(nan, nan))) for n in range(5)]
    for index in range(5):
        assert math.isfinite(ranked(shots, index).score.total)
