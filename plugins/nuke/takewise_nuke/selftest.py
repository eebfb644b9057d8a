"""Checks that need Nuke.

It makes a node and takes it back, and moves the one Read through its frame modes and
back. It refuses a script that has other nodes: an empty one with one Read, selected, and
a viewer is meant.
"""

import os

import nuke

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_nuke import node, qt, ranges, reads
from takewise_nuke.rows import Row

ROWS = {
    "binding": "which Python and Qt there are",
    "read-frames": "how a Read reports its range and rate",
    "start-at": "what 'start at' does, also to a Read that is trimmed",
    "offset": "which way 'offset' moves",
    "expression": "what an expression of frames does",
    "knob-keys": "whether animating a knob leaves a key, and whether keys hold",
    "node-wires": "whether a new node is wired to the Read",
    "viewer-range": "whether the viewer takes a range",
    "project-range": "whether the project takes a range",
    "keys-on-ruler": "whether keys of an open node show on the ruler of the viewer",
}
"""Open points, each of which the file answers, or lists as not asked."""

_MODES = (("start-at", "start at", "2001"), ("offset", "offset", "10"),
          ("expression", "expression", "frame+10"))  # fmt: skip


def run_self_test(folder=None):
    """Ask Nuke what its documents leave open, and write the answers; return the file's path.

    A folder of None is the home folder. Raises `Problem` unless exactly one Read is selected.
    """
    selected = nuke.selectedNodes("Read")
    others = [each for each in nuke.allNodes() if each.Class() not in ("Read", "Viewer")]
    if len(selected) != 1 or len(nuke.allNodes("Read")) != 1 or others:
        raise Problem(
            "this is no script with one selected Read alone", "make one, with a viewer, for this"
        )
    read = selected[0]
    report = Report("Nuke", nuke.NUKE_VERSION_STRING, ROWS)
    report.names("nuke", nuke)
    report.names("Read", read)
    report.check("binding", "Qt", lambda: [qt.QtCore.__name__, qt.QtCore.qVersion()])
    for name in ("first", "last", "origfirst", "origlast", "frame_mode", "frame"):
        report.check("read-frames", f"Read knob {name}", lambda name=name: read[name].value())
    report.check(
        "read-frames",
        "file evaluated",
        lambda: os.path.basename(read["file"].getEvaluatedValue()),
    )
    for name in ("input/frame_rate", "input/timecode"):
        report.check("read-frames", f"metadata {name}", lambda name=name: read.metadata(name))
    report.check("read-frames", "frames as followed", lambda: list(reads.script_frames(read)))
    _ask_modes(report, read)
    _ask_node(report, read)
    _ask_ranges(report)
    path = report.write(folder or os.path.expanduser("~"))
    nuke.message(f"Takewise wrote {path}; please send it, with the name of the media's format")
    return path


def _ask_modes(report, read):
    """Ask which picture a Read shows where, in each frame mode, whole and trimmed."""
    before = {name: read[name].value() for name in ("frame_mode", "frame", "first")}
    first = int(before["first"])
    try:
        for row, mode, text in _MODES:
            for trim in (0, 5):
                read["first"].setValue(first + trim)
                report.check(
                    row,
                    f"{mode!r} is taken, first frame {first + trim}",
                    lambda mode=mode, text=text: [
                        read["frame_mode"].setValue(mode),
                        read["frame"].setValue(text),
                        read["frame_mode"].value(),
                    ],
                )
                for at in (first, first + 5, first + 15, 2001, 2006):
                    report.check(
                        row, f"{mode!r} {text!r}: frame {at} shows", lambda at=at: _shown(read, at)
                    )
    finally:
        for name, value in before.items():
            read[name].setValue(value)


def _shown(read, at):
    """Return what a Read reports about the picture on a frame; of paths only names."""
    name = read.metadata("input/filename", at)
    return [read.metadata("input/frame", at), os.path.basename(str(name or ""))]


def _ask_node(report, read):
    first = reads.script_frames(read).first
    row = Row(
        "m-x", read.name(), first + 2, first + 3, first + 4, "t", "n", "k", "red", 0.5, "A", 1
    )
    made = report.check("node-wires", "the node is made", lambda: node.put_node(read, [row]))
    if made is None:
        return
    knob = made["moment"]
    for frame in range(first, first + 8):
        report.check(
            "knob-keys",
            f"the knob {frame - first} frames in",
            lambda frame=frame: knob.valueAt(frame),
        )
    keys = report.check("knob-keys", "keys", knob.animation(0).keys) or []
    report.check("knob-keys", "places of keys", lambda: [[key.x, key.y] for key in keys])
    report.check("node-wires", "the node is found again", lambda: node.find_node(read) is not None)
    report.check("node-wires", "what it is wired to", lambda: made.input(0).name())
    made.showControlPanel()
    report.check(
        "keys-on-ruler",
        "a person sees keys on the ruler of the viewer",
        lambda: nuke.ask(f"Are there marks on the viewer's ruler from frame {first + 1} on?"),
    )
    nuke.delete(made)
    report.check(None, "nodes left behind", lambda: len(nuke.allNodes("NoOp")))


def _ask_ranges(report):
    """Ask whether ranges are taken; they are as they were afterwards."""
    root = nuke.root()
    knobs = [("project-range", root[name]) for name in ("first_frame", "last_frame")]
    window = nuke.activeViewer()
    if window is not None:
        viewer = window.node()
        knobs += [("viewer-range", viewer[name]) for name in ("frame_range", "frame_range_lock")]
    before = [(row, knob, knob.value()) for row, knob in knobs]
    for row, knob, value in before:
        report.check(row, f"{knob.name()} before", lambda value=value: value)
    report.check("project-range", "a range is set", lambda: ranges.set_project(11, 22))
    if window is not None:
        report.check("viewer-range", "a range is set", lambda: ranges.loop(11, 22))
    for row, knob, value in before:
        report.check(row, f"{knob.name()} afterwards", knob.value)
        knob.setValue(value)
