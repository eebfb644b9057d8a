"""How takes are aligned on one clock, and what counts as a difference between them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentSettings:
    """Where the slate is looked for, how much must be in common, and what is worth reporting."""

    slate_within: float = 30.0
    """Seconds at the head of a take in which the slate claps."""
    least_overlap: float = 1.5
    """Seconds of sound that two takes must have in common; in shorter ones anything
    resembles anything."""
    least_speech: float = 0.8
    """Seconds of them in which a person is heard, loud as most of the take, where it is
    the speech that is followed: three or four words."""
    same_beat: float = 1.5
    """Seconds by which the same movement may be apart in two takes and still be the same
    beat: longer than a reaction takes, shorter than a line (own value)."""
    least_shift: float = 0.2
    """Seconds from which on a beat came earlier or later: what the clock of two readings
    and two apexes are uncertain by, together."""
    least_longer: float = 0.4
    """Seconds from which on a beat was longer; onsets and offsets are less certain than apexes."""
    least_confidence: float = 0.5
    """Confidence that a moment needs for its absence elsewhere to be reported: even odds."""
    least_alike: float = 0.33
    """Share of a movement that another face must make at that time for it not to be said
    that it lacks it, 0 to 1. Copies of one performance make 0.4 and more of what was found
    in one of them only, takes that truly lack it 0.2 at most."""
    least_seen: float = 0.8
    """Share of the frames around a beat in which a face must be seen and legible for it to
    be said that it does not make that movement, 0 to 1."""
    readable_eye_width: float = 40.0
    """Pixels between the eyes from which on a small movement would have been found: half of
    what the field advises; 1 % of it is less than the noise of flow below 40."""
    least_legible: float = 0.3
    """Sharpness, light and share of the face in the picture that it needs for that, 0 to 1."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a value that is not positive, or a share above 1."""
        for each in fields(self):
            value = getattr(self, each.name)
            share = each.name in {"least_confidence", "least_alike", "least_seen", "least_legible"}
            if not 0 < value <= (1 if share else float("inf")):
                most = " and at most 1" if share else ""
                raise SettingsError(f"{each.name} must be positive{most}", where="alignment")
