"""A hand that passes before the face: a painted one, with fingers, shading and a shadow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import Picture
from tests.performer import head
from tests.performer.portrait import Portrait
from tests.performer.script import TakeScript

_FINGERS = (
    # Root across the palm, tip across, tip above the palm's middle, half width: eye-widths.
    (-0.45, -0.62, 1.45, 0.13),
    (-0.15, -0.2, 1.75, 0.14),
    (0.15, 0.2, 1.7, 0.14),
    (0.44, 0.58, 1.35, 0.12),
)
_THUMB = ((-0.55, -0.25), (-1.05, 0.55), 0.15)
_PALM = (0.62, 0.75)
# Half its width and height; an eye-width is 63 mm, a palm 80 mm wide, a finger 18 mm.
_WRIST = 0.42
_ARM = 6.0
# Half the wrist's width, and the length of the arm that reaches out of the picture.
_SPACE = (2.4, 2.0 + _ARM)
# Width and height of the sheet it is painted on.
_PALM_AT = (1.2, 2.0)
# The palm's middle on that sheet.

_SOFT = 0.015
"""Standard deviation of its edge, eye-widths: a little out of focus."""
_SHADOW = (0.12, 0.14, 0.1, 0.3)
"""Shift right and down and softness, eye-widths; share of the light that it takes."""
_TREMBLE = 0.02
"""Standard deviation of its sway where it rests, eye-widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedHand:
    """A hand comes before the face, stays or not, and goes."""

    onset: int
    """First frame of its way in; it is out of the face's reach before."""
    arrival: int
    """First frame at its place."""
    leaving: int
    """First frame of its way out; `arrival` where it only passes."""
    offset: int
    """First frame in which it is gone."""
    place: tuple[float, float]
    """Where the middle of the palm rests: right and below the face's middle, eye-widths."""
    comes: float
    """Where it comes from: degrees clockwise from the picture's right."""
    goes: float
    """Where it goes to, likewise."""
    points: float
    """Where the fingers point: degrees clockwise from up."""
    tone: float = 1.0
    """Brightness against the performer's own cheek."""
    seed: int = 0
    """Which texture and tremble."""

    def course(self, frames: int) -> npt.NDArray[np.float64]:
        """Return the palm's place in every frame, (frames, 2) eye-widths from the face's middle."""
        times = np.arange(frames)
        there = _eased((times - self.onset + 1) / (self.arrival - self.onset + 1))
        back = _eased((times - self.leaving + 1) / (self.offset - self.leaving + 1))
        away = _OUT * ((1 - there)[:, None] * _way(self.comes) + back[:, None] * _way(self.goes))
        sway = [head.sway(times / 24.0, self.seed + way) for way in (1, 2)]
        return np.array(self.place) + away + _TREMBLE * np.stack(sway, axis=1)


_OUT = 6.0
# Eye-widths from the face's middle at which a hand is out of its reach.


def _eased(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0)))


def _way(degrees: float) -> npt.NDArray[np.float64]:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def with_hands(
    film: Iterable[Picture], portrait: Portrait, script: TakeScript, hands: tuple[ScriptedHand, ...]
) -> Iterator[Picture]:
    """Paint hands over a film; equal arguments give equal pictures.

    Yields
    ------
    Picture
        uint8 (height, width, 3) RGB.
    """
    courses = [hand.course(script.frames) for hand in hands]
    grain = np.random.default_rng([script.seed, 3])
    for frame, picture in enumerate(film):
        seen = picture
        for hand, course in zip(hands, courses, strict=True):
            if hand.onset <= frame < hand.offset:
                seen = _painted(seen, portrait, script, hand, course[frame], grain)
        yield seen


