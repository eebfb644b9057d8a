"""Messages about an installed plugin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from takewise.app.host_paths import Host, Places, containers
from takewise.app.install_host import InstallOptions
from takewise.app.installer import InstallPlan
from takewise.app.plugin_files import nuke_line
from takewise.cli.render.console import print_line, stdout
from takewise.plain_text import count


def steps(options: InstallOptions, where: Places) -> list[str]:
    """Return what is left to do by hand, one sentence each."""
    if options.uninstall:
        return last_steps(options.host, where, all_users=options.all_users)
    found = next_steps(options.host, where, all_users=options.all_users)
    if options.host == "resolve" and options.folder is None and not options.all_users:
        found += container_steps(containers(options.system, options.environ))
    return found


def plan_document(plan: InstallPlan, to_do: Sequence[str], *, dry_run: bool) -> dict[str, object]:
    """Return what was done as a JSON document."""
    return {
        "written": sorted(map(str, plan.write)),
        "same": sorted(map(str, plan.same)),
        "removed": sorted(map(str, plan.remove)),
        "cut": sorted(map(str, plan.cut)),
        "left": sorted(map(str, plan.theirs)),
        "dry_run": dry_run,
        "next": list(to_do),
    }


def next_steps(host: Host, where: Places, *, all_users: bool) -> list[str]:
    """Return what is left to do by hand after an install, one sentence each, in order."""
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
            steps.insert(0, f"Set the variable NUKE_PATH to {where.library} for everyone.")
        elif nuke_line(where.library) not in _text(start):
            steps.insert(0, f"Add this line to {start}: {nuke_line(where.library)}")
        return steps
    steps = ["Restart Hiero or Nuke Studio; the commands are in the context menus of clips."]
    if all_users:
        folder = Path(where.menu).parents[1]
        steps.insert(0, f"Set the variable HIERO_PLUGIN_PATH to {folder} for everyone.")
    return steps


def last_steps(host: Host, where: Places, *, all_users: bool) -> list[str]:
    """Return what is left to do by hand after an uninstall, one sentence each, in order."""
    if host == "nuke" and not all_users:
        start, line = Path(where.menu) / "init.py", nuke_line(where.library)
        # Removed already if the file was ours; here it is the user's.
        return [f"Remove this line from {start}: {line}"] if line in _text(start) else []
    if host != "resolve" and all_users:
        variable = "NUKE_PATH" if host == "nuke" else "HIERO_PLUGIN_PATH"
        return [f"Remove the folder from the variable {variable}."]
    return []


def container_steps(folders: Sequence[Path]) -> list[str]:
    """Return how the Resolve of the App Store gets the plugin too, one sentence for each folder."""
    return [
        "Resolve from the App Store looks into a folder of its own; for it run "
        f'takewise install-host resolve --folder "{folder}"'
        for folder in folders
    ]


def print_change(
    change: InstallPlan, steps: Sequence[str], *, dry_run: bool, uninstall: bool
) -> None:
    """Print what was done, or with `dry_run` would be, and the steps that are left."""
    console = stdout()
    would = "would be " if dry_run else ""
    others = "not written by Takewise, or changed since"
    for what, paths in (
        (f"{would}written", change.write),
        (f"{would}removed", change.remove),
        (f"of yours {would}changed: our line removed", change.cut),
        (
            f"left as they are: {others}"
            if uninstall
            else f"in the way: {others}; nothing is installed until they are moved",
            change.theirs,
        ),
    ):
        if paths:
            print_line(console, f"{count(len(paths), 'file')} {what}")
            for path in sorted(paths):
                print_line(console, f"  {path}")
    if change.same:
        print_line(console, f"{count(len(change.same), 'file')} up to date")
    if not (change.write or change.remove or change.cut or change.theirs or change.same):
        print_line(console, "Takewise has no files there")
    if steps and not dry_run:
        print_line(console, "\nNext")
        for step in steps:
            print_line(console, f"  {step}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
