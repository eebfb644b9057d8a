"""What the user can choose about a file for an editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from takewise.errors import SettingsError

MarkersOn: TypeAlias = Literal["timeline", "clip", "both"]
"""What carries the markers."""

Flavour: TypeAlias = Literal["resolve", "premiere", "kdenlive", "strict"]
"""Whose reading of OpenTimelineIO a file follows."""

OtioSchema: TypeAlias = Literal["0.14", "0.18"]
"""Release of OpenTimelineIO that must be able to read a file."""

Collision: TypeAlias = Literal["merge", "shift"]
"""What becomes of markers on one frame where a host keeps but one."""

FcpxmlMode: TypeAlias = Literal["project", "event"]
"""Whether the takes are on a timeline, or clips in the browser."""

FcpxmlVersion: TypeAlias = Literal["1.9", "1.10", "1.11", "1.13", "1.14"]
"""Version of FCPXML; from 1.9 on a medium's place is written the same way."""

AvidColumns: TypeAlias = Literal[5, 6, 8]
"""Columns of Avid's marker text: without the length, with it, and as newer tools write it."""

AvidPer: TypeAlias = Literal["sequence", "take"]
"""Whether Avid's marker text is for the whole timeline, or one for each take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtioSettings:
    """How OpenTimelineIO is written."""

    flavour: Flavour = "resolve"
    """Whose reading of it the file follows: resolve, premiere, kdenlive or strict."""
    schema: OtioSchema = "0.18"
    """Release that must be able to read it: 0.18 (and all since 0.15) or 0.14."""

    def __post_init__(self) -> None:
        """Refuse unknown words; raises `SettingsError`."""
        _check(self.flavour, Flavour, "flavour")
        _check(self.schema, OtioSchema, "schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveEdlSettings:
    """How Resolve's marker EDL is written."""

    collision: Collision = "merge"
    """Markers on one frame: merge them into one, or shift the later to the next free frame."""

    def __post_init__(self) -> None:
        """Refuse unknown words; raises `SettingsError`."""
        _check(self.collision, Collision, "collision")


@dataclass(frozen=True, slots=True, kw_only=True)
class FcpxmlSettings:
    """How FCPXML is written."""

    mode: FcpxmlMode = "project"
    """project: the takes on a timeline; event: as clips in the browser."""
    version: FcpxmlVersion = "1.10"
    """Version of the format; Final Cut Pro 10.6 and Resolve 18 read 1.10."""

    def __post_init__(self) -> None:
        """Refuse unknown words; raises `SettingsError`."""
        _check(self.mode, FcpxmlMode, "mode")
        _check(self.version, FcpxmlVersion, "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class AvidSettings:
    """How Avid's marker text is written."""

    columns: AvidColumns = 6
    """5 (older releases, no length), 6, or 8 (the colour once more at the end)."""
    per: AvidPer = "sequence"
    """sequence: one file at record timecode; take: one for each take at its own timecode."""
    user: str = "takewise"
    """Whose markers they are, as Avid's marker list shows it."""
    track: str = "V1"
    """Track that the markers are on; it must exist."""

    def __post_init__(self) -> None:
        """Refuse unknown words and what would break a column; raises `SettingsError`."""
        _check(self.columns, AvidColumns, "columns")
        _check(self.per, AvidPer, "per")
        for name, value in (("user", self.user), ("track", self.track)):
            if not value.isprintable() or not value.strip():
                raise SettingsError(
                    f"{value!r} does not fit a column", where=name, remedy="give one short word"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """How a timeline is written."""

    markers_on: MarkersOn = "timeline"
    """What carries the markers where a format has both: timeline, clip or both.
    The timeline is what every editor reads rightly."""
    path_map: tuple[tuple[str, str], ...] = ()
    """Beginnings of media paths and what stands in their place, the first that fits."""
    otio: OtioSettings = field(default_factory=OtioSettings)
    """How OpenTimelineIO is written."""
    resolve_edl: ResolveEdlSettings = field(default_factory=ResolveEdlSettings)
    """How Resolve's marker EDL is written."""
    fcpxml: FcpxmlSettings = field(default_factory=FcpxmlSettings)
    """How FCPXML is written."""
    avid: AvidSettings = field(default_factory=AvidSettings)
    """How Avid's marker text is written."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for unknown places of markers and empty beginnings of paths."""
        _check(self.markers_on, MarkersOn, "markers_on")
        if not all(old for old, _ in self.path_map):
            raise SettingsError(
                "a path that is replaced must not be empty",
                where="path_map",
                remedy="write both, such as /proxies=/rushes",
            )

    @property
    def on_timeline(self) -> bool:
        """Whether the timeline carries markers."""
        return self.markers_on != "clip"

    @property
    def on_clips(self) -> bool:
        """Whether the clips carry markers."""
        return self.markers_on != "timeline"


def _check(value: object, known: object, where: str) -> None:
    allowed = get_args(known)
    if value not in allowed:
        raise SettingsError(
            f"{value!r} is not known here",
            where=where,
            remedy=f"use one of {', '.join(map(str, allowed))}",
        )
