"""What a timecode track says, whatever label FFmpeg prints for it, or does not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, Timecode, can_drop, nominal_rate
from takewise.media import probe
from takewise.media.timecode_track import read_timecode_track, track_kinds
from takewise.model import MediaInfo
from takewise.timeline.timeline import file_start
from tests.media.clips import write_clip
from tests.media.timecode_tracks import (
    as_camera_clock,
    begin_inside,
    patch_mxf,
    patch_track,
)

NTSC = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)
NTSC_FILM = Fraction(24000, 1001)
PAL, FIFTY = Fraction(25), Fraction(50)
HOUR = {"timecode": "01:00:00:00"}


def _clip(path: Path, pictures: Fraction, **track: Any) -> MediaInfo:
    write_clip(path, rate=pictures, frames=4, stream_tags=HOUR)
    return probe(str(patch_track(path, **track)), digest="sha256:")


@pytest.mark.parametrize(
    ("rate", "track", "label", "seconds"),
    [
        # 01:00:00;20 in drop-frame is frame 107912; on 59.94 pictures, number 215824.
        (
            NTSC_60,
            {"number": 107912, "drop_frame": True},
            "01:00:00;20",
            Fraction(107912 * 1001, 30000),
        ),
        # Some write the duration of a picture, and 30 labels a second: 60 pictures, 30 numbers.
        (
            NTSC_60,
            {"number": 107912, "drop_frame": True, "rate": (60000, 1001)},
            "01:00:00;20",
            Fraction(107912 * 1001, 30000),
        ),
        # Final Cut Camera: exactly 30; Final Cut Pro's own XML says 298851/5 s (buttercut#123).
        (
            Fraction(30),
            {"number": 1793106, "drop_frame": True, "rate": (600, 20)},
            "16:37:10;02",
            Fraction(298851, 5),
        ),
        # Drop-frame does not exist at 24: the number is what counts.
        (
            Fraction(24),
            {"number": 86400 * 19, "drop_frame": True, "rate": (600, 25), "base": 24},
            "19:00:00:00",
            Fraction(19 * 3600),
        ),
        # 24 numbers on 23.976 pictures keep step with them.
        (
            NTSC_FILM,
            {"number": 86400, "rate": (24, 1), "base": 24},
            "01:00:00:00",
            Fraction(86400 * 1001, 24000),
        ),
        (FIFTY, {"number": 90003, "rate": (25, 1), "base": 25}, "01:00:00:03", Fraction(90003, 25)),
        (PAL, {"number": 180006, "rate": (50, 1), "base": 50}, "01:00:00:06", Fraction(90003, 25)),
        # 30 numbers on 24 pictures keep no step: both have their own time.
        (
            Fraction(24),
            {"number": 108015, "rate": (30, 1), "base": 30},
            "01:00:00:15",
            Fraction(7201, 2),
        ),
        # Labels a second rounded down, as some cameras do, and none at all, as a counter does.
        (NTSC, {"number": 108000, "base": 29}, "01:00:00:00", Fraction(108000 * 1001, 30000)),
        (PAL, {"number": 90000, "rate": (25, 1), "base": 0}, "01:00:00:00", Fraction(3600)),
        # A number before midnight, with the flag that allows it and without, and one a day later.
        *(
            (
                PAL,
                {"number": -1, "rate": (25, 1), "base": 25, "flags": flags},
                "23:59:59:24",
                Fraction(2159999, 25),
            )
            for flags in (4, 0)
        ),
        (PAL, {"number": 2250000, "rate": (25, 1), "base": 25}, "01:00:00:00", Fraction(3600)),
    ],
)
def test_the_number_and_the_rate_of_the_track_count(
    tmp_path: Path, rate: Fraction, track: dict[str, Any], label: str, seconds: Fraction
) -> None:
    """The label is that of the track's own count; the pictures begin at the same instant."""
    info = _clip(tmp_path / "a.mov", rate, **track)
    assert str(info.start_timecode) == label
    start = file_start(info)
    assert start.rate == rate
    assert start.frame / start.rate == seconds


