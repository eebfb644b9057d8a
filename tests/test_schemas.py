"""The enumerations of the schemas are those of the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from takewise.faces import DETECTORS
from takewise.host.protocol import HostRequest
from takewise.model import Colour, Kind, Side
from takewise.model.dialogue import CueKind, LineEnd
from tests.conftest import REPOSITORY

KINDS = [kind.value for kind in Kind]
EXPECTED: dict[str, dict[str, list[object]]] = {
    "host/schema/host-1.json": {
        "do": [*get_args(get_type_hints(HostRequest)["do"])],
        "detector": [*DETECTORS],
        "kind": [*KINDS],
        "colour": [colour.value.lower() for colour in Colour],
    },
    "library/schema/analysis-2.json": {
        "rotation": [0, 90, 180, 270],
        "kind": [*KINDS],
        "side": [*get_args(Side)],
        "what": [*get_args(CueKind)],
        "blink_end": [*get_args(LineEnd), None],
    },
}
"""File to the properties that have an enumeration, and what they may be."""


def enumerations(node: Any, name: str = "") -> Iterator[tuple[str, list[object]]]:
    """Yield the name of each property that has an enumeration, and what it may be."""
    if isinstance(node, dict):
        if "enum" in node:
            yield name, node["enum"]
        for key, below in node.items():
            yield from enumerations(below, key)
    elif isinstance(node, list):
        for below in node:
            yield from enumerations(below, name)


@pytest.mark.parametrize("path", EXPECTED)
def test_a_schema_lists_what_the_code_has(path: str) -> None:
    """Each enumeration is one of the code's own lists, in its order."""
    schema = json.loads((REPOSITORY / "src" / "takewise" / path).read_text(encoding="utf-8"))
    found = list(enumerations(schema))
    assert {name for name, _ in found} == EXPECTED[path].keys()
    for name, values in found:
        assert values == EXPECTED[path][name], name
