"""What the plugin promises in Nuke; mutants must fail one of these."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.plugins.bench import Core, gone_soon, load, moment, result, take
from tests.plugins.hiero_double import Hiero
from tests.plugins.nuke_double import Nuke
from tests.plugins.nuke_script import Node, read
from tests.plugins.screen import application, wait_until

MOMENTS = (moment("m-a", 20, 32), moment("m-b", 70, 90, colour="yellow", confidence=0.8))


class Bench:
    """The loaded plugin and its core.

    Parameters
    ----------
    folder
        For files of this check.
    """

    def __init__(self, folder: Path) -> None:
        application()
        self.core = Core(folder / "Späti 1")

    def panel(self, nuke: Nuke) -> Any:
        """Open the panel in a Nuke."""
        del nuke
        return load("takewise_nuke.panel").MomentsPanel(core=self.core.command)

    def found(self, nuke: Nuke, *moments: Mapping[str, Any], **media: Any) -> Any:
        """Find moments with the panel, the same in every Read; return it when it is done."""
        keys = [node.name for node in nuke.nodes.values() if node.kind == "Read"]
        says = [{**take(key, moments, **media)} for key in keys]
        self.core.says([result(*says)], by_key=True)
        panel = self.panel(nuke)
        panel.find()
        wait_until(lambda: panel._job is None)
        assert nuke.contract.wrongs == []
        return panel


def scene(*reads: Node, selected: list[str] | None = None, **more: Any) -> Nuke:
    """Return a Nuke with some Reads, all selected unless said otherwise."""
    nodes = list(reads) or [read("Read1", "/day 1/A.mov", 1, 240)]
    return Nuke(nodes, [node.name for node in nodes] if selected is None else selected, **more)


def places(panel: Any) -> list[tuple[int, int, int]]:
    """Return first frame, height and last frame of each row."""
    return [(row.first, row.apex, row.last) for row in panel._rows]


def a_movies_first_frame_is_one(bench: Bench) -> None:
    """Nuke counts a movie from 1: index 20 is frame 21."""
    nuke = scene()
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS)
        assert places(panel) == [(21, 27, 32), (71, 81, 90)]
        asked = bench.core.seen[0]["request"]["takes"]
        assert asked == [{"key": "Read1", "path": "/day 1/A.mov"}]


def a_sequence_keeps_its_numbers(bench: Bench) -> None:
    """Index 20 of a sequence that starts at 1001 is frame 1021, also of a later part of it."""
    nuke = scene(read("Read1", "/day 1/shot.%04d.exr", 1001, 1240))
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS, first_number=1001)
        assert places(panel)[0] == (1021, 1027, 1032)
        asked = bench.core.seen[0]["request"]["takes"]
        assert asked == [{"key": "Read1", "path": "/day 1/shot.%04d.exr", "rate": "24.0"}]
    nuke = scene(read("Read1", "/day 1/shot.####.exr", 1011, 1240))
    with nuke.running():
        assert places(bench.found(nuke, *MOMENTS, first_number=1001))[0] == (1021, 1027, 1032)


def start_at_is_followed(bench: Bench) -> None:
    """A Read that starts at another frame shows its moments there."""
    nuke = scene(
        read("Read1", "/A.mov", 1, 240, frame_mode="start at", frame="1001"),
    )
    with nuke.running():
        assert places(bench.found(nuke, *MOMENTS))[0] == (1021, 1027, 1032)


def an_expression_is_refused(bench: Bench) -> None:
    """A Read that shifts its frames by an expression or offset is left out, and told."""
    for mode, text in (("expression", "frame*2"), ("offset", "10"), ("start at", "x")):
        nuke = scene(
            read("Read1", "/A.mov", 1, 240, frame_mode=mode, frame=text),
        )
        with nuke.running():
            panel = bench.panel(nuke)
            panel.find()
            assert panel._job is None
            assert "which is not followed" in panel._hint.text()
    assert bench.core.seen == []


def moments_outside_of_the_range_are_counted(bench: Bench) -> None:
    """Moments that the Read's range leaves out are not listed, and their number is told."""
    nuke = scene(
        read("Read1", "/A.mov", 1, 50, origlast=240),
    )
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS)
        assert places(panel) == [(21, 27, 32)]
        assert "1 moment outside of its frame range left out" in panel._state.text()


def unequal_counts_are_refused(bench: Bench) -> None:
    """A Read whose frames are counted otherwise than the file's shows no moments."""
    nuke = scene(read("Read1", "/A.mov", 1, 300))
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS)
        assert places(panel) == []
        assert "300 frames here, and 240 in its file" in panel._hint.text()


