"""Titles and reasons: what was seen, in words that stand in a marker list.

Only what a picture shows is named, a movement and its measure; never a feeling.
"""

from __future__ import annotations

from takewise.model import Kind, Movement
from takewise.moments.units import ACTION_UNITS, ASIDE

_TOGETHER = {
    frozenset(("AU1", "AU2")): ("brow lifts", "brows lift"),
    frozenset(("AU6", "AU12")): ("lip corner and cheek rise", "lip corners and cheeks rise"),
}
"""Usual pairs that have a plainer name: (one side, both sides)."""


def title(movements: tuple[Movement, ...]) -> str:
    """Name a gesture by its strongest movements, such as ``"left lip corner rises"``.

    There is at least one, strongest first.

    Examples
    --------
    >>> title((Movement(unit="AU12", name="lip corner puller", side="left", peak=0.02),))
    'left lip corner rises'
    """
    if any(each.unit in {"AU26", "AU27"} for each in movements):
        # A jaw that drops parts the lips: the title has something better to say.
        movements = tuple(each for each in movements if each.unit != "AU25")
    first, *rest = movements
    if rest and (pair := _TOGETHER.get(frozenset((first.unit, rest[0].unit)))):
        return pair[1] if first.side == "both" else f"{first.side} {pair[0]}"
    text = _phrase(first)
    return f"{text}, {_phrase(rest[0])}" if rest else text


def because(movements: tuple[Movement, ...], seconds: float, strength: float, head: str) -> str:
    """Give the measurement behind a gesture in one sentence.

    It reads ``"inner brows rose 2.1 % of an eye-width in 0.21 s, 9 times the noise, while the head
    was still"``. The movements, at least one, are strongest first; `seconds` is from onset to
    offset, `strength` is displacement over noise, `head` what the head did.
    """
    first, *rest = movements
    text = (
        f"{_who(first)} {_past(first)} {first.peak * 100:.1f} % of an eye-width "
        f"in {seconds:.2f} s, {strength:.0f} times the noise, while {head}"
    )
    if rest:
        also = ", ".join(
            f"{_who(movement)} {_past(movement)} {movement.peak * 100:.1f} %" for movement in rest
        )
        text = f"{text}; with it {also}"
    return text


def blink_words(depth: float, phases: tuple[float, float, float], *, half: bool) -> str:
    """Give the measurement behind a blink in one sentence.

    It reads ``"both lids closed by 84 % and opened again in 0.36 s: 0.08 s down, 0.12 s shut, 0.16
    s up"``. `depth` is the share of the usual opening that was lost; `phases` are the seconds in
    which the lids closed, stayed down and opened; `half` means that they stayed clearly above where
    this person's blinks close.
    """
    lost = f"both lids closed by {min(depth, 1.0) * 100:.0f} %"
    if half:
        lost += ", well short of this performer's full blinks,"
    closing, shut, opening = phases
    return (
        f"{lost} and opened again in {sum(phases):.2f} s: {closing:.2f} s down, "
        f"{shut:.2f} s {'low' if half else 'shut'}, {opening:.2f} s up"
    )


def closed_words(share: float, seconds: float) -> str:
    """Give the measurement behind eyes that stay closed in one sentence."""
    return f"both lids closed by {min(share, 1.0) * 100:.0f} % and stayed so for {seconds:.2f} s"


def hold_words(movements: tuple[Movement, ...], seconds: float) -> str:
    """Give the measurement behind a hold in one sentence."""
    first = movements[0]
    return (
        f"{_who(first)} {_past(first)} {first.peak * 100:.1f} % of an eye-width "
        f"and the face then kept still for {seconds:.2f} s"
    )


def gaze_title(way: str, *, returns: bool) -> str:
    """Name a travel of the eyes: ``"eyes go left"``, ``"eyes glance up"``."""
    return f"eyes {'glance' if returns else 'go'} {way}"


def gaze_words(way: str, travel: float, seconds: float, *, returns: bool) -> str:
    """Give the measurement behind a travel of the eyes in one sentence."""
    # The performer's own side, and half eye lengths made whole ones.
    there = f"both irises moved {way} by {travel * 50:.0f} % of the eye's length"
    return f"{there} and were back after {seconds:.2f} s" if returns else f"{there} and stayed"


def head_words(speed: float, *, talks: bool = False) -> str:
    """Say how the head moved, given its greatest turning speed in degrees per second.

    `talks` is whether the mouth talked meanwhile.
    """
    turned = speed >= 15.0
    head = "was still" if speed < 4.0 else "was turning" if turned else "moved slowly"
    mouth = " and the mouth talked" if talks else ""
    doubt = ", which makes it less sure" if turned or talks else ""
    return f"the head {head}{mouth}{doubt}"


def size_kind(seconds: float, peak: float, *, micro_seconds: float, subtle_peak: float) -> Kind:
    """Return the kind of a gesture by its length in seconds and peak in eye-widths."""
    # A microsecond: the difference of two times has a rounding error.
    if seconds <= micro_seconds + 1e-6:
        return Kind.MICRO
    return Kind.SUBTLE if peak < subtle_peak else Kind.EXPRESSION


def _who(movement: Movement) -> str:
    unit = ACTION_UNITS[movement.unit]
    if movement.side == "both" or _goes_aside(movement):
        return unit.parts
    return f"{movement.side} {unit.part}"


def _past(movement: Movement) -> str:
    if _goes_aside(movement):
        return f"moved to the {movement.side} by"
    return ACTION_UNITS[movement.unit].past


def _goes_aside(movement: Movement) -> bool:
    """Return whether the side says where the part goes, rather than which one moves."""
    return movement.unit == ASIDE.code and movement.side != "both"


def _phrase(movement: Movement) -> str:
    if _goes_aside(movement):
        return f"{_who(movement)} moves to the {movement.side}"
    one, several = ACTION_UNITS[movement.unit].verb
    return f"{_who(movement)} {several if movement.side == 'both' else one}"
