"""A result is never written over a film or a photograph that is there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from takewise.library import open_library
from tests.cli.calls import call

KEPT = "is a film or a photograph, and is not overwritten; name another file"


@pytest.mark.parametrize("name", ["A001.MOV", "take.mxf", "IMG_1.jpg", "IMG_1.CR3"])
@pytest.mark.parametrize(
    "command",
    [
        ("report", "b.mov", "--out"),
        ("report", "b.mov", "--out", "page.html", "--pdf"),
        ("pick", "b.jpg", "--csv"),
        ("agree", "b.jpg", "--fit"),
        ("markers", "b.mov", "--to", "otio", "--out", "out", "--report"),
        ("farm", "b.mov", "--out", "out", "--openjd"),
        ("library", "export"),
        ("library", "backup"),
    ],
)
def test_what_a_shell_filled_in_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str
) -> None:
    """As of `takewise report --out *.mov`: it is a wrong use, and nothing is done."""
    monkeypatch.chdir(tmp_path)
    for each in (name, "b.mov", "b.jpg"):
        (tmp_path / each).write_bytes(b"the user's")
    done = call(*command, name)
    assert done.exit_code == 2
    assert KEPT in " ".join(done.stderr.split())
    assert {each.read_bytes() for each in tmp_path.iterdir()} == {b"the user's"}


def test_an_older_result_is_written_over(tmp_path: Path) -> None:
    """Its name is none of a film or a photograph."""
    result = tmp_path / "decisions.json"
    with open_library(tmp_path / "l.db"):
        pass
    for _ in range(2):
        assert call("library", "export", result, "--library", tmp_path / "l.db").exit_code == 0
    assert result.read_bytes().startswith(b"{")
