"""Laws of the analysis file."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from takewise.clock import Timecode
from takewise.errors import LibraryError
from takewise.library import SCHEMA, from_json, to_json
from takewise.model import Analysis
from tests.library.values import PLAIN, SPOKEN, analyses

GOLDEN = Path(__file__).parent / "golden" / "face.takewise.json"


def as_file(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the golden file after a change to what it holds."""
    document = json.loads(GOLDEN.read_bytes())
    change(document)
    return json.dumps(document).encode()


def rounded(value: Any) -> Any:
    """Return a value with every float in it rounded to six digits."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, tuple):
        return tuple(rounded(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: rounded(getattr(value, field.name)) for field in fields(value)}
        )
    return value


class TestWriting:
    """From the value to the bytes."""

    def test_golden(self) -> None:
        """The file that was written by hand from the schema's description is what comes out."""
        assert to_json(SPOKEN).decode() == GOLDEN.read_text(encoding="utf-8")

    def test_numbers_have_six_digits_at_most(self) -> None:
        """A seventh digit is rounded away, and minus nothing is nothing."""
        score = replace(PLAIN.score, total=0.123456789, terms=())
        person = replace(PLAIN.people[0], seen=-0.0000001)
        document = json.loads(to_json(replace(PLAIN, score=score, people=(person,))))
        assert document["score"]["total"] == 0.123457
        assert math.copysign(1, document["people"][0]["seen"]) == 1.0

    def test_rates_are_always_ratios(self) -> None:
        """A whole rate is written with its denominator, so that one rule reads them all."""
        media = replace(PLAIN.media, rate=Fraction(25), start_timecode=None)
        document = json.loads(to_json(replace(PLAIN, media=media)))
        assert document["media"]["rate"] == "25/1"
        assert document["media"]["timecode_rate"] is None

    def test_drop_frame(self) -> None:
        """Drop-frame shows in the label's semicolon and in a field of its own."""
        timecode = Timecode(107892, Fraction(30000, 1001), drop_frame=True)
        media = replace(PLAIN.media, start_timecode=timecode)
        written = json.loads(to_json(replace(PLAIN, media=media)))["media"]
        assert (written["start_timecode"], written["drop_frame"]) == ("01:00:00;00", True)

    @pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
    def test_what_json_cannot_say_is_refused(self, number: float) -> None:
        """NaN and infinity are refused by name of the take, never written as non-JSON."""
        person = replace(PLAIN.people[0], eye_width=number)
        with pytest.raises(LibraryError, match=r"A001C003\.mov: .* not finite"):
            to_json(replace(PLAIN, people=(person,)))

    def test_file_name_that_is_no_text(self) -> None:
        """A file name whose bytes are not UTF-8 still makes a file that is UTF-8."""
        path = b"take \xe9.mov".decode("utf-8", "surrogateescape")
        written = to_json(replace(PLAIN, media=replace(PLAIN.media, path=path)))
        assert "\\udce9" in written.decode("utf-8")
        assert from_json(written).media.path == path


class TestRoundTrip:
    """There and back."""

    @given(analyses())
    def test_identity_up_to_rounding(self, analysis: Analysis) -> None:
        """Reading what was written gives the analysis, its numbers rounded to six digits."""
        assert from_json(to_json(analysis)) == rounded(analysis)

    @given(analyses())
    def test_equal_results_equal_bytes(self, analysis: Analysis) -> None:
        """What was read is written as the same bytes again."""
        written = to_json(analysis)
        assert to_json(from_json(written)) == written

    def test_a_timecode_slower_than_the_pictures(self) -> None:
        """A 50p file whose timecode counts 25 keeps both rates."""
        timecode = Timecode(90000, Fraction(25), drop_frame=False)
        media = replace(PLAIN.media, rate=Fraction(50), start_timecode=timecode)
        assert from_json(to_json(replace(PLAIN, media=media))).media == media

    def test_a_chosen_stream_and_a_camera_s_clock(self) -> None:
        """Both come back; a file of an older version has neither."""
        media = replace(PLAIN.media, stream=2, camera_time=True)
        data = to_json(replace(PLAIN, media=media))
        assert from_json(data).media == media
        document = json.loads(data)
        del document["media"]["stream"], document["media"]["camera_time"]
        assert from_json(json.dumps(document).encode()).media == PLAIN.media


