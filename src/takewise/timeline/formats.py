"""The files that editors import, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from takewise.atomic import write_bytes
from takewise.timeline import (
    avid_aaf,
    avid_ale,
    avid_markers,
    chapters,
    fcpxml,
    kdenlive_guides,
    listings,
    premiere_xml,
    resolve_edl,
    srt,
)
from takewise.timeline.file_names import fit_for_file
from takewise.timeline.losses import OTIO, Carries, Loss, Rendered
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import Timeline

Render: TypeAlias = Callable[[Timeline, ExportSettings], Rendered]
"""A writer.

It takes the takes with their markers, and how to write them, of which it reads what
concerns it; it answers with the content of one or more files and with what these do
not say. Equal timelines give equal bytes, save in an AAF.
"""

Bundle: TypeAlias = Callable[[Path, Timeline, ExportSettings], tuple[Loss, ...]]
"""A writer of a file that holds the media too, which would not fit into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFiles:
    """What was written."""

    paths: tuple[Path, ...]
    """The files, in order."""
    losses: tuple[Loss, ...]
    """What they do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file that editors import."""

    suffix: str
    """Ending of the file's name, with its dot."""
    about: str
    """What it is for, in one line."""
    carries: Carries
    """What it has room for."""
    render: Render
    """Timeline to the content of its files; of a bundle, without the media."""
    bundle: Bundle | None = None
    """Writes it with the media; None where there are none in it."""
    check_ready: Callable[[], None] = lambda: None
    """Raises `MissingExtra` if an optional library is needed and not there."""

    def files(self, stem: str, timeline: Timeline, settings: ExportSettings) -> Mapping[str, bytes]:
        """Return what would be written.

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
            File name to content; several only where the format cannot hold it all
            in one file.
        """
        return self._named(stem, self.render(timeline, settings))

    def write(
        self, folder: Path, stem: str, timeline: Timeline, settings: ExportSettings
    ) -> WrittenFiles:
        """Write a timeline in this format.

        Parameters
        ----------
        folder
            Where to; made if it is missing.
        stem
            Name for the file, without its ending.
        timeline
            The takes and their markers.
        settings
            How to write it.

        Returns
        -------
        Written
            The files and what they do not say; raises `OutputError` if one cannot
            be written.
        """
        if self.bundle:
            path = folder / f"{stem}{self.suffix}"
            return WrittenFiles(paths=(path,), losses=self.bundle(path, timeline, settings))
        rendered = self.render(timeline, settings)
        named = self._named(stem, rendered)
        for name, content in named.items():
            write_bytes(folder / name, content)
        return WrittenFiles(paths=tuple(folder / name for name in named), losses=rendered.losses)

    def _named(self, stem: str, rendered: Rendered) -> dict[str, bytes]:
        return {
            f"{stem}{fit_for_file(part)}{self.suffix}": content
            for part, content in rendered.files.items()
        }


# Deferred: OpenTimelineIO takes 80 ms to load, which listing formats need not wait for.
def _otio(timeline: Timeline, settings: ExportSettings) -> Rendered:
    from takewise.timeline import otio  # noqa: PLC0415

    return otio.render(timeline, settings)


def _bundle(path: Path, timeline: Timeline, settings: ExportSettings) -> tuple[Loss, ...]:
    from takewise.timeline import otio_bundle  # noqa: PLC0415

    return otio_bundle.write_bundle(path, timeline, settings)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "otio": Format(
            suffix=".otio",
            about="OpenTimelineIO: takes with their markers, for Resolve, Kdenlive and others",
            carries=OTIO,
            render=_otio,
        ),
        "otioz": Format(
            suffix=".otioz",
            about="OpenTimelineIO with a copy of the media, in one file",
            carries=OTIO,
            render=_otio,
            bundle=_bundle,
        ),
        "otiod": Format(
            suffix=".otiod",
            about="OpenTimelineIO with a copy of the media, in one folder",
            carries=OTIO,
            render=_otio,
            bundle=_bundle,
        ),
        "resolve-edl": Format(
            suffix=".markers.edl",
            about="Resolve's Timelines > Import > Timeline Markers from EDL: onto an open timeline",
            carries=resolve_edl.CARRIES,
            render=resolve_edl.render,
        ),
        "premiere-xml": Format(
            suffix=".xml",
            about="Final Cut Pro 7's XML: takes with their markers, for Premiere",
            carries=premiere_xml.CARRIES,
            render=premiere_xml.render,
        ),
        "fcpxml": Format(
            suffix=".fcpxml",
            about="Final Cut Pro: a project, or clips of the browser, with markers and keywords",
            carries=fcpxml.CARRIES,
            render=fcpxml.render,
        ),
        "avid-markers": Format(
            suffix=".markers.txt",
            about="Avid's Markers window > Import Markers: onto an open sequence or clip",
            carries=avid_markers.CARRIES,
            render=avid_markers.render,
        ),
        "avid-ale": Format(
            suffix=".ale",
            about="Avid Log Exchange: a bin's columns with each take's score and best moment",
            carries=avid_ale.CARRIES,
            render=avid_ale.render,
        ),
        "avid-aaf": Format(
            suffix=".aaf",
            about="AAF with a sequence and its markers, for Avid: experimental, needs pyaaf2",
            carries=avid_aaf.CARRIES,
            render=avid_aaf.render,
            check_ready=avid_aaf.check_pyaaf2,
        ),
        "csv": Format(
            suffix=".markers.csv",
            about="a table, for spreadsheets",
            carries=listings.CARRIES,
            render=listings.render_csv,
        ),
        "json": Format(
            suffix=".markers.json",
            about="data, for scripts",
            carries=listings.CARRIES,
            render=listings.render_json,
        ),
        "ffmetadata": Format(
            suffix=".ffmeta",
            about="chapters for FFmpeg, to be put into a copy of the file",
            carries=chapters.CARRIES,
            render=chapters.render,
        ),
        "srt": Format(
            suffix=".srt",
            about="subtitles: the markers over the picture, in any player",
            carries=srt.CARRIES,
            render=srt.render,
        ),
        "kdenlive-guides": Format(
            suffix=".guides.json",
            about="Kdenlive's Guides > Import: onto an open timeline",
            carries=kdenlive_guides.CARRIES,
            render=kdenlive_guides.render,
        ),
    }
)
"""Name to format, the default first."""
