"""The last net, and files that would bring a program down."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from takewise.cli import _Commands
from takewise.errors import MediaError
from takewise.faults import foreseen, report_folder, reported
from takewise.library import to_json
from tests.cli.calls import call, run
from tests.library.values import PLAIN

SOON = 20.0
# Seconds, on a machine that does other things too.


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a folder of its own for reports."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("takewise.faults._written", {})
    return report_folder()


class _Broken(_Commands):
    """Commands of which each has a fault."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return one that divides by nought."""
        del ctx
        return click.Command(cmd_name, callback=lambda: 1 / 0)


def test_an_unforeseen_error_is_one_sentence_with_a_report(reports: Path) -> None:
    """Status 3, and a file with traceback, versions and command."""
    done = CliRunner().invoke(_Broken("takewise"), ["markers"])
    (report,) = reports.iterdir()
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: takewise markers failed (ZeroDivisionError: division")
    assert done.stderr.count("\n") == 1
    assert str(report) in done.stderr
    text = report.read_text()
    assert "Traceback (most recent call last)" in text
    assert "\ncommand: " in text
    assert "\nnumpy: " in text


def test_a_report_names_no_home_and_a_fault_that_repeats_is_written_once(reports: Path) -> None:
    """Sixty slots a second may fail in the same place."""
    error = RuntimeError(f"in {Path.home()}/rushes")
    fault = [reported(error), reported(error), reported(error)][-1]
    (report,) = reports.iterdir()
    assert str(report) in str(fault)
    assert str(Path.home()) not in report.read_text()


def test_where_no_report_can_be_written_the_sentence_says_it_all(
    reports: Path,
) -> None:
    """A full disk must not hide the fault."""
    reports.parent.mkdir(parents=True)
    reports.write_text("a file where the folder should be")
    fault = reported(RuntimeError("boom"))
    assert str(fault).startswith("this failed (RuntimeError: boom")
    assert fault.remedy.endswith("with this line")


def test_an_error_of_ours_is_no_fault(reports: Path) -> None:
    """It passes as it is."""
    error = MediaError("is missing")
    assert foreseen(error) is error
    assert not reports.exists()


def _small(name: str) -> bytes:
    """Return a file of a kind that once ended in a traceback or a hang."""
    analysis = to_json(PLAIN)
    deep = b"<bin>" * 3000 + b"</bin>" * 3000
    clip = b'{"OTIO_SCHEMA": "%s", "name": %s, "metadata": %s, "tracks": %s}'
    stack = b'{"OTIO_SCHEMA": "Stack.1", "children": []}'
    return {
        "deep.json": b"[" * 100_000,
        "deep.xml": b"<xmeml>" + deep + b"</xmeml>",
        "deep.toml": b"a=" + b"[" * 4000,
        "long.toml": b"[moments]\nleast_peak = " + b"9" * 401,
        "bomb.fcpxml": b'<!DOCTYPE a [<!ENTITY b "c">]><fcpxml>&b;</fcpxml>',
        "nothing.fcpxml": b"<fcpxml/>",
        "version.otio": clip % (b"Timeline.0", b'""', b"{}", stack),
        "tracks.otio": clip % (b"Timeline.1", b'""', b"{}", b"null"),
        "twice.otio": b'{"OTIO_SCHEMA": "Timeline.1", "OTIO_SCHEMA": "Clip.1"}',
        "half.otio": clip % (b"Timeline.1", b'"\\ud800"', b"{}", stack),
        "table.otio": clip % (b"Timeline.1", b'""', b'{"takewise": "m-1"}', stack),
        "bytes.otio": b'{"a": "\xff"}',
        "rate.takewise.json": analysis.replace(b'"24000/1001"', b'"1e999999999"'),
        "number.takewise.json": analysis.replace(b"0.81", b"9" * 401),
        "utf8.takewise.json": analysis.replace(b"inner", b"\xff"),
        "apex.takewise.json": analysis.replace(b'"apex": 50', b'"apex": 500000'),
    }[name]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("deep.json", 2),
        ("deep.xml", 3),
        ("deep.toml", 2),
        ("long.toml", 2),
        ("bomb.fcpxml", 3),
        ("nothing.fcpxml", 3),
        ("version.otio", 3),
        ("tracks.otio", 3),
        ("twice.otio", 3),
        ("half.otio", 3),
        ("table.otio", 3),
        ("bytes.otio", 3),
        ("rate.takewise.json", 3),
        ("number.takewise.json", 3),
        ("utf8.takewise.json", 3),
        ("apex.takewise.json", 3),
    ],
)
def test_a_hostile_file_is_one_sentence_and_its_status(
    tmp_path: Path, reports: Path, name: str, status: int
) -> None:
    """No traceback, no hang, no report: each is an error that was foreseen."""
    path = tmp_path / name
    path.write_bytes(_small(name))
    out = tmp_path / "out"
    kind = name.partition(".")[2]
    begun = time.monotonic()
    if kind == "json":
        answered = run("host", path)
        status_of_it, output = answered.returncode, answered.stdout + answered.stderr
        said = [line for line in answered.stdout.splitlines() if '"error"' in line]
    else:
        arguments = {
            "toml": [tmp_path / "none.mov", "--settings", path],
            "takewise.json": [path],
        }.get(kind, ["--cut", path])
        done = call("markers", *arguments, "--out", out)
        status_of_it, output = done.exit_code, done.output
        said = [line for line in done.stderr.splitlines() if "Error" in line]
    assert status_of_it == status
    assert len(said) == 1
    assert "Traceback" not in output
    assert not reports.exists()
    assert time.monotonic() - begun < SOON


def test_a_request_that_can_never_be_whole_is_answered_at_once() -> None:
    """Standard input stays open, as plugins keep it."""
    command = [sys.executable, "-m", "takewise", "host"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"a":' * 2000)
        process.stdin.flush()
        last = process.stdout.read().splitlines()[-1]
        assert b"levels" in last
        assert process.wait(timeout=SOON) == 2
