"""The faces of one take's moments, read from its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from types import TracebackType

from takewise.faces import DEFAULT_DETECTOR, open_detector
from takewise.media import SeekableTake, pictures_of
from takewise.model import Analysis, FacePoints, Moment, Picture, RegionMotion
from takewise.pipeline.face_paths import find_faces
from takewise.pipeline.seen_moments import FaceFinder, Place, SeenMoment, clip_range, see_moment

HANDLES = Fraction(1, 2)
"""Seconds before and after a moment that its clip has."""

# Seconds between two pictures for the detector, which then follows no one between them.
_APART = 10.0


class TakeFaces:
    """Reads faces of a take; a context manager, which closes the file and the detector.

    By the signals, several people are distinguished; without them a face is found where it is
    the only one. Raises `MediaError` if the file cannot be read, and `DetectorError` if the face
    detector cannot run.
    """

    def __init__(self, analysis: Analysis, signals: Sequence[RegionMotion]) -> None:
        self._media = analysis.media
        with ExitStack() as stack:
            detector = stack.enter_context(open_detector(DEFAULT_DETECTOR))
            self._take = stack.enter_context(SeekableTake(analysis.media))
            found = find_faces(analysis.media, analysis, signals, detector)
            self._stack = stack.pop_all()
        self._paths = {each.person: each for each in found}
        self._finder = FaceFinder(detector)

    def __enter__(self) -> TakeFaces:
        """Return the faces themselves."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file and the detector."""
        self._stack.close()

    def seen(self, moment: Moment) -> SeenMoment | None:
        """Return a moment's face at its onset and its apex; None where it is not found."""
        before, apex = moment.span.start, moment.apex
        size = self._media.width, self._media.height
        found = dict(pictures_of(self._take, (before, apex), *size))
        if before not in found or apex not in found:
            return None
        places = self._place(moment, before), self._place(moment, apex)
        return see_moment(found[before], found[apex], self._finder, places)

    def frames(self, moment: Moment) -> Iterator[tuple[int, Picture, FacePoints | None]]:
        """Yield the pictures of a moment's clip by their numbers, and the face in each."""
        span = clip_range(moment, self._media, HANDLES, self._take.count - 1)
        for stored in self._take.pictures(span.start):
            if stored.index >= span.end:
                return
            picture = stored.develop(self._media.width, self._media.height)
            after = _APART if stored.index == span.start else float(1 / self._media.rate)
            place = self._place(moment, stored.index)
            yield stored.index, picture, self._finder.find(picture, place, after=after)

    def _place(self, moment: Moment, frame: int) -> Place | None:
        path = self._paths.get(moment.person)
        return path.box(frame) if path else None
