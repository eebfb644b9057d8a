"""The pictures show what the script says."""

from __future__ import annotations

from fractions import Fraction

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from takewise.model import Picture, Side
from tests.performer import (
    HeadMotion,
    Portrait,
    ScriptedBlink,
    ScriptedGaze,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
    centre,
    pictures,
    points_at,
    still_script,
)
from tests.performer.portrait import mesh_points

FILM = Fraction(24)


def movement(unit: str, side: Side = "both", peak: float = 0.05) -> ScriptedMovement:
    """Return a movement that rises from frame 1 to its apex at 3 and is over at 6."""
    return ScriptedMovement(unit=unit, side=side, onset=1, apex=3, offset=6, peak=peak)


def clean(*movements: ScriptedMovement) -> TakeScript:
    """Return a take of seven frames without noise or sway."""
    return TakeScript(rate=FILM, frames=7, movements=movements, noise_sd=0.0)


def seen_shift(
    before: Picture, after: Picture, place: npt.NDArray[np.float64], half: int
) -> npt.NDArray[np.float64]:
    """Return how far a small patch has moved, (2,) pixels, by searching for it."""
    x, y = np.round(place).astype(int)
    reach = half + 12
    patch = before[y - half : y + half + 1, x - half : x + half + 1]
    field = after[y - reach : y + reach + 1, x - reach : x + reach + 1]
    found = cv2.matchTemplate(field, patch, cv2.TM_CCOEFF_NORMED)
    row, column = np.unravel_index(found.argmax(), found.shape)

    def between(three: npt.NDArray[np.float32]) -> float:
        """Return the top of the parabola through three heights, against the middle one."""
        low, top, high = three
        return float(0.5 * (low - high) / (low - 2 * top + high))

    exact_x = column + between(found[row, column - 1 : column + 2])
    exact_y = row + between(found[row - 1 : row + 2, column])
    return np.array([exact_x, exact_y]) - (reach - half)


def eye_openings(picture: Picture) -> npt.NDArray[np.float64]:
    """Return height over width of both eyes as the face mesh sees them."""
    points = mesh_points(picture)

    def apart(a: int, b: int) -> float:
        return float(np.hypot(*(points[a] - points[b])))

    return np.array([apart(159, 145) / apart(33, 133), apart(386, 374) / apart(362, 263)])


@pytest.mark.parametrize("unit", ["AU1", "AU2", "AU4", "AU9", "AU12", "AU15", "AU17", "AU20"])
def test_skin_moves_as_scripted(performer: Portrait, unit: str) -> None:
    """A patch of skin found again at the apex has moved by the scripted peak, within 10 %."""
    shown = list(pictures(performer, clean(movement(unit))))
    place = centre(performer, unit, "left")
    moved = seen_shift(shown[0], shown[3], place, half=5)
    assert np.hypot(*moved) / performer.eye_width == pytest.approx(0.05, rel=0.1)


def test_only_the_scripted_side_moves(performer: Portrait) -> None:
    """With AU12 on the performer's left, the right half of the picture changes and the left not."""
    shown = list(pictures(performer, clean(movement("AU12", "left"))))
    change = np.abs(shown[3].astype(int) - shown[0]).sum(axis=(0, 2))
    middle = int(performer.middle[0])
    assert change[middle:].sum() > 100 * max(1, change[: middle - 40].sum())


def test_nothing_moves_outside_a_movement(performer: Portrait) -> None:
    """Before the onset and from the offset on, a take without noise shows the resting face."""
    shown = list(pictures(performer, clean(movement("AU1"))))
    changed = [bool((picture != shown[0]).any()) for picture in shown]
    assert changed == [False, True, True, True, True, True, False]


