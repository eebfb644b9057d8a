"""Cuts the face mesh with attention into parts that any TensorFlow Lite runtime can run.

MediaPipe's model contains operations that only MediaPipe has: they find the regions of the
lips and the eyes, sample these regions from the model's features, and bring the points of
each region back. Everything before them is the base, everything between them the heads:

```
picture ──► base ──► features, mesh, presence
                         │ sampled in each region
                         ▼
             regions ──► heads ──► points of lips, eyes and irises
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain
from struct import error as struct_error
from typing import Any

import flatbuffers
import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from flatbuffers import flexbuffers

from takewise.errors import DetectorError

REGION_SIDE = 16
"""Height and width of a sampled region, in features."""

# Names of MediaPipe's own operations, from mediapipe/util/tflite/operations (Apache-2.0).
_FIND, _SAMPLE, _RETURN = (
    "Landmarks2TransformMatrix",
    "TransformTensorBilinear",
    "TransformLandmarks",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """A part of the face that the model looks at a second time."""

    points: npt.NDArray[np.intp]
    """Points of the mesh that the region's box is drawn around; the head refines these."""
    start: int
    """Point of the mesh at which the region's horizontal line starts."""
    end: int
    """Point of the mesh at which that line ends."""
    scale: tuple[float, float]
    """Width and height of the region over those of the box."""
    counts: tuple[int, ...]
    """Points in each output of the region's head: the refined ones, then an iris."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SplitMesh:
    """The parts of a face mesh with attention, each a model file of its own."""

    base: bytes
    """From the picture to the features, the mesh and the presence, in this order."""
    heads: bytes
    """From the sampled regions to the points of each, in the order of the regions."""
    regions: tuple[Region, ...]
    """Lips, right eye of the performer, left eye."""


def split_mesh(content: bytes) -> SplitMesh:
    """Cut the face mesh with attention at MediaPipe's own operations.

    Parameters
    ----------
    content
        ``face_landmark_with_attention.tflite``.

    Returns
    -------
    SplitMesh
        Parts without operations of MediaPipe's own.

    Raises
    ------
    DetectorError
        If the file is not a model, or has other operations.
    """
    try:
        return _Graph(content).split()
    # A damaged file fails anywhere in the reader of its format.
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, struct_error) as error:
        raise DetectorError(
            "the face mesh model is damaged, or of another kind",
            remedy="install mediapipe 0.10.18 to 0.10.21 again",
        ) from error


class _Graph:
    """A model file, read for cutting."""

    def __init__(self, content: bytes) -> None:
        self._model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
        (self._graph,) = self._model.subgraphs
        self._operators = self._graph.operators
        self._maker = {
            int(tensor): number
            for number, operator in enumerate(self._operators)
            for tensor in operator.outputs
        }
        self._own: dict[str, list[Any]] = {_FIND: [], _SAMPLE: [], _RETURN: []}
        for operator in self._operators:
            name = self._model.operatorCodes[operator.opcodeIndex].customCode
            if name:
                self._own[name.decode()].append(operator)

    def split(self) -> SplitMesh:
        """Return the parts."""
        finds, samples, returns = self._own.values()
        matrices = [int(find.outputs[0]) for find in finds]
        if [int(sample.inputs[1]) for sample in samples] != matrices or len(matrices) != 3:
            raise ValueError("the regions are not sampled one after the other")
        # Each matrix is scaled from features to picture before points return by it.
        returning = [
            [int(one.inputs[0]) for one in returns if self._source(one.inputs[1]) == matrix]
            for matrix in matrices
        ]
        (features,) = {int(sample.inputs[0]) for sample in samples}
        # The model hands the mesh out as a slice that is all of it, which not every runtime can.
        mesh, presence = self._source(self._graph.outputs[0]), int(self._graph.outputs[-1])
        return SplitMesh(
            base=self._cut([int(self._graph.inputs[0])], [features, mesh, presence]),
            heads=self._cut([int(one.outputs[0]) for one in samples], list(chain(*returning))),
            regions=tuple(
                self._region(find, tensors) for find, tensors in zip(finds, returning, strict=True)
            ),
        )

    def _source(self, tensor: int) -> int:
        """Return the first of the tensors that another is made of."""
        return int(self._operators[self._maker[int(tensor)]].inputs[0])

    def _region(self, find: Any, tensors: Sequence[int]) -> Region:
        options: Mapping[str, Any] = flexbuffers.Loads(bytes(bytearray(find.customOptions)))
        height, width = options["output_height"], options["output_width"]
        if (height, width) != (REGION_SIDE, REGION_SIDE) or options["target_rotation_radians"]:
            raise ValueError("the regions are of another size")
        return Region(
            points=np.array(options["subset_idxs"], np.intp),
            start=options["left_rotation_idx"],
            end=options["right_rotation_idx"],
            scale=(options["scale_x"], options["scale_y"]),
            counts=tuple(int(self._graph.tensors[tensor].shape[1]) for tensor in tensors),
        )

    def _cut(self, inputs: Sequence[int], outputs: Sequence[int]) -> bytes:
        """Return the model from some tensors to others."""
        wanted = self._needed(set(inputs), outputs)
        operators = [self._operators[number] for number in sorted(wanted)]
        used = {*inputs, *outputs}
        for one in operators:
            used.update(int(tensor) for tensor in (*one.inputs, *one.outputs) if tensor >= 0)
        number = {tensor: place for place, tensor in enumerate(sorted(used))}
        number[-1] = -1

        def renumbered(operator: Any) -> Any:
            moved = copy(operator)
            moved.inputs = [number[int(tensor)] for tensor in operator.inputs]
            moved.outputs = [number[int(tensor)] for tensor in operator.outputs]
            return moved

        graph = copy(self._graph)
        graph.operators = [renumbered(operator) for operator in operators]
        buffers = [self._model.buffers[0]]
        graph.tensors = [self._kept(tensor, buffers) for tensor in sorted(used)]
        graph.inputs = [number[tensor] for tensor in inputs]
        graph.outputs = [number[tensor] for tensor in outputs]
        model = copy(self._model)
        model.subgraphs, model.buffers = [graph], buffers
        model.signatureDefs = model.metadata = model.metadataBuffer = None
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())

    def _needed(self, inputs: Collection[int], outputs: Sequence[int]) -> set[int]:
        """Return the numbers of the operators between some tensors and others."""
        wanted: set[int] = set()
        waiting = list(outputs)
        while waiting:
            tensor = waiting.pop()
            if tensor in inputs or tensor not in self._maker or self._maker[tensor] in wanted:
                continue
            wanted.add(self._maker[tensor])
            operator = self._operators[self._maker[tensor]]
            if self._model.operatorCodes[operator.opcodeIndex].customCode:
                raise ValueError("a part contains an operation of MediaPipe's own")
            waiting += [int(each) for each in operator.inputs if each >= 0]
        return wanted

    def _kept(self, tensor: int, buffers: list[Any]) -> Any:
        """Return a tensor of a part; its constant, if it has one, is added to the buffers."""
        kept = copy(self._graph.tensors[tensor])
        content = self._model.buffers[kept.buffer]
        kept.buffer = 0
        if content.data is not None and len(content.data):
            kept.buffer = len(buffers)
            buffers.append(content)
        return kept
