"""The Takewise node: the moments of a Read as something that a script can use.

It is wired to the Read and passes its picture on. Its knob ``moment`` is the confidence
of the moment that is under way, else 0, so that a Grade or a Switch can be driven by an
expression such as ``Takewise1.moment > 0``. It is saved with the script.
"""

import nuke

from takewise_nuke.rows import from_text, next_frame, ranges_text, row_at, steps, to_text

IDENTITY = "takewise_id"
"""Knob that marks our nodes, and names the Read whose moments they hold."""

_MOMENTS = "takewise_moments"
_BELOW = 120
# Units of the node graph below the Read.

_BUTTONS = (
    ("previous", "previous", "jump(-1)"),
    ("next", "next", "jump(1)"),
    ("loop", "loop this moment", "loop()"),
    ("end_loop", "end loop", "end_loop()"),
    ("project", "project range to this moment", "set_range()"),
)
# Buttons of the node: name, label, and the function that it calls.


def put_node(read, rows):
    """Make a Read's Takewise node for its rows, or update it; return the node.

    One undo removes all of it.
    """
    with nuke.Undo("Takewise moments"):
        node = find_node(read) or _made(read)
        node[_MOMENTS].setValue(to_text(rows))
        node["ranges"].setValue(ranges_text(rows))
        _set_keys(node["moment"], steps(rows))
    return node


def find_node(read):
    """Return a Read's Takewise node; None if there is none."""
    for node in nuke.allNodes("NoOp"):
        knob = node.knob(IDENTITY)
        if knob is not None and knob.value() == read.fullName():
            return node
    return None


def all_rows():
    """Return the moments of every Takewise node of this group."""
    rows = []
    for node in nuke.allNodes("NoOp"):
        if node.knob(IDENTITY) is not None:
            rows += from_text(node[_MOMENTS].value())
    return rows


def jump(direction):
    """Move the playhead to the next (1) or previous (-1) apex; return whether there is one."""
    frame = next_frame([row.apex for row in all_rows()], int(nuke.frame()), direction)
    if frame is not None:
        nuke.frame(frame)
    return frame is not None


def at_playhead():
    """Return the moment of any Takewise node at the playhead, else the nearest, or None."""
    return row_at(all_rows(), int(nuke.frame()))


def _made(read):
    node = nuke.createNode("NoOp", inpanel=False)
    node.setName("Takewise1")
    # It was wired to whatever was selected, and nothing else must change.
    node.setInput(0, read)
    node.setXYpos(int(read.xpos()), int(read.ypos()) + _BELOW)
    node.addKnob(nuke.Tab_Knob("takewise", "Takewise"))
    identity = nuke.String_Knob(IDENTITY, "identity")
    identity.setFlag(nuke.INVISIBLE)
    node.addKnob(identity)
    moments = nuke.String_Knob(_MOMENTS, "moments")
    moments.setFlag(nuke.INVISIBLE)
    node.addKnob(moments)
    node.addKnob(nuke.Double_Knob("moment", "moment"))
    node.addKnob(nuke.String_Knob("ranges", "frame ranges"))
    for name, label, call in _BUTTONS:
        command = f"from takewise_nuke import menus; menus.{call}"
        node.addKnob(nuke.PyScript_Knob(name, label, command))
    node[IDENTITY].setValue(read.fullName())
    return node


def _set_keys(knob, values):
    """Replace the values of a knob by values that hold from some frames on."""
    knob.clearAnimated()
    knob.setValue(0.0)
    if not values:
        return
    knob.setAnimated()
    curve = knob.animation(0)
    wanted = [(values[0][0] - 1, 0.0), *values]
    for frame, value in wanted:
        curve.setKey(frame, value)
    # Animating a knob may leave a key where the playhead is.
    frames = {frame for frame, _ in wanted}
    keys = curve.keys()
    stray = [key for key in keys if round(key.x) not in frames]
    if stray:
        curve.removeKey(stray)
    curve.changeInterpolation(curve.keys(), nuke.CONSTANT)
