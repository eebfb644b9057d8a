"""EDLs as programs write them: encodings, drop-frame by an FCM line, impossible timecodes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import Timecode
from takewise.errors import MediaError
from takewise.timeline.cut_file import read_cut
from takewise.timeline.edl_text import read_edl

NTSC = Fraction(30000, 1001)
PAL = Fraction(25)
EVENT = (
    "001  B333_C008 V     C        16:46:16:12 16:46:20:14 01:00:00:00 01:00:04:02\n"
    "* FROM CLIP NAME: {name}\n"
)


def _written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_that_programs_write(tmp_path: Path, encoding: str, end: str) -> None:
    """With or without a byte order mark, and with every line end."""
    event = EVENT.format(name="Sc\u00e8ne \u2013 12.mov")
    text = f"TITLE: Caf\u00e9\nFCM: NON-DROP FRAME\n\n{event}"
    path = _written(tmp_path / "edit.edl", text.replace("\n", end), encoding)
    cut = read_cut(path, rate=PAL)
    (clip,) = cut.clips
    assert (cut.name, clip.name, clip.reel) == (
        "Caf\u00e9",
        "Sc\u00e8ne \u2013 12.mov",
        "B333_C008",
    )
    assert (clip.start * 25, clip.end * 25) == (1509412, 1509514)


def test_lines_before_the_first_event_and_odd_line_ends_within_one(tmp_path: Path) -> None:
    """What is unknown is passed over; a control character is no new line."""
    head = "\ufeff* exported on Monday\nTITLE: A\n>>> SOURCE tape\n"
    path = _written(tmp_path / "edit.edl", head + EVENT.format(name="a\u2028b\x0bc"))
    assert [each.name for each in read_cut(path, rate=PAL).clips] == ["a b c"]


def test_an_fcm_line_makes_colons_drop_frame(tmp_path: Path) -> None:
    """01:00:59:22 is then frame 109684, and the next minute begins with label 02."""
    path = _written(
        tmp_path / "edit.edl",
        "TITLE: DF\nFCM: DROP FRAME\n\n"
        "001  D001 V     C        01:00:59:22 01:01:03:02 00:59:59:00 01:00:02:08\n"
        "* LOC: 01:00:00:04 RED     HERE\n",
    )
    for rate in (None, NTSC):
        cut = read_cut(path, rate=rate)
        (clip,) = cut.clips
        # 3659 s of 30 labels and 22, less two for each of 60 minutes but every tenth.
        assert (clip.start * NTSC, clip.end * NTSC) == (109684, 109782)
        assert (str(cut.start), cut.start.rate) == ("00:59:59;00", NTSC)
    timeline = otio.adapters.read_from_string(cut.content, "otio_json")
    (marker,) = next(iter(timeline.find_clips())).markers
    assert marker.marked_range.start_time.value == 107896


def test_words_in_small_letters_mean_what_they_mean_in_capitals(tmp_path: Path) -> None:
    """A drop-frame mode that is overlooked would shift markers by two frames a minute."""
    path = _written(
        tmp_path / "edit.edl",
        "title: DF\nfcm: drop frame\n\n"
        "001  D001 v     c        01:00:59:22 01:01:03:02 00:59:59:00 01:00:05:16\n"
        "m2   D001       015.0                01:00:59:22\n"
        "* from clip name: d001c001.mov\n",
    )
    cut = read_cut(path)
    (clip,) = cut.clips
    assert (clip.start * NTSC, clip.end * NTSC, clip.name) == (109684, 109782, "d001c001.mov")
    assert clip.speed == Fraction(1, 2)
    assert (cut.name, str(cut.start)) == ("DF", "00:59:59;00")


def test_a_split_before_a_single_event_costs_no_cut(tmp_path: Path) -> None:
    """Comments may stand between the two events of a split, which its reader does not expect."""
    path = _written(
        tmp_path / "edit.edl",
        "TITLE: A\nSPLIT:    AUDIO DELAY=  00:00:00:12\n" + EVENT.format(name="a.mov"),
    )
    assert [each.name for each in read_cut(path, rate=PAL).clips] == ["a.mov"]


def test_a_speed_that_no_line_gives_is_said_in_words(tmp_path: Path) -> None:
    """Not in those of the library that reads EDLs."""
    text = EVENT.format(name="a.mov").replace("01:00:04:02", "01:00:03:02")
    (note,) = read_cut(_written(tmp_path / "edit.edl", text), rate=PAL).notes
    assert "102 frames of its source fill 77 of the cut" in note
    assert "RationalTime" not in note


def test_an_edl_without_events_is_named(tmp_path: Path) -> None:
    """By its file: it has no other name."""
    with pytest.raises(MediaError, match=r"edit\.edl: the cut has no frame rate"):
        read_cut(_written(tmp_path / "edit.edl", "nothing in it\n"))


def test_each_fcm_line_holds_to_the_next(tmp_path: Path) -> None:
    """And a semicolon says more than any of them."""
    path = _written(
        tmp_path / "edit.edl",
        "FCM: DROP FRAME\n"
        "001  A V  C  01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n"
        "FCM: NON-DROP FRAME\n"
        "002  B V  C  01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00\n"
        "003  C V  C  01:00:00;00 01:00:01;00 01:00:02:00 01:00:03:00\n",
    )
    events = read_edl(path).events
    assert [(each.reel, each.label) for each in events] == [
        ("A", "01:00:00;00"),
        ("B", "01:00:00:00"),
        ("C", "01:00:00;00"),
    ]


@pytest.mark.parametrize(
    ("label", "rate", "sentence"),
    [
        ("16:46:16:24", None, "16:46:16:24 does not exist at 24 frames a second"),
        ("16:46:16:25", PAL, "16:46:16:25 does not exist at 25 frames a second"),
        ("16:46:16;12", PAL, "drop-frame, which does not exist at 25"),
        ("16:41:00;00", None, "is a label that drop-frame timecode skips"),
    ],
)
def test_a_timecode_that_cannot_be_is_refused_with_the_option(
    tmp_path: Path, label: str, rate: Fraction | None, sentence: str
) -> None:
    """Its rate is a guess, and `--rate` says another."""
    path = _written(tmp_path / "edit.edl", EVENT.format(name="A").replace("16:46:16:12", label))
    with pytest.raises(MediaError, match=sentence) as error:
        read_cut(path, rate=rate)
    assert "--rate 25" in str(error.value)


@given(frame=st.integers(0, 2589000), length=st.integers(1, 300))
def test_any_drop_frame_label_names_its_frame(
    tmp_path_factory: pytest.TempPathFactory, frame: int, length: int
) -> None:
    """With a colon under the FCM line as with a semicolon."""
    path = tmp_path_factory.getbasetemp() / "any.edl"
    labels = [str(Timecode(each, NTSC, drop_frame=True)) for each in (frame, frame + length)]
    for mark in (":", ";"):
        first, end = (label.replace(";", mark) for label in labels)
        path.write_text(f"FCM: DROP FRAME\n001  A V  C  {first} {end} {first} {end}\n")
        cut = read_cut(path)
        (clip,) = cut.clips
        assert (clip.start * NTSC, clip.end * NTSC) == (frame, frame + length)
        assert cut.start == Timecode(frame, NTSC, drop_frame=True)
