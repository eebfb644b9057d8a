"""How region motion is measured."""

from __future__ import annotations

from dataclasses import dataclass, fields

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSettings:
    """How region motion is measured."""

    anchor_seconds: float = 0.5
    """Age at which a flow anchor is replaced, seconds: half the longest
    micro-expression's span would be lost by less; longer ages let the light
    and the pose drift (tuned on synthetic takes)."""
    overlap_frames: int = 2
    """Frames in which the old and the new anchor are both measured, to align them: four
    cost a tenth more and align no better (F1 and times of apexes on 28 synthetic takes)."""
    longest_gap: float = 0.4
    """Seconds a face may be unseen before its motion starts afresh."""
    longest_cover: float = 8.0
    """Seconds after which whatever lies over a part of the face is taken for its new
    looks: a hand rests there for less, spectacles and a mask stay."""
    pose_rounds: int = 10
    """Reweighting rounds of the pose regression; ten and twenty find the same."""
    cut_change: float = 0.12
    """Mean change of the picture, of full range, that can be a cut."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a measure that is not positive."""
        for each in fields(self):
            if not isinstance(value := getattr(self, each.name), bool) and not value > 0:
                raise SettingsError(f"{value} is not positive", where=f"motion.{each.name}")