def test_drop_frame_where_none_exists_is_told(tmp_path: Path) -> None:
    """And the timecode is kept."""
    track: dict[str, Any] = {"number": 86400, "drop_frame": True, "rate": (24, 1), "base": 24}
    info = _clip(tmp_path / "a.mov", Fraction(24), **track)
    assert str(info.start_timecode) == "01:00:00:00"
    assert info.warnings == (
        "its timecode says drop-frame, which does not exist at 24 frames a second: "
        "its frame numbers are taken as they are",
    )


def test_an_edit_list_begins_within_the_timecode(tmp_path: Path) -> None:
    """A trimmed film keeps its timecode track whole, and says where in it the film begins."""
    path = write_clip(tmp_path / "a.mov", rate=Fraction(25), frames=20, stream_tags=HOUR)
    track = read_timecode_track(str(path), 1)
    assert track
    assert track.number == 90000
    # FFmpeg gives its timecode track the ticks of the pictures' track.
    begin_inside(path, ticks=12800 * 2)
    assert str(probe(str(path), digest="sha256:").start_timecode) == "01:00:02:00"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rate=st.sampled_from(STANDARD_RATES),
    share=st.floats(0, 1, exclude_max=True),
    drop=st.booleans(),
)
def test_a_track_that_counts_as_the_pictures_do_is_read_back(
    tmp_path: Path, rate: Fraction, share: float, *, drop: bool
) -> None:
    """Any number of the day, at every standard rate."""
    base = nominal_rate(rate)
    drop = drop and can_drop(rate)
    number = int(share * 86400 * base * 0.998)
    path = write_clip(tmp_path / "a.mov", rate=rate, frames=2, stream_tags=HOUR)
    patch_track(
        path,
        number=number,
        drop_frame=drop,
        rate=(rate.numerator, rate.denominator),
        base=base,
    )
    info = probe(str(path), digest="sha256:")
    assert info.start_timecode == Timecode(number, rate, drop)


def test_the_camera_s_clock_is_no_timecode_to_final_cut(tmp_path: Path) -> None:
    """Sony's cameras have it in a track of another kind; a warning says which is used."""
    path = write_clip(tmp_path / "C0001.mov", rate=Fraction(25), stream_tags=HOUR)
    info = probe(str(as_camera_clock(path, (9, 8, 7, 6))), digest="sha256:")
    assert b"rtmd" in track_kinds(str(path))
    assert str(info.start_timecode) == "09:08:07:06"
    assert info.camera_time
    (warning,) = info.warnings
    assert "camera's clock" in warning
    assert "FCPXML counts from 0" in warning


def test_a_timecode_track_is_no_camera_s_clock(tmp_path: Path) -> None:
    """A file that has one is read by it."""
    path = write_clip(tmp_path / "a.mov", stream_tags=HOUR)
    assert not probe(str(path), digest="sha256:").camera_time


@pytest.mark.parametrize(
    ("rate", "start", "base", "drop", "label", "frame"),
    [
        (NTSC_60, 107912, 30, True, "01:00:00;20", 215824),
        (NTSC_60, 215824, 60, True, "01:00:00;40", 215824),
        (Fraction(50), 90003, 25, False, "01:00:00:03", 180006),
        (Fraction(25), 90003, 25, True, "01:00:00:03", 90003),
    ],
)
def test_mxf_says_at_which_rate_it_counts(
    tmp_path: Path, rate: Fraction, start: int, base: int, label: str, frame: int, *, drop: bool
) -> None:
    """A 30-frame timecode on 59.94 pictures, and drop-frame where none exists."""
    path = write_clip(tmp_path / "a.mxf", codec="mpeg2video", rate=rate, frames=12, file_tags=HOUR)
    patch_mxf(path, start=start, base=base, drop_frame=drop)
    info = probe(str(path), digest="sha256:")
    assert str(info.start_timecode) == label
    assert file_start(info).frame == frame


