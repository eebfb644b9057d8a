"""The plugin of Nuke, Nuke Studio and Hiero against their contracts, and its mutants."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6", reason="the panel needs Qt: pip install PySide6-Essentials")

from tests.conftest import REPOSITORY
from tests.plugins import hiero_checks, nuke_checks
from tests.plugins.bench import PLUGINS, Core, load, loaded, moment, result, take
from tests.plugins.hiero_double import Clip, Hiero, Item
from tests.plugins.mutants import NUKE, Mutant
from tests.plugins.nuke_checks import Bench
from tests.plugins.nuke_double import Nuke
from tests.plugins.nuke_script import Node, read
from tests.plugins.screen import wait_until
from tests.plugins.strict import ContractError
from tests.plugins.test_run import pythons

CHECKS = {**nuke_checks.CHECKS, **hiero_checks.CHECKS}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.alone) if "goes_on_meanwhile" in name else name
        for name in CHECKS
    ],
)
def test_the_plugin_keeps_its_promises(name: str, tmp_path: Path) -> None:
    """The plugin passes each check, and calls nothing but the contract."""
    with loaded(PLUGINS):
        CHECKS[name](Bench(tmp_path))


def findings(path: Path) -> tuple[set[str], set[str], dict[str, Any]]:
    """Return the open points of a self-test's file, those not asked, and what was found."""
    document = json.loads(path.read_text(encoding="utf-8"))
    assert "/day 1" not in json.dumps(document)
    rows = {each["row"] for each in document["findings"]} - {None}
    missing = {each["row"] for each in document["findings"] if each.get("error") == "not asked"}
    found = {each["question"]: each.get("answer", each.get("error"))
             for each in document["findings"]}  # fmt: skip
    return rows, missing, found


def test_the_self_test_writes_what_it_found(tmp_path: Path) -> None:
    """The self-test asks each open point, and the script is as it was."""
    nuke = Nuke([read("Read1", "/day 1/A.mov", 1, 240)], ["Read1"])
    before = copy.deepcopy((nuke.nodes, nuke.root, nuke.viewer))
    with loaded(PLUGINS), nuke.running():
        module = load("takewise_nuke.selftest")
        rows, missing, found = findings(Path(module.run_self_test(str(tmp_path))))
        assert rows == set(module.ROWS)
    assert missing == set()
    assert [found[f"the knob {n} frames in"] for n in range(8)] == [0, 0, 0.5, 0.5, 0.5, 0, 0, 0]
    assert found["what it is wired to"] == "Read1"
    assert found["a person sees keys on the ruler of the viewer"] is True
    assert (found["frame_range afterwards"], found["last_frame afterwards"]) == ("11-22", 22)
    assert found["'offset' is taken, first frame 6"][2] == "offset"
    assert (nuke.nodes, nuke.root, nuke.viewer) == before
    assert "please send it" in nuke.messages[-1]
    # Without a viewer the file says that its range was not asked.
    nuke.viewer = None
    with loaded(PLUGINS), nuke.running():
        path = Path(load("takewise_nuke.selftest").run_self_test(str(tmp_path)))
    assert findings(path)[1] == {"viewer-range"}


@pytest.mark.parametrize("more", [[read("Read2", "/B.mov", 1, 9)], [Node("NoOp", "Mine1")]])
def test_the_self_test_wants_a_scratch_script(more: list[Node], tmp_path: Path) -> None:
    """A script with other nodes is refused, and the user is told."""
    nuke = Nuke([read("Read1", "/day 1/A.mov", 1, 240), *more], ["Read1"])
    with loaded(PLUGINS), nuke.running():
        load("takewise_nuke.menus")._self_test()
    assert "one selected Read alone" in nuke.messages[0]
    assert list(tmp_path.iterdir()) == []


def test_hieros_self_test_writes_what_it_found(tmp_path: Path) -> None:
    """The self-test asks each open point of a clip and its track item, and leaves no tag."""
    hiero, clip = Hiero(later=True), Clip("A", "/day 1/A.mov", 240)
    item = Item(clip)
    for selection, unasked in (
        ([hiero.track_item(item)], set()),
        ([hiero.bin_item(clip)], {"track-item-ranges", "track-item-times"}),
    ):
        hiero.selected = selection
        with loaded(PLUGINS), hiero.running():
            module = load("takewise_nuke.selftest_hiero")
            rows, missing, found = findings(Path(module.run_self_test(str(tmp_path))))
            assert rows == set(module.ROWS)
        assert missing == unasked
        assert found["where all are"] == [
            ["one", 0, 0], ["five", 2, 6], ["whole", 0, -1], ["one", 0, 0], ["last", 239, 239],
        ]  # fmt: skip
        assert found["marks that are read"] == ["takewise:1:x", "", "", "", ""]
        assert found["tags left behind"] == 0
        assert (clip.tags, item.tags, hiero.loose) == ([], [], [])


