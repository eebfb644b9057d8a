"""A movement made large enough to be seen: the face moved so many times as far as it did.

1. The view is locked to the face's rigid points, in the shape they have at the onset
   (`locked`).
2. Dense flow (Kroeger et al., ECCV 2016) from the onset to a later picture.
3. What is left of the head's motion, a similarity fitted robustly to places that stay with
   the skull, is taken off.
4. Normalised convolution (Knutsson and Westin, CVPR 1993): flow counts where there is texture
   to see it by, and spreads from there. Without it cheeks tear when they are magnified.
5. A dead zone: what the noise alone shows stays still.
6. A feathered mask: the face moves, hair and background stay.
7. Nothing folds: where the magnified skin would, the movement is smoothed further.
8. The picture is sampled backward, by a fixed point of the displacement.

It shows what was found, and is no evidence that it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import FloatArray, Picture
from takewise.motion.flow import dense_flow, fit_motion
from takewise.motion.locked import LOCKED_SIZE, LOCKED_WIDTH, LockedFace
from takewise.motion.regions import STEADY

Field = npt.NDArray[np.float32]

# Gradient energy per pixel at which flow counts half: that of skin in even light.
_TEXTURE = 4.0

# Standard deviations, pixels of the view: of the texture's neighbourhood, and of what flow is
# spread over, 4.7 % of an eye-width.
_NEAR, _SPREAD = 2.0, 7.0

# Pixels below which nothing moves, and from twice which all of it counts: a tenth of a per
# cent of an eye-width. To it comes what the picture's own doubts add: a share of what steady
# places depart from a similarity by (a head that turns), and of what grain shows as flow.
# Tuned on synthetic still faces (grain of up to 2 levels, eye-widths of 50 to 240 pixels) and
# on two real clips of neutral faces, so that a magnified smile stays whole.
_DEAD, _TURNED, _GRAIN = 0.15, 0.7, 0.5

# Pixels by which the mask stays inside the face's outline, and over which it fades.
_INSIDE, _FADE = 4, 12.0

# Area of the magnified skin for one of the onset's below which it is smoothed: at 0 it folds.
_LEAST_AREA = 0.3

# Standard deviations of that smoothing, pixels, one after the other; the last is repeated.
_SMOOTHER = (6, 9, 13, 18)
_MOST_ROUNDS = 12

_FIXED_POINT_ROUNDS = 8

# Pixels that skin moves at the most, a third of an eye-width: beyond it a face is a caricature,
# and an open mouth tears.
_FARTHEST = 0.35 * LOCKED_WIDTH

# Share of the way from which the movement counts as magnified as far as was asked for.
_AS_ASKED = 0.9

# Pixels by which a steady place departs from the others to count half, as in `flow`.
_DOUBTED = 0.0047 * LOCKED_WIDTH

# Width of the square in which flow is averaged at a steady place, pixels.
_STEADY_SIDE = 15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkinMotion:
    """How the skin of a face moved from its onset to a later picture."""

    shift: Field
    """float32 (height, width, 2): pixels of a view of `LOCKED_SIZE`, x right and y down, the
    head's motion removed; 0 where nothing is known to move."""
    turn: complex
    """How the head's view is turned and scaled against the onset's: nearly 1."""
    move: complex
    """How it is moved then, pixels."""

    @property
    def peak(self) -> float:
        """How far the skin moved where it moved most, eye-widths."""
        return _peak(self.shift) / LOCKED_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Magnified:
    """A face whose skin moved farther than it did."""

    picture: Picture
    """uint8, as large as the onset's."""
    times: float
    """How many times as far; less than asked for where the skin would have folded, or have
    gone too far."""


def skin_motion(onset: LockedFace, later: LockedFace) -> SkinMotion:
    """Measure how the skin of a face moved, without its head.

    Parameters
    ----------
    onset
        The face before it moves.
    later
        The same face, locked like the onset.

    Returns
    -------
    SkinMotion
        What `magnified` and `moved_outline` take.
    """
    before, after = _grey(onset), _grey(later)
    dense = dense_flow(before, after)
    turn, move, left_over = _head(dense, onset.points)
    x, y = _grid()
    at = x + 1j * y
    left = at * (turn - 1) + move
    skin = dense - np.dstack((left.real, left.imag)).astype(np.float32)
    energy, mask = _energy(before), _mask(onset.points)
    skin = _spread(skin, energy / (energy + _TEXTURE))
    noise = _noise(before, after, dense, mask) * max(1.0, abs(onset.turn))
    seen = np.sqrt(cv2.GaussianBlur(energy, (0, 0), _SPREAD) + 1e-3)
    doubt = np.maximum(_DEAD + _TURNED * left_over, _GRAIN * noise / seen)
    sure = np.asarray(np.clip(_lengths(skin) / doubt - 1, 0, 1), np.float32)
    counts = cv2.GaussianBlur(sure, (0, 0), _SPREAD) * mask
    return SkinMotion(shift=np.asarray(skin * counts[:, :, None]), turn=turn, move=move)


