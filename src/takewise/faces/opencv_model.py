"""One model, run by OpenCV's ``dnn``, which knows no sparse weights and fewer operations."""

from __future__ import annotations

import math
import struct

import cv2
import numpy as np

from takewise.errors import DetectorError
from takewise.faces.flatbuffer_dense import densified
from takewise.faces.flatbuffer_graph import Graph
from takewise.model import FloatArray

# Numbers of TensorFlow Lite's operations.
_DEPTH_TO_SPACE, _RESHAPE = 5, 22


class OpencvModel:
    """As `LiteModel`; raises `DetectorError` if the content is no model that OpenCV knows."""

    def __init__(self, content: bytes) -> None:
        try:
            whole = Graph(densified(content))
            self._shapes = [whole.shape(tensor) for tensor in whole.outputs]
            part = whole.cut(whole.inputs, [_known(whole, tensor) for tensor in whole.outputs])
            graph = Graph(part)
            self._net = cv2.dnn.readNetFromTFLite(np.frombuffer(part, np.uint8))
        except (cv2.error, ValueError, IndexError, KeyError, struct.error) as error:
            raise DetectorError(
                "OpenCV cannot run a face model",
                remedy="run takewise models install, or install mediapipe 0.10.21 again",
            ) from error
        self._inputs = {
            graph.name(tensor): np.zeros(graph.shape(tensor), np.float32) for tensor in graph.inputs
        }
        # By name, as some versions of OpenCV take only the last one for an output.
        self._names = [graph.name(tensor) for tensor in graph.outputs]
        self._outputs: list[FloatArray] = []

    def input(self, number: int = 0) -> FloatArray:
        """Return an input to write into."""
        return [*self._inputs.values()][number]

    def output(self, number: int) -> FloatArray:
        """Return an output."""
        return self._outputs[number]

    def run(self) -> None:
        """Work the outputs out."""
        for name, values in self._inputs.items():
            # OpenCV has channels before rows and columns.
            self._net.setInput(np.ascontiguousarray(values.transpose(0, 3, 1, 2)), name)
        made = self._net.forward(self._names)
        self._outputs = [
            _as_told(np.asarray(each, np.float32), shape)
            for each, shape in zip(made, self._shapes, strict=True)
        ]


def _known(graph: Graph, tensor: int) -> int:
    """Return what an output is made of by rearranging alone, which OpenCV cannot do."""
    reshape = graph.maker(tensor)
    if reshape.kind == _RESHAPE:
        spread = graph.maker(reshape.inputs[0])
        if spread.kind == _DEPTH_TO_SPACE:
            return spread.inputs[0]
    return tensor


def _as_told(values: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return an output in the shape that the model gives it."""
    if values.shape == shape:
        return values
    if values.ndim == 4 and len(shape) == 3:
        # Each pixel's channels are those of the squares of pixels that it stands for.
        _, deep, height, width = values.shape
        side = math.isqrt(deep // shape[2])
        squares = values.reshape(side, side, shape[2], height, width)
        values = squares.transpose(3, 0, 4, 1, 2)
    elif values.ndim == 4:
        values = values.transpose(0, 2, 3, 1)
    return np.ascontiguousarray(values).reshape(shape)