@pytest.mark.parametrize(("label", "doubted"), [("01:00:00:20", True), ("01:00:00:40", False)])
def test_a_label_that_fits_two_rates_is_doubted(
    tmp_path: Path, label: str, *, doubted: bool
) -> None:
    """Matroska has a label and no rate of it; above 30 frames a second a warning says so."""
    path = write_clip(tmp_path / "a.mkv", rate=Fraction(50), file_tags={"TIMECODE": label})
    info = probe(str(path), digest="sha256:")
    said = [each for each in info.warnings if "25 or 50 frames a second" in each]
    assert bool(said) is doubted
    assert str(info.start_timecode) == label


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damaged_boxes_end_in_an_answer(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever stands in the boxes, the reader returns a track or none."""
    path = tmp_path / "a.mov"
    if not path.exists():
        write_clip(path, frames=2, stream_tags=HOUR)
    whole = bytearray(path.read_bytes())
    begin = whole.index(b"moov")
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(begin - 4, len(whole) - 1))
        whole[place] = data.draw(st.sampled_from([0, 1, 127, 128, 255]))
    broken = tmp_path / "broken.mov"
    broken.write_bytes(whole[: data.draw(st.integers(begin, len(whole)))])
    found = read_timecode_track(str(broken), 1)
    assert found is None or (found.base >= 1 and found.rate >= 1)


def _with_xml(path: Path, table: str) -> Path:
    """Add the box in which Sony's cameras keep what they say of a recording."""
    xml = f'<?xml version="1.0"?><NonRealTimeMeta>{table}</NonRealTimeMeta>'.encode()
    inner = (12 + len(xml)).to_bytes(4, "big") + b"xml " + bytes(4) + xml
    box = (12 + len(inner)).to_bytes(4, "big") + b"meta" + bytes(4) + inner
    path.write_bytes(path.read_bytes() + box)
    return path


@pytest.mark.parametrize(
    ("rate", "table", "label", "frame"),
    [
        # Of an FX camera; Resolve shows 22:34:02;24, frame 4869668 (CommandPost#3154).
        (
            NTSC_60,
            '<LtcChangeTable tcFps="30" halfStep="true">\n'
            '<LtcChange frameCount="0" value="52023422" status="increment"/>',
            "22:34:02;24",
            4869668,
        ),
        # The same, one picture later: the seconds' highest bit.
        (
            NTSC_60,
            '<LtcChangeTable tcFps="30" halfStep="true">'
            '<LtcChange frameCount="0" value="52823422" status="increment"/>',
            "22:34:02;25",
            4869669,
        ),
        (
            PAL,
            '<LtcChangeTable tcFps="25" halfStep="false">'
            '<LtcChange frameCount="0" value="20093400" status="increment"/>',
            "00:34:09:20",
            (34 * 60 + 9) * 25 + 20,
        ),
    ],
)
def test_the_camera_s_own_table_says_how_its_clock_counts(
    tmp_path: Path, rate: Fraction, table: str, label: str, frame: int
) -> None:
    """The label in the pictures' metadata says neither rate nor, often, drop-frame."""
    path = write_clip(tmp_path / "C0001.mp4", rate=rate, frames=4, stream_tags=HOUR)
    _with_xml(as_camera_clock(path, (22, 34, 2, 12)), table)
    info = probe(str(path), digest="sha256:")
    assert info.camera_time
    assert str(info.start_timecode) == label
    assert file_start(info).frame == frame


@pytest.mark.parametrize(
    "table",
    [
        "",
        '<LtcChangeTable tcFps="30"><LtcChange value="FFFFFFFF"/>',
        '<LtcChangeTable tcFps="00"><LtcChange value="00000000"/>',
        '<LtcChangeTable halfStep="true"><LtcChange value="00000000"/>',
    ],
)
def test_without_a_table_that_counts_the_label_does(tmp_path: Path, table: str) -> None:
    """As FFmpeg shows it."""
    path = write_clip(tmp_path / "C0001.mp4", frames=4, stream_tags=HOUR)
    _with_xml(as_camera_clock(path, (9, 8, 7, 6)), table)
    assert str(probe(str(path), digest="sha256:").start_timecode) == "09:08:07:06"
