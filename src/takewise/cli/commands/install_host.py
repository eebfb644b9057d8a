"""``takewise install-host``: installs the plugin of an editing host."""

from __future__ import annotations

import click

from takewise.app.host_paths import HOSTS, Host
from takewise.cli.options.analysis import JSON
from takewise.cli.options.one_of import OneOf

# Editors without a plugin of ours: they import files.
_BY_FILE = {
    name: f"it imports files: takewise markers FILE... --preset {preset} --out DIR."
    for preset, names in {
        "premiere": ("premiere", "premiere-pro"),
        "avid": ("avid", "media-composer"),
        "final-cut": ("final-cut", "final-cut-pro", "fcp", "fcpx"),
        "kdenlive": ("kdenlive",),
        "nuke-studio": ("nuke-studio",),
    }.items()
    for name in names
}


@click.command(
    "install-host",
    epilog="""\b
Examples:
  takewise install-host resolve --dry-run
  takewise install-host resolve
  takewise install-host nuke --uninstall

\b
Files that Takewise did not write, or that were changed since, are never touched, except
for our line in Nuke's init.py. On macOS, Resolve from the App Store has its Scripts folder
in a container of its own: name it with --folder.""",
)
@click.argument("host", type=OneOf(HOSTS, "host that has a plugin", instead=_BY_FILE))
@click.option("--all-users", is_flag=True, help="Install for everyone on this machine.")
@click.option("--dry-run", is_flag=True, help="Print what would be done, and change nothing.")
@click.option("--uninstall", is_flag=True, help="Remove the plugin.")
@click.option(
    "--folder",
    metavar="DIR",
    help="The host's folder if it is not the usual one: Resolve's Fusion/Scripts, Nuke's .nuke.",
)
@JSON
def install_host_command(
    host: Host,
    *,
    all_users: bool,
    dry_run: bool,
    uninstall: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    """Add Takewise to the menus of DaVinci Resolve, Nuke or Hiero."""
    # Deferred: help need not wait for the library that draws tables.
    import os  # noqa: PLC0415
    import platform  # noqa: PLC0415

    from takewise.app import install_host as use_case  # noqa: PLC0415
    from takewise.cli.render import console  # noqa: PLC0415
    from takewise.cli.render.install_messages import plan_document, print_change, steps  # noqa: PLC0415

    options = use_case.InstallOptions(
        host=host,
        system=platform.system(),
        environ=os.environ,
        all_users=all_users,
        dry_run=dry_run,
        uninstall=uninstall,
        folder=None if folder is None else os.path.abspath(os.path.expanduser(folder)),  # noqa: PTH100, PTH111 - links keep their names
    )
    done = use_case.install_plugin(options)
    to_do = steps(options, done.where)
    if as_json:
        console.print_json(plan_document(done.plan, to_do, dry_run=dry_run))
    else:
        print_change(done.plan, to_do, dry_run=dry_run, uninstall=uninstall)
