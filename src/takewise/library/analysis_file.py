"""The analysis file: one take's `Analysis` as JSON, and back.

The schema is named in the file's first key and described, field by field, in
``schema/analysis-1.json``, which ships with the package.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise
from typing import cast, get_args

from takewise.clock import FrameRange, Timecode, parse_timecode
from takewise.errors import ClockError, LibraryError, MalformedText
from takewise.library.json_reader import Block
from takewise.model import (
    Analysis,
    DetectorInfo,
    Kind,
    MediaInfo,
    Moment,
    Movement,
    Person,
    ScoreTerm,
    Side,
    TakeScore,
)
from takewise.untrusted import json_from

SCHEMA = "takewise.analysis/1"
"""Name and version of the file's schema; it changes when a reader must."""

_DIGITS = 6
# Digits after the point: a millionth of an eye-width is far below any noise,
# and rounding hides the last bits, in which processors differ.

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# How Python keeps the bytes of a file name that is not UTF-8.


def to_json(analysis: Analysis) -> bytes:
    """Write an analysis as the bytes of its file.

    Equal analyses give equal bytes: the keys have a fixed order, the numbers
    six digits, and nothing is added, such as the time of day.

    Parameters
    ----------
    analysis
        What was found in one take.

    Returns
    -------
    bytes
        JSON in UTF-8 with a line end at its end.

    Raises
    ------
    LibraryError
        If a number of it is NaN or infinite, which JSON cannot say.
    """
    document = {
        "schema": SCHEMA,
        "generator": {
            "name": "takewise",
            "version": analysis.generator,
            "settings": analysis.settings_digest,
        },
        "media": _media_fields(analysis.media),
        "detector": {
            "name": analysis.detector.name,
            "model": analysis.detector.model,
            "digest": analysis.detector.digest,
        },
        "people": [_person_fields(person) for person in analysis.people],
        "moments": [_moment_fields(moment) for moment in analysis.moments],
        "score": _score_fields(analysis.score),
        "warnings": list(analysis.warnings),
        "frame_pts": None if analysis.frame_pts is None else list(analysis.frame_pts),
    }
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
    """Read an analysis from the bytes of its file.

    Fields that this version does not know are passed over.

    Parameters
    ----------
    data
        The whole file.
    where
        What to call it in an error: its path.

    Returns
    -------
    Analysis
        Equal to the one written, but for numbers rounded to six digits.

    Raises
    ------
    LibraryError
        If it is no JSON, of another schema, or a field is missing or wrong.
    """
    try:
        block = Block(json_from(data))
        if (schema := block.text("schema")) != SCHEMA:
            raise LibraryError(
                f"is of schema {schema!r}, and this version reads {SCHEMA!r}",
                where=where,
                remedy="analyse the take again, or use the Takewise that wrote the file",
            )
        return _analysis(block)
    except (ValueError, ClockError, MalformedText) as error:
        raise LibraryError(
            f"is no whole analysis file ({error})", where=where, remedy="analyse the take again"
        ) from error


def check_frames(analysis: Analysis, *, where: str) -> None:
    """Refuse an analysis that speaks of frames that there are not.

    Parameters
    ----------
    analysis
        From a file that anyone may have written.
    where
        What to call it in an error: its path.

    Raises
    ------
    LibraryError
        If pictures are out of order, or a moment lies outside of them.
    """
    pictures, wrong = analysis.frame_pts, ""
    if any(moment.apex not in moment.span for moment in analysis.moments):
        wrong = "the apex of a moment lies outside of it"
    elif pictures is None:
        return
    elif any(later <= earlier for earlier, later in pairwise(pictures)):
        wrong = "frame_pts do not rise"
    elif any(moment.span.end > len(pictures) for moment in analysis.moments):
        wrong = "a moment lies outside of frame_pts"
    if wrong:
        raise LibraryError(
            f"is no whole analysis file ({wrong})", where=where, remedy="analyse the take again"
        )


