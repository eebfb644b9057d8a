"""What nobody could check without Nuke, checked in it.

It makes nodes and takes them back. It refuses a script that has nodes: an empty one with
one Read, selected, is meant.
"""

import os

import nuke

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_nuke import node, reads
from takewise_nuke.rows import Row


def run_self_test(folder=None):
    """Ask Nuke what the documents leave open, and write what it answers.

    Parameters
    ----------
    folder
        Where to; None takes the home folder.

    Returns
    -------
    str
        Path of the file.

    Raises
    ------
    Problem
        If there is anything but one selected Read.
    """
    selected = nuke.selectedNodes("Read")
    if len(selected) != 1 or len(nuke.allNodes()) != 1:
        raise Problem("this is no script with one selected Read alone", "make one for this")
    read = selected[0]
    report = Report("Nuke", nuke.NUKE_VERSION_STRING)
    report.names("nuke", nuke)
    report.names("Read", read)
    for name in ("first", "last", "origfirst", "origlast", "frame_mode", "frame"):
        report.check(f"Read knob {name}", lambda name=name: read[name].value())
    report.check("Read file evaluated", lambda: os.path.basename(read["file"].getEvaluatedValue()))
    report.check("frame rate in metadata", lambda: read.metadata("input/frame_rate"))
    report.check("timecode in metadata", lambda: read.metadata("input/timecode"))
    report.check("frames as followed", lambda: list(reads.script_frames(read)))
    _ask_node(report, read)
    path = report.write(folder or os.path.expanduser("~"))
    nuke.message(f"Takewise wrote {path}; please send it, with the name of the media's format")
    return path


def _ask_node(report, read):
    first = reads.script_frames(read).first
    row = Row(
        "m-x", read.name(), first + 2, first + 3, first + 4, "t", "n", "k", "red", 0.5, "A", 1
    )
    made = report.check("the node is made", lambda: node.put_node(read, [row]))
    if made is None:
        return
    knob = made["moment"]
    for frame in range(first, first + 8):
        report.check(f"the knob {frame - first} frames in", lambda frame=frame: knob.valueAt(frame))
    curve = knob.animation(0)
    keys = report.check("keys", curve.keys) or []
    report.check("places of keys", lambda: [[key.x, key.y] for key in keys])
    report.check("the node is found again", lambda: node.find_node(read) is not None)
    report.check("what it is wired to", lambda: made.input(0).name())
    nuke.delete(made)
    report.check("nodes left behind", lambda: len(nuke.allNodes()) - 1)
