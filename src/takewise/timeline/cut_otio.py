"""A cut in OpenTimelineIO's JSON: made readable for the library, and given back with markers.

* The library reads 0.18's form of UTF-8, and a few damaged files end its process; so a
  document is read and checked here first, and the library gets it from here.
* Markers are put into the text itself; every other byte stays as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import opentimelineio as otio

from takewise.errors import MalformedText, MediaError
from takewise.splices import Splice, spliced
from takewise.timeline.json_places import BOM, Value, appended, parse_json, style_of, without
from takewise.untrusted import json_from

# The name and the version of what an object is.
_SCHEMA = re.compile(r"(\w+)\.([1-9]\d{0,5})", re.ASCII)

# Name of what an object is to the version that the library reads.
_VERSIONS = otio.core.type_version_map()

# What the library derives its kinds from, and its name for all others: in a file they are
# damage, and UnknownSchema ends the process.
_ABSTRACT = frozenset(
    {
        "Composable", "Composition", "Item", "SerializableObject",
        "SerializableObjectWithMetadata", "UnknownSchema",
    }
)  # fmt: skip

# What stands for an object that is written elsewhere in the file.
_REFERENCE = "SerializableObjectRef.1"

# The names that a marker's colour has up to Marker.2; pink has the value of magenta.
_COLOURS = {
    name: (colour.r, colour.g, colour.b)
    for name in ("RED", "GREEN", "BLUE", "CYAN", "YELLOW", "ORANGE", "PURPLE", "MAGENTA", "BLACK",
        "WHITE",
    )
    for colour in (getattr(otio.core.Color, name),)
}  # fmt: skip

# OpenTimelineIO's words for what is no finite number, outside of texts, which are found too.
_NO_NUMBER = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|-?\b(?:NaN|Inf(?:inity)?)\b', re.DOTALL)

# Begins the text that stands for such a word while JSON is read.
_ASIDE = "\ue000no number "

# That text, where JSON is written again.
_SET_ASIDE = re.compile(f'"{_ASIDE}(-?(?:NaN|Inf(?:inity)?))"')

# Key in a marker's own facts: its item had no list of markers before.
_OUR_LIST = "list_added"


def is_json(content: bytes) -> bool:
    """Return whether a file holds a JSON object, in UTF-8 or UTF-16."""
    return in_utf8(content).lstrip()[:1] == b"{"


def in_utf8(content: bytes) -> bytes:
    """Return a JSON file as OpenTimelineIO reads it: in UTF-8 without a byte-order mark."""
    coding = json.detect_encoding(content)
    if coding in {"utf-8", "utf-8-sig"}:
        return content.removeprefix(BOM)
    return content.decode(coding, "replace").encode("utf-8", "replace")


def readable_otio(content: bytes, path: Path) -> str:
    """Return a cut's JSON in the form that the library of today reads.

    Markers of a newer OpenTimelineIO become `Marker.2`. `path` is for error messages. Raises
    `MediaError` for what is no JSON, or nothing that the library can read.
    """
    # One damaged character of a name must not cost the cut.
    text = in_utf8(content).decode("utf-8", "replace")
    try:
        document = json_from(_NO_NUMBER.sub(_set_aside, text))
    except MalformedText as error:
        raise MediaError(
            f"cannot be read as a cut ({error.what})", where=str(path), remedy="export it again"
        ) from error
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            _check(value, path)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    # An escape that stands for half a character becomes a question mark.
    text = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace").decode()
    return _SET_ASIDE.sub(r"\1", text)


def has_newer_markers(content: bytes) -> bool:
    """Return whether a file has markers of a newer OpenTimelineIO than 0.18."""
    return re.search(rb'"Marker\.(?:[3-9]|\d\d+)"', content) is not None


def otio_notes(content: bytes) -> list[str]:
    """Return what a user should know of a cut's JSON, one sentence each."""
    if not is_json(content):
        return []
    found = []
    if in_utf8(content) != content:
        what = "begins with a byte-order mark" if content.startswith(BOM) else "is in UTF-16"
        found.append(
            f"the cut {what}, which OpenTimelineIO does not read; it comes back in plain UTF-8"
        )
    if has_newer_markers(content):
        found.append(
            "the cut has markers of a newer OpenTimelineIO (Marker.3); they stay as they are, "
            "and release 0.18 does not read them; --otio-schema 0.14 writes older ones"
        )
    return found


def _check(value: dict[str, Any], path: Path) -> None:
    """Refuse an object that the library cannot read, and bring a newer marker into its form."""
    schema = value.get("OTIO_SCHEMA")
    if schema is None:
        return
    found = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if found is None:
        raise _unreadable("an object's OTIO_SCHEMA has no name and version", path)
    name, version = found[1], int(found[2])
    if name in _ABSTRACT:
        raise _unreadable("an object in it is of no known kind", path)
    if name == "Marker" and version > _VERSIONS[name]:
        _make_older(value)
    elif version > _VERSIONS.get(name, version):
        raise MediaError(
            f"holds {schema}, which a newer OpenTimelineIO wrote",
            where=str(path),
            remedy="export it for OpenTimelineIO 0.18",
        )
    if name == "Clip" and version == 1 and "media_references" in value:
        _choose_form(value)
    if name == "Timeline" and not isinstance(value.get("tracks"), dict):
        raise _unreadable("a timeline in it has no tracks", path)
    if "OTIO_REF_ID" in value and _refers(value):
        raise _unreadable("its objects hold each other in a circle", path)


