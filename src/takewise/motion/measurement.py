"""From followed faces to the motion of their regions, one pass over the take."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from takewise.clock import FrameRange
from takewise.isolation import Part, ReportFault, isolated
from takewise.model import (
    BoolArray,
    FacePoints,
    FloatArray,
    Frame,
    Picture,
    RegionMotion,
    TrackedFrame,
)
from takewise.motion import features, head
from takewise.motion.borders import Borders
from takewise.motion.common_motion import without_common
from takewise.motion.flow import Anchor, hidden_regions, of_regions, unseen_spots
from takewise.motion.fusion import MeshRest, fused
from takewise.motion.occlusion import CoverWatch, doubtful, widened
from takewise.motion.regions import REGIONS
from takewise.motion.settings import MotionSettings
from takewise.motion.view import EYE_WIDTH, FaceView, face_view, rest_shape

_SHIFT = 2 * len(REGIONS)
_COLUMNS = _SHIFT + 6 + 2 + 2 + 3 + 4 + _SHIFT
"""Numbers kept for one face in one frame."""


def measure(
    frames: Iterable[TrackedFrame], settings: MotionSettings, *, report: ReportFault | None = None
) -> tuple[RegionMotion, ...]:
    """Measure every person's facial motion through a take.

    Parameters
    ----------
    frames
        Pictures in order, with the people seen in them; none is kept.
    settings
        How to measure.
    report
        Called with each fault, which costs one picture of one person, or one person;
        None lets faults through.

    Returns
    -------
    tuple[RegionMotion, ...]
        One per person, by name; empty where no one is seen.
    """
    # One thread for each call: pictures are small, and the other stages of a take
    # run beside this one in threads of their own.
    cv2.setNumThreads(1)
    times = array("d")
    cuts: list[int] = []
    watch = _CutWatch(settings.cut_change)
    borders = Borders()
    people: dict[str, _PersonMeasurer] = {}
    for tracked in frames:
        number = len(times)
        times.append(tracked.frame.time)
        cut = watch.is_cut(tracked.frame.picture)
        borders.see(tracked.frame.picture, cut=cut)
        if cut:
            cuts.append(number)
            for follower in people.values():
                follower.start_afresh()
        for person, face in tracked.faces.items():
            follower = people.setdefault(person, _PersonMeasurer(settings))
            part = Part(person=person, span=FrameRange(number, number + 1), lost="moments")
            with isolated(part, report):
                follower.see(number, tracked.frame, face, borders)
    seconds = np.array(times)
    # Matrices are slim: threads of the linear algebra would wait for each other longer
    # than they work.
    with threadpool_limits(1, user_api="blas"):
        found = []
        for person, follower in sorted(people.items()):
            if follower.span is None:
                continue
            with isolated(Part(person=person, span=follower.span, lost="all moments"), report):
                found.append(follower.motion(person, seconds, tuple(cuts)))
        return tuple(found)


class _CutWatch:
    """Separates a cut from motion: the whole picture changes, and far more than before."""

    def __init__(self, change: float) -> None:
        self._change = change
        self._last: npt.NDArray[np.int16] | None = None
        self._usual = 0.0

    def is_cut(self, picture: Picture) -> bool:
        # The green of every few pixels: a cut needs no more, and it costs nothing.
        step = max(1, picture.shape[0] // 64)
        small = picture[::step, ::step, 1].astype(np.int16)
        last, self._last = self._last, small
        if last is None or last.shape != small.shape:
            return False
        change = float(np.abs(small - last).mean()) / 255
        cut = change > max(self._change, 4 * self._usual)
        if not cut:
            self._usual = 0.9 * self._usual + 0.1 * change
        return cut


class _PersonMeasurer:
    """One person's measurements so far; a row of floats a frame is all it keeps."""

    def __init__(self, settings: MotionSettings) -> None:
        self._settings = settings
        self._numbers = array("l")
        self._rows = array("f")
        self._outside = bytearray()
        self._starts: list[int] = []
        self._last_time = -np.inf
        self._link: _Link | None = None
        self._shape: FloatArray = np.empty((0, 2))
        self._facing: FloatArray = np.empty((0, 3))
        self._rest: MeshRest | None = None

    def start_afresh(self) -> None:
        """Forget the anchor: nothing before this frame can be compared with."""
        self._link = None

    def see(self, number: int, frame: Frame, face: FacePoints, borders: Borders) -> None:
        """Measure one picture of this person."""
        away = frame.time - self._last_time > self._settings.longest_gap
        begins = self._link is None or away
        # Taken up again at the end: a fault on the way leaves nothing half done.
        link, self._link = self._link, None
        if link is None:
            self._shape = rest_shape(face)
        if self._rest is None:
            self._rest, self._facing = MeshRest(face), head.rigid_points(face)
        view = face_view(frame.picture, face, self._shape)
        eyes = features.eye_openings(face)
        unseen = unseen_spots(borders, face.points, EYE_WIDTH / view.scale)
        if link is None:
            link = _Link(view, unseen, frame.time, self._settings)
            shift = np.zeros((len(REGIONS), 2))
        elif away:
            shift = link.take_up(view, unseen, frame.time)
        else:
            shift = link.follow(view, unseen, frame.time, eyes_open=min(eyes) > 0.15)
        outside = hidden_regions(link.out)
        shift[outside] = np.nan
        beyond = borders.unseen(face.points[:, :2])
        row = np.concatenate(
            (
                shift.ravel(),
                head.turn(self._facing, head.rigid_points(face)),
                head.eye_middle(face),
                _in_sight(beyond, eyes, features.gaze(face), features.mouth(face)),
                features.legibility(view, face, np.count_nonzero(~beyond) / len(beyond)),
                self._rest.displacement(face).ravel(),
            )
        )
        if begins:
            self._starts.append(len(self._numbers))
        self._numbers.append(number)
        self._rows.extend(row.astype(np.float32))
        self._outside.extend(outside.tobytes())
        self._last_time = frame.time
        self._link = None if link.lost else link

    @property
    def span(self) -> FrameRange | None:
        """From the first to the last picture that was measured; None if there is none."""
        return FrameRange(self._numbers[0], self._numbers[-1] + 1) if self._numbers else None

    def motion(self, person: str, times: FloatArray, cuts: tuple[int, ...]) -> RegionMotion:
        """Put the rows on the take's frames, with the head's part removed."""
        numbers = np.array(self._numbers)
        rows = np.array(self._rows, dtype=np.float32).reshape(-1, _COLUMNS)
        pose = _relative_pose(rows[:, _SHIFT : _SHIFT + 6])
        shift = rows[:, :_SHIFT].reshape(-1, len(REGIONS), 2).astype(np.float64)
        outside = np.frombuffer(self._outside, dtype=bool).reshape(-1, len(REGIONS))
        outside = widened(outside, times[numbers])
        shift[outside | widened(np.isnan(shift[:, :, 0]), times[numbers])] = np.nan
        points = rows[:, -_SHIFT:].reshape(shift.shape).astype(np.float64)
        trembling = _noise(points)
        bounds = [*self._starts, len(numbers)]
        for start, end in pairwise(bounds):
            part = slice(start, end)
            seconds = float(times[numbers[end - 1]] - times[numbers[start]])
            # What the regions share goes first, or the regression takes an expression's
            # share in it for pose; and again, for regions are fitted apart.
            left = head.without_head(
                without_common(shift[part]),
                pose[part],
                seconds=seconds,
                rounds=self._settings.pose_rounds,
            )
            # Points know the depth of the face, and need neither.
            shift[part] = fused(without_common(left), points[part], trembling)

        def on_take(values: FloatArray) -> FloatArray:
            whole = np.full((len(times), *values.shape[1:]), np.nan, dtype=np.float32)
            whole[numbers] = values
            return whole

        rest = np.split(rows[:, _SHIFT + 6 : -_SHIFT], [2, 4, 7], axis=1)
        eyes, gaze, mouth, legible = (on_take(part) for part in rest)
        return RegionMotion(
            person=person,
            times=times,
            regions=tuple(REGIONS),
            shift=on_take(shift),
            noise=_noise(shift).astype(np.float32),
            head=on_take(pose),
            eyes=eyes,
            gaze=gaze,
            mouth=mouth,
            legibility=legible,
            starts=tuple(int(numbers[start]) for start in self._starts),
            outside=on_take(outside.astype(np.float32)) == 1,
            cuts=cuts,
        )


