"""Connects to Resolve, and reports what this Resolve can do."""

from takewise_host.problems import Problem

FILE_ROUTE = (
    "the file route works in every edition: `takewise markers --preset resolve` writes an "
    ".otio timeline and a marker EDL to import"
)
"""What to do if scripts cannot run."""


def find_resolve(names):
    """Return the scripting object of the running Resolve, from the menu script's global names.

    Raises `Problem` if Resolve is not running, or does not allow scripts.
    """
    resolve = names.get("resolve")
    if resolve is None and names.get("bmd") is not None:
        resolve = names["bmd"].scriptapp("Resolve")
    if resolve is None:
        resolve = _from_module()
    if resolve is None:
        raise Problem(
            "DaVinci Resolve does not answer to scripts",
            "start this from Workspace > Scripts; from Resolve 21.1 on, Python needs DaVinci "
            "Resolve Studio, and " + FILE_ROUTE,
        )
    return resolve


def version(resolve):
    """Return (major, minor) of a Resolve; (0, 0) if it does not report a version."""
    version = resolve.GetVersion()
    try:
        return int(version[0]), int(version[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return 0, 0


def is_studio(resolve):
    """Return whether it is the Studio edition."""
    return "Studio" in (resolve.GetProductName() or "")


def current_project(resolve):
    """Return the project that is open; raises `Problem` if there is none."""
    project = resolve.GetProjectManager().GetCurrentProject()
    if project is None:
        raise Problem("no project is open", "open one, and run this again")
    return project


def as_list(answer):
    """Return a list; None becomes empty, and the old form {1: first, 2: second} a list."""
    if isinstance(answer, dict):
        return [answer[key] for key in sorted(answer)]
    return list(answer) if isinstance(answer, (list, tuple)) else []


def _from_module():
    try:
        import DaVinciResolveScript as module  # noqa: N813, PLC0415 - only there with Resolve
    except ImportError:
        return None
    return module.scriptapp("Resolve")
