"""The other terms of a score: sharpness, blur, light, framing, what covers the face, expression."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from takewise.photos.context import Answer, JudgedFace
from takewise.photos.eyes import eyes_open, looking
from takewise.photos.rest import Expression, lids

# Blur beyond the person's sharpest frames at which the value is halved, eye-widths: at
# 1 % the lashes of a portrait that fills the screen run together.
_SOFT = 0.008

# The same for blur of all the frames: own choice, as no frame shows what was possible.
_SOFT_ALWAYS = 0.020

# Blur of a sharp eye, eye-widths: what lenses and processing leave.
_SHARPEST = 0.004

# Smear beyond a steady frame's at which the value is halved; a shake of a tenth of an
# eye-width is 0.017.
_SMEARED = 0.012

# Stops below the scene's frames at which the value is halved.
_DARKER = 1.5

# The same above them: highlights go first.
_BRIGHTER = 1.2

# Movement from rest, eye-widths, at which expression has reached 63 % (posed smiles of
# three people moved the lip corners by 0.08 to 0.15).
_FULL_MOVEMENT = 0.07

# Rise of the cheeks over that of the lip corners in a smile that takes in the eyes, as the
# mesh sees it: 0.13 to 0.24 in a labelled one.
_CHEEKS = 0.12

# Smile, eye-widths, that measuring alone can make; a labelled clip without any movement
# has up to this.
_UNSURE = 0.015

# Root mean square change within a third of a second in the middle of a movement, eye-widths.
_MOVING = 0.06

# Change of the distance of the lips within a quarter of a second in speech, eye-widths.
_TALKING = 0.035

# Shares of the face that hide its expression when they are covered, or without tone.
_MUCH_COVERED, _MUCH_LOST = 0.18, 0.40

# Value of a face at rest: calm is no fault.
_STILL_FACE = 0.30


def sharp_eyes(seen: JudgedFace) -> Answer:
    """Judge the sharpness at the nearer eye, against the person's sharpest frames."""
    blur = seen.face.blur
    if not math.isfinite(blur):
        if not math.isfinite(lids(seen.face)):
            return None, "eyes outside the picture: can't tell how sharp they are"
        return None, "face too small to judge how sharp the eyes are"
    best = seen.habits.blur if math.isfinite(seen.habits.blur) else blur
    value = _falling(blur - best, _SOFT, 1.5) * _falling(best - _SHARPEST, _SOFT_ALWAYS, 1.5)
    size = f"{100 * blur:.1f} % of an eye-width"
    if value >= 0.8:
        return value, f"sharp at the eyes (edges {size})"
    return value, f"{'soft' if value >= 0.4 else 'out of focus'} at the eyes (edges {size})"


def no_motion_blur(seen: JudgedFace) -> Answer:
    """Judge blur that has a direction, against what is usual for this person."""
    smear = seen.face.smear
    if not math.isfinite(smear):
        return None, "face too small to judge whether it moved"
    rest = seen.habits.smear if math.isfinite(seen.habits.smear) else 0.0
    usual = rest if seen.comparable else min(rest, 0.012)
    value = _falling(smear - usual, _SMEARED, 2.0)
    return value, "no motion blur" if value >= 0.7 else "blurred in one direction: something moved"


def light(seen: JudgedFace) -> Answer:
    """Judge the tone of the face, against the other frames of the scene."""
    # Skin has no right brightness: only what lost its tone, and what is darker than the
    # same person in the same scene, counts.
    face = seen.face
    under = max(0.0, seen.usual_stops - face.stops)
    over = max(0.0, face.stops - seen.usual_stops)
    toned = (1 - face.blown) ** 3 * (1 - face.crushed) ** 2
    off = 1 / (1 + (under / _DARKER) ** 2 + (over / _BRIGHTER) ** 2)
    value = off * toned * min(1.0, face.contrast / 0.06)
    if face.blown > 0.03:
        return value, f"{100 * face.blown:.0f} % of the face is blown out"
    if face.crushed > 0.15:
        return value, f"{100 * face.crushed:.0f} % of the face is black"
    if max(under, over) > 0.7:
        way = "darker" if under else "brighter"
        return value, f"{max(under, over):.1f} stops {way} than this scene"
    return value, "light on the face" if value > 0.7 else "flat light on the face"


def framing(seen: JudgedFace) -> Answer:
    """Judge the pose of the head, and whether the face is inside the picture."""
    yaw, pitch, roll = seen.face.pose
    value = seen.face.inside**2
    words = [] if seen.face.inside > 0.99 else ["face cut by the edge of the picture"]
    for angle, free, said in (
        (yaw, 25.0, f"head turned {abs(yaw):.0f}°"),
        (pitch, 16.0, f"head {'lowered' if pitch > 0 else 'raised'} {abs(pitch):.0f}°"),
        (roll, 15.0, f"head tilted {abs(roll):.0f}°"),
    ):
        part = _falling(abs(angle) - free, 25.0, 2.0)
        value *= part
        if part < 0.8:
            words.append(said)
    return value, ", ".join(words) or "head and framing as usual"