def calmed(motions: Sequence[SkinMotion]) -> list[SkinMotion]:
    """Return each motion of a clip, from one onset, as the mean of itself and its neighbours."""
    around = [motions[max(0, n - 1) : n + 2] for n in range(len(motions))]
    return [
        SkinMotion(
            shift=np.mean([each.shift for each in near], axis=0, dtype=np.float32),
            turn=motions[n].turn,
            move=motions[n].move,
        )
        for n, near in enumerate(around)
    ]


def magnified(
    onset: LockedFace, motion: SkinMotion, times: float, *, shown: Picture | None = None
) -> Magnified:
    """Move the skin of a face so many times as far as it did.

    Parameters
    ----------
    onset
        The face before it moves.
    motion
        How it moved.
    times
        How many times as far; 1 is the movement as it was.
    shown
        The later picture, locked as well as its head allows (`takewise.motion.locked.relock`):
        the rest of the way is made with it, so that lids and lips are those of its
        frame. None samples the onset.

    Returns
    -------
    Magnified
        Within 15 % of that on synthetic takes.
    """
    peak = _peak(motion.shift)
    times = min(times, max(1.0, _FARTHEST / max(peak, _DEAD)))
    skin = unfolded(motion.shift, times)
    x, y = _grid()
    back = skin
    for _ in range(_FIXED_POINT_ROUNDS):
        at = x - times * back[:, :, 0], y - times * back[:, :, 1]
        back = np.asarray(cv2.remap(skin, *at, cv2.INTER_LINEAR), np.float32)
    source = onset.picture if shown is None else shown
    way = np.float32(times if shown is None else times - 1)
    detail = onset.detail
    if detail > 1:
        size = (source.shape[1], source.shape[0])
        back = cv2.resize(back, size, interpolation=cv2.INTER_LINEAR) * np.float32(detail)
    x, y = _grid(detail)
    seen = cv2.remap(
        source, x - way * back[:, :, 0], y - way * back[:, :, 1], cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    kept = _peak(skin) / max(peak, _DEAD)
    reached = times if kept > _AS_ASKED or peak < _DEAD else times * kept
    return Magnified(picture=np.asarray(seen, np.uint8), times=reached)


def unfolded(shift: Field, times: float) -> Field:
    """Smooth a displacement where so many times of it would fold the skin."""
    for number in range(_MOST_ROUNDS):
        folded = areas(shift, times) < _LEAST_AREA
        if not folded.any():
            break
        sigma = _SMOOTHER[min(number, len(_SMOOTHER) - 1)]
        reach = np.ones((2 * sigma + 1, 2 * sigma + 1), np.uint8)
        near = cv2.GaussianBlur(cv2.dilate(folded.astype(np.float32), reach), (0, 0), sigma)
        share = np.clip(np.asarray(near), 0, 1).astype(np.float32)[:, :, None]
        smooth = np.asarray(cv2.GaussianBlur(shift, (0, 0), sigma), np.float32)
        shift = np.asarray(shift * (1 - share) + smooth * share, np.float32)
    return shift


def areas(shift: Field, times: float) -> Field:
    """Return the area that each pixel of the onset takes in the magnified picture; 0 folds."""
    across = cv2.Sobel(shift, cv2.CV_32F, 1, 0, ksize=1) * np.float32(times / 2)
    down = cv2.Sobel(shift, cv2.CV_32F, 0, 1, ksize=1) * np.float32(times / 2)
    grown = (1 + across[:, :, 0]) * (1 + down[:, :, 1]) - across[:, :, 1] * down[:, :, 0]
    return np.asarray(grown, np.float32)


# Of the farthest movement of the face: where skin moved so far it belongs to the region.
_REGION = 0.45

# Share of the view that a part of the region covers at least; the corner of a mouth covers
# one per cent.
_LEAST_REGION = 0.002


def moved_outline(motion: SkinMotion) -> tuple[FloatArray, ...]:
    """Return the outline of the region that moved.

    Parameters
    ----------
    motion
        From the onset to the apex.

    Returns
    -------
    tuple[FloatArray, ...]
        Of each part, the largest first, float32 (n, 2): a closed line, in shares of the
        view's width and height; empty where nothing moved.
    """
    lengths = cv2.GaussianBlur(_lengths(motion.shift), (0, 0), _SPREAD)
    most = float(lengths.max())
    if most < _DEAD:
        return ()
    region = (lengths > _REGION * most).astype(np.uint8)
    lines, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    least = _LEAST_REGION * LOCKED_SIZE[0] * LOCKED_SIZE[1]
    parts = sorted((each for each in lines if cv2.contourArea(each) > least),
                   key=cv2.contourArea, reverse=True)  # fmt: skip
    size = np.array(LOCKED_SIZE, np.float32)
    return tuple(_rounded(np.asarray(part[:, 0])) / size for part in parts)


def picture_difference(onset: LockedFace, apex: LockedFace, *, gain: float = 4.0) -> Picture:
    """Return what differs between two pictures of a face: black where they agree.

    Parameters
    ----------
    onset, apex
        Locked to each other.
    gain
        How many times brighter than it is.

    Returns
    -------
    Picture
        uint8, as large as the onset's.
    """
    # Grain and blocks are smaller than what moves.
    one, other = (
        cv2.GaussianBlur(each.picture, (0, 0), 1.0 * each.detail) for each in (onset, apex)
    )
    return np.asarray(cv2.convertScaleAbs(cv2.absdiff(one, other), alpha=gain), np.uint8)


def _rounded(line: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Round a closed line, which goes from pixel to pixel, and keep every third place."""
    width = 9
    closed = np.vstack((line[-width:], line, line[:width])).astype(np.float32)
    smooth = cv2.blur(closed, (1, 2 * width // 2 + 1))[width:-width]
    return np.asarray(smooth[::3])


def _head(dense: Field, points: FloatArray) -> tuple[complex, complex, float]:
    """Return the turn and the move of the head that the views' own lock has left."""
    at = points[list(STEADY)]
    x, y = np.rint(at.T).astype(int)
    margin = _STEADY_SIDE // 2
    width, height = LOCKED_SIZE
    seen = (x > margin) & (x < width - margin) & (y > margin) & (y < height - margin)
    if seen.sum() < _ENOUGH_STEADY:
        return 1 + 0j, 0j, 0.0
    # Averaged in squares: a single pixel's flow is noise.
    mean = cv2.blur(dense, (_STEADY_SIDE, _STEADY_SIDE))[y[seen], x[seen]]
    place = at[seen, 0] + 1j * at[seen, 1]
    moved = mean[:, 0] + 1j * mean[:, 1].astype(float)
    middle, motion, turn = fit_motion(place, moved, _DOUBTED)
    departed = np.abs(moved - motion - turn * (place - middle))
    return 1 + turn, motion - turn * middle, float(np.median(departed))


# Fewer steady places than that do not show how the skull moves.
_ENOUGH_STEADY = 5


def _spread(skin: Field, weights: Field) -> Field:
    """Spread flow from where there is texture to where there is none."""
    whole = cv2.GaussianBlur(weights, (0, 0), _SPREAD)[:, :, None] + np.float32(1e-3)

    def smooth(field: Field) -> Field:
        return np.asarray(cv2.GaussianBlur(field * weights[:, :, None], (0, 0), _SPREAD) / whole)

    # Twice, the second time of what the first left over (Tukey's twicing): a brow moves in a
    # strip that is hardly wider than the spread, which alone takes a sixth of its way.
    once = smooth(skin)
    return once + smooth(skin - once)


def _energy(grey: npt.NDArray[np.uint8]) -> Field:
    """Return how much there is to see flow by: squared levels per pixel, (height, width)."""
    level = grey.astype(np.float32)
    across, down = (cv2.Sobel(level, cv2.CV_32F, *way) / 8 for way in ((1, 0), (0, 1)))
    energy = np.asarray(across * across + down * down, np.float32)
    return np.asarray(cv2.GaussianBlur(energy, (0, 0), _NEAR))


def _noise(
    before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8], dense: Field, mask: Field
) -> float:
    """Return by how many levels two pictures of the same skin differ: grain, blocks, light."""
    x, y = _grid()
    back = cv2.remap(after, x + dense[:, :, 0], y + dense[:, :, 1], cv2.INTER_LINEAR)
    return float(1.4826 * np.median(cv2.absdiff(back, before)[mask > _FACE]))


# Share of the mask from which a pixel is face.
_FACE = 0.5


def _mask(points: FloatArray) -> Field:
    """Return how much of each pixel is face, (height, width), 0 to 1."""
    mask = np.zeros(LOCKED_SIZE[::-1], np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(points[:468]).astype(np.int32)), (255,))
    inner = np.asarray(cv2.erode(mask, np.ones((2 * _INSIDE + 1,) * 2, np.uint8)), np.float32)
    return np.asarray(cv2.GaussianBlur(inner / 255, (0, 0), _FADE))


def _grey(face: LockedFace) -> npt.NDArray[np.uint8]:
    grey = cv2.cvtColor(face.picture, cv2.COLOR_RGB2GRAY)
    if face.detail > 1:
        grey = cv2.resize(grey, LOCKED_SIZE, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8)


def _peak(shift: Field) -> float:
    """Return the pixels that the skin moved where it moved most."""
    # Of the farthest one in a thousand, so that a single pixel does not make it.
    return float(np.percentile(_lengths(shift)[::2, ::2], 99.9))


def _lengths(shift: Field) -> Field:
    return np.asarray(cv2.magnitude(shift[:, :, 0], shift[:, :, 1]))


@cache
def _grid(detail: int = 1) -> tuple[Field, Field]:
    """Return the place of every pixel of a view, across and down."""
    width, height = (side * detail for side in LOCKED_SIZE)
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    return across.astype(np.float32), down.astype(np.float32)
