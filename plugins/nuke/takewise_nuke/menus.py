"""Menus of Nuke, Nuke Studio and Hiero; each is made once."""

import os

_PANEL = "com.takewise.moments"
_made = set()


def add_to_nuke():
    """Add the menu Takewise and the panel; Nuke calls this with windows only."""
    # Hiero reads no nodes; Nuke Studio has both.
    import nuke  # noqa: PLC0415 - Hiero may be without

    if nuke.env["hiero"] or "nuke" in _made:
        return
    _made.add("nuke")
    menu = nuke.menu("Nuke").addMenu("Takewise")
    menu.addCommand("Moments...", show_panel)
    menu.addCommand("Next Moment", lambda: jump(1), "ctrl+alt+]")
    menu.addCommand("Previous Moment", lambda: jump(-1), "ctrl+alt+[")
    menu.addCommand("Loop This Moment", loop)
    menu.addCommand("End Loop", end_loop)
    menu.addCommand("Project Range to This Moment", set_range)
    menu.addCommand("Self-Test (in an empty script)", _self_test)
    from nukescripts import panels  # noqa: PLC0415 - Nuke's own

    # Nuke evaluates it as text, where nothing of ours is imported.
    widget = "__import__('takewise_nuke.panel', fromlist=['MomentsPanel']).MomentsPanel"
    panels.registerWidgetAsPanel(widget, "Takewise", _PANEL)


def add_to_hiero():
    """Add tags to the context menus of bins and timelines."""
    import hiero.core  # noqa: PLC0415 - Nuke may be without
    import hiero.ui  # noqa: PLC0415

    from takewise_nuke import tags  # noqa: PLC0415

    if "hiero" in _made:
        return
    _made.add("hiero")

    def offer(event):
        selection = event.sender.selection()
        if tags.clips_of(selection):
            for name, command in (
                ("Takewise: Tag Moments", tags.tag_moments),
                ("Takewise: Remove Tags", tags.remove_tags),
            ):
                action = hiero.ui.createMenuAction(name, lambda run=command: run(selection))
                event.menu.addAction(action)

    for place in ("kBin", "kTimeline"):
        hiero.core.events.registerInterest("kShowContextMenu/" + place, offer)


def library():
    """Return the folder of the plugin."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def show_panel():
    """Open the panel as a window of its own, or bring it to the front."""
    from takewise_nuke.panel import show  # noqa: PLC0415 - Qt only with windows

    return show()


def jump(direction):
    """Go to the next moment of the script's Takewise nodes, or with -1 to the one before."""
    from takewise_nuke import node  # noqa: PLC0415 - nuke only where it is

    node.jump(direction)


def loop():
    """Let the viewer play only the moment at the playhead."""
    from takewise_nuke import ranges  # noqa: PLC0415 - see jump

    _with_moment(ranges.loop)


def end_loop():
    """Let the viewer play everything again."""
    from takewise_nuke import ranges  # noqa: PLC0415 - see jump

    _told(ranges.end_loop)


def set_range():
    """Let the project span the moment at the playhead."""
    from takewise_nuke import ranges  # noqa: PLC0415 - see jump

    _with_moment(ranges.set_project)


def _with_moment(run):
    import nuke  # noqa: PLC0415 - see jump

    from takewise_nuke import node  # noqa: PLC0415

    row = node.at_playhead()
    if row is None:
        nuke.message("Takewise: no Takewise node is here; find moments, and make one")
    else:
        _told(lambda: run(row.first, row.last))


def _told(run):
    import nuke  # noqa: PLC0415 - see jump

    from takewise_host.problems import Problem  # noqa: PLC0415

    try:
        run()
    except Problem as problem:
        nuke.message(f"Takewise: {problem}")


def _self_test():
    from takewise_nuke.selftest import run_self_test  # noqa: PLC0415 - only for this

    _told(run_self_test)
