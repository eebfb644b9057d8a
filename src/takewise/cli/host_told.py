"""What a user hears of an installed plugin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from takewise.cli.host_files import Change, nuke_line
from takewise.cli.host_places import Host, Places
from takewise.cli.screen import count, results, say


def next_steps(host: Host, where: Places, *, all_users: bool) -> list[str]:
    """Tell what is left to do by hand, one sentence each.

    Parameters
    ----------
    host, where
        What was installed, and where.
    all_users
        Whether for everybody.

    Returns
    -------
    list[str]
        In the order to do it.
    """
    if host == "resolve":
        return [
            "Restart Resolve; the commands are in Workspace > Scripts.",
            "Resolve 21.1 and later run Python in the Studio edition only. In every edition "
            "files can be imported: takewise markers --preset resolve.",
        ]
    if host == "nuke":
        steps = ["Restart Nuke; the commands are in the menu Takewise."]
        start = Path(where.menu) / "init.py"
        if all_users:
            steps.insert(0, f"Let the variable NUKE_PATH name {where.library} for everybody.")
        elif nuke_line(where.library) not in _text(start):
            steps.insert(0, f"Add this line to {start}: {nuke_line(where.library)}")
        return steps
    steps = ["Restart Hiero or Nuke Studio; the commands are in the context menus of clips."]
    if all_users:
        folder = Path(where.menu).parents[1]
        steps.insert(0, f"Let the variable HIERO_PLUGIN_PATH name {folder} for everybody.")
    return steps


def print_change(change: Change, steps: Sequence[str], *, dry_run: bool) -> None:
    """Print what was done, or would be.

    Parameters
    ----------
    change
        From `plan_install` or `plan_uninstall`.
    steps
        From `next_steps`.
    dry_run
        Whether nothing was done.
    """
    console = results()
    would = "would be " if dry_run else ""
    for what, paths in (
        (f"{would}written", change.write),
        (f"{would}removed", change.remove),
        ("left as they are: not written by Takewise, or changed since", change.theirs),
    ):
        if paths:
            say(console, f"{count(len(paths), 'file')} {what}")
            for path in sorted(paths):
                say(console, f"  {path}")
    if change.same:
        say(console, f"{count(len(change.same), 'file')} there already, as they should be")
    if not (change.write or change.remove or change.theirs or change.same):
        say(console, "nothing of Takewise is there")
    if steps and not dry_run:
        say(console, "\nNext")
        for step in steps:
            say(console, f"  {step}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
