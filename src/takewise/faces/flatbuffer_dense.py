"""Writes sparse weights of a model out in full, for what cannot read them sparse."""

from __future__ import annotations

import math
import struct

import numpy as np
import numpy.typing as npt

from takewise.faces.flatbuffer_graph import Graph, Operator, Table, append_list

DENSIFY = 124
"""Number of the operation that does it in TensorFlow Lite itself."""

# Places of fields in their tables, as in `takewise.faces.flatbuffer_graph`.
_TYPE, _SPARSITY = 1, 6
_ORDER, _BLOCKS, _AXES = range(3)
_FORMAT, _STARTS_TYPE, _STARTS, _PLACES_TYPE, _PLACES = 0, 2, 3, 4, 5

# Which numbers a tensor, and a list of places, may consist of.
_NUMBERS = {0: "<f4", 1: "<f2"}
_INTEGERS = {1: "<i4", 2: "<u2", 3: "u1"}


def densified(content: bytes) -> bytes:
    """Return a model without sparse weights, which may be so along their last axis alone."""
    graph = Graph(content)
    whole = bytearray(content)
    sparse = {}
    for operator in graph.operators:
        if operator.kind == DENSIFY:
            (tensor,), (full,) = operator.inputs, operator.outputs
            append_list(whole, graph.buffer(tensor).place(0), _dense(graph, tensor).view("u1"))
            sparse[full] = tensor
    for operator in graph.operators:
        _read_instead(whole, operator, sparse)
    result = Graph(bytes(whole))
    return result.cut(result.inputs, result.outputs)


def _read_instead(content: bytearray, operator: Operator, others: dict[int, int]) -> None:
    """Let an operator read other tensors in the place of some."""
    for place, tensor in enumerate(operator.inputs):
        if tensor in others:
            struct.pack_into("<i", content, operator.input_place(place), others[tensor])


def _dense(graph: Graph, tensor: int) -> npt.NDArray[np.generic]:
    table = graph.tensors[tensor]
    shape, sparsity = graph.shape(tensor), table.table(_SPARSITY)
    axes = sparsity.tables(_AXES)
    if (
        sparsity.numbers(_ORDER).tolist() != list(range(len(shape)))
        or len(sparsity.numbers(_BLOCKS))
        or [axis.number(_FORMAT, "b") for axis in axes] != [0] * (len(shape) - 1) + [1]
    ):
        raise ValueError("the weights are sparse in an unknown way")
    starts = _integers(axes[-1], _STARTS_TYPE, _STARTS)
    dense = np.zeros((math.prod(shape[:-1]), shape[-1]), _NUMBERS[table.number(_TYPE, "b")])
    rows = np.repeat(np.arange(len(dense)), np.diff(starts))
    columns = _integers(axes[-1], _PLACES_TYPE, _PLACES)
    dense[rows, columns] = graph.buffer(tensor).numbers(0, "u1").view(dense.dtype)
    return dense.ravel()


def _integers(axis: Table, kind: int, field: int) -> npt.NDArray[np.int64]:
    return axis.table(field).numbers(0, _INTEGERS[axis.number(kind, "B")]).astype(np.int64)
