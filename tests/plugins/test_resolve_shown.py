"""What the Resolve plugin shows, and its self-test."""

from __future__ import annotations

import copy
import json
import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.plugins.bench import PLUGINS, gone_soon, load, loaded, printed
from tests.plugins.resolve_checks import MOMENTS, Bench
from tests.plugins.resolve_double import Clip, Resolve
from tests.plugins.resolve_releases import RELEASES, Release

PROGRESS = {
    "type": "progress",
    "key": "1",
    "done": 60,
    "total": 240,
    "takes_done": 0,
    "takes": 2,
    "share": 0.125,
}


class Windows:
    """Fusion's windows for scripts, as far as they are used: no thread, no timer.

    Parameters
    ----------
    presses
        After how many rounds a person presses Cancel; None never.
    """

    def __init__(self, presses: int | None = None) -> None:
        self.presses = presses
        self.rounds = 0
        self.shown = False
        self.items = {name: SimpleNamespace(Text="") for name in ("Words", "Bar", "Cancel")}
        handlers = {"Cancel": SimpleNamespace(), "TakewiseProgress": SimpleNamespace()}
        self.On = type("On", (dict,), {"__getattr__": lambda on, name: on[name], "__slots__": ()})(
            handlers
        )

    def UIDispatcher(self, ui: object) -> Windows:
        assert ui is UI
        return self

    def AddWindow(self, about: dict[str, Any], content: list[Any]) -> Windows:
        assert about["ID"] == "TakewiseProgress"
        assert content
        return self

    def GetItems(self) -> dict[str, Any]:
        return self.items

    def Show(self) -> None:
        self.shown = True

    def Hide(self) -> None:
        self.shown = False

    def StepLoop(self, wait: bool) -> None:  # noqa: FBT001 - Fusion calls it so
        assert wait is False
        self.rounds += 1
        if self.rounds == self.presses:
            self.On["Cancel"].Clicked({})
        if self.rounds % 3 == 0:
            # As it does for events that nobody handles.
            raise KeyError("On")


UI = SimpleNamespace(
    VGroup=lambda about, content: (about, content),
    Label=lambda about: about,
    Button=lambda about: about,
)
"""Fusion's UI manager: it makes what a window holds."""


def test_a_window_shows_how_far_it_is() -> None:
    """The window's words and bar follow the progress, and Cancel is heard."""
    windows = Windows(presses=4)
    with loaded(PLUGINS):
        window = load("takewise_resolve.progress").Window(UI, windows, "Takewise")
        window.show(PROGRESS, {"1": "A.mov"})
        assert windows.items["Words"].Text == "A.mov: 25 %, take 1 of 2"
        assert windows.items["Bar"].Text.count("█") == 5
        assert [window.cancelled() for _ in range(4)] == [False, False, True, True]
        window.close()
    assert not windows.shown


@pytest.mark.alone
def test_cancel_in_the_window_leaves_every_marker(tmp_path: Path) -> None:
    """Pressed while the core works, Cancel ends it within two seconds; nothing was changed."""
    windows = Windows(presses=20)
    bench = Bench(tmp_path, Release())
    bench.core.says([PROGRESS], then="hang")
    resolve = Resolve(bench.release, bench.clips, ui=UI)
    names = {"resolve": resolve.remote_self, "bmd": windows}
    with loaded(PLUGINS), printed() as said:
        begun = time.monotonic()
        load("takewise_resolve.commands").main("mark-selected", str(bench.library), names)
        assert time.monotonic() - begun < 6.0
    assert not windows.shown
    assert "cancelled; no marker was changed" in said.getvalue()
    assert bench.frames() == []
    assert gone_soon(bench.core.seen[0]["pids"])


