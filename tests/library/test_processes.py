"""The library with several processes at once, and with one that is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from takewise.library import LibraryMode, TakeKey, open_library
from takewise.model import Analysis
from tests.library.values import PLAIN, signals

TAKES = 40


def take(i: int) -> Analysis:
    """Return the analysis of one of many takes."""
    return replace(PLAIN, media=replace(PLAIN.media, digest=f"sha256:{i:064x}"))


def keep_many(path: Path, first: int) -> None:
    """Keep some takes, from a process of its own."""
    with open_library(path) as library:
        for i in range(first, first + TAKES):
            library.keep(take(i), [signals(n=50)])
            library.remember_media(f"f{i}", modified_ns=i, size=1, digest=f"sha256:{i:064x}")


def integrity(path: Path) -> str:
    """Return what SQLite finds when it checks the whole file: ``ok``."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Two processes that make the same new library and fill it lose nothing."""
    path = tmp_path / "library.db"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=keep_many, args=(path, first)) for first in (0, 1000)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_library(path) as library:
        for i in (*range(TAKES), *range(1000, 1000 + TAKES)):
            assert library.find(TakeKey.of(take(i)), path=PLAIN.media.path) == take(i)
            assert library.known_digest(f"f{i}", modified_ns=i) == f"sha256:{i:064x}"
    assert integrity(path) == "ok"


WRITER = """
import sys
from pathlib import Path
from tests.library.test_processes import take
from tests.library.values import signals
from takewise.library import open_library

with open_library(Path(sys.argv[1])) as library:
    for i in range(int(sys.argv[2]), 10**9):
        library.keep(take(i), [signals(n=200)])
        print(i, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_writer_leaves_a_whole_library(tmp_path: Path) -> None:
    """However often a writer is killed, the file is whole and holds all that was kept."""
    path = tmp_path / "library.db"
    kept: list[int] = []
    for attempt in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(attempt * 10**6)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(["", *sys.path])},
        )
        assert writer.stdout is not None
        kept.append(int(writer.stdout.readline()))
        # The writer is somewhere in a transaction, at another place each time.
        time.sleep(0.003 * attempt)
        os.kill(writer.pid, signal.SIGKILL)
        kept.extend(int(line) for line in writer.stdout.read().split("\n")[:-1] if line)
        assert writer.wait(timeout=60) == -signal.SIGKILL
        writer.stdout.close()
        assert integrity(path) == "ok"
    assert len(kept) >= 5
    with open_library(path) as library:
        for i in kept:
            assert library.find(TakeKey.of(take(i)), path=PLAIN.media.path) == take(i)
            assert library.find_signals(TakeKey.of(take(i))) is not None


KEYS = """
import sys
from pathlib import Path
from takewise.model.decisions import Decisions
from takewise.library import open_library
from tests.library.values import PLAIN

with open_library(Path(sys.argv[1]), mode=sys.argv[2]) as library:
    before = library.decisions(PLAIN.media)
    while True:
        after = Decisions(note=str(int(before.note or 0) + 1))
        library.decide(PLAIN.media, old=before, new=after)
        print(after.note, flush=True)
        before = after
"""


def process(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process of its own that runs a script of ours."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["", *sys.path])},
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("mode", ["local", "shared"])
def test_a_killed_window_loses_at_most_one_keystroke(tmp_path: Path, mode: LibraryMode) -> None:
    """However often it is killed, all decisions it told as kept are there, and at most one more."""
    path = tmp_path / "library.db"
    last = 0
    for attempt in range(6):
        window = process(KEYS, path, mode)
        assert window.stdout is not None
        told = [window.stdout.readline()]
        time.sleep(0.004 * attempt)
        os.kill(window.pid, signal.SIGKILL)
        told += [line for line in window.stdout.read().splitlines() if line]
        window.stdout.close()
        window.wait(timeout=60)
        # Each window goes on from what the file held when the one before it was killed.
        assert int(told[0]) == last + 1
        with open_library(path, mode=mode) as library:
            last = int(library.decisions(PLAIN.media).note)
        assert last - int(told[-1]) in {0, 1}
        assert integrity(path) == "ok"


STARS = """
import sys
from pathlib import Path
from takewise.clock import FrameRange
from takewise.model.decisions import Decisions, HandMarker
from takewise.library import open_library
from tests.library.values import PLAIN

with open_library(Path(sys.argv[1]), mode=sys.argv[2]) as library:
    mine = Decisions()
    for number in range(40):
        marker = HandMarker(span=FrameRange(number, number + 1), title=sys.argv[3])
        after = Decisions(markers={**mine.markers, f"h-{sys.argv[3]}{number}": marker})
        library.decide(PLAIN.media, old=mine, new=after)
        mine = after
"""


@pytest.mark.parametrize("mode", ["local", "shared"])
def test_two_windows_on_one_take(tmp_path: Path, mode: LibraryMode) -> None:
    """Of two processes that set markers on the same take at once, neither loses one."""
    path = tmp_path / "library.db"
    open_library(path, mode=mode).close()
    windows = [process(STARS, path, mode, name) for name in "ab"]
    assert [window.communicate(timeout=120) and window.returncode for window in windows] == [0, 0]
    with open_library(path, mode=mode) as library:
        markers = library.decisions(PLAIN.media).markers
    assert len(markers) == 80
