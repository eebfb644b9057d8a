"""Any words, any number of markers, any path: every format keeps what it says it keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from takewise.model import Marker
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    MarkerSettings,
    Timeline,
    arrange,
    take,
)
from tests.timeline.analyses import analysis, media_info, moment
from tests.timeline.readers import READERS, Clock, Seen

AWKWARD = [
    "a | b < c > d & e",
    "tab\there\nand a line",
    "2nd look",
    "眉毛 动",
    "🙂 smile 👩‍🎬",
    "quote \" apostrophe ' back \\ slash",
    "= sum; # comment",
    "<i>slanted</i> {\\an8} --> here",
    "x" * 500,
    "00:00:01,000 --> 00:00:02,000",
    "12",
    "\ufffe not a character \u0085",
    "ends with \\",
    "TITLE: x",
    "]]> %s {title}",
]
"""What has broken other writers."""

WORDS = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=40))

CLOCK = Clock(rate=Fraction(25), start="01:00:00:00")


def _exact(marker: Marker) -> tuple[str, str]:
    return marker.label, marker.note


def _joined(marker: Marker) -> tuple[str, None]:
    return f"{marker.label} - {marker.note}", None


def _xml(marker: Marker) -> tuple[str, str]:
    """Return what XML can hold of it: two code points of the plane have no place in XML."""
    name, note = (re.sub("[\ufffe\uffff]", "?", text) for text in _exact(marker))
    return name, note


def _edl(marker: Marker) -> tuple[str, str]:
    """Return bars as slashes, and a guard before a digit."""
    barred = (text.replace("|", "/") for text in _exact(marker))
    name, note = (f"_{text}" if text[:1].isdigit() else text for text in barred)
    return name, note


def _srt(marker: Marker) -> tuple[str, str]:
    alike = {"-->": "→", "<": "‹", "{": "(", "}": ")"}
    name, note = _exact(marker)
    for special, other in alike.items():
        name, note = name.replace(special, other), note.replace(special, other)
    return name, note


def _guarded(marker: Marker) -> tuple[str, str | None]:
    """Return both with an apostrophe before what a spreadsheet would take for a formula."""
    name, note = (
        f"'{text}" if text.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text
        for text in (marker.label, marker.note)
    )
    return name, note


SAID: Mapping[str, Callable[[Marker], tuple[str, str | None]]] = {
    "otio": _exact,
    "resolve-edl": _edl,
    "premiere-xml": _xml,
    "fcpxml": _xml,
    "avid-markers": _joined,
    "avid-aaf": _joined,
    "csv": _guarded,
    "json": _exact,
    "ffmetadata": _exact,
    "srt": _srt,
    "kdenlive-guides": _joined,
}
"""Format to what a reader must find of a marker's name and note."""


def _timeline(titles: list[str], *, path: str = "/rushes/A.mov") -> Timeline:
    moments = [
        moment(10 * n, 10 * n + 5, title=title, because=title) for n, title in enumerate(titles)
    ]
    length = 10 * len(titles) + 10
    info = media_info(rate=Fraction(25), start="01:00:00:00", frame_count=length, path=path)
    return arrange([take(analysis(*moments, media=info), MarkerSettings())])


def _read(name: str, timeline: Timeline) -> list[Seen]:
    files = FORMATS[name].files("A", timeline, ExportSettings())
    return [seen for content in files.values() for seen in READERS[name](content, CLOCK)]


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"avid-aaf"}))
@given(titles=st.lists(WORDS, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_words_are_read_back(name: str, titles: list[str]) -> None:
    """Name, note and colour of every marker are what the format says it makes of them."""
    timeline = _timeline(titles)
    found = _read(name, timeline)
    assert [(seen.name, seen.note) for seen in found] == [
        SAID[name](marker) for marker in timeline.markers
    ]
    if FORMATS[name].carries.colour:
        assert [seen.colour for seen in found] == [m.colour.value for m in timeline.markers]
    assert [seen.frame for seen in found] == [m.span.start for m in timeline.markers]


@given(titles=st.lists(WORDS, min_size=1, max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_are_read_back_from_an_aaf(titles: list[str]) -> None:
    """As for the others; fewer examples, as an AAF takes long to write."""
    timeline = _timeline(titles)
    found = _read("avid-aaf", timeline)
    assert [(seen.name, seen.note) for seen in found] == [_joined(m) for m in timeline.markers]


@pytest.mark.parametrize("name", READERS)
def test_each_awkward_word_is_read_back(name: str) -> None:
    """All of those that have broken other writers, together."""
    timeline = _timeline(AWKWARD)
    assert [(seen.name, seen.note) for seen in _read(name, timeline)] == [
        SAID[name](marker) for marker in timeline.markers
    ]


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"resolve-edl"}))
def test_two_markers_on_one_frame_are_two(name: str) -> None:
    """Both are read back, where the host keeps both."""
    both = analysis(
        moment(7, 12, title="first"),
        moment(7, 16, title="second"),
        media=media_info(rate=Fraction(25)),
    )
    found = _read(name, arrange([take(both, MarkerSettings())]))
    assert [seen.frame for seen in found] == [7, 7]
    assert ["first" in seen.name for seen in found] == [True, False]


@pytest.mark.parametrize("name", READERS)
def test_fifteen_hundred_markers_are_all_there(name: str) -> None:
    """No limit cuts any off: where a file holds 999, there are two."""
    many = analysis(
        *(moment(n, n + 1) for n in range(1500)),
        media=media_info(rate=Fraction(25), frame_count=1500),
    )
    found = _read(name, arrange([take(many, MarkerSettings())]))
    assert [seen.frame for seen in found] == list(range(1500))


@pytest.mark.parametrize("name", READERS)
def test_no_markers_are_no_error(name: str) -> None:
    """A take in which nothing was found gives a file that can be read."""
    assert _read(name, _timeline([])) == []


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("/rushes/day 3/A #1 50%.mov", "/rushes/day%203/A%20%231%2050%25.mov"),
        ("/rushes/%20 & <x>?.mov", "/rushes/%2520%20&%20%3Cx%3E%3F.mov"),
        ("/Aufnahmen/Zoë Übung.mov", "/Aufnahmen/Zo%C3%AB%20%C3%9Cbung.mov"),
        ("/镜头/一.mov", "/%E9%95%9C%E5%A4%B4/%E4%B8%80.mov"),
    ],
)
def test_media_addresses_are_encoded(path: str, encoded: str) -> None:
    """Where an address is written, spaces, signs and letters beyond ASCII are encoded once."""
    timeline = _timeline(["x"], path=path)
    found = {
        name: etree.fromstring(FORMATS[name].files("A", timeline, ExportSettings()).popitem()[1])
        for name in ("premiere-xml", "fcpxml")
    }
    assert found["premiere-xml"].findtext(".//pathurl") == f"file://localhost{encoded}"
    assert found["fcpxml"].find(".//media-rep").get("src") == f"file://{encoded}"
