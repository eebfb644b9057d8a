"""Runs MediaPipe's search models.

The steps are those of MediaPipe's graphs ``FaceDetectionFullRangeCpu`` and
``FaceDetectionShortRangeCpu``: the part is fitted into the model's square, each anchor of the
model gives a box, six points and a score, and boxes that overlap are averaged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from takewise.faces.lite_model import LiteModel
from takewise.faces.search import MARGIN, Window
from takewise.model import FloatArray, Picture

MAX_SAME = 0.3
"""Greatest intersection over union of the boxes of two faces.

``min_suppression_threshold`` in both of MediaPipe's graphs."""

# `score_clipping_thresh` in both graphs.
_MAX_LOGIT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLayout:
    """How a search model looks at its picture."""

    side: int
    """Width and height of the picture that the model sees, pixels."""
    grids: tuple[tuple[int, int], ...]
    """For each grid of anchors its rows, and how many anchors each of its cells has."""
    min_score: float
    """Lowest score of a box that takes part in an average, 0 to 1."""


FULL_RANGE = SearchLayout(side=192, grids=((48, 1),), min_score=0.6)
"""From the full-range graph: stride 4, ``min_score_thresh`` 0.6."""

SHORT_RANGE = SearchLayout(side=128, grids=((16, 2), (8, 6)), min_score=0.5)
"""From the short-range graph: strides 8, 16, 16 and 16, ``min_score_thresh`` 0.5."""


class BoxSearch:
    """A search model and how it sees a picture; use it from one thread at a time."""

    def __init__(self, model: LiteModel, layout: SearchLayout) -> None:
        self._model = model
        self._side = layout.side
        self._least = math.log(layout.min_score / (1 - layout.min_score))
        self._anchors = _anchors(layout)
        self._square = np.empty((layout.side, layout.side, 3), np.uint8)

    def found(self, part: Picture) -> list[tuple[float, Window]]:
        """Return score and window of each face in a picture or a part of one, best score first."""
        height, width = part.shape[:2]
        longer = max(width, height)
        scale = longer / self._side
        left, top = (width - longer) / 2, (height - longer) / 2
        cv2.warpPerspective(
            part,
            np.array([[scale, 0, left], [0, scale, top], [0, 0, 1]]),
            (self._side, self._side),
            dst=self._square,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
        )
        inside = self._model.input()
        np.multiply(self._square, np.float32(2 / 255), out=inside)
        inside -= 1
        del inside
        self._model.run()
        faces = _averaged(*self._boxes())
        return [(score, _window(box * scale + (left, top))) for score, box in faces]

    def _boxes(self) -> tuple[FloatArray, FloatArray]:
        """Return scores (n), and boxes and eyes (n, 4, 2): low, high, right eye, left eye."""
        logits = self._model.output(1)[0, :, 0]
        likely = logits >= self._least
        scores = 1 / (1 + np.exp(-logits[likely].clip(-_MAX_LOGIT, _MAX_LOGIT).astype(np.float64)))
        centre, size, right_eye, left_eye = (
            self._model.output(0)[0, likely, :8].astype(np.float64).reshape(-1, 4, 2).swapaxes(0, 1)
        )
        at = self._anchors[likely]
        corners = (centre - size / 2, centre + size / 2, right_eye, left_eye)
        return scores, np.stack([at + each for each in corners], axis=1)


def _anchors(layout: SearchLayout) -> FloatArray:
    """Return the middle of each anchor (n, 2), pixels of the model's picture."""
    grids = []
    for rows, each in layout.grids:
        middles = (np.arange(rows) + 0.5) * (layout.side / rows)
        y, x = np.meshgrid(middles, middles, indexing="ij")
        grids.append(np.column_stack((x.ravel(), y.ravel())).repeat(each, axis=0))
    return np.concatenate(grids)


def _averaged(scores: FloatArray, boxes: FloatArray) -> list[tuple[float, FloatArray]]:
    """Return each face once: the best score, and the mean of its boxes weighted by score."""
    # As MediaPipe's NonMaxSuppressionCalculator with the algorithm WEIGHTED.
    faces = []
    order = np.argsort(-scores, kind="stable")
    scores, boxes = scores[order], boxes[order]
    while len(scores):
        same = _overlap(boxes[0], boxes) > MAX_SAME
        # A box without area overlaps not even itself.
        same[0] = True
        faces.append((float(scores[0]), np.average(boxes[same], axis=0, weights=scores[same])))
        scores, boxes = scores[~same], boxes[~same]
    return faces


def _overlap(one: FloatArray, others: FloatArray) -> FloatArray:
    """Return the intersection over union of a box (4, 2) with others (n, 4, 2)."""
    shared = np.minimum(one[1], others[:, 1]) - np.maximum(one[0], others[:, 0])
    area = shared.clip(0).prod(axis=1)
    union = (one[1] - one[0]).prod() + (others[:, 1] - others[:, 0]).prod(axis=1) - area
    return np.divide(area, union, out=np.zeros_like(area), where=union > 0)


def _window(box: FloatArray) -> Window:
    """Return the square for a face that was found."""
    low, high, right_eye, left_eye = box
    (x, y), (across, down) = (low + high) / 2, left_eye - right_eye
    return Window(
        x=float(x),
        y=float(y),
        side=MARGIN * float((high - low).max()),
        angle=math.atan2(down, across),
    )