class TestReading:
    """What is not an analysis file is refused, and the error says where."""

    def test_the_first_schema(self) -> None:
        """A file of the first schema is read: it has no dialogue, and its moments no places."""
        first = GOLDEN.with_name("face-1.takewise.json").read_bytes()
        assert json.loads(first)["schema"] == "takewise.analysis/1"
        assert from_json(first) == PLAIN
        assert PLAIN.dialogue is None

    def test_what_was_read_of_the_first_schema_is_written_in_the_second(self) -> None:
        """A stored file of the first schema, written again, is one of the second."""
        first = GOLDEN.with_name("face-1.takewise.json").read_bytes()
        document = json.loads(to_json(from_json(first)))
        assert (document["schema"], document["dialogue"]) == (SCHEMA, None)

    @pytest.mark.parametrize("wrong", ["1/0", "soon", "1e9", 3, None])
    def test_a_time_that_is_none(self, wrong: object) -> None:
        """A line at a time that is no exact number is refused by its place."""
        data = as_file(lambda document: document["dialogue"]["lines"][0].update(start=wrong))
        with pytest.raises(LibraryError, match=r"dialogue.lines\[0\].start"):
            from_json(data)

    def test_other_schema(self) -> None:
        """A file of another schema is refused by the name of that schema."""
        later = as_file(lambda document: document.update(schema="takewise.analysis/3"))
        with pytest.raises(LibraryError, match=f"x.json: .*'takewise.analysis/3'.*{SCHEMA}"):
            from_json(later, where="x.json")

    def test_unknown_fields_are_passed_over(self) -> None:
        """A field that this version does not know changes nothing."""
        assert from_json(as_file(lambda document: document.update(extra=1))) == SPOKEN

    @pytest.mark.parametrize(
        "data",
        [b"", b"\xff\xfe\x00", b"{", b"[]", b"3", b"null", b"{}", b"[" * 100_000],
        ids=["empty", "bytes", "cut", "list", "number", "null", "no fields", "deep"],
    )
    def test_no_analysis_at_all(self, data: bytes) -> None:
        """Anything else is refused in one sentence that names the file."""
        with pytest.raises(LibraryError, match=r"^x\.json: is not a complete analysis file"):
            from_json(data, where="x.json")

    @pytest.mark.parametrize(
        ("break_it", "complaint"),
        [
            (lambda d: d.pop("score"), "score is missing"),
            (lambda d: d["media"].pop("reel"), "media.reel is missing"),
            (lambda d: d["media"].update(width="1920"), "media.width is not a whole number"),
            (lambda d: d["media"].update(width=True), "media.width is not a whole number"),
            (lambda d: d["media"].update(rate="24/0"), "media.rate is not a fraction"),
            (lambda d: d["media"].update(rate="-24/1"), "media.rate is not a fraction"),
            (lambda d: d["media"].update(has_sound=1), "media.has_sound is not true or false"),
            (lambda d: d["media"].update(start_timecode="01:00:00:24"), "01:00:00:24"),
            (lambda d: d["media"].update(drop_frame=True), "media.drop_frame contradicts"),
            (lambda d: d.update(media=[]), "media is not an object"),
            (lambda d: d.update(people={}), "people is not a list"),
            (lambda d: d.update(warnings=[3]), r"warnings\[0\] is not a text"),
            (lambda d: d.update(frame_pts=[0.5]), r"frame_pts\[0\] is not a whole number"),
            (lambda d: d["people"][0].update(seen=None), r"people\[0\].seen is not a number"),
            (lambda d: d["people"][0].update(seen=False), r"people\[0\].seen is not a number"),
            (lambda d: d["people"][0].update(seen=math.nan), "NaN is not a number of JSON"),
            (lambda d: d["moments"][0].update(offset=45), "frames 45 to 45 are not a range"),
            (lambda d: d["moments"][0].update(kind="frown"), r"moments\[0\].kind is not one of"),
            (
                lambda d: d["moments"][0]["movements"][0].update(side="port"),
                r"moments\[0\].movements\[0\].side is not one of left, right, both",
            ),
            (
                lambda d: d["score"]["terms"][0].update(weight="0.4"),
                r"score.terms\[0\].weight is not a number",
            ),
        ],
    )
    def test_a_wrong_field_is_named(
        self, break_it: Callable[[dict[str, Any]], object], complaint: str
    ) -> None:
        """The error names the field that is missing or wrong, and where it stands."""
        with pytest.raises(LibraryError, match=complaint):
            from_json(as_file(break_it))
