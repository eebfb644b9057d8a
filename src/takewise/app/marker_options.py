"""What a user can choose about markers and their files, on every surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from takewise.app.presets import Preset

if TYPE_CHECKING:
    from takewise.media import StillKind
    from takewise.settings import Settings
    from takewise.timeline import Drop

OPTION_SETTINGS = MappingProxyType(
    {
        "min_confidence": ("markers", "min_confidence"),
        "max_per_take": ("markers", "max_per_take"),
        "kinds": ("markers", "kinds"),
        "label": ("markers", "label"),
        "color_by": ("markers", "colour_by"),
        "palette": ("markers", "palette"),
        "extent": ("markers", "extent"),
        "handles": ("markers", "handles"),
        "markers_on": ("export", "markers_on"),
        "path_map": ("export", "path_map"),
        "otio_flavour": ("export", "otio", "flavour"),
        "otio_schema": ("export", "otio", "schema"),
        "collision": ("export", "resolve_edl", "collision"),
        "fcpxml_mode": ("export", "fcpxml", "mode"),
        "fcpxml_version": ("export", "fcpxml", "version"),
        "avid_columns": ("export", "avid", "columns"),
        "avid_per": ("export", "avid", "per"),
    }
)
"""Option to the tables and the key of its setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerOptions:
    """What the user chose about markers."""

    to: tuple[str, ...] = ()
    """Names of the formats; none takes the preset's."""
    preset: Preset | None = None
    """What a host wants."""
    one_timeline: bool = False
    """Whether all takes are on one timeline."""
    name: str | None = None
    """Name of the one timeline; None names it after the takes' folder."""
    start: str = "auto"
    """Record timecode of the first frame: a label, 0, or auto to let the takes decide."""
    drop: Drop = "auto"
    """How the timeline counts."""
    stills: StillKind | None = None
    """Kind of file for the picture of each marker's apex; None for none."""
    strips: bool = False
    """Whether each marker's first, apex and last picture are written side by side."""
    clips: bool = False
    """Whether each marker's face is written as a clip: plain, slow, magnified."""
    burn_timecode: bool = False
    """Whether the source's timecode is written on the pictures of clips."""
    report: Path | None = None
    """File for what the formats could not hold; None for none."""
    chosen: Mapping[str, object] = field(default_factory=dict)
    """Options that were given and change a setting."""

    @property
    def formats(self) -> tuple[str, ...]:
        """Names of the formats to write, each once; none if the user named none."""
        return tuple(dict.fromkeys(self.to or (self.preset.to if self.preset else ())))

    def onto(self, settings: Settings) -> Settings:
        """Return the settings, overridden by the preset's, and these by the options given."""
        # Deferred, as everything here that brings numpy, scipy or a decoder: help need not wait.
        from takewise.settings import overlaid  # noqa: PLC0415

        if self.preset:
            where = f"preset {self.preset.name}"
            settings = overlaid(settings, self.preset.tables, where=where)
        tables: dict[str, object] = {}
        for option, value in self.chosen.items():
            _put(tables, OPTION_SETTINGS[option], value)
        return overlaid(settings, tables, where="options")


def _put(tables: dict[str, object], place: tuple[str, ...], value: object) -> None:
    """Put a value into nested tables, which are made if they are missing."""
    first, *rest = place
    if not rest:
        tables[first] = value
        return
    inner = tables.setdefault(first, {})
    _put(inner, tuple(rest), value)  # type: ignore[arg-type]
