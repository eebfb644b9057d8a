"""The text of a cut, looked through before a library of others reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from takewise.errors import MalformedText, MediaError
from takewise.untrusted import json_from, read_bytes, read_xml

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# A kind and a version from 1 on: at version 0 OpenTimelineIO's own reader ends the process.
_SCHEMA = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.[1-9][0-9]{0,3}")


def check_text(path: Path) -> None:
    """Refuse a cut that its reader might never finish, or die of.

    Parameters
    ----------
    path
        Its file: XML, an EDL, or OpenTimelineIO's JSON.

    Raises
    ------
    MediaError
        If it is damaged, or beyond a limit of `takewise.untrusted`.
    """
    try:
        content = read_bytes(path)
        if path.suffix.casefold() == ".xml":
            read_xml(content, doctype=True)
        elif path.suffix.casefold() != ".edl":
            _check_schemas(json_from(content), path)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except MalformedText as error:
        raise MediaError(
            f"cannot be read as a cut ({error.what})", where=str(path), remedy="export it again"
        ) from error


def table_of(metadata: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a table of somebody's metadata; empty where there is none, or another thing."""
    found = metadata.get(name)
    return found if isinstance(found, Mapping) else {}


def _check_schemas(document: object, path: Path) -> None:
    """Refuse objects of versions that there cannot be."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and _LONE_SURROGATE.search(each):
            # OpenTimelineIO would keep it, and fail where it is read.
            raise MediaError(
                "cannot be read as a cut (a text in it has half a character)",
                where=str(path),
                remedy="export it again",
            )
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
            schema = each.get("OTIO_SCHEMA", "None.1")
            if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
                wrong = f"{str(schema)[:40]!r} is no kind of object"
            elif schema.startswith("Timeline.") and not isinstance(each.get("tracks"), dict):
                wrong = "a timeline has no tracks"
            else:
                continue
            raise MediaError(
                f"cannot be read as a cut ({wrong})", where=str(path), remedy="export it again"
            )