def _painted(
    picture: Picture,
    portrait: Portrait,
    script: TakeScript,
    hand: ScriptedHand,
    place: npt.NDArray[np.float64],
    grain: np.random.Generator,
) -> Picture:
    """Paint one hand into one picture, its palm at a place."""
    unit = portrait.eye_width
    paint, cover = _sheet(_skin(portrait), round(unit), hand.seed)
    at = portrait.middle + unit * place @ portrait.axes
    sheet_scale = unit / round(unit)
    turn = cv2.getRotationMatrix2D(
        (_PALM_AT[0] * round(unit), _PALM_AT[1] * round(unit)), -hand.points, sheet_scale
    )
    turn[:, 2] += at - np.array(_PALM_AT) * round(unit)
    size = picture.shape[1::-1]
    shown = cv2.warpAffine(paint, turn, size, flags=cv2.INTER_LINEAR)
    covered = cv2.warpAffine(cover, turn, size, flags=cv2.INTER_LINEAR)
    right, down, soft, depth = _SHADOW
    slide = np.array([[1.0, 0.0, right * unit], [0.0, 1.0, down * unit]])
    shade = cv2.GaussianBlur(cv2.warpAffine(covered, slide, size), (0, 0), soft * unit)
    if script.defocus:
        shown = cv2.GaussianBlur(shown, (0, 0), script.defocus)
        covered = cv2.GaussianBlur(covered, (0, 0), script.defocus)
    shown = shown * np.float32(hand.tone * script.light)
    shown += script.noise_sd * grain.standard_normal(shown.shape, np.float32)
    alpha = covered[:, :, None]
    behind = picture * (1 - depth * shade[:, :, None])
    return np.rint(np.clip(alpha * shown + (1 - alpha) * behind, 0, 255)).astype(np.uint8)


def _skin(portrait: Portrait) -> tuple[float, float, float]:
    """Return the colour of the performer's cheeks, RGB."""
    radius = max(2, round(0.1 * portrait.eye_width))
    patches = [
        portrait.picture[y - radius : y + radius, x - radius : x + radius].reshape(-1, 3)
        for x, y in np.rint(portrait.points[[50, 280]]).astype(int)
    ]
    red, green, blue = np.median(np.concatenate(patches), axis=0).tolist()
    return red, green, blue


@lru_cache(maxsize=4)
def _sheet(
    skin: tuple[float, float, float], unit: int, seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Paint the back of a hand, fingers up: colours (h, w, 3), and how it covers, (h, w)."""
    width, height = (round(side * unit) for side in _SPACE)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / unit - _PALM_AT[0], y / unit - _PALM_AT[1]
    # How high the skin stands over the sheet: round fingers on a flat palm.
    relief = _bar(x, y, (0.0, 0.4), (0.0, _ARM), _WRIST)
    relief = np.maximum(relief, 0.8 * np.clip(1 - (x / _PALM[0]) ** 4 - (y / _PALM[1]) ** 4, 0, 1))
    for root, tip, length, half in _FINGERS:
        relief = np.maximum(relief, _bar(x, y, (root, -0.4), (tip, -length), half))
    relief = np.maximum(relief, _bar(x, y, *_THUMB))
    light = 0.62 + 0.42 * np.sqrt(relief) - 0.1 * x
    noise = np.random.default_rng([seed, 9]).standard_normal((height, width)).astype(np.float32)
    for sigma, depth in ((0.012, 0.02), (0.12, 0.06)):
        texture = cv2.GaussianBlur(noise, (0, 0), sigma * unit)
        light += depth * texture / texture.std()
    for _, tip, length, half in _FINGERS:
        for joint in (0.5, 0.75):
            fold = np.hypot((x - joint * tip) / half, (y + joint * length) / 0.025)
            light -= 0.12 * np.exp(-(fold**2))
        nail = np.hypot((x - tip) / (0.6 * half), (y + length) / 0.1)
        light += 0.06 * (1 - np.tanh(4 * (nail - 1)))
    cover = cv2.GaussianBlur((relief > 0).astype(np.float32), (0, 0), _SOFT * unit)
    return (light[:, :, None] * np.float32(skin)).astype(np.float32), cover


def _bar(
    x: npt.NDArray[np.float32],
    y: npt.NDArray[np.float32],
    start: tuple[float, float],
    end: tuple[float, float],
    half: float,
) -> npt.NDArray[np.float32]:
    """Return the height of a round bar between two points, 0 to 1; `half` is its half width."""
    way = np.subtract(end, start)
    along = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / (way @ way), 0, 1)
    away = np.hypot(x - start[0] - along * way[0], y - start[1] - along * way[1])
    return np.asarray(np.clip(1 - (away / half) ** 2, 0, 1), np.float32)
