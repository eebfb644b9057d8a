"""``takewise install-desktop``: an entry in the menu of the desktop."""

from __future__ import annotations

import click


@click.command(
    "install-desktop",
    epilog="""\b
Examples:
  takewise install-desktop
  takewise install-desktop --remove

\b
It writes takewise.desktop for this user. A file of that name that Takewise did not write,
or that was changed since, is never touched.""",
)
@click.option("--remove", is_flag=True, help="Remove the entry.")
def install_desktop_command(*, remove: bool) -> None:
    """Add Takewise to the menu of a Linux desktop; elsewhere say how it is done by hand."""
    # Deferred: help need not wait for it.
    import os  # noqa: PLC0415
    import platform  # noqa: PLC0415

    from takewise.app import desktop_entry  # noqa: PLC0415
    from takewise.cli.render import console  # noqa: PLC0415

    change = desktop_entry.remove_entry if remove else desktop_entry.install_entry
    place = change(system=platform.system(), environ=os.environ)
    verb = "removed" if remove else "wrote"
    said = "there is no entry" if place is None else f"{verb} {place}"
    console.print_line(console.stdout(), said)
