"""Frame ranges on request: what the viewer loops, what the project spans.

A Read's own range is left alone, as all that is below it would change.
"""

import nuke

from takewise_host.problems import Problem


def loop(first, last):
    """Let the viewer play some frames only, the last one included; one undo restores it.

    Raises `Problem` if no viewer is open.
    """
    viewer = _viewer()
    with nuke.Undo("Takewise: loop"):
        viewer["frame_range"].setValue(f"{first}-{last}")
        viewer["frame_range_lock"].setValue(True)


def end_loop():
    """Let the viewer play everything again; raises `Problem` if no viewer is open."""
    viewer = _viewer()
    with nuke.Undo("Takewise: end loop"):
        viewer["frame_range_lock"].setValue(False)


def set_project(first, last):
    """Set the project's range to some frames, the last one included; one undo restores it."""
    root = nuke.root()
    with nuke.Undo("Takewise: frame range"):
        root["first_frame"].setValue(first)
        root["last_frame"].setValue(last)


def _viewer():
    window = nuke.activeViewer()
    if window is None:
        raise Problem("no viewer is open", "connect one to the Read, and try again")
    return window.node()
