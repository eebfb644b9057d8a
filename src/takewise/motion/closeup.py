"""What one picture shows of a face: sharpness at the eyes, light, pose, gaze, places of the skin.

Blur is measured where edges are known to be hard, at the eyes, by blurring once more: the ratio of
an edge's slope at two widths shows how wide it was before, whatever its contrast (Zhuo and Sim,
"Defocus map estimation from a single image", Pattern Recognition 44:1852, 2011). Done in four
directions, it separates defocus, which is alike in all, from movement, which is not.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import EYE_CORNERS, BoolArray, FacePoints, FloatArray, Picture
from takewise.model.photo import PortraitFace
from takewise.motion.borders import Borders
from takewise.motion.features import EYE_POINTS, eye_openings
from takewise.motion.regions import PAIRED, RIGID

CLOSE_WIDTH = 128.0
"""Eye-width in which blur is measured, pixels: one in a hundred of it is then 1.3
pixels, where the ratio of slopes is steepest."""

LEAST_WIDTH = 20.0
"""Eye-width below which blur and gaze are guessed, pixels: an iris is then three."""

# Standard deviations of the two blurs that are compared, pixels of the close view.
_FINE, _COARSE = 1.0, 3.0

# Percentile of slopes that count as edges: lashes, lids and the iris take up about a
# twelfth of the eye's box.
_EDGES = 92.0

# Half width and height of an eye's box, as shares of the eye-width: lashes and lids, no brow.
_BOX = (0.62, 0.34)

_SKIN = tuple(range(0, 468, 4))
_IRISES = (468, 473)

# Radius of the eyeball over half the length of the lid gap: 12 mm and 15 mm (Bekerman,
# Gottlieb and Vaiman, J Ophthalmol 2014:503645).
_BALL = 0.8

# Degrees by which the line from hairline to chin leans in the mesh of a face that looks
# straight ahead; measured on the portraits of the sample media.
_PITCH_REST = 4.0

# Degrees by which the irises stand above the line of the corners while a person looks
# straight ahead; median of 20 portraits that look at the camera.
_GAZE_REST = -8.0

# As `takewise.model.photo.MARKS`.
_MARKS = (
    (61,), (291,), (0,), (13,), (14,), (17,),
    (107, 66, 65, 55), (336, 296, 295, 285), (105, 63, 70, 46), (334, 293, 300, 276),
    PAIRED["cheek"][0], PAIRED["cheek"][1], PAIRED["infraorbital"][0], PAIRED["infraorbital"][1],
    PAIRED["nose wing"][0], PAIRED["nose wing"][1], (152, 199),
)  # fmt: skip


def close_up(
    picture: Picture, face: FacePoints, *, size: tuple[int, int], person: str
) -> PortraitFace:
    """Measure a face in a whole picture of any size: lengths in eye-widths, angles in degrees.

    `size` is width and height of the picture as it was taken, pixels.
    """
    height, width = picture.shape[:2]
    points = face.points
    x, y = points[:, 0], points[:, 1]
    middles = [points[list(pair), :2].mean(axis=0) / (width, height) for pair in EYE_CORNERS]
    pose = head_pose(points)
    borders = Borders()
    borders.see(picture, cut=True)
    beyond = borders.unseen(points[:, :2])
    shut = beyond[EYE_POINTS].any(axis=1).tolist()
    blur, smear = _blur(picture, face, shut)
    grey, toned = _face_grey(picture, points, borders)
    unit = _depth_width(points)
    origin = points[list(RIGID)].mean(axis=0)
    return PortraitFace(
        person=person,
        eye_width=face.eye_width * size[0] / width,
        box=(
            float(x.min()) / width, float(y.min()) / height,
            float(x.max()) / width, float(y.max()) / height,
        ),
        eye_places=_pairs(middles),
        inside=float((~beyond).mean()),
        eyes=_seen_eyes(eye_openings(face), shut),
        pose=pose,
        gaze=(math.nan, math.nan) if any(shut) else eye_line(points, pose),
        blur=blur,
        smear=smear,
        stops=_stops(grey[toned] if toned.any() else grey),
        blown=float((grey > 250).mean()),
        crushed=float((grey < 12).mean()),
        contrast=float(grey.std()) / 255,
        socket=_socket(picture, face, beyond),
        rigid=((points[list(RIGID)] - origin) / unit).astype(np.float32),
        marks=np.array(
            [
                np.full(3, np.nan)
                if beyond[list(group)].any()
                else (points[list(group)].mean(axis=0) - origin) / unit
                for group in _MARKS
            ],
            np.float32,
        ),
        skin=_skin(picture, points, beyond),
        confidence=face.confidence,
    )  # fmt: skip


def _seen_eyes(eyes: tuple[float, float], hidden: list[bool]) -> tuple[float, float]:
    """Return the openings, NaN of an eye that is out of sight."""
    right, left = (math.nan if gone else value for value, gone in zip(eyes, hidden, strict=True))
    return right, left


def _skin(picture: Picture, points: FloatArray, beyond: BoolArray) -> npt.NDArray[np.uint8]:
    """Return the colours of the face; where it is out of sight, the median of the rest."""
    colours, hidden = _sampled(picture, points[list(_SKIN), :2]), beyond[list(_SKIN)]
    if hidden.any() and not hidden.all():
        # So that nothing seems to cover the face there.
        colours[hidden] = np.median(colours[~hidden], axis=0).astype(np.uint8)
    return colours


def head_pose(points: FloatArray) -> tuple[float, float, float]:
    """Return yaw, pitch and roll of a head from the depth of its mesh, degrees.

    Their signs are those of `takewise.model.photo`.
    """
    across = points[263] - points[33]
    down = points[152] - points[10]
    yaw = np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1])))
    pitch = np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1]))) - _PITCH_REST
    roll = np.degrees(np.arctan2(across[1], across[0]))
    return float(yaw), float(pitch), float(roll)


def eye_line(points: FloatArray, pose: tuple[float, float, float]) -> tuple[float, float]:
    """Return yaw and pitch of the eyes against the camera, degrees.

    That is the head's turn and the eyes' turn in it, mean of both eyes.
    """
    turns = []
    for (outer, inner), iris in zip(EYE_CORNERS, _IRISES, strict=True):
        left, right = sorted((points[outer, :2], points[inner, :2]), key=lambda at: at[0])
        axis = right - left
        half = max(float(np.hypot(*axis)) / 2, 1e-6)
        across, along = axis / (2 * half), points[iris, :2] - (left + right) / 2
        offset = float(along @ across), float(across[0] * along[1] - across[1] * along[0])
        turns.append([np.degrees(np.arcsin(np.clip(d / half / _BALL, -1, 1))) for d in offset])
    yaw, pitch = np.mean(turns, axis=0)
    return float(yaw + pose[0]), float(pitch + pose[1] - _GAZE_REST)


def _depth_width(points: FloatArray) -> float:
    """Return the eye-width with depth, so that a turned head keeps its size."""
    right, left = (points[list(pair)].mean(axis=0) for pair in EYE_CORNERS)
    return max(float(np.linalg.norm(left - right)), 1e-6)


def _pairs(middles: list[FloatArray]) -> tuple[tuple[float, float], tuple[float, float]]:
    right, left = ((float(at[0]), float(at[1])) for at in middles)
    return right, left


def _blur(picture: Picture, face: FacePoints, hidden: list[bool]) -> tuple[float, float]:
    """Return blur and smear at the sharper eye in sight, eye-widths; NaN on a small face."""
    if face.eye_width < LEAST_WIDTH:
        return float("nan"), float("nan")
    found = [
        edge_widths(patch) / CLOSE_WIDTH
        for pair, gone in zip(EYE_CORNERS, hidden, strict=True)
        if not gone
        and (patch := _eye_patch(picture, face, face.points[list(pair), :2].mean(axis=0))).size
    ]
    if not found:
        return float("nan"), float("nan")
    # The nearer eye is the one that a photographer focuses on, and it is the sharper one
    # of a frame that came out; what one eye loses to hair or glasses is not held against it.
    widths = min(found, key=lambda each: float(each.min()))
    low, high = float(widths.min()), float(widths.max())
    return low, float(np.sqrt(max(0.0, high**2 - low**2)))


def edge_widths(patch: npt.NDArray[np.float32]) -> FloatArray:
    """Measure how wide the edges of a grey patch, float32 (h, w), are in four directions.

    Returns float64 (4,): standard deviation of the blur across, down and on both diagonals, pixels;
    0.3 to 12.
    """
    slopes = []
    for width in (_FINE, _COARSE):
        soft = cv2.GaussianBlur(patch, (0, 0), width)
        x, y = (cv2.Scharr(soft, cv2.CV_32F, *order) / 32 for order in ((1, 0), (0, 1)))
        slopes.append((x, y, (x + y) * 2**-0.5, (x - y) * 2**-0.5))
    widths = []
    for fine, coarse in zip(*slopes, strict=True):
        steep = np.abs(fine)
        edges = steep >= np.percentile(steep, _EDGES)
        ratio = float(steep[edges].sum()) / max(float(np.abs(coarse)[edges].sum()), 1e-3)
        ratio = min(max(ratio, 1.02), _COARSE / _FINE)
        variance = (_COARSE**2 - (ratio * _FINE) ** 2) / (ratio**2 - 1)
        widths.append(np.sqrt(max(variance, 0.0)))
    return np.clip(widths, 0.3, 12.0)


def _eye_patch(picture: Picture, face: FacePoints, middle: FloatArray) -> npt.NDArray[np.float32]:
    """Return the grey box round an eye, level, `CLOSE_WIDTH` per eye-width."""
    across = face.points[263, :2] - face.points[33, :2]
    level = complex(*across).conjugate() / max(abs(complex(*across)), 1e-6)
    zoom = level * CLOSE_WIDTH / max(face.eye_width, 1e-6)
    width, height = (round(2 * share * CLOSE_WIDTH) for share in _BOX)
    around, at = _grey_around(picture, middle, 0.9 * face.eye_width)
    if not around.size:
        return np.zeros((0, 0), np.float32)
    place = complex(*(middle - at))
    move = complex(width / 2, height / 2) - zoom * place
    matrix = np.array([[zoom.real, -zoom.imag, move.real], [zoom.imag, zoom.real, move.imag]])
    if abs(zoom) < 0.5:
        # Averaged before it is thinned out: sampling alone would invent detail.
        around = np.asarray(cv2.GaussianBlur(around, (0, 0), 0.4 / abs(zoom)), np.float32)
    patch = cv2.warpAffine(
        around, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(patch, np.float32)


def _grey_around(
    picture: Picture, middle: FloatArray, reach: float
) -> tuple[npt.NDArray[np.float32], FloatArray]:
    """Return the grey square around a place, cut to the picture, and its corner."""
    height, width = picture.shape[:2]
    left, top = (int(np.floor(at - reach)) for at in middle)
    right, bottom = (int(np.ceil(at + reach)) for at in middle)
    left, right = np.clip([left, right], 0, width)
    top, bottom = np.clip([top, bottom], 0, height)
    part = picture[top:bottom, left:right]
    if not part.size:
        return np.zeros((0, 0), np.float32), np.zeros(2)
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)
    return grey.astype(np.float32), np.array([left, top], np.float64)


def _face_grey(
    picture: Picture, points: FloatArray, borders: Borders
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return the grey levels inside the oval of the face, thinned, and which have tone."""
    height, width = picture.shape[:2]
    hull = cv2.convexHull(points[:468, :2].astype(np.float32))[:, 0]
    left, top = np.clip(np.floor(hull.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(hull.max(axis=0)).astype(int) + 1, (left + 1, top + 1),
                            (max(width, left + 1), max(height, top + 1)))  # fmt: skip
    step = max(1, int(min(right - left, bottom - top) // 160))
    part = np.ascontiguousarray(picture[top:bottom:step, left:right:step])
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint((hull - (left, top)) / step).astype(np.int32), (1.0,))
    rows, columns = np.ogrid[top:bottom:step, left:right:step]
    mask[borders.black(columns, rows)[: mask.shape[0], : mask.shape[1]]] = 0
    inside = np.asarray(grey[mask > 0] if mask.any() else grey.ravel(), np.uint8)
    return inside, (inside > 12) & (inside < 250)


def _stops(grey: npt.NDArray[np.uint8]) -> float:
    """Return the brightness of grey levels in stops of linear light below white."""
    # IEC 61966-2-1 (sRGB), by its simple exponent.
    linear = (grey.astype(np.float64) / 255) ** 2.2
    return float(np.log2(max(float(np.median(linear)), 1e-4)))


# Lids and the skin next to them, which sunglasses cover and make-up does not darken alone.
_SOCKETS = (
    (27, 28, 56, 29, 30, 23, 22, 24, 110, 25, 159, 145, 158, 153),
    (257, 258, 286, 259, 260, 253, 252, 254, 339, 255, 386, 374, 385, 380),
)

# Nose tip, lower cheeks and forehead, which no glasses cover.
_BARE = (4, 5, 45, 275, 205, 425, 187, 411, 207, 427, 151, 108, 337)


def _socket(picture: Picture, face: FacePoints, beyond: BoolArray) -> float:
    """Return the brightness round the brighter eye over that of bare skin; 1 if unseen."""
    bare, *around = (
        [point for point in group if not beyond[point]] for group in (_BARE, *_SOCKETS)
    )
    if not bare or not any(around):
        return 1.0
    bright = float(np.median(_sampled(picture, face.points[bare, :2]).mean(axis=1))) + 4
    rounds = [
        float(np.percentile(_sampled(picture, face.points[group, :2]).mean(axis=1), 80)) + 4
        for group in around
        if group
    ]
    return max(rounds) / bright


def _sampled(picture: Picture, at: FloatArray) -> npt.NDArray[np.uint8]:
    """Return the colours at places (n, 2) of a picture; outside, of its nearest edge."""
    height, width = picture.shape[:2]
    column = np.clip(np.rint(at[:, 0]), 0, width - 1).astype(np.intp)
    row = np.clip(np.rint(at[:, 1]), 0, height - 1).astype(np.intp)
    return np.asarray(picture[row, column])