# Seconds, so that a picture's place in the take does not decide which anchor it has.
_ROUNDING = 1e-6


class _Link:
    """The present anchor, and how far the face had moved when it was taken."""

    def __init__(
        self, view: FaceView, unseen: BoolArray, time: float, settings: MotionSettings
    ) -> None:
        self._settings = settings
        self._anchor, self._since = Anchor(view, unseen=unseen), time
        self._base: FloatArray = np.zeros((len(REGIONS), 2))
        self._watch = CoverWatch(longest=settings.longest_cover)
        self._next: Anchor | None = None
        self._gaps: list[FloatArray] = []
        self.out = unseen
        """Which spots are outside the present picture, or the anchor's, (spots,)."""
        self.lost = False
        """Whether the face no longer looks like anything that could be followed."""

    def take_up(self, view: FaceView, unseen: BoolArray, time: float) -> FloatArray:
        """Go on after a gap: the skin is known, where it has moved meanwhile is not."""
        dense = self._anchor.flow(view)
        unlike = self._anchor.unlikeness(view, dense)
        hidden = self._covered(view, unlike, time, unseen | self._anchor.unseen)
        self.out = unseen
        self._anchor = self._renewed(view, unseen, unlike, hidden)
        self._base, self._since, self._next = np.zeros((len(REGIONS), 2)), time, None
        shift = np.zeros((len(REGIONS), 2))
        shift[hidden_regions(hidden)] = np.nan
        return shift

    def follow(
        self, view: FaceView, unseen: BoolArray, time: float, *, eyes_open: bool
    ) -> FloatArray:
        """Return every region's displacement since the person came in view; NaN if covered."""
        self.out = unseen | self._anchor.unseen
        dense = self._anchor.flow(view)
        unlike = self._anchor.unlikeness(view, dense)
        hidden = self._covered(view, unlike, time, self.out)
        self.lost = self._watch.lost(time)
        shift = self._base + self._anchor.displacement(dense)
        # A closed eye is a poor anchor: the open eye's skin is hidden in it.
        patience = self._settings.anchor_seconds * (1 if eyes_open else 2)
        if self._next is not None and (hidden & ~self._next.kept).any():
            # Something came over the face while it was to become the anchor.
            self._next = None
        if self._next is not None:
            self._compare(self._next, view, shift, time)
        elif time - self._since + _ROUNDING >= patience:
            self._next, self._gaps = self._renewed(view, unseen, unlike, hidden), [shift]
        told = shift.copy()
        told[hidden_regions(hidden)] = np.nan
        return told

    def _covered(
        self, view: FaceView, unlike: npt.NDArray[np.float32], time: float, out: BoolArray
    ) -> BoolArray:
        """Return which spots of the anchor something lies over."""
        anchor = self._anchor
        return self._watch.see(unlike, anchor.spots, time, change=anchor.change(view), unseen=out)

    def _renewed(
        self,
        view: FaceView,
        unseen: BoolArray,
        unlike: npt.NDArray[np.float32],
        hidden: BoolArray,
    ) -> Anchor:
        """Return an anchor of this view, with the old one's skin where that is covered."""
        if not hidden.any():
            return Anchor(view, unseen=unseen)
        kept = doubtful(unlike, self._anchor.spots, hidden)
        return Anchor(view, unseen=unseen, before=self._anchor, kept=kept)

    def _compare(self, later: Anchor, view: FaceView, shift: FloatArray, time: float) -> None:
        """Align the next anchor with the present one; take it when that is done."""
        self._gaps.append(shift - later.displacement(later.flow(view)))
        if len(self._gaps) >= self._settings.overlap_frames:
            # Skin that was kept, or is not in both pictures, has not been measured again.
            kept = of_regions(later.kept | later.unseen | self._anchor.unseen)[:, None]
            self._base = np.where(kept, self._base, np.median(self._gaps, axis=0))
            self._anchor, self._since, self._next = later, time, None


