"""Takewise inside DaVinci Resolve: menu scripts under Workspace > Scripts.

Each runs in a process of its own, so waiting does not stop Resolve. Markers are put on
the clips of the Media Pool, whose frames are those of the file: no retime and no
timeline can move them.
"""
