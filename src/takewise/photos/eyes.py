"""Whether the eyes are open, and look at the camera.

Closed eyes are a fault only where they are a blink. A laugh narrows them, a look
downward covers them, a kiss shuts them, sunglasses hide them: there the answer
is that it is unknown.
"""

from __future__ import annotations

import math

from takewise.photos.context import Answer, JudgedFace
from takewise.photos.rest import LIDS_NOISE, lids

# Shares of the person's own open eyes between which the value rises: a lid half way down
# leaves 0.7 of the opening that the mesh measures, as it follows lids by about two thirds.
_SHUT, _WIDE = 0.40, 0.92

# Opening, height over width, that is open and shut on any person: Soukupova and Cech 2016
# have 0.2 as the border of a blink; narrow eyes begin at 0.16.
_OPEN_ANY, _SHUT_ANY = 0.20, 0.10

# Smile, eye-widths, from which cheeks narrow the eyes.
_LAUGH = 0.045

# Degrees below the camera from which lids cover a part of open eyes.
_DOWN = 14.0

# Seconds that a blink lasts at most (0.1 to 0.4 s; Schiffman 2000).
_BLINK = 0.45

# Seconds from shut eyes within which lids are moving (closing takes 0.1, opening 0.2 s).
_LIDS_MOVE = 0.13

# Brightness round the eyes over that of bare skin below which something dark covers both:
# sunglasses 0.36, spectacles with a thick black rim 0.55, bare eyes 0.56 and more (20 faces).
_DARK = 0.45

# Degrees of gaze past the camera at which the value has fallen to 37 %; people notice
# from about 5 (Gibson and Pick 1963), the measurement is good to about 4.
_STRAIGHT = 16.0


def eyes_open(seen: JudgedFace) -> Answer:
    """Judge the lids: 1 for eyes as open as this person's are, None where it is unknown."""
    if math.isnan(lids(seen.face)):
        return None, "eyes outside the picture: can't tell"
    if seen.face.socket < _DARK:
        return None, "something dark covers both eyes (sunglasses, deep shadow): can't tell"
    share = opening(seen)
    if share is None:
        return _without_comparison(seen)
    # With narrow eyes a share is soon within the error of measurement.
    wide = min(_WIDE, 1 - LIDS_NOISE / max(seen.usual_open, 1e-3))
    value = _ramp(share, _SHUT, max(wide, 2 * _SHUT))
    if share >= 0.75:
        near = [e for e in seen.neighbours if abs(e.seconds) <= _LIDS_MOVE and e.share < 0.5]
        if near:
            side = "begins" if near[0].seconds > 0 else "ends"
            return 0.6 * value, f"lids in motion: a blink {side}"
        return value, _open_words(value, seen)
    return _lowered(share, value, seen)


def _open_words(value: float, seen: JudgedFace) -> str:
    if value < 0.85:
        return "lids lower than usual in this expression"
    narrow = seen.usual_open < 0.9 * seen.habits.open_eyes
    return "eyes narrowed by a laugh, and open" if narrow else "eyes open"


def _lowered(share: float, value: float, seen: JudgedFace) -> Answer:
    """Distinguish a blink from lids that are down for another reason."""
    reopened = _open_beside(seen)
    if reopened is not None:
        state = "shut" if share < 0.5 else "half shut"
        return value, f"eyes {state}, open {abs(reopened):.2f} s {_when(reopened)}: a blink"
    reason = _meant(seen)
    if reason:
        return None, f"{reason}: can't tell"
    return value, "eyes shut" if share < 0.5 else "eyes half shut"


def opening(seen: JudgedFace) -> float | None:
    """Return how far the eyes are open, of what is usual; None without comparison."""
    if not seen.comparable:
        return None
    return lids(seen.face) / max(seen.usual_open, 1e-3)


def looking(seen: JudgedFace) -> Answer:
    """Judge the line of the eyes: 1 for eyes at the camera, None where the irises are not seen."""
    face = seen.face
    if math.isnan(face.gaze[0]):
        return None, "an eye is outside the picture: can't tell where the eyes look"
    if face.socket < _DARK:
        return None, "eyes hidden: can't tell where they look"
    share = opening(seen)
    if (share is not None and share < 0.6) or max(face.eyes) < _SHUT_ANY:
        return None, "lids down: can't tell where the eyes look"
    if face.eye_width < 24:
        return None, "face too small to judge where the eyes look"
    across, down = (face.gaze[i] - seen.habits.gaze[i] for i in (0, 1))
    # Lids hide half of what the irises do up and down, so that counts less.
    off = (across**2 + (0.6 * down) ** 2) ** 0.5
    value = 2.718281828 ** -((off / _STRAIGHT) ** 2)
    if value > 0.8:
        return value, "looks at the camera"
    sideways = abs(across) >= 0.6 * abs(down)
    way = ("right" if across > 0 else "left") if sideways else ("down" if down > 0 else "up")
    return value, f"looks {'to the picture’s ' if sideways else ''}{way} ({off:.0f}° off)"


def _without_comparison(seen: JudgedFace) -> Answer:
    widest = lids(seen.face)
    if widest >= _OPEN_ANY:
        return 1.0, "eyes open"
    if widest < _SHUT_ANY:
        reason = _meant(seen)
        return (None, f"{reason}: can't tell") if reason else (0.0, "eyes shut")
    return None, "eyes narrow, and no other frame of this person to compare: can't tell"


def _open_beside(seen: JudgedFace) -> float | None:
    """Return seconds to the nearest frame of the burst with eyes open again; None if none."""
    # Both sides must be open within a blink's time where both are known: a look down ends
    # some time, too.
    sides = []
    for side in (-1, 1):
        near = [each for each in seen.neighbours if each.seconds * side > 0]
        reopened = [each.seconds for each in near if each.share >= 0.75]
        if reopened:
            sides.append(min(reopened, key=abs))
        elif any(abs(each.seconds) >= _BLINK for each in near):
            return None
    if not sides or max(sides) - min(sides) > 2 * _BLINK:
        return None
    return min(sides, key=abs)


def _meant(seen: JudgedFace) -> str:
    """Return why the eyes may be shut on purpose; empty if nothing speaks for it."""
    laugh = seen.expression is not None and seen.expression.smiling > _LAUGH
    if seen.touching:
        return "eyes shut, face to face with another person (a kiss?)"
    if laugh:
        return "eyes shut in a laugh"
    # Below shut lids the mesh guesses the irises.
    if seen.face.pose[1] > _DOWN or (seen.face.gaze[1] > _DOWN and lids(seen.face) > 0.10):
        return "looks down, or lids lowered"
    if any(abs(each.seconds) >= _BLINK and each.share < 0.6 for each in seen.neighbours):
        return "eyes shut for longer than a blink"
    return ""


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _when(seconds: float) -> str:
    return "later" if seconds > 0 else "before"
