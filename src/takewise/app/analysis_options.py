"""What a user can choose about the analysis of takes, on every surface."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from takewise.faces import DEFAULT_DETECTOR

if TYPE_CHECKING:
    from takewise.library import LibraryMode
    from takewise.pipeline.batch import OpenPool
    from takewise.pipeline.takes import Request
    from takewise.settings import Settings

# Decoding, faces and motion of one take have a thread each, and keep two processors busy for
# six sevenths of the time; more of them only serve more takes.
_PROCESSORS_PER_TAKE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisOptions:
    """What the user chose about the analysis."""

    jobs: int = 1
    """Most takes at a time, on this machine."""
    cluster: str | None = None
    """Address of the Dask scheduler whose workers analyse; None takes this machine."""
    no_cache: bool = False
    """Whether the library is left alone."""
    library: Path | None = None
    """Library file; None takes the user's own."""
    library_mode: LibraryMode = "auto"
    """Whose disk the library is on."""
    settings: Path | None = None
    """TOML file; None takes every default."""
    detector: str = DEFAULT_DETECTOR
    """Name of the face detector."""
    model: str | None = None
    """Model file of the landmarker; None takes the environment's."""
    rate: Fraction | None = None
    """Frames per second of image sequences; None takes the pipeline's own."""
    stream: int | None = None
    """Which stream of a file holds the pictures; None takes the largest pictures."""

    def load_settings(self) -> Settings:
        """Read the settings file; the defaults if none is named."""
        # Deferred, as everything here that brings numpy, scipy or a decoder: help need not wait.
        from takewise.settings import Settings, load_settings  # noqa: PLC0415

        return load_settings(self.settings) if self.settings else Settings()

    def pool(self) -> OpenPool | None:
        """Return what opens the cluster; None where this machine does the work."""
        if self.cluster is None:
            return None
        from takewise.pipeline.cluster import open_cluster  # noqa: PLC0415 - see load_settings

        return partial(open_cluster, self.cluster)

    def request(self, path: str, settings: Settings, *, signals: bool = False) -> Request:
        """Return the request for one take."""
        from takewise.pipeline.takes import Request  # noqa: PLC0415 - see load_settings

        return Request(
            path=path,
            settings=settings,
            detector=self.detector,
            model=self.model,
            sequence_rate=self.rate,
            stream=self.stream,
            library=self.library,
            library_mode=self.library_mode,
            use_library=not self.no_cache,
            signals=signals,
        )


def hinted(settings: Settings) -> Settings:
    """Return settings by which moments carry hints."""
    return replace(settings, moments=replace(settings.moments, hints=True))


def default_jobs() -> int:
    """Return how many takes this machine can analyse at a time; at least 1."""
    return max(1, (os.cpu_count() or 1) // _PROCESSORS_PER_TAKE)
