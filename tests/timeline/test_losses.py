"""What a format cannot hold is told, and only that."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from takewise.errors import OutputError, SettingsError
from takewise.timeline import (
    FORMATS,
    AvidSettings,
    ExportSettings,
    MarkerSettings,
    OtioSettings,
    ResolveEdlSettings,
    Timeline,
    arrange,
    take,
    tally,
)
from takewise.timeline.losses import Carries, unsupported
from tests.timeline.analyses import analysis, media_info, moment
from tests.timeline.readers import READERS, Clock

CLOCK = Clock(rate=Fraction(25), start="01:00:00:00")


def _timeline(*spans: tuple[int, int]) -> Timeline:
    info = media_info(rate=Fraction(25), start="01:00:00:00")
    return arrange([take(analysis(*(moment(*s) for s in spans), media=info), MarkerSettings())])


def _told(name: str, timeline: Timeline, settings: ExportSettings) -> Counter[str]:
    return Counter(loss.aspect for loss in FORMATS[name].render(timeline, settings).losses)


@pytest.mark.parametrize("name", READERS)
def test_what_is_told_to_be_lost_is_what_a_reader_misses(name: str) -> None:
    """A reader finds no colour, note or length exactly where the format tells so."""
    timeline = _timeline((45, 50))
    content = FORMATS[name].files("A", timeline, ExportSettings()).popitem()[1]
    (seen,) = READERS[name](content, CLOCK)
    told = _told(name, timeline, ExportSettings())
    assert (seen.colour is None) == bool(told["colour"])
    assert (seen.length is None) == bool(told["length"])
    (marker,) = timeline.markers
    assert marker.label in seen.name
    assert marker.note in f"{seen.name}{seen.note}"
    assert (marker.label != seen.name) == bool(told["name"])
    assert not told["note"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "avid-ale"])
def test_losses_are_told_once_for_each_marker(name: str) -> None:
    """As many as there are markers, each with its id and its take."""
    timeline = _timeline((45, 50), (60, 70))
    losses = FORMATS[name].render(timeline, ExportSettings()).losses
    whole = {"start timecode"}
    for aspect, count in Counter(loss.aspect for loss in losses).items():
        assert count == (1 if aspect in whole else 2)
    assert {loss.marker for loss in losses if loss.aspect not in whole} <= {
        marker.id for marker in timeline.markers
    }
    assert {loss.take for loss in losses if loss.aspect not in whole} <= {"A001C003"}


@pytest.mark.parametrize("name", ["otio", "otioz", "otiod", "csv", "json"])
def test_some_lose_nothing(name: str) -> None:
    """OpenTimelineIO and the listings hold it all."""
    assert FORMATS[name].render(_timeline((45, 50)), ExportSettings()).losses == ()


def test_a_frame_has_no_length_to_lose() -> None:
    """Where there is no room for a length, a marker of one frame loses none."""
    assert _told("kdenlive-guides", _timeline((45, 50), (60, 61)), ExportSettings())["length"] == 1


def test_each_thing_without_room_is_a_loss() -> None:
    """Of a format without room for anything, each aspect of each marker is listed, in order."""
    nothing = Carries(
        places=("timeline",), name=False, colour=False, note=False, length=False, start=False
    )
    timeline = _timeline((45, 47), (60, 61))
    two, one = (marker.id for marker in timeline.markers)
    found = unsupported(timeline, nothing)
    assert [(loss.marker, loss.aspect, loss.how) for loss in found] == [
        *((two, each, "no room for it") for each in ("name", "colour", "note", "length", "facts")),
        *((one, each, "no room for it") for each in ("name", "colour", "note", "facts")),
        ("", "start timecode", "counted from 0"),
    ]
    clips = replace(nothing, places=("take",))
    assert unsupported(timeline, clips)[-1].how == "each take has its own"
    everything = Carries(places=("timeline",), facts=True)
    assert unsupported(timeline, everything) == ()


def test_fewer_columns_lose_the_length() -> None:
    """Avid's five columns have no room for it, and that is told."""
    five = ExportSettings(avid=AvidSettings(columns=5))
    assert _told("avid-markers", _timeline((45, 50)), five)["length"] == 1
    assert _told("avid-markers", _timeline((45, 50)), ExportSettings())["length"] == 0


