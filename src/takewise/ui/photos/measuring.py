"""Measures and ranks in the background, and reports its progress."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from takewise.errors import TakewiseError
from takewise.faults import foreseen
from takewise.model.photo import MeasuredShot, RankedShot
from takewise.pipeline.photo_cache import PhotoCache
from takewise.settings import Settings

# Frames before the first ranking, and the factor to the next one.
_FIRST, _GROWTH = 12, 1.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Progress of the machine."""

    measured: int
    """Frames measured."""
    found: Mapping[int, RankedShot]
    """Place to its rank among the frames so far; empty where there is nothing new."""
    bursts: tuple[tuple[int, ...], ...] = ()
    """Places by burst, in the order of shooting; empty before the end."""
    trouble: str = ""
    """Why there will be no ranking; empty if there is one."""


class Measuring:
    """Measures a session in a thread.

    `report` is called in that thread. `wait` is called before each frame and returns once nothing
    more urgent is going on. `cache` keeps measurements and is closed here; None measures every
    frame.
    """

    def __init__(
        self,
        photos: tuple[tuple[str, ...], ...],
        settings: Settings,
        report: Callable[[Ranking], None],
        wait: Callable[[], None],
        cache: PhotoCache | None = None,
    ) -> None:
        self._photos, self._settings = photos, settings
        self._report, self._wait, self._cache = report, wait, cache
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-measure")
        self._thread.start()

    def close(self) -> None:
        """End the thread, after the current frame."""
        self._closed.set()
        if self._thread:
            self._thread.join(timeout=20)

    def _run(self) -> None:
        try:
            self._measure()
        except Exception as error:  # noqa: BLE001 - the window goes on without a ranking
            fault = foreseen(error, what="measuring the photographs")
            self._report(Ranking(measured=0, found={}, trouble=str(fault)))
        finally:
            if self._cache:
                self._cache.close()

    def _measure(self) -> None:
        # Deferred: the face detector takes a second to load, and the first picture need not wait.
        from takewise.pipeline.photo_sources import PhotoSources  # noqa: PLC0415
        from takewise.pipeline.photos import measure_photos  # noqa: PLC0415

        shots: list[MeasuredShot] = []
        due = float(_FIRST)
        count = len(self._photos)
        most = self._settings.photographs.most_megapixels
        sources = PhotoSources(photos=self._photos, clips=(), most_megapixels=most)
        with closing(measure_photos(sources, cache=self._cache)) as measured:
            for number, each in enumerate(measured, 1):
                if self._closed.is_set():
                    return
                if not isinstance(each, TakewiseError):
                    shots.append(each)
                found: Mapping[int, RankedShot] = {}
                if number >= due and number < count:
                    due = number * _GROWTH
                    found = self._ranked(shots)
                if number < count:
                    self._report(Ranking(measured=number, found=found))
                self._wait()
        found = self._ranked(shots)
        self._report(Ranking(measured=count, found=found, bursts=bursts_of(found)))

    def _ranked(self, shots: Sequence[MeasuredShot]) -> Mapping[int, RankedShot]:
        from takewise.photos import PickLimits, rank_photos  # noqa: PLC0415 - as above

        if not shots:
            return {}
        places = {files[0]: place for place, files in enumerate(self._photos)}
        ranked = rank_photos(shots, PickLimits(), self._settings.portraits)
        return {places[each.measured.shot.path]: each for each in ranked}


def bursts_of(found: Mapping[int, RankedShot]) -> tuple[tuple[int, ...], ...]:
    """Return places burst by burst as the ranking counts them, each in the order of shooting."""
    from takewise.photos import PortraitSettings, placed  # noqa: PLC0415 - as above

    places = sorted(found)
    order = placed([found[place].measured for place in places], PortraitSettings())
    position = {places[each.index]: number for number, each in enumerate(order)}
    bursts: dict[int, list[int]] = {}
    for place in sorted(places, key=position.__getitem__):
        bursts.setdefault(found[place].burst, []).append(place)
    return tuple(tuple(burst) for _, burst in sorted(bursts.items()))


def first_bursts(
    seen: Mapping[int, MeasuredShot], settings: Settings
) -> tuple[tuple[int, ...], ...]:
    """Group frames by their times and small pictures, before anything is measured.

    Places are listed burst by burst, in the order of shooting.
    """
    from takewise.photos import placed  # noqa: PLC0415 - as above

    places = sorted(seen)
    bursts: dict[int, list[int]] = {}
    for each in placed([seen[place] for place in places], settings.portraits):
        bursts.setdefault(each.burst, []).append(places[each.index])
    return tuple(tuple(burst) for _, burst in sorted(bursts.items()))
