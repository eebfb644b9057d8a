"""What counts as a moment."""

from __future__ import annotations

from dataclasses import dataclass, fields

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentSettings:
    """What counts as a moment."""

    least_peak: float = 0.010
    """Least displacement, eye-widths: 0.6 mm on a face, below the 1.2-1.8 % that spotting
    methods use as the visible (0.008 adds false moments on the benchmark's takes, 0.012
    misses more)."""
    least_strength: float = 7.5
    """Least displacement over the channel's noise (from 5 to 8 F1 differs by 0.01 on the
    benchmark's development faces; the more, the fewer are false where nothing moves: at 7
    some are, next to the blinks of one face, and from 8.5 true ones are lost)."""
    shortest: float = 0.06
    """Seconds: two frames at 30 frames/s, a third of the briefest micro-expressions; a raise
of the brows lasts no longer in acted clips that are played fast."""
    longest: float = 6.0
    """Seconds: beyond it the face has taken a new pose rather than moved."""
    micro_seconds: float = 0.5
    """Longest micro-expression (Yan et al. 2013, J. Nonverbal Behav. 37:217)."""
    subtle_peak: float = 0.048
    """Below it an expression is subtle, eye-widths: 3 mm of 63 mm, under which
    people usually miss a difference (PMC5556787)."""
    blink_depth: float = 0.28
    """Least share of the usual opening that lids lose in a blink. The mesh rounds a
    fully closed eye of a large face to 60-80 %, of a small or narrow one to 30-50 %;
    open eyes stay below 15 % (benchmark faces and real clips)."""
    blink_guard: float = 0.12
    """Seconds around a blink in which the irises show nothing."""
    head_speed: float = 15.0
    """Degrees per second above which turning is what moved (own value)."""
    hints: bool = False
    """Whether moments carry a reading by EMFACS rules; off, for it is easily misread."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a measure that is not positive."""
        for each in fields(self):
            if not isinstance(value := getattr(self, each.name), bool) and not value > 0:
                raise SettingsError(f"{value} is not positive", where=f"moments.{each.name}")
