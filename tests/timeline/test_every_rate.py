"""Every format at every rate and start: the frames read back are the analysis's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction

import pytest
from lxml import etree

from takewise.model import Analysis
from takewise.model.selection import PERFORMANCE
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    FcpxmlSettings,
    MarkerSettings,
    Timeline,
    arrange,
    record_start,
    take,
)
from takewise.timeline.settings import FcpxmlMode
from tests.timeline.analyses import analysis, media_info, moment
from tests.timeline.rates import RATES, STARTS, label
from tests.timeline.readers import ON_CLIPS, READERS, Clock

CLOCKS = [
    pytest.param(rate, label(start, rate, sign), id=f"{float(rate):.3f}-{start}{sign}")
    for rate, sign in RATES
    for start in STARTS
]

SPANS = [(0, 1), (1, 6), (45, 50), (119, 121), (1199, 1201), (1799, 1802), (3598, 3600)]
"""First and last frames, minutes at 20, 30 and 60 frames a second, one frame and more."""

KINDS = PERFORMANCE


APART = [span for span in SPANS if span != (1, 6)]
"""The same without two that a slower timeline would have on one frame."""


def _analysis(
    rate: Fraction, start: str | None, spans: Sequence[tuple[int, int]] = SPANS
) -> Analysis:
    """Return a take with moments of every kind at the edges of seconds and minutes."""
    return analysis(
        *(
            moment(first, end, kind=KINDS[number % len(KINDS)], title=f"moment {number}")
            for number, (first, end) in enumerate(spans)
        ),
        media=media_info(rate=rate, start=start, frame_count=3600),
    )


def _timeline(rate: Fraction, start: str | None) -> Timeline:
    return arrange([take(_analysis(rate, start), MarkerSettings())])


@pytest.mark.parametrize(("rate", "start"), CLOCKS)
@pytest.mark.parametrize("name", READERS)
def test_frames_read_back_are_the_analysis(name: str, rate: Fraction, start: str) -> None:
    """Another reader finds each moment's first frame, and its length where there is room."""
    found = READERS[name](
        FORMATS[name].files("A", _timeline(rate, start), ExportSettings()).popitem()[1],
        Clock(rate=rate, start=start),
    )
    assert [seen.frame for seen in found] == [first for first, _ in SPANS]
    if FORMATS[name].carries.length:
        assert [seen.length for seen in found] == [end - first for first, end in SPANS]


@pytest.mark.parametrize(("rate", "start"), CLOCKS)
@pytest.mark.parametrize("name", ON_CLIPS)
def test_frames_on_clips_are_the_analysis(name: str, rate: Fraction, start: str) -> None:
    """On a clip another reader finds each moment as far from the clip's first frame."""
    settings = ExportSettings(markers_on="clip")
    found = ON_CLIPS[name](
        FORMATS[name].files("A", _timeline(rate, start), settings).popitem()[1],
        Clock(rate=rate, start=start),
    )
    assert [(seen.frame, seen.length) for seen in found] == [
        (first, end - first) for first, end in SPANS
    ]


@pytest.mark.parametrize(("rate", "start"), CLOCKS)
def test_the_best_moment_of_an_ale_is_the_analysis(rate: Fraction, start: str) -> None:
    """Its timecode is as far from the take's start, by another clock, as the moment."""
    content = FORMATS["avid-ale"].files("A", _timeline(rate, start), ExportSettings())["A.ale"]
    lines = content.decode().splitlines()
    headings = lines[lines.index("Column") + 1].split("\t")
    (row,) = (
        dict(zip(headings, line.split("\t"), strict=True))
        for line in lines[lines.index("Data") + 1 :]
    )
    clock = Clock(rate=rate, start=start)
    assert clock.frame(row["Start"]) == 0
    assert clock.frame(row["End"]) == 3600
    # All are as strong and sure as each other: the first is taken.
    assert clock.frame(row["Best Moment"]) == 0
    fps = next(line.split("\t")[1] for line in lines if line.startswith("FPS"))
    assert fps in {"23.976", "47.952", "29.97", "59.94", "119.88", f"{rate.numerator}"}


@pytest.mark.parametrize("rate", sorted({rate for rate, _ in RATES}))
@pytest.mark.parametrize("name", READERS)
def test_media_without_timecode_begin_at_zero(name: str, rate: Fraction) -> None:
    """No timecode is invented, and the frames are the same."""
    timeline = _timeline(rate, None)
    assert timeline.start.frame == 0
    content = FORMATS[name].files("A", timeline, ExportSettings()).popitem()[1]
    found = READERS[name](content, Clock(rate=rate, start=label(STARTS[0], rate, ":")))
    assert [seen.frame for seen in found] == [first for first, _ in SPANS]


@pytest.mark.parametrize("rate", sorted({rate for rate, _ in RATES}))
@pytest.mark.parametrize("name", sorted(READERS.keys() - {"fcpxml"}))
def test_a_timeline_of_another_rate_places_by_time(name: str, rate: Fraction) -> None:
    """A take of 50 on any timeline has each marker nearest to its time."""
    content = FORMATS[name].files("A", _conformed(rate), ExportSettings()).popitem()[1]
    found = READERS[name](content, Clock(rate=rate, start=label(STARTS[2], rate, ":")))
    assert len(found) == len(APART)
    for seen, (first, _) in zip(found, APART, strict=True):
        assert abs(seen.frame / rate - Fraction(first, 50)) <= Fraction(1, 2) / rate


@pytest.mark.parametrize("rate", sorted({rate for rate, _ in RATES}))
def test_a_clip_of_another_rate_keeps_its_own_time(rate: Fraction) -> None:
    """In FCPXML a take of 50 on any timeline has its markers on its own frames, unscaled."""
    content = FORMATS["fcpxml"].files("A", _conformed(rate), ExportSettings())["A.fcpxml"]
    root = etree.fromstring(content)
    (clip,) = root.iter("asset-clip")
    assert [child.tag for child in clip].index("marker") == int(rate != 50)
    assert [each.get("scaleEnabled") for each in clip.findall("conform-rate")] == (
        ["0"] if rate != 50 else []
    )
    starts = [Fraction(each.get("start")[:-1]) - 36000 for each in clip.findall("marker")]
    assert starts == [Fraction(first, 50) for first, _ in APART]


def _conformed(rate: Fraction) -> Timeline:
    made = take(_analysis(Fraction(50), "10:00:00:00", APART), MarkerSettings())
    return arrange([made], start=record_start([made], start="01:00:00:00", rate=rate))


@pytest.fixture
def dtd() -> etree.DTD:
    """Return Apple's document type, which comes with Final Cut Pro and may not be passed on."""
    path = os.environ.get("TAKEWISE_FCPXML_DTD")
    if not path:
        pytest.skip("TAKEWISE_FCPXML_DTD names no document type, as FCPXMLv1_10.dtd")
    return etree.DTD(path)


def test_fcpxml_is_valid(dtd: etree.DTD) -> None:
    """In both modes, at every rate, conformed or not, by Apple's own document type."""
    for rate, sign in RATES:
        for timeline in (_timeline(rate, label(STARTS[1], rate, sign)), _conformed(rate)):
            for mode in FcpxmlMode.__args__:
                settings = ExportSettings(fcpxml=FcpxmlSettings(mode=mode))
                content = FORMATS["fcpxml"].files("A", timeline, settings)["A.fcpxml"]
                dtd.assertValid(etree.fromstring(content))
