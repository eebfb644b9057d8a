"""Writes the results of takes into files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from takewise.app.names import longer_names
from takewise.app.sources import ANALYSIS_SUFFIX, SIGNALS_SUFFIX, read_analysis
from takewise.atomic import write_bytes
from takewise.errors import TakewiseError
from takewise.library import signals_to_npz, to_json
from takewise.model import MediaInfo
from takewise.pipeline.takes import TakeResult


class AnalysisFolder:
    """Writes each take's analysis, and its signals if it has them.

    `names` has, for each take, the name that its files begin with.
    """

    def __init__(self, folder: Path, names: Mapping[str, str]) -> None:
        self._folder = folder
        self._names = names
        self.written: dict[str, tuple[Path, ...]] = {}
        """Take to its files, the analysis first."""

    def write(self, path: str, result: TakeResult) -> None:
        """Write the files of one take; raises `OutputError` if they cannot be written."""
        name = self._free_name(path, result.analysis.media)
        contents = {self._folder / f"{name}{ANALYSIS_SUFFIX}": to_json(result.analysis)}
        if result.signals is not None:
            contents[self._folder / f"{name}{SIGNALS_SUFFIX}"] = signals_to_npz(result.signals)
        for file, content in contents.items():
            write_bytes(file, content)
        self.written[path] = tuple(contents)

    def _free_name(self, path: str, media: MediaInfo) -> str:
        """Return the first name that no other take's analysis has already."""
        own = self._names[path]
        own += "" if media.stream is None else f"@stream{media.stream}"
        for name in longer_names(path, own):
            if _may_replace(self._folder / f"{name}{ANALYSIS_SUFFIX}", media):
                return name
        digest = media.digest.removeprefix("sha256:")
        return f"{own}_{digest[:12]}"


def _may_replace(file: Path, media: MediaInfo) -> bool:
    """Return whether a file is free: absent, of the same take, or no analysis at all."""
    if not file.exists():
        return True
    try:
        other = read_analysis(str(file)).media
    except TakewiseError:
        return True
    same_place = os.path.realpath(other.path) == os.path.realpath(media.path)
    return other.stream == media.stream and (same_place or other.digest == media.digest)
