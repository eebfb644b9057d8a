"""What counts as voice."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """What counts as voice, as breath, and as loud."""

    voice: float = 0.5
    """Chance of voice from which a line begins, 0 to 1 (the model's own default)."""
    gap: float = 0.15
    """Seconds: a shorter silence does not divide a line. A stop consonant closes the mouth for
    up to 0.15 s (own value)."""
    shortest: float = 0.1
    """Seconds: a shorter sound is no line (own value; "no" takes 0.2 s)."""
    breath_room: float = 45.0
    """Decibels by which the room must be below the voice for a breath to be heard: 6 of 6 are
    found at 50, 4 of 6 at 45, 1 of 6 at 40 (real readers with noise added)."""
    onset_rise: float = 20.0
    """Decibels by which a loud sound rises within 10 ms (own value, see the benchmark)."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises
        ------
        SettingsError
            If the chance is not between 0 and 1, or a measure is not positive.
        """
        if not 0 < self.voice < 1:
            raise SettingsError(
                f"{self.voice} is not a chance between 0 and 1", where="sound.voice"
            )
        for name in ("gap", "shortest", "breath_room", "onset_rise"):
            if not (value := getattr(self, name)) > 0:
                raise SettingsError(f"{value} is not positive", where=f"sound.{name}")
