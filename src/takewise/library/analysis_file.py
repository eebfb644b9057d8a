"""The analysis file: one take's `Analysis` as JSON, and back.

The schema is named in the file's first key and described, field by field, in
``schema/analysis-2.json``, which ships with the package. Files of the first schema are
read too: they have no dialogue, and no places of moments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, cast

from takewise.clock import FrameRange, Timecode, parse_timecode
from takewise.converter import WrongField
from takewise.errors import ClockError, LibraryError, MalformedText
from takewise.library.converter import FileConverter, frames_made, frames_written
from takewise.model import Analysis, MediaInfo, Moment
from takewise.untrusted import json_from

SCHEMA = "takewise.analysis/2"
"""Name and version of the file's schema; it changes when a reader must."""

# Schemas that are read; each has all of the fields of those before it.
_READ = ("takewise.analysis/1", SCHEMA)

# How Python keeps the bytes of a file name that is not UTF-8.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(analysis: Analysis) -> bytes:
    """Write an analysis as the bytes of its file: JSON in UTF-8.

    Equal analyses give equal bytes: the keys have a fixed order, numbers have six digits, and
    nothing such as the time of day is added. Raises `LibraryError` if a number is NaN or
    infinite, which JSON cannot hold.
    """
    document = {"schema": SCHEMA, **_converter().unstructure(analysis)}
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    except ValueError as error:
        raise LibraryError(
            "the analysis holds a number that is not finite, so it cannot be written",
            where=analysis.media.path,
            remedy="this is a fault of Takewise; please report it with the file's format",
        ) from error
    text = _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f"{text}\n".encode()


def from_json(data: bytes, *, where: str = "analysis") -> Analysis:
    """Read an analysis from the bytes of its file; its numbers were rounded to six digits.

    Fields that this version does not know are ignored. Raises `LibraryError`, which names
    `where`, if the file is not JSON, of another schema, or a field is missing or wrong.
    """
    try:
        document = json_from(data)
        if (schema := _converter().field(document, "schema", str)) not in _READ:
            raise LibraryError(
                f"is of schema {schema!r}, and this version reads {SCHEMA!r}",
                where=where,
                remedy="analyse the take again, or use the Takewise that wrote the file",
            )
        return _converter().read(document, Analysis)
    except (ValueError, ClockError, MalformedText) as error:
        raise LibraryError(
            f"is not a complete analysis file ({error})",
            where=where,
            remedy="analyse the take again",
        ) from error


def check_frames(analysis: Analysis, *, where: str) -> None:
    """Raise `LibraryError` if pictures are out of order, or a moment is outside of them.

    The error names `where`, the path of a file that anyone may have written.
    """
    pictures, wrong = analysis.frame_pts, ""
    if any(moment.apex not in moment.span for moment in analysis.moments):
        wrong = "the apex of a moment is outside of it"
    elif pictures is None:
        return
    elif any(later <= earlier for earlier, later in pairwise(pictures)):
        wrong = "frame_pts do not rise"
    elif any(moment.span.end > len(pictures) for moment in analysis.moments):
        wrong = "a moment is outside of frame_pts"
    if wrong:
        raise LibraryError(
            f"is not a complete analysis file ({wrong})",
            where=where,
            remedy="analyse the take again",
        )


def analysis_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) that every analysis file meets."""
    resource = files("takewise.library") / "schema" / "analysis-2.json"
    return cast("dict[str, object]", json.loads(resource.read_text(encoding="utf-8")))


@cache
def _converter() -> FileConverter:
    """Return the converter of analyses, made at its first use."""
    converter = FileConverter()
    converter.set_layout(
        Moment,
        "id person kind onset apex offset movements strength confidence title because hint "
        "place emphasis",
        made=frames_made(converter),
        written=lambda moment: frames_written(moment.span),
        optional=frozenset(("place", "emphasis")),
    )

    def part(value: Mapping[str, Any]) -> FrameRange | None:
        return converter.field(value, "range", FrameRange) if "range" in value else None

    def timecode(value: Mapping[str, Any]) -> Timecode | None:
        label = converter.field(value, "start_timecode", str | None)
        if label is None:
            return None
        found = parse_timecode(label, converter.field(value, "timecode_rate", Fraction))
        if found.drop_frame != converter.field(value, "drop_frame", bool):
            raise WrongField(f"contradicts the timecode {label}", "drop_frame")
        return found

    converter.set_layout(
        MediaInfo,
        "path digest width height rate frame_count variable_rate start_timecode drop_frame reel "
        "timecode_rate time_base codec interlaced rotation has_sound warnings range camera_time "
        "stream",
        made={"part": part, "start_timecode": timecode},
        written=lambda media: {
            **_timecode_fields(media.start_timecode, converter),
            "range": converter.unstructure(media.part),
        },
        optional=frozenset(("drop_frame", "timecode_rate", "range", "camera_time", "stream")),
    )

    converter.set_layout(
        Analysis,
        "generator media detector people moments score warnings frame_pts dialogue",
        made={
            "generator": lambda value: converter.field(value, "generator", _Generator).version,
            "settings_digest": lambda value: (
                converter.field(value, "generator", _Generator).settings
            ),
        },
        written=lambda analysis: {
            "generator": {
                "name": "takewise",
                "version": analysis.generator,
                "settings": analysis.settings_digest,
            }
        },
        optional=frozenset(("dialogue",)),
    )
    return converter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Generator:
    """The part of the file's generator that is read."""

    version: str
    settings: str


def _timecode_fields(timecode: Timecode | None, converter: FileConverter) -> dict[str, object]:
    return {
        "start_timecode": None if timecode is None else str(timecode),
        "drop_frame": timecode is not None and timecode.drop_frame,
        # A 50p file may count its timecode at 25, so the label has its own rate.
        "timecode_rate": None if timecode is None else converter.unstructure(timecode.rate),
    }
