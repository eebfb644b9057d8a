"""What a take's score weighs."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.errors import SettingsError
from takewise.model.weighed import weighed_terms, weighs


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSettings:
    """Weights and scales of the score; the weights are shares and need not sum to 1."""

    moments_weight: float = weighs("subtle moments", 0.45)
    """The small moments are what the director came for, and what no other tool sees."""
    legibility_weight: float = weighs("legibility", 0.25)
    """A moment that cannot be read on the screen is lost to the audience."""
    blinks_weight: float = weighs("open eyes", 0.10)
    """A blink over the apex hides a moment, but a cut can often avoid it."""
    face_weight: float = weighs("face in the picture", 0.20)
    """A take in which the face is turned away offers less to choose from."""
    enough_moments: float = 4.0
    """Clear moments at which the first term reaches 63 %; the next ones add ever less,
    so that a restless take does not win by number (own value)."""
    least_eye_width: float = 20.0
    """Pixels between the eyes at which nothing subtle can be read: 1 % of it is
    then a fifth of a pixel, the noise of flow."""
    full_eye_width: float = 90.0
    """Pixels between the eyes from which size limits nothing (the field's advice:
    60 at least, warn below 90)."""
    poor: float = 0.5
    """Part of the legibility below which it is named as a reason, 0 to 1."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a negative weight, no weight above 0, or no positive scale."""
        weights = self.weights.values()
        if min(weights) < 0 or sum(weights) <= 0:
            raise SettingsError(
                "the weights of the score must be 0 or more, and one of them positive",
                where="scoring",
            )
        if self.enough_moments <= 0 or not 0 < self.least_eye_width < self.full_eye_width:
            raise SettingsError(
                "enough_moments must be positive and least_eye_width below full_eye_width",
                where="scoring",
            )

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each term by its name, as given."""
        return {term.name: getattr(self, term.key) for term in weighed_terms(type(self))}
