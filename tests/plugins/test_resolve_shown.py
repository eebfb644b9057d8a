"""What the Resolve plugin shows, and its self-test."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.plugins.bench import PLUGINS, gone_soon, load, loaded, printed
from tests.plugins.resolve_checks import MOMENTS, Bench
from tests.plugins.resolve_double import RELEASES, Clip, Release, Resolve

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


def test_cancel_in_the_window_leaves_every_marker(tmp_path: Path) -> None:
    """Pressed while the core works, Cancel ends it within two seconds; nothing was changed."""
    windows = Windows(presses=20)
    bench = Bench(tmp_path, Release())
    bench.core.says([PROGRESS], then="hang")
    resolve = Resolve(bench.release, bench.clips)
    with loaded(PLUGINS), printed() as said:
        commands = load("takewise_resolve.commands")
        progress = load("takewise_resolve.progress")
        commands.open_progress = lambda *_: progress.Window(UI, windows, "Takewise")
        begun = time.monotonic()
        commands.main("mark-selected", str(bench.library), {"resolve": resolve.remote_self})
        assert time.monotonic() - begun < 6.0
    assert "cancelled; no marker was changed" in said.getvalue()
    assert bench.frames() == []
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


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.version)
def test_the_self_test_writes_what_it_found(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The self-test's file tells this Resolve's doubtful points, and leaves no marker."""
    monkeypatch.setenv("HOME", str(tmp_path))
    bench = Bench(tmp_path / "x", release)
    with loaded(PLUGINS):
        said = bench.run("self-test")
    document = json.loads(next(tmp_path.glob("takewise-hosttest-*.json")).read_text("utf-8"))
    assert "please send it" in said
    found = {
        each["question"]: each.get("answer", each.get("error")) for each in document["findings"]
    }
    assert found["type of a marker's key"] == ["float" if release.float_keys else "int"]
    assert found["a second marker on its frame"] is False
    assert found["characters of a note that stay"] == (release.longest_note or 600)
    assert "a marker at frame" in found["the frame after the last"]
    assert found["file name in File Path"] == "A.mov"
    assert found["markers left behind"] == 0
    assert "AddMarker" in document["names"]["MediaPoolItem"]
    assert "/day 1" not in json.dumps(document)
    assert bench.frames() == []


def test_the_self_test_wants_a_scratch_clip(tmp_path: Path) -> None:
    """A clip that has markers is refused, and they stay."""
    bench = Bench(tmp_path, Release())
    bench.clips = [Clip("/A.mov", 240)]
    bench.clips[0].mark(3, "mine")
    with loaded(PLUGINS):
        assert "has markers" in bench.run("self-test")
    assert bench.frames() == [3]