def test_what_many_clips_say_fits(tmp_path: Path) -> None:
    """However many clips have something to say, panel and message stay small; all can be read."""
    bench = Bench(tmp_path)
    warnings = [f"warning {number}" for number in range(200)]
    for moments in ([moment("m-a", 20, 32)], []):
        nuke = Nuke([read("Read1", "/A.mov", 1, 240)], ["Read1"])
        with loaded(PLUGINS), nuke.running():
            one = {**take("Read1", moments), "warnings": warnings}
            bench.core.says([result(one)], by_key=True)
            panel = bench.panel(nuke)
            panel.find()
            wait_until(lambda panel=panel: panel._job is None)
            panel.resize(640, 400)
            assert panel.minimumSizeHint().height() < 400
            everything = panel._state.toolTip() if moments else panel._hint.text()
            assert "Read1: warning 199" in everything
    hiero = Hiero()
    with loaded(PLUGINS), hiero.running():
        tags = load("takewise_nuke.tags")
        tags._say("\n".join(warnings))
        (box,) = tags._boxes
        assert len(box.text().splitlines()) < 10
        assert "warning 199" in box.detailedText()
        box.close()


def test_the_panel_is_the_same_in_pyside2(tmp_path: Path) -> None:
    """In the Qt of Nuke 13 to 15 the panel finds, lists, filters, jumps and makes nodes."""
    program = next(filter(None, map(_with_pyside2, _candidates())), None)
    if program is None:
        pytest.skip(
            "no Python with PySide2: python3.10 -m venv .venv-pyside2 && "
            ".venv-pyside2/bin/pip install PySide2, or name one in TAKEWISE_PYSIDE2_PYTHON"
        )
    core = Core(tmp_path / "core")
    core.says([result(take("Read1", [moment("m-a", 20, 32), moment("m-b", 70, 90)]))], by_key=True)
    paths = [str(PLUGINS / name) for name in ("shared", "nuke")]
    done = subprocess.run(
        [program, "-c", OLD_QT, json.dumps(paths), json.dumps(core.command)],
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == ["PySide2", 2, 20, ["node"], 0]


OLD_QT = """
import json, sys, time
sys.dont_write_bytecode = True
sys.path[:0] = json.loads(sys.argv[1])
from takewise_host.asking import request
from takewise_host.frames import HostClip, Window
from takewise_nuke.qt import QtWidgets
from takewise_nuke.panel import MomentsPanel
from takewise_nuke.reads import ScriptFrames
from takewise_nuke.rows import rows_of

class Session:
    at = 1
    def ask(self):
        return request("mark", [HostClip("Read1", "Read1", "/A.mov")]), {"Read1": "Read1"}, []
    def rows(self, take):
        return rows_of(take, "Read1", Window(0, 240), ScriptFrames(0, 0, 239), 24.0)[0], []
    def put_nodes(self, rows):
        return ["node"]
    def loop(self, row):
        self.at = row.first
    end_loop = set_range = set_whole_range = loop
    def frame(self):
        return self.at
    def go_to(self, frame):
        self.at = frame

app = QtWidgets.QApplication(["takewise"])
session = Session()
panel = MomentsPanel(session=session, core=json.loads(sys.argv[2]))
panel.show()
panel.find()
end = time.time() + 20
while panel._job is not None and time.time() < end:
    app.processEvents()
    time.sleep(0.01)
panel.jump(1)
panel._kinds.setCurrentIndex(1)
panel.grab()
binding = type(panel).__mro__[1].__module__.split(".")[0]
selected = panel._table.currentRow()
panel._actions[2].menu().actions()[0].trigger()
print(json.dumps([binding, len(panel._rows), session.at, session.put_nodes([]), selected]))
"""


def _candidates() -> Iterator[str]:
    yield os.environ.get("TAKEWISE_PYSIDE2_PYTHON", "")
    yield str(REPOSITORY / ".venv-pyside2" / "bin" / "python")
    yield from pythons().values()


def _with_pyside2(program: str) -> str | None:
    if not shutil.which(program):
        return None
    asked = subprocess.run(
        [program, "-c", "import PySide2.QtWidgets"], capture_output=True, check=False
    )
    return program if asked.returncode == 0 else None


# A mutant's thread may die of what is wrong with it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mutant", NUKE, ids=lambda mutant: mutant.name)
def test_each_mutant_is_killed(
    mutant: Mutant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin with one thing wrong fails the check that is about it."""
    # What never comes true for a mutant need not be waited for as long.
    monkeypatch.setattr("tests.plugins.screen.PATIENCE", 2.0)
    plugins = mutant.grown(PLUGINS, tmp_path / "plugins")
    bench = Bench(tmp_path)
    with loaded(plugins):
        try:
            CHECKS[mutant.killer](bench)
        except (Exception, ContractError):  # noqa: BLE001 - however it dies
            return
        finally:
            bench.core.clear_away()
    pytest.fail(f"{mutant.name} passes {mutant.killer}")
