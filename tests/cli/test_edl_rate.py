"""How many frames a second an EDL has: what its media say, or the user."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from takewise.app.cut_media import said_rate
from takewise.app.sources import find_take_sources
from takewise.errors import MediaError
from tests.cli.calls import call
from tests.media.clips import write_clip

START = {"timecode": "16:46:16:00"}
NTSC, NTSC_60, PAL = Fraction(30000, 1001), Fraction(60000, 1001), Fraction(25)


def _edl(path: Path, *events: tuple[str, str, str], mode: str = "NON-DROP FRAME") -> Path:
    """Write events of reel, first and last label of the source; the cut begins at zero."""
    lines = [f"TITLE: A\nFCM: {mode}\n"]
    for number, (reel, first, end) in enumerate(events, 1):
        lines.append(f"{number:03}  {reel} V     C        {first} {end} {first} {end}\n")
    path.write_text("".join(lines))
    return path


def _media(folder: Path, name: str, rate: Fraction, **tags: str) -> None:
    folder.mkdir(exist_ok=True)
    write_clip(folder / name, rate=rate, frames=120, stream_tags=tags or START)


def _rate(path: Path, folder: Path, named: Fraction | None = None) -> Fraction | None:
    return said_rate(path, find_take_sources((str(folder),)), named).rate


def test_the_rate_is_that_of_the_media(tmp_path: Path) -> None:
    """By reel, by the beginning of it, by the clip's name; other files do not count."""
    _media(tmp_path / "m", "B333_C008_05254J.mov", PAL)
    _media(tmp_path / "m", "OTHER.mov", Fraction(24))
    events = [("B333_C008_05254J", "16:46:16:12", "16:46:18:00")]
    path = _edl(tmp_path / "edit.edl", *events)
    said = said_rate(path, find_take_sources((str(tmp_path / "m"),)), None)
    assert said.rate == 25
    assert said.notes == (
        "an EDL does not say its frame rate: it was read at 25, the rate of its media; "
        "--rate sets another",
    )
    path.write_text(path.read_text().replace("B333_C008_05254J", "B333_C00"))
    assert _rate(path, tmp_path / "m") == 25
    path.write_text(path.read_text().replace("B333_C00", "AX") + "* FROM CLIP NAME: OTHER.mov\n")
    assert _rate(path, tmp_path / "m") == 24
    path.write_text(path.read_text() + "* FROM FILE: m/B333_C008_05254J.mov\n")
    assert _rate(path, tmp_path / "m") == 25
    assert _rate(path, tmp_path / "m", NTSC) == NTSC


def test_the_timecode_decides_between_files_of_one_reel(tmp_path: Path) -> None:
    """A reel holds many files; only those that hold the event's frames have a voice."""
    _media(tmp_path / "m", "a.mov", PAL, timecode="16:46:16:00", reel_name="A001")
    _media(tmp_path / "m", "b.mov", Fraction(24), timecode="10:00:00:00", reel_name="A001")
    path = _edl(tmp_path / "edit.edl", ("A001", "16:46:16:12", "16:46:18:00"))
    assert _rate(path, tmp_path / "m") == 25


def test_no_media_no_rate(tmp_path: Path) -> None:
    """Then it is a guess, and said to be one."""
    _media(tmp_path / "m", "OTHER.mov", PAL)
    path = _edl(tmp_path / "edit.edl", ("A001", "16:46:16:12", "16:46:18:00"))
    assert _rate(path, tmp_path / "m") is None


def test_media_that_disagree_are_refused(tmp_path: Path) -> None:
    """With the option that settles it."""
    _media(tmp_path / "m", "A.mov", PAL)
    _media(tmp_path / "m", "B.mov", Fraction(24))
    events = [(reel, "16:46:16:12", "16:46:18:00") for reel in ("A", "B")]
    path = _edl(tmp_path / "edit.edl", *events)
    with pytest.raises(MediaError, match="24 and 25 frames a second") as error:
        _rate(path, tmp_path / "m")
    assert "--rate 24" in str(error.value)
    assert _rate(path, tmp_path / "m", PAL) == 25


def test_drop_frame_and_media_that_cannot_drop_are_refused(tmp_path: Path) -> None:
    """Rather than read at the rate of one of them."""
    _media(tmp_path / "m", "A.mov", PAL)
    path = _edl(tmp_path / "edit.edl", ("A", "16:46:16:12", "16:46:18:00"), mode="DROP FRAME")
    with pytest.raises(MediaError, match=r"drop-frame, and its media have 25 .* --rate 29\.97"):
        _rate(path, tmp_path / "m")


def test_fast_media_and_slow_timecodes_are_doubted(tmp_path: Path) -> None:
    """No label above 29 of 59.94 fps media: the timeline may have 29.97."""
    _media(tmp_path / "m", "A.mov", NTSC_60)
    path = _edl(tmp_path / "edit.edl", ("A", "16:46:16:12", "16:46:17:20"))
    said = said_rate(path, find_take_sources((str(tmp_path / "m"),)), None)
    assert said.rate == NTSC_60
    assert "--rate 29.97" in said.notes[0]
    path.write_text(path.read_text().replace(":20 ", ":40 "))
    assert "29.97" not in said_rate(path, find_take_sources((str(tmp_path / "m"),)), None).notes[0]


def test_the_command_reads_an_edl_at_its_media_s_rate(tmp_path: Path) -> None:
    """Frame 12 of 25 fps media, and its last label, 24, which 24 fps do not have."""
    _media(tmp_path / "m", "A.mov", PAL)
    path = _edl(tmp_path / "edit.edl", ("A", "16:46:16:12", "16:46:17:24"))
    done = call("markers", tmp_path / "m", "--cut", path, "--json", "--no-cache", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    assert '"first": 12' in done.stdout
    assert '"end": 49' in done.stdout
    assert "read at 25, the rate of its media" in done.stdout
