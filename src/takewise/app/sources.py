"""The takes, and analysis files, under the paths that the user named."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import takewise
from takewise.app.names import unique_names
from takewise.errors import MalformedText, MediaError, TakewiseError
from takewise.library import check_frames, from_json
from takewise.media import find_takes, pass_over
from takewise.model import Analysis
from takewise.untrusted import read_bytes

ANALYSIS_SUFFIX = ".takewise.json"
"""Ending of the files that `takewise analyze` writes."""

SIGNALS_SUFFIX = ".takewise.npz"
"""Ending of the files that hold the signals of the take next to them."""

# So many files are named in a note; the rest are counted.
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSources:
    """What was found under the paths that the user named."""

    paths: tuple[str, ...]
    """Media files, image sequences and analysis files, in the order named, each once."""
    failures: tuple[TakewiseError, ...]
    """One for each path under which there is nothing."""
    passed_over: tuple[str, ...] = ()
    """Files that a shell pattern matched and that are not films."""

    @property
    def note(self) -> str:
        """Names the files that were skipped; empty if there are none."""
        return skipped_note(self.passed_over, "film", "films")

    @property
    def names(self) -> Mapping[str, str]:
        """Path to a name for results that no other path has."""
        takes = {path: path.removesuffix(ANALYSIS_SUFFIX) for path in self.paths}
        names = unique_names(tuple(dict.fromkeys(takes.values())))
        return {path: names[take] for path, take in takes.items()}


def find_take_sources(
    patterns: Sequence[str], *, rate: Fraction | None = None, stream: int | None = None
) -> TakeSources:
    """Find takes; a path without any does not affect the others.

    Patterns are files, folders, glob patterns and image sequences; an analysis file stands for
    its take. A range in timecode counts at the rate of the stream that is chosen, or of an image
    sequence at `rate`.
    """
    paths: dict[str, str] = {}
    failures = []
    meant, others = pass_over(patterns, keep=is_analysis)
    for pattern in meant:
        found = _found(pattern, rate, stream)
        if isinstance(found, MediaError):
            failures.append(found)
        else:
            paths |= {_place(path): path for path in found if _place(path) not in paths}
    return TakeSources(paths=tuple(paths.values()), failures=tuple(failures), passed_over=others)


def skipped_note(others: Sequence[str], one: str, many: str) -> str:
    """Return one sentence that names some skipped files and counts the rest; empty if none.

    >>> skipped_note(["day1/notes.md", "day1/A.wav"], "film", "films")
    'skipped 2 files that are not films: notes.md, A.wav'
    """
    if not others:
        return ""
    names = [Path(path).name for path in others[:_NAMED]]
    rest = len(others) - len(names)
    named = ", ".join(names) + (f" and {rest} more" if rest else "")
    if len(others) == 1:
        return f"skipped 1 file that is not a {one}: {named}"
    return f"skipped {len(others)} files that are not {many}: {named}"


def of_scene(found: TakeSources, scene: str | None) -> TakeSources:
    """Keep the takes whose file names contain a text, in capitals or not; None keeps all.

    Raises `MediaError` if nothing is left.
    """
    if scene is None or not found.paths:
        return found
    kept = [path for path in found.paths if scene.casefold() in Path(path).name.casefold()]
    if not kept:
        raise MediaError(f"no file name holds {scene!r}", where="--scene")
    return replace(found, paths=tuple(kept))


def is_analysis(path: str) -> bool:
    """Return whether a path names an analysis file."""
    return path.endswith(ANALYSIS_SUFFIX)


def read_analysis(path: str) -> Analysis:
    """Read an analysis file.

    Raises `MediaError` if it cannot be read, `LibraryError` if it is not an analysis.
    """
    try:
        analysis = from_json(read_bytes(Path(path)), where=path)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=path) from error
    except MalformedText as error:
        raise MediaError(f"cannot be read ({error.what})", where=path) from error
    check_frames(analysis, where=path)
    return analysis


def sample_folder() -> Path:
    """Find the sample takes: in the package, or next to it in the repository.

    Raises `MediaError` if this installation has none.
    """
    package = Path(takewise.__file__).parent
    for folder in (package / "sample_media", package.parents[1] / "sample_media"):
        if folder.is_dir():
            # Short if possible: paths are printed, and written into the analyses.
            here = Path.cwd()
            return folder.relative_to(here) if folder.is_relative_to(here) else folder
    raise MediaError(
        "this installation has no sample takes",
        remedy="reinstall Takewise from its wheel or its repository",
    )


def _found(pattern: str, rate: Fraction | None, stream: int | None) -> Sequence[str] | MediaError:
    """Return the takes of a path, or why there are none."""
    try:
        return _analysis_files(pattern) or find_takes((pattern,), sequence_rate=rate, stream=stream)
    except MediaError as error:
        return error


def _place(path: str) -> str:
    """Return the same value for two paths to the same file."""
    return os.path.normcase(os.path.realpath(path))


def _analysis_files(pattern: str) -> Sequence[str]:
    if not is_analysis(pattern):
        return ()
    if Path(pattern).is_file():
        return (pattern,)
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob knows no absolute pattern
