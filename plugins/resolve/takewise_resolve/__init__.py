"""Takewise inside DaVinci Resolve: menu scripts under Workspace > Scripts.

Each runs in a process of its own, so waiting does not stop Resolve. Markers are put on
the clips of the Media Pool, whose frames are those of the file: no retime and no
timeline can move them.
"""

MENU = (
    ("mark-selected", "Takewise - Mark Selected Clips"),
    ("mark-timeline", "Takewise - Mark Media of Current Timeline"),
    ("compare", "Takewise - Compare Selected Takes"),
    ("compare-colours", "Takewise - Compare Selected Takes, with Clip Colours"),
    ("pick", "Takewise - Pick Best Frames"),
    ("remove", "Takewise - Remove Takewise Markers"),
    ("self-test", "Takewise - Self-Test (on a scratch project)"),
)
"""Commands, and their names in the menu."""