def _choose_form(clip: dict[str, Any]) -> None:
    """Make a clip with the keys of two versions one of them; the library would not survive it."""
    if "media_reference" in clip:
        del clip["media_references"]
    else:
        clip["OTIO_SCHEMA"] = "Clip.2"
        clip.setdefault("active_media_reference_key", "DEFAULT_MEDIA")


def _set_aside(found: re.Match[str]) -> str:
    word = found[0]
    return word if word.startswith('"') else f'"{_ASIDE}{word}"'


def _unreadable(why: str, path: Path) -> MediaError:
    return MediaError(f"cannot be read as a cut ({why})", where=str(path), remedy="export it again")


def _refers(value: dict[str, Any]) -> bool:
    """Return whether an object holds a reference to another, or to itself."""
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if each.get("OTIO_SCHEMA") == _REFERENCE:
                return True
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return False


def _make_older(marker: dict[str, Any]) -> None:
    """Turn a marker of a newer OpenTimelineIO into `Marker.2`, whose colour is a name."""
    marker["OTIO_SCHEMA"] = f"Marker.{_VERSIONS['Marker']}"
    colour = marker.get("color")
    if isinstance(colour, dict):
        marker["color"] = _colour_name(colour)


def _colour_name(colour: Mapping[str, Any]) -> str:
    """Return the name of a colour, or that of the nearest that has one."""
    name = str(colour.get("name", "")).upper()
    if name in _COLOURS or name == "PINK":
        return name
    parts = [colour.get(part) for part in "rgb"]
    seen = [float(part) if isinstance(part, int | float) else 0.0 for part in parts]

    def distance(known: str) -> float:
        return sum((one - other) ** 2 for one, other in zip(seen, _COLOURS[known], strict=True))

    return min(_COLOURS, key=distance)


def marked(
    content: bytes,
    clips: Mapping[int, Sequence[otio.schema.Marker]],
    ruler: Sequence[otio.schema.Marker],
    key: str,
) -> bytes:
    """Return a cut's JSON in UTF-8 with markers in it, and every other byte as it was.

    `clips` maps the number of a clip, in the order of the file, to its markers; `ruler` are those
    of the timeline's stack. By the metadata under `key` ours are known: those that an earlier run
    left are replaced, those of others stay.
    """
    content = without_ours(content, key)
    root = parse_json(content)
    style = style_of(content, root)
    items = list(_items(content, root))
    holders = [each for each in items if _is(content, each, "Clip")]
    lists = [(holders[number], markers) for number, markers in clips.items()]
    splices = [
        appended(content, item, "markers", _values(item, markers, key), style)
        for item, markers in [*lists, *((each, ruler) for each in items[:1])]
        if markers
    ]
    return spliced(content, splices)


def without_ours(content: bytes, key: str) -> bytes:
    """Return a cut's JSON without our markers, which are known by the metadata under `key`.

    It is what it was before, byte for byte, if nothing but `marked` changed it.
    """
    splices: list[Splice] = []
    if key.encode() not in content:
        return content
    for item in _items(content, parse_json(content)):
        held = item.members.get("markers")
        markers = held.items if held else []
        ours = {n for n, marker in enumerate(markers) if marker.at("metadata", key, "apex")}
        whole = any(markers[n].at("metadata", key, _OUR_LIST) for n in ours)
        splices += without(item, "markers", ours, whole=whole)
    return spliced(content, splices)


def count_clips(content: bytes) -> int:
    """Return how many clips a cut's JSON has."""
    return sum(_is(content, each, "Clip") for each in _items(content, parse_json(content)))


def _items(content: bytes, root: Value) -> Iterator[Value]:
    """Yield the timeline's stack and all that is in it, in the order of the file."""
    timelines = [root] if _is(content, root, "Timeline") else []
    if held := root.members.get("children"):
        timelines += [each for each in held.items if _is(content, each, "Timeline")]
    waiting = [stack for each in timelines[:1] if (stack := each.at("tracks"))]
    while waiting:
        item = waiting.pop()
        yield item
        # Sequence is the older name of Track.
        if _is(content, item, "Stack", "Track", "Sequence") and (
            inner := item.members.get("children")
        ):
            waiting += reversed(inner.items)


def _is(content: bytes, value: Value, *names: str) -> bool:
    schema = value.at("OTIO_SCHEMA")
    said = content[schema.start + 1 : schema.end - 1].decode("utf-8", "replace") if schema else ""
    return said.partition(".")[0] in names


def _values(item: Value, markers: Sequence[otio.schema.Marker], key: str) -> list[dict[str, Any]]:
    """Return markers as the values of a document, in the form that 0.18 reads."""
    values = []
    for marker in markers:
        text = otio.core.serialize_json_to_string(marker, schema_version_targets={"Marker": 2})
        value = json.loads(text)
        if "markers" not in item.members:
            value["metadata"][key][_OUR_LIST] = True
        values.append(value)
    return values