def analysis_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) that every analysis file meets."""
    resource = files("takewise.library") / "schema" / "analysis-1.json"
    return cast("dict[str, object]", json.loads(resource.read_text(encoding="utf-8")))


def _media_fields(media: MediaInfo) -> dict[str, object]:
    timecode = media.start_timecode
    return {
        "path": media.path,
        "digest": media.digest,
        "width": media.width,
        "height": media.height,
        "rate": _ratio(media.rate),
        "frame_count": media.frame_count,
        "variable_rate": media.variable_rate,
        "start_timecode": None if timecode is None else str(timecode),
        "drop_frame": timecode is not None and timecode.drop_frame,
        "reel": media.reel,
        # A 50p file may count its timecode at 25, so the label has its own rate.
        "timecode_rate": None if timecode is None else _ratio(timecode.rate),
        "time_base": _ratio(media.time_base),
        "codec": media.codec,
        "interlaced": media.interlaced,
        "rotation": media.rotation,
        "has_sound": media.has_sound,
        "warnings": list(media.warnings),
        "range": media.part and {"start": media.part.start, "end": media.part.end},
        "camera_time": media.camera_time,
        "stream": media.stream,
    }


def _person_fields(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "first": person.first,
        "last": person.last,
        "seen": _rounded(person.seen),
        "eye_width": _rounded(person.eye_width),
        "legibility": _rounded(person.legibility),
        "because": list(person.because),
    }


def _moment_fields(moment: Moment) -> dict[str, object]:
    return {
        "id": moment.id,
        "person": moment.person,
        "kind": moment.kind.value,
        "onset": moment.span.start,
        "apex": moment.apex,
        "offset": moment.span.end,
        "movements": [
            {
                "unit": movement.unit,
                "name": movement.name,
                "side": movement.side,
                "peak": _rounded(movement.peak),
            }
            for movement in moment.movements
        ],
        "strength": _rounded(moment.strength),
        "confidence": _rounded(moment.confidence),
        "title": moment.title,
        "because": moment.because,
        "hint": moment.hint,
    }


def _score_fields(score: TakeScore) -> dict[str, object]:
    return {
        "total": _rounded(score.total),
        "terms": [
            {
                "name": term.name,
                "value": _rounded(term.value),
                "weight": _rounded(term.weight),
                "because": term.because,
            }
            for term in score.terms
        ],
    }


def _ratio(value: Fraction) -> str:
    """Write a fraction always as ``n/d``, so that a reader needs one rule only."""
    return f"{value.numerator}/{value.denominator}"


def _rounded(value: float) -> float:
    # Adding 0.0 turns -0.0, which equals 0.0 but is written otherwise, into 0.0.
    return round(float(value), _DIGITS) + 0.0


def _analysis(block: Block) -> Analysis:
    generator, detector = block.block("generator"), block.block("detector")
    return Analysis(
        generator=generator.text("version"),
        settings_digest=generator.text("settings"),
        media=_media(block.block("media")),
        detector=DetectorInfo(
            name=detector.text("name"),
            model=detector.text("model"),
            digest=detector.text("digest"),
        ),
        people=tuple(_person(person) for person in block.blocks("people")),
        moments=tuple(_moment(moment) for moment in block.blocks("moments")),
        score=_score(block.block("score")),
        warnings=block.texts("warnings"),
        frame_pts=block.optional("frame_pts", block.wholes),
    )


def _media(block: Block) -> MediaInfo:
    return MediaInfo(
        path=block.text("path"),
        width=block.whole("width"),
        height=block.whole("height"),
        rate=block.fraction("rate"),
        time_base=block.fraction("time_base"),
        codec=block.text("codec"),
        start_timecode=_timecode(block),
        reel=block.optional("reel", block.text),
        frame_count=block.optional("frame_count", block.whole),
        variable_rate=block.flag("variable_rate"),
        interlaced=block.flag("interlaced"),
        rotation=block.whole("rotation"),
        has_sound=block.flag("has_sound"),
        digest=block.text("digest"),
        warnings=block.texts("warnings"),
        part=_part(block.block("range")) if block.has("range") else None,
        camera_time=block.has("camera_time") and block.flag("camera_time"),
        stream=block.whole("stream") if block.has("stream") else None,
    )


def _part(block: Block) -> FrameRange:
    return FrameRange(block.whole("start"), block.whole("end"))


def _timecode(block: Block) -> Timecode | None:
    label = block.optional("start_timecode", block.text)
    if label is None:
        return None
    timecode = parse_timecode(label, block.fraction("timecode_rate"))
    if timecode.drop_frame != block.flag("drop_frame"):
        raise ValueError(f"{block.place}.drop_frame contradicts the timecode {label}")
    return timecode


def _person(block: Block) -> Person:
    return Person(
        id=block.text("id"),
        first=block.whole("first"),
        last=block.whole("last"),
        seen=block.number("seen"),
        eye_width=block.number("eye_width"),
        legibility=block.number("legibility"),
        because=block.texts("because"),
    )


def _moment(block: Block) -> Moment:
    return Moment(
        id=block.text("id"),
        person=block.text("person"),
        kind=Kind(block.one_of("kind", [kind.value for kind in Kind])),
        span=FrameRange(block.whole("onset"), block.whole("offset")),
        apex=block.whole("apex"),
        movements=tuple(_movement(movement) for movement in block.blocks("movements")),
        strength=block.number("strength"),
        confidence=block.number("confidence"),
        title=block.text("title"),
        because=block.text("because"),
        hint=block.optional("hint", block.text),
    )


def _movement(block: Block) -> Movement:
    return Movement(
        unit=block.text("unit"),
        name=block.text("name"),
        side=cast("Side", block.one_of("side", get_args(Side))),
        peak=block.number("peak"),
    )


def _score(block: Block) -> TakeScore:
    return TakeScore(
        total=block.number("total"),
        terms=tuple(
            ScoreTerm(
                name=term.text("name"),
                value=term.number("value"),
                weight=term.number("weight"),
                because=term.text("because"),
            )
            for term in block.blocks("terms")
        ),
    )