def unobstructed(seen: JudgedFace) -> Answer:
    """Judge whether something covers the face."""
    if seen.covered is None:
        return None, "can't tell whether something covers the face"
    value = math.exp(-max(0.0, seen.covered - 0.04) / 0.15)
    if value > 0.75:
        return value, "nothing over the face"
    return value, f"about {100 * seen.covered:.0f} % of the face looks covered"


def alive(seen: JudgedFace) -> Answer:
    """Judge the expression against the person's own rest.

    It is `_STILL_FACE` at rest, and nears 1 for a large movement that takes in the eyes, is alike
    on both sides and has settled.
    """
    moved = seen.expression
    if math.isnan(seen.gap):
        return _STILL_FACE, "mouth outside the picture: expression hidden"
    if moved is None:
        return None, "face at rest unknown: can't tell the expression"
    smile = moved.smiling
    other = 0.8 * moved.brows_up + 0.5 * max(0.0, moved.gap - 0.03) * (smile > 0.02)
    strength = 1 - math.exp(-(max(0.0, smile - _UNSURE) + other) / _FULL_MOVEMENT)
    strength *= _in_blink(seen)
    value = _STILL_FACE + (1 - _STILL_FACE) * strength * _quality(moved)
    tense = min(1.0, max(0.0, moved.pressed - 0.25) / 0.4) * (smile < 0.03)
    spoken = _speaking(seen)
    value *= 1 - 0.5 * tense
    value *= 1 - 0.5 * spoken
    value *= 1 - 0.25 * _unsettled(seen)
    if _hidden(seen):
        return min(value, _STILL_FACE), "expression hidden"
    return value, _expression_words(moved, tense, spoken, _unsettled(seen))


def _in_blink(seen: JudgedFace) -> float:
    """Return 1, less where lids that come down in a blink draw the face with them."""
    value, _ = eyes_open(seen)
    return 1.0 if value is None else min(1.0, 1.6 * value)


def _hidden(seen: JudgedFace) -> bool:
    """Return whether too little of the face is seen to judge its expression."""
    face = seen.face
    return (seen.covered or 0.0) > _MUCH_COVERED or max(face.blown, face.crushed) > _MUCH_LOST


def _quality(moved: Expression) -> float:
    """Return 0.6 to 1: cheeks that go with a smile, and both sides alike."""
    smile = moved.smiling
    if smile < _UNSURE:
        return 0.8
    real = min(1.0, max(0.0, moved.cheeks / smile) / _CHEEKS)
    sides = [max(0.0, side) for side in moved.smile]
    even = 1 - abs(sides[0] - sides[1]) / max(sum(sides), 1e-6)
    return 0.6 + 0.25 * real + 0.15 * even


def _speaking(seen: JudgedFace) -> float:
    """Return 0 to 1: the lips part or close quickly though there is no smile."""
    if seen.expression is None or seen.expression.smiling > 0.05 or seen.gap < 0.03:
        return 0.0
    changes = [
        abs(e.gap - seen.gap)
        for e in seen.neighbours
        if abs(e.seconds) <= 0.25 and math.isfinite(e.gap)
    ]
    return min(1.0, max(changes, default=0.0) / _TALKING / 2)


def _unsettled(seen: JudgedFace) -> float:
    """Return 0 to 1: the face is in the middle of a movement, by the frames next to it."""
    # At the height of a movement the face is still on one side in time at least.
    sides = []
    for side in (-1, 1):
        near = [e for e in seen.neighbours if e.seconds * side > 0 and abs(e.seconds) <= 0.35]
        if near:
            sides.append(min(near, key=lambda e: abs(e.seconds)).moved)
    return min(1.0, min(sides) / _MOVING) if len(sides) == 2 else 0.0


def _expression_words(moved: Expression, tense: float, spoken: float, unsettled: float) -> str:
    said = []
    if moved.smiling > 2 * _UNSURE:
        size = f"lip corners up {100 * moved.smiling:.0f} % of an eye-width"
        with_cheeks = moved.cheeks > _CHEEKS * moved.smiling
        said.append(f"{size}, cheeks {'with them' if with_cheeks else 'still'}")
        sides = sorted(max(0.0, side) for side in moved.smile)
        if sides[0] < 0.5 * sides[1]:
            said.append("more on one side")
    if moved.brows_up > 0.03:
        said.append(f"brows up {100 * moved.brows_up:.0f} %")
    if tense > 0.3:
        said.append("lips pressed")
    if spoken > 0.5:
        said.append("mouth in mid-word")
    if unsettled > 0.6:
        said.append("in the middle of a movement")
    return ", ".join(said) or "face at rest"


TERMS: Mapping[str, Callable[[JudgedFace], Answer]] = {
    "eyes open": eyes_open,
    "expression": alive,
    "sharp eyes": sharp_eyes,
    "looking at camera": looking,
    "light": light,
    "no motion blur": no_motion_blur,
    "pose and framing": framing,
    "unobstructed": unobstructed,
}
"""Each term's name to what judges it; the names are those of the settings."""


def _falling(beyond: float, half: float, power: float) -> float:
    """Return 1 up to 0, 0.5 at ``half``, then ever less."""
    return 1 / (1 + (max(0.0, beyond) / half) ** power)
