"""What counts in a dialogue."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueSettings:
    """What counts in a dialogue."""

    pause: float = 0.25
    """Seconds: a shorter silence is no pause; between turns 0.2 is usual (Levinson & Torreira
    2015, Front. Psychol. 6:731)."""
    emphasis_pause: float = 0.4
    """Seconds of the least pause in which moments count more; own value."""
    emphasis: float = 1.3
    """Factor on the place of such a moment in the order of the clearest: what a face does in a
    silence is what the audience sees of it; own value, 1 turns it off."""
    mouth: float = 0.02
    """Eye-widths: movement of the lips, root mean square, from which a mouth speaks while there
    is voice: 99 % of spoken frames reach it, 12 % of silent ones (11 people of GRID)."""
    parting: float = 0.03
    """Eye-widths by which lips part for a breath or a word; they tremble by 0.003 (own value)."""
    hold: float = 1.0
    """Seconds of the least hold after a line that becomes a moment (own value, as for holds)."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises
        ------
        SettingsError
            If a measure is not positive, or the emphasis is below 1.
        """
        for name in ("pause", "emphasis_pause", "mouth", "parting", "hold"):
            if not (value := getattr(self, name)) > 0:
                raise SettingsError(f"{value} is not positive", where=f"dialogue.{name}")
        if self.emphasis < 1:
            raise SettingsError(f"{self.emphasis} is below 1", where="dialogue.emphasis")
