"""The files that editors import, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from takewise.timeline import resolve_edl
from takewise.timeline.arrangement import Timeline
from takewise.timeline.export import ExportSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file that editors import."""

    suffix: str
    """Ending of the file's name, with its dot."""
    about: str
    """What it is for, in one line."""
    render: Callable[[Timeline, ExportSettings], tuple[bytes, ...]]
    """Timeline to the content of one or more files, in order."""

    def files(self, stem: str, timeline: Timeline, settings: ExportSettings) -> Mapping[str, bytes]:
        """Write a timeline in this format.

        Parameters
        ----------
        stem
            Name for the file, without its ending.
        timeline
            The takes and their markers.
        settings
            How to write it.

        Returns
        -------
        Mapping[str, bytes]
            File name to content; several names, numbered ``-1of2``, only where
            the format cannot hold all the markers in one file.
        """
        parts = self.render(timeline, settings)
        if len(parts) == 1:
            return {f"{stem}{self.suffix}": parts[0]}
        return {
            f"{stem}-{number}of{len(parts)}{self.suffix}": part
            for number, part in enumerate(parts, start=1)
        }


def _otio(timeline: Timeline, settings: ExportSettings) -> tuple[bytes, ...]:
    # Deferred: OpenTimelineIO takes 80 ms to load, which listing formats need not wait for.
    from takewise.timeline import otio  # noqa: PLC0415

    return (otio.render(timeline, settings),)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "otio": Format(
            suffix=".otio",
            about="OpenTimelineIO: takes with their markers, for Resolve, Kdenlive and others",
            render=_otio,
        ),
        "resolve-edl": Format(
            suffix=".markers.edl",
            about="Resolve's Timelines > Import > Timeline Markers from EDL: onto an open timeline",
            render=resolve_edl.render,
        ),
    }
)
"""Name to format, the default first."""