@pytest.mark.alone
@pytest.mark.parametrize("release", [Release(version="19.1", studio=False), Release()])
def test_without_windows_another_command_cancels(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no button, the menu has a command; an old wish stops nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bench = Bench(tmp_path / "x", release)
    bench.finds(*MOMENTS)
    with loaded(PLUGINS):
        assert "asked to stop" in bench.run("cancel")
        assert "2 markers added" in bench.run("mark-selected")
        assert not list((tmp_path / "cache" / "takewise" / "host").iterdir())
        bench.core.says([], then="hang")
        begun = time.monotonic()

        def press() -> None:
            while not bench.core.seen:
                time.sleep(0.05)
            load("takewise_resolve.progress").ask_to_stop()

        presser = threading.Thread(target=press)
        presser.start()
        said = bench.run("mark-selected")
        presser.join()
        assert time.monotonic() - begun < 6.0
    assert 'choose "Takewise - Cancel"' in said
    assert "cancelled; no marker was changed" in said
    assert gone_soon(bench.core.seen[0]["pids"])


def test_without_windows_it_prints_lines(tmp_path: Path) -> None:
    """Where there is no window, each tenth of a take is a line in the Console."""
    bench = Bench(tmp_path, Release(studio=False))
    bench.finds(*MOMENTS)
    script = json.loads(bench.core.script.read_text(encoding="utf-8"))
    told = [{**PROGRESS, "key": bench.clips[0].path, "done": done} for done in range(0, 241, 5)]
    bench.core.says([*told, *script["say"]])
    with loaded(PLUGINS):
        said = bench.run("mark-selected")
    lines = [line for line in said.splitlines() if "take 1 of 2" in line]
    assert len(lines) == 11
    assert "A.mov: 50 %, take 1 of 2" in lines


def findings(folder: Path) -> list[dict[str, Any]]:
    """Return what the one self-test file of a folder holds, which names no path."""
    document = json.loads(next(folder.glob("takewise-hosttest-*.json")).read_text("utf-8"))
    assert document["schema"] == "takewise.hosttest/1"
    assert "/day 1" not in json.dumps(document)
    assert "AddMarker" in document["names"]["MediaPoolItem"]
    found: list[dict[str, Any]] = document["findings"]
    return found


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.version)
def test_the_self_test_writes_what_it_found(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The self-test asks each open point of this Resolve, and leaves nothing changed."""
    monkeypatch.setenv("HOME", str(tmp_path))
    bench = Bench(tmp_path / "x", replace(release, unknown="none"))
    take = Clip("/day 1/A.mov", 240)
    subclip = Clip("/day 1/A.mov", 50, start_timecode="01:00:01:00", name="A subclip")
    bench.clips = [take, subclip, Clip("/day 1/shot.[1001-1100].exr", 100)]
    bench.timeline = [take]
    before = copy.deepcopy(bench.clips)
    with loaded(PLUGINS):
        said = bench.run("self-test")
        rows = load("takewise_resolve.selftest").ROWS
    assert "please send it" in said
    document = findings(tmp_path)
    # The double has no retimed clip, and 21.1 takes whole frames by its list of methods.
    missing = {"retimed-item"} | ({"fraction"} if release.number >= (21, 1) else set())
    assert {each["row"] for each in document if each["row"]} == set(rows)
    assert {each["row"] for each in document if each.get("error") == "not asked"} == missing
    found = {each["question"]: each.get("answer", each.get("error")) for each in document}
    assert found["type of a marker's key"] == ["float" if release.float_keys else "int"]
    assert found["a second marker on its frame"] is False
    assert found["characters of a note that stay"] == (release.longest_note or 600)
    assert found["a name that does not exist"] is True
    assert "a marker at frame" in found["clip 1: a marker on frame 240 is taken"]
    assert found["clip 3: a marker on frame 99 is taken"] is True
    assert "a marker at frame" in found["clip 3: a marker on frame 1100 is taken"]
    assert found["clip 1: file name in File Path"] == "A.mov"
    assert found["Good Take, true"][2] == ("true" if release.good_take == "takes" else "")
    assert found["item 1.1: left offset"] == 48
    assert found["markers left behind"] == 0
    for clip, old in zip(bench.clips, before, strict=True):
        assert (clip.markers, clip.flags, clip.colour) == (old.markers, old.flags, old.colour)
        assert not any({**clip.metadata, **clip.third_party}.values())


def test_what_the_self_test_could_not_ask_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a subclip, a sequence and a timeline, the file has their points as not asked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    bench = Bench(tmp_path / "x", Release(unknown="none"))
    bench.clips = [Clip("/day 1/A.mov", 240)]
    with loaded(PLUGINS):
        bench.run("self-test")
    assert {e["row"] for e in findings(tmp_path) if e.get("error") == "not asked"} == {
        "sequence",
        "subclip",
        "timeline-item",
        "retimed-item",
        "markers-on-items",
    }


def test_the_self_test_wants_a_scratch_clip(tmp_path: Path) -> None:
    """A clip that has markers is refused, and they stay."""
    bench = Bench(tmp_path, Release())
    bench.clips = [Clip("/A.mov", 240)]
    bench.clips[0].mark(3, "mine")
    with loaded(PLUGINS):
        assert "has markers" in bench.run("self-test")
    assert bench.frames() == [3]


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")
def test_only_the_user_can_ask_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wish counts in a folder that nobody else can write, as a file of the user's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "takewise" / "host"
    with loaded(PLUGINS):
        progress = load("takewise_resolve.progress")
        console = progress.Console()
        progress.ask_to_stop()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert console.cancelled()
        folder.chmod(0o777)
        assert not console.cancelled()
        with pytest.raises(Exception, match="not a folder of yours alone"):
            progress.ask_to_stop()
        folder.chmod(0o700)
        (folder / "cancel").unlink()
        (tmp_path / "elsewhere").touch()
        (folder / "cancel").symlink_to(tmp_path / "elsewhere")
        assert not console.cancelled()
        monkeypatch.setattr("os.getuid", lambda: 12345)
        assert not console.cancelled()


def test_a_file_in_the_shared_temporary_folder_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody may write there, so nothing there is a wish of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    user = os.getuid() if hasattr(os, "getuid") else ""
    (tmp_path / f"takewise-cancel-{user}").touch()
    with loaded(PLUGINS):
        assert not load("takewise_resolve.progress").Console().cancelled()
