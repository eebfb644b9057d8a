"""A part of a take, from its pictures to the marker in an editor."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from takewise.clock import FrameRange, parse_timecode
from takewise.library import from_json, to_json
from takewise.model import Analysis
from takewise.pipeline.takes import Request, analyze, analyze_take
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, arrange, take
from tests.cli.calls import call
from tests.cli.films import write_face
from tests.timeline.analyses import analysis, media_info, moment

PART = FrameRange(20, 75)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of 116 pictures whose brows rise four times; one rise is at 66 to 78."""
    return write_face(tmp_path_factory.mktemp("parts") / "A001C001.mov", frames=116)


@pytest.fixture(scope="module")
def part(long: Path) -> Analysis:
    """Return what is found in the part of it."""
    return analyze(f"{long}@{PART.start}-{PART.end}")


def test_moments_of_a_part_lie_where_they_lie_in_the_whole(long: Path, part: Analysis) -> None:
    """Frame numbers count from the file's first picture; nothing lies outside the part."""
    whole = analyze(str(long))
    assert part.media.part == PART
    assert part.media.path == str(long)
    assert part.media.frame_count == whole.media.frame_count == 116
    assert part.moments
    assert all(PART.start <= m.span.start < m.span.end <= PART.end for m in part.moments)
    assert part.people[0].first == PART.start
    assert part.people[0].last == PART.end - 1
    inner = [m for m in whole.moments if PART.start + 12 < m.span.start and m.span.end < PART.end]
    for known in inner:
        assert any(abs(known.apex - each.apex) <= 2 for each in part.moments)


def test_a_part_is_written_and_read_as_it_is(part: Analysis) -> None:
    """The analysis file keeps the range."""
    again = from_json(to_json(part))
    assert again.media.part == PART
    assert to_json(again) == to_json(part)


def test_the_library_tells_parts_and_the_whole_apart(long: Path, tmp_path: Path) -> None:
    """Each is analysed once, and found again however it is named."""
    library = tmp_path / "library.db"

    def known(path: str) -> bool:
        return analyze_take(Request(path=path, library=library)).from_library

    assert not known(str(long))
    assert not known(f"{long}@20-40")
    assert not known(f"{long}@20-41")
    assert known(f"{long}@20-40")
    assert known(f"{long}@01:00:00:20-01:00:01:16")
    assert known(str(long))


def test_results_of_parts_have_names_of_their_own(long: Path, tmp_path: Path) -> None:
    """`take.mov@000020-000050.takewise.json`, and markers at the part's timecode."""
    done = call(
        "analyze", f"{long}@20-50", f"{long}@01:00:02:00-01:00:03:12", "--out", tmp_path / "a"
    )
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "A001C001.mov@000020-000050.takewise.json",
        "A001C001.mov@000048-000084.takewise.json",
    ]
    done = call("markers", *(tmp_path / "a").iterdir(), "--out", tmp_path / "m")
    assert done.exit_code == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "m").iterdir())
    assert names == ["A001C001@000020-000050.otio", "A001C001@000048-000084.otio"]
    written = otio.adapters.read_from_file(str(tmp_path / "m" / names[1]))
    (clip,) = written.find_clips()
    assert clip.source_range == _range(86400 + 48, 36)
    assert clip.available_range() == _range(86400, 116)
    assert written.global_start_time.value == 86400 + 48


def test_a_part_outside_of_the_take_costs_the_others_nothing(long: Path, tmp_path: Path) -> None:
    """It is one failure, in one sentence that says what there is."""
    done = call("analyze", f"{long}@20-50", f"{long}@100-500", "--out", tmp_path)
    assert done.exit_code == 1
    assert "100-500 is outside of it; it holds 01:00:00:00-01:00:04:20, frames 0-116" in (
        " ".join(done.stderr.split())
    )
    assert [path.name for path in tmp_path.glob("*.json")] == [
        "A001C001.mov@000020-000050.takewise.json"
    ]


def _range(start: int, length: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(start, 24), otio.opentime.RationalTime(length, 24)
    )


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_every_format_puts_a_parts_marker_on_its_picture(rate: Fraction) -> None:
    """The media timecode of a marker is the same whether the part or the whole was analysed."""
    info = media_info(rate=rate, start="01:00:00:00")
    found = moment(100, 110, apex=104)
    whole = take(analysis(found, media=info), MarkerSettings())
    part = take(analysis(found, media=replace(info, part=FrameRange(90, 150))), MarkerSettings())
    assert (part.first, part.length, part.file_length) == (90, 60, 240)
    placed = [next(iter(arrange([each]).placed)) for each in (whole, part)]
    assert (
        placed[0].source_start
        == placed[1].source_start
        == parse_timecode("01:00:00:00", rate).plus(100)
    )
    assert placed[1].record.span.start == 10
    rows = [
        FORMATS["csv"].render(arrange([each]), ExportSettings()).files[""].decode().splitlines()[1]
        for each in (whole, part)
    ]
    # The same file, frames, timecodes: only the timeline's own count from the part's first.
    differing = [
        (one, other)
        for one, other in zip(rows[0].split(","), rows[1].split(","), strict=True)
        if one != other
    ]
    assert differing == [("100", "10")]


def test_premiere_counts_a_parts_clip_and_markers_from_the_files_first_frame() -> None:
    """In and out, and clip markers, lie in the file; the file is as long as it is."""
    info = replace(media_info(rate=Fraction(25)), part=FrameRange(90, 150))
    timeline = arrange([take(analysis(moment(100, 110), media=info), MarkerSettings())])
    text = FORMATS["premiere-xml"].render(timeline, ExportSettings(markers_on="clip")).files[""]
    said = "".join(text.decode().split())
    assert "<start>0</start><end>60</end><in>90</in><out>150</out>" in said
    assert "<in>100</in><out>110</out>" in said
    assert "</rate><duration>240</duration><timecode>" in said
