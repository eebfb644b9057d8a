"""The command itself: it starts at once, explains itself and its settings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from takewise import __version__
from takewise.app.checks import examine
from takewise.app.finding import Finding
from takewise.cli.render.findings import print_findings
from takewise.cli.render.settings_text import settings_text
from takewise.faces import DETECTORS
from takewise.settings import Settings, load_settings
from tests.cli.calls import call


def test_help_loads_nothing_heavy() -> None:
    """No array, decoder, detector or table library is loaded to say what there is."""
    code = (
        "import sys; from takewise.cli import takewise\n"
        "try: takewise(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'scipy', 'av', 'cv2', 'mediapipe', 'rich', 'opentimelineio'}"
        " & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


@pytest.mark.parametrize("name", ["analyze", "compare", "farm", "markers", "review"])
def test_help_of_a_command_loads_no_stage_that_works(name: str) -> None:
    """Decoders, detectors and filters load with the first take."""
    code = (
        "import sys; from takewise.cli import takewise\n"
        f"try: takewise(['{name}', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'scipy', 'av', 'cv2', 'mediapipe', 'opentimelineio'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


def test_the_version_is_told() -> None:
    """One line, for reports."""
    assert call("--version").stdout == f"takewise {__version__}\n"


def test_an_unknown_command_ends_with_2() -> None:
    """It is named, and so is the command that was probably meant."""
    done = call("analyse")
    assert done.exit_code == 2
    assert "neither a command nor a file 'analyse'. Did you mean 'analyze'?" in done.stderr


def test_the_detectors_are_those_of_the_faces_stage() -> None:
    """The command line names them without loading it."""
    assert f"[{'|'.join(DETECTORS)}]" in call("analyze", "--help").stdout


def test_printed_settings_are_the_defaults(tmp_path: Path) -> None:
    """What `takewise settings` prints is read back as the defaults."""
    (tmp_path / "all.toml").write_text(call("settings").stdout, encoding="utf-8")
    assert load_settings(tmp_path / "all.toml") == Settings()


def test_each_setting_is_explained() -> None:
    """A comment stands over every key."""
    every = settings_text(Settings()).splitlines()
    starts = [at for at, line in enumerate(every) if re.fullmatch(r"\[\w+\]", line)]
    for table, (start, end) in zip(fields(Settings), pairwise([*starts, None]), strict=True):
        lines = every[start:end]
        for field in fields(getattr(Settings(), table.name)):
            (at,) = (
                number
                for number, line in enumerate(lines)
                if re.match(
                    rf"(# )?{field.name} (=|is not set)|\[{table.name}\.{field.name}\]", line
                )
            )
            assert lines[at - 1].startswith("# "), field.name


def test_the_doctor_finds_this_machine_well() -> None:
    """All that the tests need is there, so there is no problem."""
    done = call("doctor", "--json")
    assert done.exit_code == 0, done.stdout
    document = json.loads(done.stdout)
    assert document["works"] is True
    found = {each["name"]: each for each in document["findings"] if each["state"] == "works"}
    assert {"Python", "numpy", "av", "mediapipe", "face mesh", "library"} <= found.keys()
    for codec in ("H.264", "H.265", "ProRes", "DNxHD", "Motion JPEG", "VP9", "AV1"):
        assert codec in found["decoders"]["detail"]


def test_the_doctor_reports_problems_and_remedies(tmp_path: Path) -> None:
    """A library that cannot be made ends with 1 and a remedy."""
    (tmp_path / "file").touch()
    done = call("doctor", "--library", tmp_path / "file" / "library.db")
    assert done.exit_code == 1
    assert "1 problem found; see the remedies above." in done.stdout
    assert re.search(r"problem +library .*\n +-> .*--library", done.stdout)


def test_findings_name_the_library_of_this_test(library: Path) -> None:
    """The doctor looks where the analysis would."""
    (finding,) = (each for each in examine(None, lambda: None) if each.name == "library")
    assert finding == Finding(name="library", state="works", detail=str(library))


def test_a_note_is_not_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    """What is only worth knowing does not spoil the last line."""
    print_findings((Finding(name="disk", state="note", detail="full", remedy="make room"),))
    assert capsys.readouterr().out.endswith("Takewise has everything that it needs.\n")
