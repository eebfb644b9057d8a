"""A cut in OpenTimelineIO comes back with our markers in it and every other byte as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.errors import MediaError
from takewise.timeline import ExportSettings, OtioSettings
from takewise.timeline.cut import OURS, Cut, marked_otio
from takewise.timeline.cut_file import read_cut
from takewise.timeline.cut_otio import count_clips, otio_notes, without_ours
from tests.timeline.test_cut import BOTH, FILM, HOUR, all_marked, clip, gap, times

TIME = '{"OTIO_SCHEMA":"RationalTime.1","rate":24.0,"value":%s}'
RANGE = f'{{"OTIO_SCHEMA":"TimeRange.1","duration":{TIME},"start_time":{TIME}}}'

RESOLVE = f"""{{
    "OTIO_SCHEMA": "Timeline.1",
    "metadata": {{
        "Resolve_OTIO": {{ "Resolve OTIO Meta Version": "1.0", "caf\\u00e9": "\\/ é" }}
    }},
    "name": null,
    "global_start_time": {TIME % HOUR},
    "tracks": {{
        "OTIO_SCHEMA": "Stack.1",
        "metadata": {{}},
        "name": null,
        "source_range": null,
        "effects": [],
        "markers": [],
        "enabled": true,
        "children": [
            {{
                "OTIO_SCHEMA": "Track.1",
                "metadata": {{}}, "name": "Video 1", "kind": "Video",
                "children": [
                    {{
                        "OTIO_SCHEMA": "Clip.1",
                        "metadata": {{ "Resolve_OTIO": {{
                            "maxValue": 0.30000000000000004, "minValue": -1.00e-05,
                            "Default Parameter Value": 1.7976931348623157e308,
                            "of 64 bits": 18446744073709551615, "Key Frames": {{}},
                            "no number": [NaN, -Infinity, "NaN \\" Inf"]
                        }} }},
                        "name": "A",
                        "source_range": {RANGE % (60, HOUR + 90)},
                        "effects": [],
                        "markers": [
                            {{
                                "OTIO_SCHEMA": "Marker.2",
                                "name": null,
                                "color": "RED",
                                "marked_range": {RANGE % (1, HOUR + 91)}
                            }}
                        ],
                        "enabled": true,
                        "media_reference": {{
                            "OTIO_SCHEMA": "ExternalReference.1",
                            "target_url": "/rushes/A001C003.mov",
                            "available_range": {RANGE % (240, HOUR)},
                            "metadata": {{}}, "name": null
                        }}
                    }},
                    {{
                        "OTIO_SCHEMA": "Clip.2", "name": "B",
                        "source_range": {RANGE % (60, HOUR + 90)},
                        "media_references": {{ "DEFAULT_MEDIA": {{
                            "OTIO_SCHEMA": "ExternalReference.1",
                            "target_url": "/rushes/A001C003.mov"
                        }} }},
                        "active_media_reference_key": "DEFAULT_MEDIA"
                    }}
                ]
            }}
        ]
    }}
}}
"""
# Written by hand after exports of DaVinci Resolve: null names, numbers of 17 digits, Clip.1;
# and what the format allows besides: escapes, a clip without a list.


def read_as(folder: Path, content: bytes) -> Cut:
    """Read a cut from its bytes."""
    path = folder / "edit.otio"
    path.write_bytes(content)
    return read_cut(path)


def changed(change: Callable[[Any], object]) -> bytes:
    """Return the cut with something in its JSON changed."""
    document = json.loads(RESOLVE)
    change(document)
    return json.dumps(document).encode()


def first_clip(document: Any) -> Any:
    """Return the first clip of a document."""
    return document["tracks"]["children"][0]["children"][0]


MANNERS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "windows": lambda text: text.replace("\n", "\r\n"),
    "one line": lambda text: json.dumps(json.loads(text)),
    "smallest": lambda text: json.dumps(json.loads(text), separators=(",", ":")),
    "tabs": lambda text: json.dumps(json.loads(text), indent="\t", separators=(",", " : ")),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_only_our_markers_are_added(tmp_path: Path, manner: str) -> None:
    """Every run gives the bytes of the first, and without our markers those of the original."""
    original = MANNERS[manner](RESOLVE).encode()
    cut = read_as(tmp_path, original)
    content = marked_otio(cut, all_marked(cut, FILM, (100, 110), (120, 130)), BOTH)
    assert content.count(b'"m-') == 8
    assert without_ours(content, OURS) == original
    again = read_as(tmp_path, content)
    assert marked_otio(again, all_marked(again, FILM, (100, 110), (120, 130)), BOTH) == content
    assert marked_otio(again, [], BOTH) == original
    before, after = (json.loads(each) for each in (original, content))
    assert first_clip(after)["markers"].pop(0) == first_clip(before)["markers"][0]
    made = otio.adapters.read_from_string(content.decode(), "otio_json")
    assert [len(each.markers) for each in made.find_clips()] == [3, 2]
    assert [each.marked_range.start_time.value for each in made.tracks.markers] == [10, 30, 70, 90]


def test_what_is_put_in_reads_well(tmp_path: Path) -> None:
    """Each key on a line of its own, indented as its neighbours are."""
    cut = read_as(tmp_path, RESOLVE.encode())
    lines = marked_otio(cut, all_marked(cut, FILM, (100, 110)), BOTH).decode().splitlines()
    begins = [n for n, line in enumerate(lines) if line.strip() == '"OTIO_SCHEMA": "Marker.2",']
    indents = [len(lines[n]) - len(lines[n].lstrip()) for n in begins]
    assert indents == [16, 16, 32, 32, 8 + 24]
    assert all(lines[n - 1].strip() == "{" for n in begins)


def test_a_byte_order_mark_is_no_hindrance(tmp_path: Path) -> None:
    """Editors of text write one; OpenTimelineIO does not read it, so it goes, and UTF-16 too."""
    for written in (b"\xef\xbb\xbf" + RESOLVE.encode(), RESOLVE.encode("utf-16")):
        cut = read_as(tmp_path, written)
        assert [each.name for each in cut.clips] == ["A", "B"]
        assert any("plain UTF-8" in note for note in cut.notes)
        assert marked_otio(cut, [], BOTH) == RESOLVE.encode()


def newer_marker(document: Any) -> None:
    """Give the first clip a marker as OpenTimelineIO's main branch writes it."""
    marker = first_clip(document)["markers"][0]
    colour = {"OTIO_SCHEMA": "Color.1", "r": 0.1, "g": 0.9, "b": 0.2, "a": 1.0, "name": "mine"}
    marker.update(OTIO_SCHEMA="Marker.3", color=colour)


def test_markers_of_a_newer_library_are_read_and_stay(tmp_path: Path) -> None:
    """Ours stand next to them in today's form; an older release gets all of them in it."""
    original = changed(newer_marker)
    cut = read_as(tmp_path, original)
    assert any("Marker.3" in note for note in cut.notes)
    content = marked_otio(cut, all_marked(cut, FILM, (100, 110)), BOTH)
    assert without_ours(content, OURS) == original
    assert (content.count(b'"Marker.3"'), content.count(b'"Marker.2"')) == (1, 4)
    older = ExportSettings(markers_on="both", otio=OtioSettings(schema="0.14"))
    document = json.loads(marked_otio(cut, all_marked(cut, FILM, (100, 110)), older))
    assert first_clip(document)["markers"][0]["color"] == "GREEN"
    assert first_clip(document)["OTIO_SCHEMA"] == "Clip.1"


def test_an_older_release_gets_what_it_reads(tmp_path: Path) -> None:
    """A file with newer clips is written again for it; one without keeps its bytes."""
    older = ExportSettings(markers_on="both", otio=OtioSettings(schema="0.14"))
    cut = read_as(tmp_path, RESOLVE.encode())
    made = json.loads(marked_otio(cut, [], older))
    second = made["tracks"]["children"][0]["children"][1]
    assert second["OTIO_SCHEMA"] == "Clip.1"
    original = changed(lambda document: document["tracks"]["children"][0]["children"].pop())
    cut = read_as(tmp_path, original)
    assert marked_otio(cut, [], older) == original


def test_a_nested_timeline_and_what_is_not_a_clip_are_counted_rightly(tmp_path: Path) -> None:
    """A marker goes into the clip that it means, whatever stands before it."""
    inner = otio.schema.Stack(
        children=[otio.schema.Track(kind="Video", children=[clip(HOUR, 10, name="inside")])]
    )
    rate = otio.opentime.RationalTime(2, 24)
    made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(HOUR, 24))
    dissolve = otio.schema.Transition(in_offset=rate, out_offset=rate)
    items = [gap(5), inner, dissolve, clip(HOUR + 90, 60, name="after")]
    made.tracks.append(otio.schema.Track(kind="Audio", children=[clip(HOUR, 99, name="sound")]))
    made.tracks.append(otio.schema.Track(kind="Video", children=items))
    original = made.to_json_string().encode()
    cut = read_as(tmp_path, original)
    assert [each.name for each in cut.clips] == ["inside", "after"]
    content = marked_otio(cut, [all_marked(cut, FILM, (100, 110))[1]], BOTH)
    back = otio.adapters.read_from_string(content.decode(), "otio_json")
    assert {each.name: len(each.markers) for each in back.find_clips()} == {
        "sound": 0,
        "inside": 0,
        "after": 1,
    }
    assert without_ours(content, OURS) == original


