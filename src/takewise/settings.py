"""Every stage's settings, in one value and one TOML file.

```toml
[moments]
least_peak = 0.01     # eye-widths
[scoring]
moments_weight = 0.6
[markers]
min_confidence = 0.7
```

A table or key that does not exist is an error: a misspelt setting that is
silently ignored is worse than none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cattrs.errors import BaseValidationError

from takewise.alignment import AlignmentSettings
from takewise.converter import StrictConverter, faults_in
from takewise.dialogue import DialogueSettings
from takewise.errors import MalformedText, SettingsError
from takewise.faces import TrackSettings
from takewise.keymap import ReviewSettings
from takewise.moments import MomentSettings
from takewise.motion import MotionSettings
from takewise.photo_keys import PhotographSettings
from takewise.photos import PortraitSettings
from takewise.scoring import ScoreSettings
from takewise.sidecars import SidecarSettings
from takewise.sound import SoundSettings
from takewise.timeline import ExportSettings, MarkerSettings
from takewise.untrusted import LARGEST_SETTINGS, read_bytes, toml_from

# Tables that take no part in the analysis of a take.
_NOT_SHAPING = frozenset(
    {"markers", "alignment", "export", "portraits", "sidecars", "review", "photographs"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a user can set, a table for each stage."""

    faces: TrackSettings = field(default_factory=TrackSettings)
    """How faces become people."""
    sound: SoundSettings = field(default_factory=SoundSettings)
    """What counts as voice, breath and loud."""
    motion: MotionSettings = field(default_factory=MotionSettings)
    """How region motion is measured."""
    moments: MomentSettings = field(default_factory=MomentSettings)
    """What counts as a moment."""
    dialogue: DialogueSettings = field(default_factory=DialogueSettings)
    """What counts in a dialogue."""
    scoring: ScoreSettings = field(default_factory=ScoreSettings)
    """What a take's score weighs."""
    markers: MarkerSettings = field(default_factory=MarkerSettings)
    """Which moments become markers; does not shape the analysis."""
    alignment: AlignmentSettings = field(default_factory=AlignmentSettings)
    """How takes are aligned on one clock; does not shape the analysis."""
    export: ExportSettings = field(default_factory=ExportSettings)
    """How markers are written for editors; does not shape the analysis."""
    portraits: PortraitSettings = field(default_factory=PortraitSettings)
    """How stills are grouped and scored; does not shape the analysis of takes."""
    sidecars: SidecarSettings = field(default_factory=SidecarSettings)
    """What goes into XMP sidecars; does not shape the analysis of takes."""
    review: ReviewSettings = field(default_factory=ReviewSettings)
    """How the review window is worked; does not shape the analysis."""
    photographs: PhotographSettings = field(default_factory=PhotographSettings)
    """How photographs are read, and the review window for them worked; does not shape the
    analysis of takes."""

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest of what shapes an analysis."""
        shaping = {name: table for name, table in asdict(self).items() if name not in _NOT_SHAPING}
        text = json.dumps(shaping, sort_keys=True, default=str)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def load_settings(path: Path) -> Settings:
    """Read settings from a TOML file; what it leaves out keeps its default.

    Raises `SettingsError` if the file cannot be read, is no TOML, or holds an unknown key or a
    value of the wrong type or out of range.
    """
    try:
        content = toml_from(read_bytes(path, most=LARGEST_SETTINGS))
    except OSError as error:
        raise SettingsError(
            f"the settings cannot be read ({error.strerror})", where=str(path)
        ) from error
    except MalformedText as error:
        raise SettingsError(f"this is no TOML ({error.what})", where=str(path)) from error
    return settings_from(content, where=str(path))


def settings_from(content: dict[str, Any], *, where: str) -> Settings:
    """Make settings of tables, as a TOML file holds them.

    `where` names their source in an error. Raises `SettingsError` if a key is unknown, or a value
    of the wrong type or out of range.
    """
    try:
        return _converter().structure(content, Settings)
    except BaseValidationError as error:
        raise SettingsError(
            faults_in(error, "settings"),
            where=where,
            remedy="`takewise settings` lists every key with its default",
        ) from error


def overlaid(settings: Settings, content: Mapping[str, Any], *, where: str) -> Settings:
    """Replace the keys that some tables give, tables within tables too, in settings.

    `where` names their source in an error. Raises what `settings_from` raises.
    """
    return settings_from(_merged(_converter().unstructure(settings), content), where=where)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(below[key], value)
        if isinstance(value, Mapping) and isinstance(below.get(key), Mapping)
        else value
        for key, value in above.items()
    }
    return {**below, **both}


@cache
def _converter() -> StrictConverter:
    """Return the converter of settings, which takes a while to make."""
    return StrictConverter(forbid_extra_keys=True)