def test_an_ale_has_one_moment_of_a_take() -> None:
    """The surest and strongest; the others are told to be left out."""
    info = media_info(rate=Fraction(25))
    three = analysis(
        moment(10, 14, strength=5.0),
        moment(20, 24, strength=9.0),
        moment(30, 34, strength=6.0),
        media=info,
    )
    timeline = arrange([take(three, MarkerSettings())])
    rendered = FORMATS["avid-ale"].render(timeline, ExportSettings())
    assert "\t01:00:00:20\t3\t" in rendered.files[""].decode()
    left_out = [loss.marker for loss in rendered.losses if loss.aspect == "marker"]
    assert left_out == ["m-A000000a", "m-A000001e"]


def test_shifted_markers_are_all_there_and_told() -> None:
    """Of three on one frame and one on the next, each has a frame of its own, in order."""
    timeline = _timeline((7, 12), (7, 13), (7, 14), (8, 20))
    shift = ExportSettings(resolve_edl=ResolveEdlSettings(collision="shift"))
    rendered = FORMATS["resolve-edl"].render(timeline, shift)
    seen = READERS["resolve-edl"](rendered.files[""], CLOCK)
    assert [(each.frame, each.length) for each in seen] == [(7, 5), (8, 6), (9, 7), (10, 12)]
    assert tally(rendered.losses)["frame", "later, as its own has a marker"] == 3


def test_changed_words_are_told() -> None:
    """A bar and a leading digit in an EDL, signs of formatting in subtitles."""
    info = media_info(rate=Fraction(25))
    made = take(
        analysis(moment(title="2|3", because="<b>"), media=info), MarkerSettings(label="{title}")
    )
    timeline = arrange([made])
    edl, srt = (
        FORMATS[name].render(timeline, ExportSettings()).losses for name in ("resolve-edl", "srt")
    )
    assert {("name", "| written as /"), ("name", "_ before its first digit")} <= tally(edl).keys()
    assert ("note", "signs of formatting replaced") in tally(srt)


def test_kdenlive_gets_its_markers_on_the_timeline() -> None:
    """Asked for on clips, where Kdenlive misplaces them, they are on the timeline, and told."""
    settings = ExportSettings(markers_on="clip", otio=OtioSettings(flavour="kdenlive"))
    rendered = FORMATS["otio"].render(_timeline((45, 50)), settings)
    assert [seen.frame for seen in READERS["otio"](rendered.files[""], CLOCK)] == [45]
    assert [loss.aspect for loss in rendered.losses] == ["marker"]


def test_a_rate_that_xmeml_cannot_say_is_refused() -> None:
    """12.5 frames a second are neither whole nor 1000/1001 of it."""
    info = media_info(rate=Fraction(25, 2), start=None)
    timeline = arrange([take(analysis(media=info), MarkerSettings())])
    with pytest.raises(OutputError, match=r"12\.5 frames a second"):
        FORMATS["premiere-xml"].render(timeline, ExportSettings())


@pytest.mark.parametrize(
    "wrong",
    [{"columns": 7}, {"per": "bin"}, {"user": "a\tb"}, {"track": " "}],
)
def test_what_avid_cannot_read_is_refused(wrong: dict[str, object]) -> None:
    """A number of columns that it does not know, and a tab that would make one more."""
    with pytest.raises(SettingsError) as caught:
        AvidSettings(**wrong)
    assert caught.value.where == next(iter(wrong))


def test_a_take_has_a_file_of_its_own(tmp_path: Path) -> None:
    """Two takes of one name, at their own timecode, in two files that can lie side by side."""
    info = media_info(rate=Fraction(25), start="10:00:00:00", path="/rushes/A:B?.mov")
    made = take(analysis(moment(45, 50), media=info), MarkerSettings())
    per_take = ExportSettings(avid=AvidSettings(per="take"))
    written = FORMATS["avid-markers"].write(tmp_path, "day 1", arrange([made, made]), per_take)
    assert [path.name for path in written.paths] == [
        "day 1-1-A_B_.markers.txt",
        "day 1-2-A_B_.markers.txt",
    ]
    assert {path.read_text().split("\t")[1] for path in written.paths} == {"10:00:01:20"}


def test_each_rate_has_an_ale_of_its_own() -> None:
    """An ALE says one rate, so takes of two rates are in two files."""
    takes = [
        take(analysis(media=replace(media_info(rate=rate), start_timecode=None)), MarkerSettings())
        for rate in (Fraction(24000, 1001), Fraction(25))
    ]
    files = FORMATS["avid-ale"].render(arrange(takes), ExportSettings()).files
    assert list(files) == ["-23.976", "-25"]
    assert b"FPS\t23.976\n" in files["-23.976"]
    assert b"FPS\t25\n" in files["-25"]
