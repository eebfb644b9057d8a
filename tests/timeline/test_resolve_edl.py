"""Resolve's marker EDL, read back with a reader and a clock that others wrote."""

from __future__ import annotations

import io
import re
from fractions import Fraction

import opentimelineio as opentime
import pycmx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timecode import Timecode as OtherTimecode

from takewise.clock import FrameRange, Timecode, parse_timecode
from takewise.model import Colour, Marker
from takewise.timeline import (
    ExportSettings,
    MarkerSettings,
    PlacedTake,
    Take,
    Timeline,
    arrange,
    take,
)
from takewise.timeline.formats import resolve_edl
from tests.timeline.analyses import CLOCKS, NTSC, analysis, media_info, moment, otio_can_count

GOLDEN = (
    "TITLE: Takes 29.97df\r\n"
    "FCM: DROP FRAME\r\n"
    "\r\n"
    "001  001      V     C        01:00:00;10 01:00:00;11 01:00:00;10 01:00:00;11  \r\n"
    "A001_C001 - AU12+AU6 0.83; lip corner pull, 0.4 s <soft> & brief "
    "|C:ResolveColorGreen |M:Smile onset |D:12\r\n"
    "\r\n"
    "002  001      V     C        01:00:01;20 01:00:01;21 01:00:01;20 01:00:01;21  \r\n"
    "A001_C002 - gaze shift 0.64 / 3 saccades |C:ResolveColorCyan |M:_2. look away |D:24\r\n"
)
"""The layout of a file that Resolve exported, with markers of the field's usual awkwardness."""


def _marker(start: int, length: int = 1, **fields: object) -> Marker:
    given_or_plain = {
        "label": "lip press",
        "note": "lips pressed",
        "colour": Colour.RED,
        "category": "micro-expression",
        **fields,
    }
    return Marker(id="m-1", span=FrameRange(start, start + length), apex=start, **given_or_plain)


def _timeline(*markers: Marker, start: Timecode, name: str = "Day 3") -> Timeline:
    length = max((marker.span.end for marker in markers), default=1)
    info = media_info(rate=start.rate, start=str(start), frame_count=length)
    made = Take(name="A", info=info, length=length, markers=markers)
    return Timeline(
        name=name,
        start=start,
        takes=(PlacedTake(take=made, span=FrameRange(0, length), markers=markers),),
    )


def _render(*markers: Marker, start: str = "01:00:00:00", rate: Fraction = Fraction(25)) -> str:
    return _only(_timeline(*markers, start=parse_timecode(start, rate))).decode()


def _only(timeline: Timeline, settings: ExportSettings | None = None) -> bytes:
    """Return the content of the only file."""
    return resolve_edl.render(timeline, settings or ExportSettings()).files[""]


def _events(content: bytes | str) -> list[pycmx.Edit]:
    text = content if isinstance(content, str) else content.decode()
    edl = pycmx.parse_cmx3600(io.StringIO(text, newline=None))
    return [edit for event in edl.events for edit in event.edits]


def _texts(content: str) -> list[tuple[str, str, str, int]]:
    """Return (note, colour, name, length) of each marker, as Resolve's fields are told apart."""
    line = re.compile(r"(?:(.*) )?\|C:ResolveColor(\w+) \|M:(.*) \|D:(\d+)")
    found = [line.fullmatch(each) for each in content.split("\r\n")]
    return [(m[1] or "", m[2], m[3], int(m[4])) for m in found if m]


def test_layout_is_that_of_a_genuine_file() -> None:
    """Two markers give a genuine file's bytes: spaces, blank lines, bars, CR LF."""
    timeline = _timeline(
        _marker(
            10,
            12,
            label="Smile onset",
            note="A001_C001 - AU12+AU6 0.83; lip corner pull, 0.4 s <soft> & brief",
            colour=Colour.GREEN,
        ),
        _marker(
            50,
            24,
            label="2. look away",
            note="A001_C002 - gaze shift 0.64 | 3 saccades",
            colour=Colour.CYAN,
        ),
        start=parse_timecode("01:00:00;00", NTSC),
        name="Takes 29.97df",
    )
    assert _only(timeline) == GOLDEN.encode()


@pytest.mark.parametrize(("rate", "start"), CLOCKS)
def test_record_timecode_is_what_other_clocks_say(rate: Fraction, start: str) -> None:
    """Record in and out equal those of two clocks by others, past midnight too."""
    offsets = (0, 1, 45, 59, 60, 119, 120, 599, 600, 1799, 1800, 3600)
    content = _render(*(_marker(offset, 3) for offset in offsets), start=start, rate=rate)
    drop = ";" in start
    assert ("FCM: DROP FRAME" in content) == drop
    first = parse_timecode(start, rate)
    midnight = OtherTimecode(rate, start_timecode="00:00:00:00", force_non_drop_frame=not drop)
    day = _frames_in_a_day(rate, drop=drop)
    edits = _events(content)
    assert len(edits) == len(offsets)
    for offset, edit in zip(offsets, edits, strict=True):
        for ahead, label in ((0, edit.record_in), (1, edit.record_out)):
            frame = (first.frame + offset + ahead) % day
            assert label == str(midnight + frame if frame else midnight)
            if otio_can_count(frame, rate, drop=drop):
                exact = opentime.opentime.RationalTime(frame, float(rate))
                assert label == exact.to_timecode(float(rate), drop)
        assert (edit.source_in, edit.source_out) == (edit.record_in, edit.record_out)
        assert edit.source == "001"


