"""``takewise library`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takewise.library import open_library
from takewise.model.decisions import Decisions, Verdict
from tests.cli.calls import call
from tests.library.values import PLAIN

SAID = Decisions(verdict=Verdict.CIRCLED, note="the pause")


@pytest.fixture
def decided(library: Path) -> Path:
    """Return a library with a circled take."""
    with open_library(library) as opened:
        opened.decide(PLAIN.media, old=Decisions(), new=SAID)
    return library


@pytest.mark.usefixtures("decided")
def test_there_and_back(tmp_path: Path) -> None:
    """What is exported here and imported elsewhere is the same, and again changes nothing."""
    file, elsewhere = tmp_path / "decisions.json", tmp_path / "elsewhere.db"
    assert call("library", "export", file).exit_code == 0
    done = call("library", "import", file, "--library", elsewhere)
    assert done.output == f"{file}: 2 decisions on 1 take imported\n"
    done = call("library", "import", file, "--library", elsewhere)
    assert done.output == f"{file}: 0 decisions on 0 takes imported, 2 known already\n"
    with open_library(elsewhere) as opened:
        assert opened.decisions(PLAIN.media) == SAID


@pytest.mark.usefixtures("decided")
def test_export_to_standard_output() -> None:
    """With `-` for a file the JSON goes to standard output, and nothing else."""
    done = call("library", "export", "-")
    assert json.loads(done.stdout)["takes"][0]["name"] == "A001C003.mov"


@pytest.mark.usefixtures("decided")
def test_backup(tmp_path: Path) -> None:
    """A backup is a library like the one it was made of."""
    copy = tmp_path / "copy.db"
    assert "is copied to" in call("library", "backup", copy).output
    done = call("library", "check", "--json", "--library", copy)
    assert json.loads(done.stdout)["takes_with_decisions"] == 1


def test_check(decided: Path) -> None:
    """A check tells the file, what is in it, and ends with 0 where all is well."""
    done = call("library", "check")
    assert done.exit_code == 0
    assert done.output.startswith(str(decided))
    assert "1 take with decisions, 0 analysed" in done.output


def test_check_of_damage(decided: Path) -> None:
    """A damaged decision ends a check with 1, and the words that tell what to do."""
    with open_library(decided) as opened, opened.writing() as connection:
        connection.execute("UPDATE decisions SET value = '7' WHERE field = 'verdict'")
    done = call("library", "check")
    assert done.exit_code == 1
    assert "last backup" in done.output


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    """A file that is something else ends with 3, says what to do, and stays as it is."""
    file = tmp_path / "note.db"
    file.write_bytes(b"a shopping list, and no library" * 50)
    done = call("library", "check", "--library", file)
    assert done.exit_code == 3
    assert "move the file away" in done.stderr
    assert file.read_bytes() == b"a shopping list, and no library" * 50


@pytest.mark.parametrize("words", [("check",), ("backup", "x.db"), ("export", "-")])
def test_no_library_yet(words: tuple[str, ...], library: Path) -> None:
    """Where there is none, none is made, so that a wrong name is not taken for an empty one."""
    done = call("library", *words)
    assert done.exit_code == 3
    assert "no library yet" in done.stderr
    assert not library.exists()


def test_a_broken_import_changes_nothing(decided: Path, tmp_path: Path) -> None:
    """A file that is no export ends with 3, and what was decided stays."""
    file = tmp_path / "other.json"
    file.write_text("{}")
    done = call("library", "import", file)
    assert done.exit_code == 3
    assert "nothing was changed" in done.stderr
    with open_library(decided) as opened:
        assert opened.decisions(PLAIN.media) == SAID
