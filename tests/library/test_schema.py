"""The JSON Schema that ships in the package."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from takewise.library import SCHEMA, analysis_schema, to_json
from takewise.model import Analysis, Kind
from tests.library.values import SPOKEN, analyses

VALIDATOR = Draft202012Validator(analysis_schema())
DOCUMENT: dict[str, Any] = json.loads(to_json(SPOKEN))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every description of an object in a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)


def test_the_schema_is_a_schema() -> None:
    """The schema itself meets the rules of draft 2020-12, and is named as the files are."""
    Draft202012Validator.check_schema(analysis_schema())
    assert analysis_schema()["title"] == SCHEMA


def test_every_object_is_closed() -> None:
    """No object may hold a field that the schema does not describe, nor lack one."""
    described = list(objects(analysis_schema()))
    assert len(described) == 20
    for found in described:
        assert found["additionalProperties"] is False
        assert sorted(found["required"]) == sorted(found["properties"])


def test_the_kinds_are_those_of_the_model() -> None:
    """Every kind of moment that the model knows is in the schema, and no other."""
    schema: Any = analysis_schema()
    kinds = schema["properties"]["moments"]["items"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in Kind]


@given(analyses())
def test_every_file_meets_the_schema(analysis: Analysis) -> None:
    """Whatever the model allows is written as the schema describes."""
    VALIDATOR.validate(json.loads(to_json(analysis)))


def test_fields_stand_in_the_schemas_order() -> None:
    """The file's keys stand in the order in which the schema describes them."""
    schema: Any = analysis_schema()
    assert list(DOCUMENT) == list(schema["properties"])
    assert list(DOCUMENT["media"]) == list(schema["properties"]["media"]["properties"])
    moment = schema["properties"]["moments"]["items"]
    assert list(DOCUMENT["moments"][0]) == list(moment["properties"])


BREAKS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("schema", lambda d: d.update(schema="takewise.analysis/3")),
    ("missing", lambda d: d.pop("warnings")),
    ("extra", lambda d: d.update(made="today")),
    ("extra within", lambda d: d["moments"][0].update(note="")),
    ("rate as number", lambda d: d["media"].update(rate=23.976)),
    ("rate of nothing", lambda d: d["media"].update(rate="0/1")),
    ("rate without denominator", lambda d: d["media"].update(rate="24")),
    ("digest cut", lambda d: d["media"].update(digest="sha256:22")),
    ("digest of another kind", lambda d: d["detector"].update(digest="md5:" + "2" * 64)),
    ("negative frame", lambda d: d["moments"][0].update(onset=-1)),
    ("empty moment", lambda d: d["moments"][0].update(offset=0)),
    ("fraction of a frame", lambda d: d["moments"][0].update(apex=50.5)),
    ("confidence of 2", lambda d: d["moments"][0].update(confidence=2)),
    ("unknown kind", lambda d: d["moments"][0].update(kind="frown")),
    ("unknown unit", lambda d: d["moments"][0]["movements"][0].update(unit="smile")),
    ("unknown side", lambda d: d["moments"][0]["movements"][0].update(side="port")),
    ("person as number", lambda d: d["people"][0].update(id=1)),
    ("seen more than always", lambda d: d["people"][0].update(seen=1.01)),
    ("total below nothing", lambda d: d["score"].update(total=-0.1)),
    ("crooked", lambda d: d["media"].update(rotation=45)),
    ("timecode", lambda d: d["media"].update(start_timecode="1:00:00:00")),
    ("timecode of no rate", lambda d: d["media"].update(timecode_rate=None)),
    ("drop-frame of nothing", lambda d: d["media"].update(start_timecode=None, drop_frame=True)),
    ("times at a steady rate", lambda d: d.update(frame_pts=[0, 1])),
    ("no times at a varying rate", lambda d: d["media"].update(variable_rate=True)),
    ("silence", lambda d: d.update(warnings=[""])),
]


@pytest.mark.parametrize("break_it", [b for _, b in BREAKS], ids=[name for name, _ in BREAKS])
def test_the_schema_can_fail(break_it: Callable[[dict[str, Any]], object]) -> None:
    """A file broken on purpose does not meet the schema, though the whole one does."""
    broken = copy.deepcopy(DOCUMENT)
    assert VALIDATOR.is_valid(broken)
    break_it(broken)
    assert not VALIDATOR.is_valid(broken)
