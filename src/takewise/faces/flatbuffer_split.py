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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from struct import error as struct_error
from typing import Any

import numpy as np
import numpy.typing as npt
from flatbuffers import flexbuffers

from takewise.errors import DetectorError
from takewise.faces.flatbuffer_graph import Graph, Operator

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
    """Cut ``face_landmark_with_attention.tflite`` at MediaPipe's own operations."""
    try:
        return _split(Graph(content))
    # A damaged file fails anywhere in the reader of its format.
    except (ValueError, TypeError, IndexError, KeyError, struct_error) as error:
        raise DetectorError(
            "the face mesh model is damaged, or of another kind",
            remedy="run takewise models install, or install mediapipe 0.10.21 again",
        ) from error


def _split(graph: Graph) -> SplitMesh:
    finds, samples, returns = (
        [operator for operator in graph.operators if operator.kind == kind]
        for kind in (_FIND, _SAMPLE, _RETURN)
    )
    matrices = [find.outputs[0] for find in finds]
    if [sample.inputs[1] for sample in samples] != matrices or len(matrices) != 3:
        raise ValueError("the regions are not sampled one after the other")
    # Each matrix is scaled from features to picture before points return by it.
    returning = [
        [one.inputs[0] for one in returns if graph.maker(one.inputs[1]).inputs[0] == matrix]
        for matrix in matrices
    ]
    (features,) = {sample.inputs[0] for sample in samples}
    # The model hands the mesh out as a slice that is all of it, which not every runtime can.
    mesh, presence = graph.maker(graph.outputs[0]).inputs[0], graph.outputs[-1]
    return SplitMesh(
        base=graph.cut(graph.inputs, (features, mesh, presence)),
        heads=graph.cut([one.outputs[0] for one in samples], list(chain(*returning))),
        regions=tuple(
            _region(find, [graph.shape(tensor)[1] for tensor in tensors])
            for find, tensors in zip(finds, returning, strict=True)
        ),
    )


def _region(find: Operator, counts: Sequence[int]) -> Region:
    options: Mapping[str, Any] = flexbuffers.Loads(find.custom_options)
    height, width = options["output_height"], options["output_width"]
    if (height, width) != (REGION_SIDE, REGION_SIDE) or options["target_rotation_radians"]:
        raise ValueError("the regions are of another size")
    return Region(
        points=np.array(options["subset_idxs"], np.intp),
        start=options["left_rotation_idx"],
        end=options["right_rotation_idx"],
        scale=(options["scale_x"], options["scale_y"]),
        counts=tuple(counts),
    )