ODD = {
    "rate 0": lambda d: first_clip(d)["source_range"]["duration"].update(rate=0),
    "rate below 0": lambda d: first_clip(d)["source_range"]["duration"].update(rate=-24),
    "rate near 0": lambda d: first_clip(d)["source_range"]["start_time"].update(rate=1e-300),
    "start rate 0": lambda d: d["global_start_time"].update(rate=0),
    "available rate 0": lambda d: first_clip(d)["media_reference"]["available_range"][
        "start_time"
    ].update(rate=0),
    "a folder": lambda d: first_clip(d)["media_reference"].update(target_url="file:///tmp/"),
    "a port": lambda d: first_clip(d)["media_reference"].update(target_url="file://a:b/c.mov"),
    "a bracket": lambda d: first_clip(d)["media_reference"].update(target_url="file://[a/c.mov"),
    "NUL": lambda d: first_clip(d)["media_reference"].update(target_url="file:///a%00\0[*].mov"),
    "long": lambda d: first_clip(d)["media_reference"].update(target_url="/" + "a" * 5000),
    "half a character": lambda d: first_clip(d).update(name="\udead"),
    "reel": lambda d: first_clip(d)["metadata"].update(cmx_3600="A001"),
    "reels": lambda d: first_clip(d)["metadata"].update(cmx_3600=["A001"]),
    "ours null": lambda d: d["metadata"].update(takewise=None),
    "ours a text": lambda d: d["metadata"].update(takewise="", fcp_xml={"timecode": 1}),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_clip_costs_no_more_than_itself(tmp_path: Path, odd: str) -> None:
    """The cut is read, and what cannot be placed in time is named."""
    cut = read_as(tmp_path, changed(ODD[odd]))
    lost = odd in {"rate 0", "rate below 0", "rate near 0"}
    assert len(cut.clips) == (0 if odd in {"rate 0", "rate below 0"} else 1 if lost else 2)
    assert any(note.startswith("V1 clip 1 at 01:00:00:00") for note in cut.notes) == lost


@pytest.mark.parametrize("both", [True, False])
def test_a_clip_between_two_versions_is_read(tmp_path: Path, *, both: bool) -> None:
    """As Clip.1 with the keys of Clip.2, at which OpenTimelineIO 0.18 ends the process."""

    def mix(document: Any) -> None:
        found = first_clip(document)
        media = found["media_reference"] if both else found.pop("media_reference")
        found["media_references"] = {"DEFAULT_MEDIA": media}

    original = changed(mix)
    cut = read_as(tmp_path, original)
    assert [each.media for each in cut.clips] == ["/rushes/A001C003.mov"] * 2
    assert marked_otio(cut, [], BOTH) == original


FATAL = {
    "no tracks": lambda d: d.update(tracks=None),
    "schema below 0": lambda d: first_clip(d).update(OTIO_SCHEMA="Clip.-1"),
    "schema 0": lambda d: first_clip(d).update(OTIO_SCHEMA="Clip.0"),
    "abstract": lambda d: first_clip(d).update(OTIO_SCHEMA="Item.1"),
    "circle": lambda d: (
        d["tracks"].update(OTIO_REF_ID="x"),
        d["tracks"]["children"].append({"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "x"}),
    ),
    "unknown": lambda d: d["metadata"].update(x={"OTIO_SCHEMA": "UnknownSchema.1"}),
    "newer clip": lambda d: first_clip(d).update(OTIO_SCHEMA="Clip.3"),
    "no schema": lambda d: d.update(OTIO_SCHEMA="Timeline"),
    "a number as schema": lambda d: d.update(OTIO_SCHEMA=1),
}


@pytest.mark.parametrize("fatal", FATAL)
def test_what_would_end_the_library_is_refused_before(tmp_path: Path, fatal: str) -> None:
    """Five of these end the process in OpenTimelineIO 0.18."""
    path = tmp_path / "edit.otio"
    path.write_bytes(changed(FATAL[fatal]))
    program = (
        "import sys; from pathlib import Path\n"
        "from takewise.timeline.cut_file import read_cut\n"
        "from takewise.errors import MediaError\n"
        "try: read_cut(Path(sys.argv[1]))\n"
        "except MediaError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{path}: ")
    assert done.stdout.count("\n") == 1


@settings(derandomize=True, max_examples=200, deadline=None, database=None)
@given(data=st.data())
def test_any_mutant_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Numbers, texts and nulls in each other's places; nothing but our error comes out."""
    document = json.loads(RESOLVE)
    for _ in range(data.draw(st.integers(1, 3))):
        where: Any = document
        while isinstance(where, dict | list) and where:
            keys = sorted(where) if isinstance(where, dict) else range(len(where))
            key = data.draw(st.sampled_from(keys))
            inner = where[key]
            deeper = isinstance(inner, dict | list) and inner
            if not deeper or data.draw(st.integers(0, 9)) == 0:
                if not (where is document and key == "tracks"):
                    where[key] = data.draw(
                        st.sampled_from([None, 0, -1, 1e308, "", "\0", "\udfff", [], {}, "Gap.1"])
                    )
                break
            where = inner
    content = json.dumps(document).encode()
    try:
        cut = read_as(tmp_path_factory.mktemp("mutant"), content)
    except MediaError:
        return
    assert marked_otio(cut, [], BOTH) == content


def test_times_of_an_odd_rate_are_not_rounded(tmp_path: Path) -> None:
    """What was there before is there after, on the frame."""
    cut = read_as(tmp_path, RESOLVE.encode())
    assert [(each.start, each.record) for each in cut.clips] == [
        (Fraction(HOUR + 90, 24), 0),
        (Fraction(HOUR + 90, 24), Fraction(60, 24)),
    ]
    assert times(HOUR, 1, 24).start_time.value == HOUR


@pytest.mark.parametrize(
    ("begins", "encoding", "what"),
    [
        (b"\xef\xbb\xbf", "utf-8", "begins with a byte-order mark"),
        (b"\xff\xfe", "utf-16-le", "is in UTF-16"),
        (b"\xfe\xff", "utf-16-be", "is in UTF-16"),
    ],
)
def test_an_encoding_that_opentimelineio_does_not_read_is_noted(
    begins: bytes, encoding: str, what: str
) -> None:
    """The note says which of the two it was; plain UTF-8 has none."""
    assert otio_notes(b"{}") == []
    (note,) = otio_notes(begins + "{}".encode(encoding))
    assert note.startswith(f"the cut {what}, which OpenTimelineIO does not read")


def _one_clip(*effects: otio.core.SerializableObject) -> otio.schema.Timeline:
    shot = clip(HOUR + 10, 20)
    shot.effects.extend(effects)
    timeline = otio.schema.Timeline(name="edit", tracks=[otio.schema.Track(kind="Video")])
    timeline.tracks[0].append(shot)
    return timeline


def test_the_first_timeline_of_a_collection_is_the_cut() -> None:
    """Some programs write a collection; what is in it besides a timeline is left alone."""
    collection = otio.schema.SerializableCollection(
        children=[clip(HOUR, 5), _one_clip(), _one_clip()]
    )
    assert count_clips(collection.to_json_string().encode()) == 1
    assert count_clips(_one_clip().to_json_string().encode()) == 1


@pytest.mark.parametrize(
    ("effect", "speed"),
    [
        (otio.schema.Effect(name="Blur", effect_name="GaussianBlur"), 1),
        (otio.schema.LinearTimeWarp(time_scalar=1000.0), 1000),
        (otio.schema.LinearTimeWarp(time_scalar=-1000.0), -1000),
    ],
    ids=["no effect of time", "fastest", "fastest backwards"],
)
def test_an_effect_is_a_speed_or_leaves_it(
    tmp_path: Path, effect: otio.schema.Effect, speed: int
) -> None:
    """A picture effect leaves the speed at 1; a thousandfold speed is the fastest there is."""
    file = tmp_path / "edit.otio"
    file.write_text(_one_clip(effect).to_json_string())
    (found,) = read_cut(file).clips
    assert found.speed == speed