def _frames_in_a_day(rate: Fraction, *, drop: bool) -> int:
    """Count the day with the other clock: one more than its last label's frame."""
    nominal = round(rate)
    last = f"23:59:59{';' if drop else ':'}{nominal - 1}"
    # Its count of frames begins at 1.
    return OtherTimecode(rate, start_timecode=last, force_non_drop_frame=not drop).frames


def test_midnight_wraps() -> None:
    """The frame after 23:59:59:24 is 00:00:00:00."""
    (edit,) = _events(_render(_marker(249), start="23:59:50:00"))
    assert (edit.record_in, edit.record_out) == ("23:59:59:24", "00:00:00:00")


def test_awkward_words_stay_in_their_fields() -> None:
    """Bars, line breaks and leading digits cannot break the line or lose the name."""
    content = _render(
        _marker(0, label="a|b", note="x | y"),
        _marker(1, label="tab\there", note="two\nlines"),
        _marker(2, label="2nd look", note="3 times"),
        _marker(3, label='眉毛 <动> & "q"', note="٣ arabic digit"),
        _marker(4, label="plain", note=""),
    )
    assert [(note, name) for note, _, name, _ in _texts(content)] == [
        ("x / y", "a/b"),
        ("two lines", "tab here"),
        ("_3 times", "_2nd look"),
        ("_٣ arabic digit", '眉毛 <动> & "q"'),
        ("", "plain"),
    ]
    assert len(_events(content)) == 5


def test_markers_on_one_frame_become_one() -> None:
    """Names are joined, the longer length holds, and nothing of the notes is lost."""
    content = _render(
        _marker(7, 5, label="A: lip press", note="lips pressed", colour=Colour.GREEN),
        _marker(7, 9, label="B: look away", note="eyes left"),
        _marker(7, 2, label="C: nod", note=""),
        _marker(8, 2, label="later"),
    )
    assert _texts(content) == [
        ("lips pressed; eyes left", "Green", "A: lip press + B: look away + C: nod", 9),
        ("lips pressed", "Red", "later", 2),
    ]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, [0]), (1, [1]), (999, [999]), (1000, [999, 1]), (2500, [999, 999, 502])],
)
def test_a_thousand_markers_are_split_not_cut(count: int, sizes: list[int]) -> None:
    """Each file holds at most 999 events from 001 on, and together they hold all."""
    timeline = _timeline(
        *(_marker(n) for n in range(count)), start=parse_timecode("01:00:00:00", Fraction(25))
    )
    parts = list(resolve_edl.render(timeline, ExportSettings()).files.values())
    numbers = [re.findall(rb"^(\d{3})  001 ", part, re.MULTILINE) for part in parts]
    assert [len(each) for each in numbers] == sizes
    assert all(part.startswith(b"TITLE: Day 3\r\nFCM: NON-DROP FRAME\r\n") for part in parts)
    for each in numbers:
        assert each == [b"%03d" % n for n in range(1, len(each) + 1)]
    read = [edit.record_in for part in parts for edit in _events(part)]
    assert len(set(read)) == count


@pytest.mark.parametrize("colour", Colour)
def test_colours_are_resolves(colour: Colour) -> None:
    """Each of our colours has the name that Resolve gives it."""
    (found,) = _texts(_render(_marker(0, colour=colour)))
    assert found[1] in {"Red", "Green", "Blue", "Cyan", "Yellow"}
    assert found[1].upper() == colour.value


@given(
    titles=st.lists(st.text(max_size=30), min_size=1, max_size=8),
    clock=st.sampled_from(CLOCKS),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_frames_and_lengths_are_read_back(
    titles: list[str], clock: tuple[Fraction, str], data: st.DataObject
) -> None:
    """Whatever the titles, another reader finds each frame, and the lengths are the markers'."""
    rate, start = clock
    begins = sorted(data.draw(st.sets(st.integers(0, 200), min_size=len(titles), max_size=200)))
    moments = [
        moment(begin, begin + 5, title=title, because=title)
        for begin, title in zip(begins, titles, strict=False)
    ]
    info = media_info(rate=rate, start=start)
    timeline = arrange([take(analysis(*moments, media=info), MarkerSettings())])
    content = _only(timeline)
    frames = [parse_timecode(edit.record_in, rate).frame for edit in _events(content)]
    expected = [timeline.start.plus(marker.span.start).frame for marker in timeline.markers]
    assert frames == expected
    assert [length for *_, length in _texts(content.decode())] == [5] * len(moments)