def nothing_selected_is_said(bench: Bench) -> None:
    """Without a Read nothing is run, and the user hears what to select."""
    nuke = scene(selected=[])
    with nuke.running():
        panel = bench.panel(nuke)
        panel.find()
        assert "no Read node is selected" in panel._hint.text()
    assert bench.core.seen == []


def the_node_drives_with_the_moments(bench: Bench) -> None:
    """The node is wired to its Read, and its knob is the confidence while a moment lasts."""
    for stray in (True, False):
        other = read("Read2", "/B.mov", 1, 240)
        nuke = scene(read("Read1", "/A.mov", 1, 240), other, selected=["Read2"], stray_key=stray)
        nuke.current = 25
        nuke.selected = ["Read2", "Read1"]
        with nuke.running():
            panel = bench.found(nuke, *MOMENTS)
            panel.put_nodes()
        nodes = {n.input: n for n in nuke.nodes.values() if n.kind == "NoOp"}
        assert set(nodes) == {"Read1", "Read2"}
        curve = nodes["Read1"].knobs["moment"]
        assert [curve.at(f) for f in (1, 20, 21, 25, 32, 33, 60, 70, 71, 90, 91, 200)] == [
            0, 0, 0.95, 0.95, 0.95, 0, 0, 0, 0.8, 0.8, 0, 0,
        ]  # fmt: skip
        assert nodes["Read1"].knobs["ranges"].value == "21-32 71-90"
        assert nuke.loose == []


def the_node_is_brought_up_to_date(bench: Bench) -> None:
    """A second time the same node is changed, and nobody else's."""
    mine = Node("NoOp", "Takewise9")
    nuke = scene(read("Read1", "/A.mov", 1, 240), mine, selected=["Read1"])
    with nuke.running():
        bench.found(nuke, *MOMENTS).put_nodes()
        names = set(nuke.nodes)
        bench.found(nuke, moment("m-c", 100, 110)).put_nodes()
    assert set(nuke.nodes) == names
    assert mine.knobs == {}
    node = next(n for n in nuke.nodes.values() if "moment" in n.knobs)
    assert [node.knobs["moment"].at(f) for f in (25, 80, 105, 150)] == [0, 0, 0.95, 0]
    assert node.knobs["ranges"].value == "101-110"
    with nuke.running():
        bench.found(nuke).put_nodes()
    assert set(nuke.nodes) == names
    assert [node.knobs["moment"].at(f) for f in (25, 105)] == [0, 0]


def one_undo_takes_it_back(bench: Bench) -> None:
    """Making a node is one step of undo."""
    nuke = scene()
    with nuke.running():
        bench.found(nuke, *MOMENTS).put_nodes()
    assert len(nuke.nodes) == 2
    nuke.undo()
    assert list(nuke.nodes) == ["Read1"]


def keys_go_to_the_next_moment(bench: Bench) -> None:
    """Next and previous stop at the heights of moments, with the panel and without."""
    nuke = scene()
    nuke.current = 1
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS)
        seen = []
        for direction in (1, 1, 1, -1, -1):
            panel.jump(direction)
            seen.append(nuke.current)
        assert seen == [27, 81, 81, 27, 27]
        panel.put_nodes()
        node = load("takewise_nuke.node")
        assert [node.jump(1), nuke.current, node.jump(-1), node.jump(-1)] == [True, 81, True, False]


def a_frame_range_is_set_on_request(bench: Bench) -> None:
    """The viewer loops a moment, the project spans it; each is one undo, and nothing else moves."""
    nuke = scene(read("Read1", "/A.mov", 1, 240))
    nuke.current = 65
    with nuke.running():
        panel = bench.found(nuke, *MOMENTS)
        before = (knobs(nuke.viewer), knobs(nuke.root))
        choices = {each.text(): each for each in panel._actions[2].menu().actions()}
        assert before == (knobs(nuke.viewer), knobs(nuke.root))
        # None is selected: the nearest is meant, from frame 71 on.
        choices["Loop This Moment in the Viewer"].trigger()
        assert knobs(nuke.viewer) == {"frame_range": "71-90", "frame_range_lock": True}
        assert nuke.current == 71
        nuke.undo()
        assert knobs(nuke.viewer) == before[0]
        panel._go_to_row(0)
        choices["Project Range to This Moment"].trigger()
        assert knobs(nuke.root) == {"fps": 24.0, "first_frame": 21, "last_frame": 32}
        assert "inner brows lift, 21\u201332" in panel._state.text()
        nuke.undo()
        assert knobs(nuke.root) == before[1]
        choices["Project Range to Its Read"].trigger()
        assert knobs(nuke.root) == {"fps": 24.0, "first_frame": 1, "last_frame": 240}
        choices["Loop This Moment in the Viewer"].trigger()
        choices["End Loop"].trigger()
        assert knobs(nuke.viewer)["frame_range_lock"] is False
        nuke.viewer = None
        choices["Loop This Moment in the Viewer"].trigger()
        assert "no viewer is open" in panel._state.text()
    assert nuke.loose == []


