"""Work that is broken off keeps what is finished."""

from __future__ import annotations

import os
import pty
import re
import signal
import time
from pathlib import Path

import pytest

from tests.cli.calls import call, interrupt, start, valid_analysis, wait_for
from tests.cli.films import write_face


@pytest.mark.alone
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_finished_takes(
    face: Path, long_face: Path, tmp_path: Path, jobs: int
) -> None:
    """It ends at once with 130, one line says how many were finished, and those are whole."""
    out = tmp_path / "out"
    takes = (face, long_face)
    with start("analyze", *takes, "--out", out, "--jobs", jobs, "--no-cache") as process:
        wait_for(process.stderr, f"{face}: done")
        interrupt(process)
        began = time.monotonic()
        printed, said = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert said.splitlines()[-1] == "cancelled; 1 of 2 takes were finished"
    assert "Traceback" not in said
    assert [path.name for path in out.iterdir()] == ["A001C001.mov.takewise.json"]
    valid_analysis(out / "A001C001.mov.takewise.json")
    assert "A001C001.mov" in printed


def test_a_kill_leaves_finished_takes_whole(face: Path, long_face: Path, tmp_path: Path) -> None:
    """What was finished is there, and the library has it for the next run."""
    out = tmp_path / "out"
    with start("analyze", face, long_face, "--out", out, "--jobs", 1) as process:
        wait_for(process.stderr, f"{long_face}: begun")
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert [path.name for path in out.iterdir()] == ["A001C001.mov.takewise.json"]
    valid_analysis(out / "A001C001.mov.takewise.json")
    assert "reused from the library" in call("analyze", face, "--out", out).stdout


def test_no_worker_outlives_a_killed_parent(face: Path, long_face: Path, tmp_path: Path) -> None:
    """The processes that analyse notice that nobody waits for them any more."""
    takes = (face, long_face)
    with start("analyze", *takes, "--out", tmp_path, "--jobs", 2, "--no-cache") as process:
        wait_for(process.stderr, f"{face}: done")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while _group_lives(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _group_lives(process.pid)


def test_a_terminal_shows_bars(face: Path, tmp_path: Path) -> None:
    """Where standard error is a terminal, progress moves on it, and NO_COLOR is heeded."""
    reader, terminal = pty.openpty()
    with (
        pytest.MonkeyPatch.context() as environment,
        os.fdopen(terminal, "w") as screen,
    ):
        environment.setenv("NO_COLOR", "1")
        environment.setenv("TERM", "xterm")
        with start("analyze", face, "--out", tmp_path / "out", stderr=screen) as process:
            printed, _ = process.communicate(timeout=60)
        shown = os.read(reader, 1 << 20).decode(errors="replace")
    os.close(reader)
    assert process.returncode == 0
    assert "A001C001.mov" in shown
    assert "left" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)
    assert "\x1b" not in printed


def test_several_at_a_time_give_what_one_at_a_time_gives(face: Path, tmp_path: Path) -> None:
    """The files are equal to the byte, and the table has the order in which takes were named."""
    short = write_face(tmp_path / "B.mov", frames=5)
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        done = call("analyze", face, short, "--out", out, "--jobs", jobs, "--no-cache")
        assert done.exit_code == 0, done.stderr
        rows = [line.split()[0] for line in done.stdout.splitlines()[2:4]]
        assert rows == ["A001C001.mov", "B.mov"]
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes()


def _group_lives(group: int) -> bool:
    """Tell whether any process of a group runs; one that only waits to be buried does not."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False
