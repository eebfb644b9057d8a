"""What a frame's score weighs, and what counts as a burst."""

from __future__ import annotations

from dataclasses import dataclass, fields

from takewise.errors import SettingsError
from takewise.model.weighed import weighed_terms, weighs


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitSettings:
    """How frames are grouped and scored; the weights are shares and need not sum to 1."""

    eyes_open_weight: float = weighs("eyes open", 0.27, short="eyes")
    """Closed eyes are what photographers discard first."""
    expression_weight: float = weighs("expression", 0.22, short="expr.")
    """The living frame is what other tools do not see."""
    sharp_eyes_weight: float = weighs("sharp eyes", 0.14, short="sharp")
    """Sharpness at the nearer eye, not of the frame."""
    looking_weight: float = weighs("looking at camera", 0.09, short="gaze")
    """Eyes toward the camera."""
    light_weight: float = weighs("light", 0.09, short="light")
    """Tone in the face."""
    motion_weight: float = weighs("no motion blur", 0.08, short="still")
    """Blur in one direction: a shaken camera or a turning head."""
    framing_weight: float = weighs("pose and framing", 0.05, short="pose")
    """The pose of the head, and the face inside the picture."""
    unobstructed_weight: float = weighs("unobstructed", 0.06, short="clear")
    """Hair, hands and glasses before the face."""
    unknown: float = 0.5
    """What a term that is unknown counts as, 0 to 1: half, so that it neither spoils a
    frame nor lifts it above one that is known to be good."""
    variety: float = 0.15
    """How much a pick loses at most, by how much it looks like all earlier ones, 0 to 1."""
    burst_gap: float = 1.0
    """Longest pause within a burst, seconds; cameras shoot three a second or more."""
    scene_gap: float = 60.0
    """Longest pause within a scene, seconds; ten times as long where the pictures are alike."""
    clip_gap: float = 0.4
    """Least time between two picks of a clip, seconds; nearer ones look the same."""
    person_weights: tuple[str, ...] = ()
    """How much people count, such as "A=1" and "B=0.5"; who is not named counts by size."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for weights and gaps that make no score.

        A value may not be negative, a share not above 1, a person's weight must be readable, and
        one weight must be above 0.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, float) and not value >= 0:
                raise SettingsError(f"{value} is negative", where=f"portraits.{each.name}")
        for name in ("unknown", "variety"):
            if getattr(self, name) > 1:
                raise SettingsError("the value must be 0 to 1", where=f"portraits.{name}")
        if not sum(self.weights.values()) > 0:
            raise SettingsError("one of the weights must be positive", where="portraits")
        self.weight_of("A")

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each term by its name, as given."""
        return {name: getattr(self, key) for name, key in TERM_KEYS.items()}

    def weight_of(self, person: str) -> float | None:
        """Return how much a person counts, 0 to 1; None where the size decides.

        Raises `SettingsError` if a weight cannot be read.
        """
        for text in self.person_weights:
            name, _, number = text.partition("=")
            try:
                weight = float(number)
            except ValueError:
                weight = -1.0
            if not (name.strip() and 0 <= weight <= 1):
                raise SettingsError(
                    f"{text!r} is no person's weight",
                    where="portraits.person_weights",
                    remedy='write a person and 0 to 1, such as "B=0.5"',
                )
            if name.strip() == person:
                return weight
        return None


PHOTO_TERMS = weighed_terms(PortraitSettings)
"""The terms of a photograph's score, in the order in which they are listed."""

TERM_KEYS = {term.name: term.key for term in PHOTO_TERMS}
"""Term to the key of its weight, in the same order."""
