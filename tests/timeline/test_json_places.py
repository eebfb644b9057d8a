"""JSON of another program keeps every byte: values go in and come out again without a trace."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.splices import spliced
from takewise.timeline.json_places import Value, appended, parse_json, style_of, without

NEW = [{"name": "ä \u2028 [1]", "at": {"rate": 23.976, "value": 1.0}}, {"name": "b"}]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
SPACES = st.text(" \t\r\n", max_size=3)


def texts(value: Any) -> st.SearchStrategy[str]:
    """Write a value with any white space wherever JSON allows it."""
    if isinstance(value, list):
        inside = [texts(each) for each in value]
        return st.tuples(SPACES, *inside).map(lambda t: f"[{t[0]}" + ",".join(t[1:]) + "]")
    if isinstance(value, dict):
        pairs = [
            st.tuples(SPACES, SPACES, texts(each)).map(
                lambda t, key=key: f"{t[0]}{json.dumps(key)}{t[1]}:{t[2]}"
            )
            for key, each in value.items()
        ]
        return st.tuples(SPACES, *pairs).map(lambda t: "{" + (",".join(t[1:]) or t[0]) + "}")
    return st.tuples(SPACES, SPACES, st.booleans()).map(
        lambda t: f"{t[0]}{json.dumps(value, ensure_ascii=t[2])}{t[1]}"
    )


def plain(content: bytes, value: Value) -> Any:
    """Return a value as Python reads its own stretch of the file."""
    return json.loads(content[value.start : value.end])


def check_places(content: bytes, value: Value) -> None:
    """Check that every place in a value is that of what is there."""
    whole = plain(content, value)
    if isinstance(whole, dict):
        assert {key: plain(content, each) for key, each in value.members.items()} == whole
        for key, each in value.members.items():
            named = re.match(rb'"(?:[^"\\]|\\.)*"', content[each.key :])
            assert named
            assert json.loads(named[0]) == key
            check_places(content, each)
    if isinstance(whole, list):
        assert [plain(content, each) for each in value.items] == whole
        for each in value.items:
            check_places(content, each)


@given(st.data())
def test_every_value_is_found_where_it_stands(data: st.DataObject) -> None:
    """Whatever the white space, the escapes and the depth."""
    value = data.draw(VALUES)
    content = data.draw(texts(value)).encode("utf-8", "surrogatepass")
    check_places(content, parse_json(content))


@given(st.data())
def test_what_is_put_in_comes_out_without_a_trace(data: st.DataObject) -> None:
    """Into a list with values, an empty one, one with white space only, and none."""
    held = data.draw(st.none() | st.lists(VALUES, max_size=3))
    others = data.draw(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=3))
    document = {"first": 1, **others} | ({} if held is None else {"list": held})
    style = data.draw(st.sampled_from([None, "", "  ", "\t", "any"]))
    if style == "any":
        text = data.draw(texts(document))
    else:
        text = json.dumps(document, indent=style, ensure_ascii=False)
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    content = text.encode("utf-8", "surrogatepass")
    root = parse_json(content)
    more = spliced(content, [appended(content, root, "list", NEW, style_of(content, root))])
    assert json.loads(more) == {**document, "list": [*(held or []), *NEW]}
    places = range(len(held or []), len(held or []) + len(NEW))
    again = parse_json(more)
    assert spliced(more, without(again, "list", places, whole=held is None)) == content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [], "b": 1}', '{"a": [{"x": 1}, {"y": [2]}], "b": 1}'),
        ('{"b":1,"a":[]}', '{"b":1,"a":[{"x":1},{"y":[2]}]}'),
        ('{"a": [0]}', '{"a": [0, {"x": 1}, {"y": [2]}]}'),
        ('{"b": 1}', '{"b": 1, "a": [{"x": 1}, {"y": [2]}]}'),
        (
            '{\n  "a": [],\n  "b": 1\n}\n',
            '{\n  "a": [\n    {\n      "x": 1\n    },\n    {\n      "y": [\n        2\n      ]\n'
            '    }\n  ],\n  "b": 1\n}\n',
        ),
        (
            '{\r\n\t"a" : [\r\n\t\t0\r\n\t]\r\n}',
            '{\r\n\t"a" : [\r\n\t\t0,\r\n\t\t{\r\n\t\t\t"x" : 1\r\n\t\t},\r\n\t\t{\r\n\t\t\t"y" : ['
            "\r\n\t\t\t\t2\r\n\t\t\t]\r\n\t\t}\r\n\t]\r\n}",
        ),
        (
            '{\n "b": 1\n}',
            '{\n "b": 1,\n "a": [\n  {\n   "x": 1\n  },\n  {\n   "y": [\n    2\n   ]\n  }\n ]\n}',
        ),
    ],
)
def test_what_is_put_in_is_written_as_the_file_is(text: str, expected: str) -> None:
    """Indentation, line ends, and the space behind a colon."""
    content = text.encode()
    root = parse_json(content)
    new = [{"x": 1}, {"y": [2]}]
    splice = appended(content, root, "a", new, style_of(content, root))
    assert spliced(content, [splice]).decode() == expected


@pytest.mark.parametrize("text", ['{"a": []}', '{\n  "a": []\n}'])
def test_what_utf8_cannot_hold_is_a_question_mark(text: str) -> None:
    """Half of a surrogate pair, as a file name that is no UTF-8 has, does not stop an export."""
    content = text.encode()
    root = parse_json(content)
    splice = appended(content, root, "a", [{"x": "a\udcffb"}], style_of(content, root))
    assert json.loads(spliced(content, [splice])) == {"a": [{"x": "a?b"}]}


@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}])
def test_values_between_others_come_out_with_one_comma_each(gone: set[int]) -> None:
    """The rest stays a list."""
    content = b'{"a": [ 10,\n 11 , 12 ]}'
    left = spliced(content, without(parse_json(content), "a", gone, whole=False))
    assert json.loads(left) == {"a": [10 + place for place in range(3) if place not in gone]}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"}", b"[1,2", b'{"a"}', b"1 2", b'"a', b"{}}", b"[}]", b'{"a":1', b"x:"]
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    """In one kind of error, whatever is wrong; what it takes for a word, Python refused before."""
    try:
        found = parse_json(content)
    except ValueError:
        return
    assert content in {b'{"a"}', b"[}]", b"x:"}
    assert found.end <= len(content)


def test_it_takes_linear_time() -> None:
    """Two million bytes, in which a step per byte before each would take hours."""
    content = b"{" + b",".join(b'"%d":[[]]' % n for n in range(150_000)) + b"}" + b" " * 500_000
    begun = time.monotonic()
    assert len(parse_json(content).members) == 150_000
    with pytest.raises(ValueError, match="no JSON"):
        parse_json(b'["' + b"\\" * 1_000_000)
    assert time.monotonic() - begun < 60
