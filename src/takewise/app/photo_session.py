"""The measurements of the photographs and clips that a user names."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from takewise.app.observer import Observer, SilentObserver
from takewise.library import LibraryMode
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photo_sources import PhotoSources
from takewise.pipeline.photos import PhotoSession, measure_session
from takewise.settings import Settings

_SILENT = SilentObserver()


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryUse:
    """Whether and where measurements are kept."""

    path: Path | None = None
    """The library's file; None for the user's own."""
    mode: LibraryMode = "auto"
    """Whose disk it is on, as `open_library` takes it."""
    used: bool = True
    """False measures everything and keeps nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SessionMeasured:
    """A measured session, and the library's part in it."""

    session: PhotoSession
    """Everything measured."""
    known: int = 0
    """Photographs and clips that were found in the library."""
    trouble: str = ""
    """Why measurements cannot be kept, in one sentence; empty if they are."""


def measure_sources(
    found: PhotoSources,
    settings: Settings,
    library: LibraryUse,
    observer: Observer[object] = _SILENT,
) -> SessionMeasured:
    """Measure photographs and clips, unless the library has their measurements.

    The result has whatever could be read. Raises `DetectorError` if the face detector cannot run.
    """
    with ExitStack() as opened:
        cache = None
        if library.used:
            cache = opened.enter_context(closing(PhotoCache(library.path, library.mode)))
        session = measure_session(
            found,
            settings,
            progress=lambda done, count: observer.progressed("", done, count),
            cache=cache,
        )
    # Only now, as closing waits until everything is written.
    return SessionMeasured(
        session=session,
        known=cache.found if cache else 0,
        trouble=cache.trouble if cache else "",
    )
