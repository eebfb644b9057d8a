"""Reads TensorFlow Lite's model files, and cuts parts out of them.

A part is the whole file with other lists of operators, inputs and outputs; what is not used
stays where it is. So only the fields that are named here need be known of the format, which is
that of ``tensorflow/lite/schema/schema.fbs`` (Apache-2.0).
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Places of fields in their tables.
_CODES, _GRAPHS, _BUFFERS = 1, 2, 4
_OLD_KIND, _CUSTOM_KIND, _KIND = 0, 1, 3
_TENSORS, _GRAPH_INPUTS, _GRAPH_OUTPUTS, _OPERATORS = range(4)
_CODE, _INPUTS, _OUTPUTS, _CUSTOM_OPTIONS = 0, 1, 2, 5
_SHAPE, _BUFFER, _NAME = 0, 2, 3
_DATA = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a model file."""

    content: bytes
    """The file."""
    at: int
    """Where in it the table begins."""

    def place(self, field: int) -> int:
        """Return where a field is; 0 if this table has none."""
        vtable = self.at - _number(self.content, self.at, "i")
        slot = 4 + 2 * field
        if slot >= _number(self.content, vtable, "H"):
            return 0
        offset = _number(self.content, vtable + slot, "H")
        return offset and self.at + offset

    def number(self, field: int, kind: str = "i") -> int:
        """Return a number; 0 if there is none."""
        place = self.place(field)
        return _number(self.content, place, kind) if place else 0

    def table(self, field: int) -> Table:
        """Return the table that a field refers to."""
        return Table(self.content, _referred(self.content, self.place(field)))

    def tables(self, field: int) -> list[Table]:
        """Return the tables of a list."""
        if not (count := self._count(field)):
            return []
        first = self.first(field)
        places = range(first, first + 4 * count, 4)
        return [Table(self.content, _referred(self.content, place)) for place in places]

    def numbers(self, field: int, kind: str = "<i4") -> npt.NDArray[np.generic]:
        """Return the numbers of a list."""
        if not (count := self._count(field)):
            return np.empty(0, kind)
        return np.frombuffer(self.content, kind, count, self.first(field))

    def first(self, field: int) -> int:
        """Return where the first item of a list is; its length stands before it."""
        return _referred(self.content, self.place(field)) + 4

    def _count(self, field: int) -> int:
        return _number(self.content, self.first(field) - 4, "I") if self.place(field) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A step of a model."""

    table: Table
    """Where it is."""
    kind: int | str
    """Number of an operation of TensorFlow Lite's own; the name of another."""
    inputs: tuple[int, ...]
    """Numbers of tensors; -1 where one is left out."""
    outputs: tuple[int, ...]
    """Numbers of tensors."""

    def input_place(self, number: int) -> int:
        """Return where in the file the number of an input is."""
        return self.table.first(_INPUTS) + 4 * number

    @property
    def custom_options(self) -> bytes:
        """How an operation with a name is to be done."""
        return self.table.numbers(_CUSTOM_OPTIONS, "u1").tobytes()


class Graph:
    """The operators of a model, and the tensors between them, known by their numbers.

    Raises `ValueError`, `IndexError` or `struct.error` if the content is no model.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        model = Table(content, _referred(content, 0))
        (self._graph,) = model.tables(_GRAPHS)
        kinds = [
            bytes(code.numbers(_CUSTOM_KIND, "u1")).decode()
            # Numbers above 127 did not fit into the old field.
            or max(code.number(_OLD_KIND, "b"), code.number(_KIND))
            for code in model.tables(_CODES)
        ]
        self.operators = tuple(
            Operator(
                table=table,
                kind=kinds[table.number(_CODE)],
                inputs=tuple(table.numbers(_INPUTS).tolist()),
                outputs=tuple(table.numbers(_OUTPUTS).tolist()),
            )
            for table in self._graph.tables(_OPERATORS)
        )
        self.inputs: tuple[int, ...] = tuple(self._graph.numbers(_GRAPH_INPUTS).tolist())
        self.outputs: tuple[int, ...] = tuple(self._graph.numbers(_GRAPH_OUTPUTS).tolist())
        self.tensors = self._graph.tables(_TENSORS)
        # Each is read, so that a file that ends within one is noticed.
        self._buffers = model.tables(_BUFFERS)
        for buffer in self._buffers:
            buffer.numbers(_DATA, "u1")
        self._makers = {
            tensor: number
            for number, operator in enumerate(self.operators)
            for tensor in operator.outputs
        }

    def shape(self, tensor: int) -> tuple[int, ...]:
        """Return the lengths of a tensor's axes."""
        return tuple(self.tensors[tensor].numbers(_SHAPE).tolist())

    def name(self, tensor: int) -> str:
        """Return a tensor's name."""
        return bytes(self.tensors[tensor].numbers(_NAME, "u1")).decode()

    def buffer(self, tensor: int) -> Table:
        """Return the table of a constant tensor's numbers."""
        return self._buffers[self.tensors[tensor].number(_BUFFER)]

    def maker(self, tensor: int) -> Operator:
        """Return the operator that makes a tensor."""
        return self.operators[self._makers[tensor]]

    def cut(self, inputs: Sequence[int], outputs: Sequence[int]) -> bytes:
        """Return the model from some tensors to others."""
        part = bytearray(self.content)
        first = self._graph.first(_OPERATORS)
        wanted = sorted(self._needed(set(inputs), outputs))
        struct.pack_into("<I", part, first - 4, len(wanted))
        # References lead forward only, so operators can move to the list's beginning.
        for place, number in enumerate(wanted):
            at = first + 4 * place
            struct.pack_into("<I", part, at, self.operators[number].table.at - at)
        for field, numbers in ((_GRAPH_INPUTS, inputs), (_GRAPH_OUTPUTS, outputs)):
            append_list(part, self._graph.place(field), np.array(numbers, "<i4"))
        return bytes(part)

    def _needed(self, inputs: Collection[int], outputs: Sequence[int]) -> set[int]:
        """Return the numbers of the operators between some tensors and others."""
        wanted: set[int] = set()
        waiting = list(outputs)
        while waiting:
            tensor = waiting.pop()
            number = self._makers.get(tensor)
            if tensor in inputs or number is None or number in wanted:
                continue
            wanted.add(number)
            waiting += self.operators[number].inputs
        return wanted


def append_list(content: bytearray, place: int, numbers: npt.NDArray[np.generic]) -> None:
    """Let a field that refers to a list refer to another one, at the end of the file."""
    # Numbers begin at multiples of 16, as those of constant tensors must.
    content.extend(bytes(-(len(content) + 4) % 16))
    struct.pack_into("<I", content, place, len(content) - place)
    content.extend(struct.pack("<I", len(numbers)) + numbers.tobytes())


def _referred(content: bytes, place: int) -> int:
    return place + _number(content, place, "I")


def _number(content: bytes, place: int, kind: str) -> int:
    (number,) = struct.unpack_from(f"<{kind}", content, place)
    return int(number)
