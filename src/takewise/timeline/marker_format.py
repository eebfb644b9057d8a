"""What a marker format says of itself.

Each format is one module of `takewise.timeline.formats`, whose ``FORMAT`` holds all
that there is to say about it: what it is for, what its files have room for, the
settings that it reads, the extra that it needs, and its writer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from takewise.atomic import write_bytes
from takewise.timeline.file_names import fit_for_file
from takewise.timeline.losses import Carries, Loss, Rendered
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

    name: str
    """What users call it; its module has the name too, with ``_`` for ``-``."""
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
    markers_only: bool = False
    """Whether it holds no clips, so that a cut can have it without being undone."""
    needs_start: bool = False
    """Whether every marker is shifted on a timeline that starts at another timecode."""
    settings: type | None = None
    """Its own table of `ExportSettings`; None where it has no settings of its own."""
    extra: str = ""
    """What ``pip install 'takewise[...]'`` brings for it; empty where nothing is needed."""
    check_ready: Callable[[], None] = lambda: None
    """Raises `MissingExtra` if an optional library is needed and not there."""

    def files(self, stem: str, timeline: Timeline, settings: ExportSettings) -> Mapping[str, bytes]:
        """Return what would be written, file name to content.

        There are several only where the format cannot hold it all in one file. `stem` is the name
        without its ending.
        """
        return self._named(stem, self.render(timeline, settings))

    def write(
        self, folder: Path, stem: str, timeline: Timeline, settings: ExportSettings
    ) -> WrittenFiles:
        """Write a timeline in this format to a folder, which is made if it is missing.

        Returns the files and what they do not say. `stem` is the name without its ending. Raises
        `OutputError` if a file cannot be written.
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