def test_flow_sees_a_small_movement(performer: Portrait) -> None:
    """Dense flow sees a raise of 2 % of an eye-width, through noise, at 60 to 110 % of its size."""
    script = TakeScript(rate=FILM, frames=7, movements=(movement("AU1", peak=0.02),))
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in pictures(performer, script)]
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    x, y = centre(performer, "AU1", "right").round().astype(int)

    def rise(frame: int) -> float:
        patch = dis.calc(grey[0], grey[frame], None)[y - 3 : y + 4, x - 3 : x + 4, 1]
        return -float(patch.mean()) / performer.eye_width

    assert 0.012 < rise(3) < 0.022
    assert abs(rise(6)) < 0.002


def test_blink_shuts_the_eyes(performer: Portrait) -> None:
    """At closure the mesh sees both eyes less than 40 % as open as before; later as open again."""
    script = TakeScript(rate=FILM, frames=8, blinks=(ScriptedBlink(onset=1, closed=3, offset=7),))
    shown = list(pictures(performer, script))
    before, closed, after = (eye_openings(shown[frame]) for frame in (0, 3, 7))
    assert (closed < 0.4 * before).all()
    assert after == pytest.approx(before, rel=0.1)


def test_gaze_shifts_the_irises(performer: Portrait) -> None:
    """The mesh sees both irises follow a gaze to the picture's right while the lids stay."""
    gaze = ScriptedGaze(onset=1, arrival=2, leaving=3, offset=4, shift=(0.06, 0.0))
    script = TakeScript(rate=FILM, frames=4, gazes=(gaze,), noise_sd=0.0)
    shown = list(pictures(performer, script))
    before, there = mesh_points(shown[0]), mesh_points(shown[2])
    moved = (there - before)[[468, 473], 0] / performer.eye_width
    assert (moved > 0.03).all()
    assert eye_openings(shown[2]) == pytest.approx(eye_openings(shown[0]), rel=0.15)


@pytest.mark.parametrize("turned", [(8.0, 0.0, 0.0), (0.0, -6.0, 0.0), (3.0, 3.0, -10.0)])
def test_turned_head_is_where_it_is_calculated(
    performer: Portrait, turned: tuple[float, float, float]
) -> None:
    """The mesh finds the points of a turned head within 2 % of an eye-width of the calculation."""
    script = TakeScript(rate=FILM, frames=1, head=HeadMotion(amplitude=0.0, turned=turned))
    found = mesh_points(next(pictures(performer, script)))
    expected = points_at(performer, script, 0, performer.points)
    inside = [4, 5, 6, 33, 133, 168, 195, 197, 263, 362]
    error = np.hypot(*(found - expected)[inside].T) / performer.eye_width
    assert np.median(error) < 0.02


def test_speech_moves_the_chin_only_while_talking(performer: Portrait) -> None:
    """The chin is lowered in some frames of the speech, never before or after."""
    script = TakeScript(
        rate=FILM, frames=24, speech=(ScriptedSpeech(onset=6, offset=18),), noise_sd=0.0
    )
    chin = centre(performer, "AU26", "left")[None]
    drop = np.array([(points_at(performer, script, f, chin) - chin)[0, 1] for f in range(24)])
    assert drop.max() == pytest.approx(0.06 * performer.eye_width, rel=0.01)
    assert set(np.flatnonzero(drop > 0)) <= set(range(6, 18))


def test_same_script_same_pictures(performer: Portrait) -> None:
    """Two performances of a script are equal to the bit, and another seed's are not."""
    first, second, other = (
        np.stack(list(pictures(performer, still_script(FILM, 2, amplitude=1.0, seed=seed))))
        for seed in (4, 4, 5)
    )
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_light_and_focus(performer: Portrait) -> None:
    """Half the light halves the grey levels, and defocus takes most of the fine detail."""
    rest, dark, soft = (
        next(pictures(performer, TakeScript(rate=FILM, frames=1, noise_sd=0.0, **look)))
        for look in ({}, {"light": 0.5}, {"defocus": 3.0})
    )
    assert dark.mean() == pytest.approx(0.5 * rest.mean(), rel=0.02)
    assert cv2.Laplacian(soft, cv2.CV_32F).var() < 0.1 * cv2.Laplacian(rest, cv2.CV_32F).var()
