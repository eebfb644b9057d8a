"""The sheet for people with a host: its table and its commands are true."""

from __future__ import annotations

import re
import shlex
from fractions import Fraction
from pathlib import Path

import pytest

from takewise.library import from_json
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, arrange, take
from tests.cli.calls import call
from tests.conftest import REPOSITORY
from tests.timeline.readers import READERS, Clock

SHEET = (REPOSITORY / "plugins" / "ACCEPTANCE.md").read_text(encoding="utf-8")
ANALYSIS = REPOSITORY / "plugins" / "acceptance" / "scene12_take3.mp4.takewise.json"
COMMANDS = re.findall(r"^takewise (.+)$", SHEET, re.MULTILINE)


def _table() -> list[tuple[int, str, int, str, str]]:
    rows = re.findall(
        r"^\| \d \| (\d+) \| (\S+) \| (\d+) \| (\w+) \| (.+) \|$", SHEET, re.MULTILINE
    )
    return [
        (int(frame), timecode, int(length), colour, name.replace("\\|", "|"))
        for frame, timecode, length, colour, name in rows
    ]


@pytest.mark.parametrize("name", ["otio", "premiere-xml", "fcpxml", "csv"])
def test_the_table_is_what_another_reader_finds(name: str) -> None:
    """Frame, timecode, length, colour and name of each of the eight markers."""
    analysis = from_json(ANALYSIS.read_bytes())
    timeline = arrange([take(analysis, MarkerSettings(label="{title}"))])
    content = FORMATS[name].files("A", timeline, ExportSettings()).popitem()[1]
    clock = Clock(rate=Fraction(30000, 1001), start="00:59:57;15")
    found = READERS[name](content, clock)
    assert len(_table()) == 8
    assert [(each.frame, each.length, each.name) for each in found] == [
        (frame, length, title) for frame, _, length, _, title in _table()
    ]
    assert [frame for frame, *_ in _table()] == [clock.frame(label) for _, label, *_ in _table()]
    if FORMATS[name].carries.colour:
        assert [each.colour for each in found] == [colour.upper() for *_, colour, _ in _table()]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_writes_files_that_the_sheet_names(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they stand in the sheet, but into a folder of the test."""
    monkeypatch.chdir(REPOSITORY)
    words = shlex.split(command)
    words[-1] = str(tmp_path / "out")
    done = call(*words)
    assert done.exit_code == 0, done.stderr
    for path in (tmp_path / "out").iterdir():
        assert path.name in SHEET or path.suffix in {".aaf", ".otio"}