def _in_sight(
    beyond: BoolArray,
    eyes: tuple[float, float],
    gaze: tuple[float, float],
    mouth: tuple[float, float, float],
) -> FloatArray:
    """Return what the points show of eyes and mouth, (7,), NaN where one is out of sight."""
    shut = beyond[features.EYE_POINTS].any(axis=1)
    lips = beyond[features.MOUTH_POINTS].any()
    hidden = np.array([*shut, *[shut.any()] * len(gaze), *[lips] * len(mouth)])
    return np.where(hidden, np.nan, (*eyes, *gaze, *mouth))


def _relative_pose(raw: FloatArray) -> FloatArray:
    """Return the pose against the take's own median: degrees, eye-widths, log size."""
    pose = raw.astype(np.float64)
    middle = np.median(pose, axis=0)
    size = np.maximum(pose[:, 5], 1e-6)
    pose[:, :5] -= middle[:5]
    pose[:, 3:5] /= middle[5]
    pose[:, 5] = np.log(size / middle[5])
    return pose


def _noise(shift: FloatArray) -> FloatArray:
    """Return the standard deviation of each component while nothing moves, (regions, 2)."""
    # Second differences hardly see a movement; of white noise they have six times
    # the variance.
    noise = np.full(shift.shape[1:], np.nan)
    bend = shift[2:] - 2 * shift[1:-1] + shift[:-2]
    told = np.isfinite(bend).sum(axis=0) >= _ENOUGH_BENDS
    noise[told] = 1.4826 * np.nanmedian(np.abs(bend[:, told]), axis=0) / np.sqrt(6.0)
    return np.maximum(noise, _LEAST_NOISE)


_ENOUGH_BENDS = 3

# Eye-widths: the resolution of flow, which still pictures (a computer's) do not lower.
_LEAST_NOISE = 2e-4
