"""The decisions in the library on the current takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished
from takewise.app.observer import Observer
from takewise.errors import LibraryError
from takewise.library import Library, library_path, open_library
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions, apply_decisions
from takewise.pipeline.takes import TakeResult


def decisions_of_takes(
    finished: Finished, choices: AnalysisOptions, observer: Observer[TakeResult]
) -> Mapping[str, Decisions]:
    """Look up the decisions on takes: path to decisions.

    The library is read even if results are not to be kept in it: a decision is not a result.
    """
    media = [result.analysis.media for result in finished.results.values()]
    return dict(zip(finished.results, _decisions(media, choices, observer), strict=True))


def decisions_of_take(
    media: MediaInfo, choices: AnalysisOptions, observer: Observer[Any]
) -> Decisions:
    """Look up the decisions on one take; empty if there are none, or they cannot be read."""
    (found,) = _decisions((media,), choices, observer)
    return found


def _decisions(
    takes: Sequence[MediaInfo], choices: AnalysisOptions, observer: Observer[Any]
) -> list[Decisions]:
    """Return the decisions on each take; the library is opened once for all."""
    if not library_path(choices.library).exists():
        return [Decisions() for _ in takes]
    try:
        with open_library(choices.library, mode=choices.library_mode) as library:
            return [_read(library, media, observer) for media in takes]
    except LibraryError as error:
        for media in takes:
            observer.noted(_left_out(media, error))
        return [Decisions() for _ in takes]


def _read(library: Library, media: MediaInfo, observer: Observer[Any]) -> Decisions:
    try:
        return library.decisions(media)
    except LibraryError as error:
        observer.noted(_left_out(media, error))
        return Decisions()


def _left_out(media: MediaInfo, error: LibraryError) -> str:
    return f"decisions on {media.path} are left out: {error}"


def with_decisions(
    finished: Finished, choices: AnalysisOptions, observer: Observer[TakeResult]
) -> Finished:
    """Return takes with the decisions applied to their analyses."""
    said = decisions_of_takes(finished, choices, observer)
    results = {
        path: replace(result, analysis=apply_decisions(result.analysis, said[path]))
        for path, result in finished.results.items()
    }
    return replace(finished, results=results)
