"""Install the plugin of an editing host, or remove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from takewise.app import installer, plugin_files
from takewise.app.host_paths import Host, Places, places


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallOptions:
    """Which host, and what to do."""

    host: Host
    """The host."""
    system: str
    """Name of the operating system, as `platform.system` returns it."""
    environ: Mapping[str, str]
    """Variables by which the user's folders are found."""
    all_users: bool = False
    """Whether for all users of this machine."""
    dry_run: bool = False
    """Whether nothing is written."""
    uninstall: bool = False
    """Whether the plugin is removed."""
    folder: str | None = None
    """The host's folder, absolute; None takes the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallResult:
    """What was done, or would be."""

    plan: installer.InstallPlan
    """Files that are written, left or removed."""
    where: Places
    """The host's folders."""


def install_plugin(options: InstallOptions) -> InstallResult:
    """Install or remove a host's plugin; with `dry_run` only plan it.

    Raises `OutputError` if a folder cannot be found or written.
    """
    where = places(
        options.host,
        all_users=options.all_users,
        system=options.system,
        environ=options.environ,
        folder=options.folder,
    )
    manifest = Path(where.library) / installer.MANIFEST
    earlier = installer.read_manifest(manifest)
    if options.uninstall:
        line = plugin_files.nuke_line(where.library) if options.host == "nuke" else ""
        plan = installer.plan_uninstall(earlier, line)
        if not options.dry_run:
            installer.uninstall(plan, manifest)
        return InstallResult(plan=plan, where=where)
    wanted = plugin_files.plugin_files(options.host, where, earlier)
    plan = installer.plan_install(wanted, earlier)
    if not options.dry_run:
        installer.put_plugin(plan, wanted, earlier, manifest)
    return InstallResult(plan=plan, where=where)