def a_frame_range_needs_no_panel(bench: Bench) -> None:
    """The menu and the node's buttons loop the moment at the playhead, in a script as opened."""
    nuke = scene()
    with nuke.running():
        menus = load("takewise_nuke.menus")
        menus.loop()
        assert "no Takewise node is here" in nuke.messages.pop()
        bench.found(nuke, *MOMENTS).put_nodes()
        nuke.current = 80
        node = next(each for each in nuke.nodes.values() if "moment" in each.knobs)
        for button, expected in (("loop", "71-90"), ("previous", None), ("loop", "21-32")):
            exec(node.knobs[button].value, {})  # noqa: S102 - as Nuke does
            assert nuke.viewer
            assert expected in {None, knobs(nuke.viewer)["frame_range"]}
        exec(node.knobs["end_loop"].value, {})  # noqa: S102
        assert knobs(nuke.viewer)["frame_range_lock"] is False
        exec(node.knobs["project"].value, {})  # noqa: S102
        assert knobs(nuke.root) == {"fps": 24.0, "first_frame": 21, "last_frame": 32}
        nuke.viewer = None
        menus.loop()
        assert "no viewer is open" in nuke.messages.pop()
    assert (nuke.loose, nuke.messages) == ([], [])


def knobs(node: Node | None) -> dict[str, Any]:
    """Return the values of a node's knobs."""
    return {} if node is None else {name: knob.value for name, knob in node.knobs.items()}


def the_host_goes_on_meanwhile(bench: Bench) -> None:
    """While the core works the main thread is free, and Cancel ends it within two seconds."""
    nuke = scene()
    bench.core.says([], then="hang")
    with nuke.running():
        panel = bench.panel(nuke)
        begun = time.monotonic()
        panel.find()
        assert time.monotonic() - begun < 1.0
        wait_until(lambda: bool(bench.core.seen))
        asked = time.monotonic()
        panel.cancel()
        rounds = wait_until(lambda: panel._job is None)
        assert time.monotonic() - asked < 2.0
        assert rounds > 20
    assert gone_soon(bench.core.seen[0]["pids"])
    assert "Cancelled" in panel._hint.text()


def errors_are_told(bench: Bench) -> None:
    """An error of the core is shown, and the panel is ready for another go."""
    nuke = scene()
    bench.core.says([], then="crash")
    with nuke.running():
        panel = bench.panel(nuke)
        panel.find()
        wait_until(lambda: panel._job is None)
        assert "ended without an answer" in panel._hint.text()
        assert panel._find.isEnabled()


def menus_are_made_once(bench: Bench) -> None:
    """Nuke Studio loads both halves: each menu is there once, with its keys."""
    nuke, hiero = scene(), Hiero()
    with nuke.running(), hiero.running():
        menus = load("takewise_nuke.menus")
        for _ in range(2):
            menus.add_to_nuke()
            menus.add_to_hiero()
        assert len(nuke.panels) == 1
        panel = eval(nuke.panels[0][0], {})  # noqa: S307 - as Nuke does
        assert panel is load("takewise_nuke.panel").MomentsPanel
    assert nuke.menu["Nuke/Takewise/Next Moment"][1] == "ctrl+alt+]"
    assert [event for event, _ in hiero.interests] == [
        "kShowContextMenu/kBin",
        "kShowContextMenu/kTimeline",
    ]
    del bench


CHECKS: Mapping[str, Callable[[Bench], None]] = {
    check.__name__: check
    for check in (
        a_movies_first_frame_is_one,
        a_sequence_keeps_its_numbers,
        start_at_is_followed,
        an_expression_is_refused,
        moments_outside_of_the_range_are_counted,
        unequal_counts_are_refused,
        nothing_selected_is_said,
        the_node_drives_with_the_moments,
        the_node_is_brought_up_to_date,
        one_undo_takes_it_back,
        keys_go_to_the_next_moment,
        a_frame_range_is_set_on_request,
        a_frame_range_needs_no_panel,
        the_host_goes_on_meanwhile,
        errors_are_told,
        menus_are_made_once,
    )
}
"""Name to check."""
