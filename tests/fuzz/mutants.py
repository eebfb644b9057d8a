"""Damage as files have it, and as an attacker would do it; the same seed, the same mutant."""

from __future__ import annotations

import json
import random
import re
from typing import Any

_NUMBERS = (
    b"0", b"-1", b"1e999", b"1e999999999", b"-1e-999999999", b"9" * 401, b"9" * 5000, b"NaN",
    b"Infinity", b"1/0", b"0/1", b"1/00", b"18446744073709551616", b"9223372036854775808", b"0.1",
    b"99999999999", b"1e308",
)  # fmt: skip
_TEXTS = (
    b"", b"\x00", b"&#0;", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"%00",
    b"\xef\xbb\xbf", b"file://[::1", b"file://host:port/a", b"file:///", b"/", b"..", b"*",
    b"@1-2", b"A" * 5000, b"\x1b[2J", b"\n", b"&a;", b"<!--", b"]]>", b"'", b'"', b"null",
    b"{}", b"[]", b"true", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"[" * 1000, b"<a>" * 300,
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 1e308, -0.0, 0.5, "", "\0", "\ud800", "m-1",
    "1e999999999", "24000/1001", "1/0", "file://[::1", "file://h:p/", "/", [], {}, [[]], [None],
    "x" * 5000, {"a": 1}, float("nan"), float("inf"),
)  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:[./]\d+)*")
_WORD = re.compile(rb'"[^"<>]*"|>[^<>]+<')


def mutant(sample: bytes, seed: int) -> bytes:
    """Return a sample with up to four faults in it."""
    chance = random.Random(seed)
    if sample.startswith(b"{") and chance.random() < 0.6:
        return _of_json(sample, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        fault = chance.choice((_number, _number, _word, _word, _bytes, _doubled, _cut, _deep))
        sample = fault(sample, chance)
    return sample


def _place(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> tuple[int, int]:
    places = [found.span() for found in pattern.finditer(data)]
    return chance.choice(places) if places else (0, 0)


def _number(data: bytes, chance: random.Random) -> bytes:
    start, end = _place(_NUMBER, data, chance)
    return data[:start] + chance.choice(_NUMBERS) + data[end:]


def _word(data: bytes, chance: random.Random) -> bytes:
    start, end = _place(_WORD, data, chance)
    return data[: start + 1] + chance.choice(_TEXTS + _NUMBERS) + data[max(start + 1, end - 1) :]


def _bytes(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 8, 60)))
    return data[:start] + chance.choice((*_TEXTS, chance.randbytes(3))) + data[end:]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.randint(1, 400))
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 400) :]


def _deep(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    levels = chance.choice((10, 150, 250, 3000))
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<clip>", b"</clip>")))
    return data[:start] + opening * levels + closing * levels + data[start:]


def _of_json(sample: bytes, chance: random.Random) -> bytes:
    """Return JSON with another value in up to three places, often of another type."""
    whole = {"": json.loads(sample)}
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_places(whole))
        if not places:
            break
        holder, key = chance.choice(places)
        action = chance.random()
        if action < 0.7:
            holder[key] = chance.choice(_VALUES)
        elif action < 0.85:
            other, at = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[at]))
        else:
            del holder[key]
    return json.dumps(whole.get("")).encode()


def _places(value: Any) -> Any:
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])
