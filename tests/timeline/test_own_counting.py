"""Files whose timecode does not count as their pictures do, in the files for editors."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from lxml import etree

from takewise.clock import Timecode, parse_timecode
from takewise.errors import ClockError
from takewise.model import MediaInfo
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, arrange, record_start, take
from tests.timeline.analyses import NTSC, NTSC_60, analysis, media_info, moment

THIRTY = Fraction(30)
FCC = replace(
    media_info(rate=THIRTY, start=None), start_timecode=parse_timecode("16:37:10;02", THIRTY)
)
"""Final Cut Camera's: exactly 30 pictures a second, numbered drop-frame."""


def _root(name: str, info: MediaInfo) -> etree._Element:
    takes = [take(analysis(moment(), media=info), MarkerSettings())]
    timeline = arrange(takes, start=record_start(takes))
    (content,) = FORMATS[name].render(timeline, ExportSettings()).files.values()
    return etree.fromstring(content)


def test_fcpxml_places_media_where_their_own_count_begins() -> None:
    """298851/5 s is what Final Cut Pro writes of such a file (buttercut#123)."""
    root = _root("fcpxml", FCC)
    assert root.find(".//asset").get("start") == "298851/5s"
    assert root.find(".//asset-clip").get("start") == "298851/5s"
    # Editors have no drop-frame timeline of exactly 30: the label stays, and counts all.
    sequence = root.find(".//sequence")
    assert sequence.get("tcFormat") == "NDF"
    assert sequence.get("tcStart") == f"{Fraction((16 * 3600 + 37 * 60 + 10) * 30 + 2, 30)}s"


def test_a_count_of_30_on_59_94_pictures() -> None:
    """FCPXML has the instant; FCP 7's XML the label as the file counts, by which hosts find it."""
    label = parse_timecode("01:00:00;20", NTSC)
    info = replace(media_info(rate=NTSC_60, start=None), start_timecode=label)
    start = Fraction(_root("fcpxml", info).find(".//asset").get("start").rstrip("s"))
    assert start == Fraction(107912 * 1001, 30000)
    timecode = _root("premiere-xml", info).find(".//file/timecode")
    assert [timecode.findtext(each) for each in ("string", "frame", "rate/timebase")] == [
        "01:00:00;20",
        "107912",
        "30",
    ]


def test_a_camera_s_clock_is_0_in_fcpxml_and_stays_elsewhere() -> None:
    """Final Cut Pro reads timecode tracks alone, Resolve the clock too."""
    info = replace(media_info(rate=NTSC, start="09:08:07:06"), camera_time=True)
    root = _root("fcpxml", info)
    assert root.find(".//asset").get("start") == "0s"
    assert root.find(".//asset-clip").get("start") == "0s"
    markers = root.findall(".//marker")
    assert markers
    assert all(Fraction(each.get("start").rstrip("s")) < 3600 for each in markers)
    takes = [take(analysis(moment(), media=info), MarkerSettings())]
    (content,) = FORMATS["otio"].render(arrange(takes), ExportSettings()).files.values()
    clip = json.loads(content)["tracks"]["children"][0]["children"][0]
    (media,) = clip["media_references"].values()
    assert media["available_range"]["start_time"]["value"] == takes[0].file_start.frame > 0


def test_a_timeline_of_30_does_not_drop() -> None:
    """Not of itself, nor for several takes, nor where a user writes it so."""
    takes = [take(analysis(media=FCC), MarkerSettings())]
    assert str(arrange(takes).start) == str(record_start(takes)) == "16:37:10:02"
    assert str(arrange(takes * 2).start) == "01:00:00:00"
    assert takes[0].file_start == Timecode(1793106, THIRTY, drop_frame=True)
    with pytest.raises(ClockError, match="no such timeline at 30 frames"):
        record_start(takes, start="01:00:00;00")
