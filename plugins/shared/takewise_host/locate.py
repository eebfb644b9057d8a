"""Find Takewise itself, a separate program with its own Python."""

import json
import os
import shutil
import sys

from takewise_host.problems import CoreMissing

NOTE = "takewise-host.json"
"""File next to the plugin in which its installer wrote where the core is."""

_NAME = "takewise"


def find_core(folder, environ=None):
    """Return the core as program and first arguments.

    These are searched in order: the variable ``TAKEWISE_CORE``; the note that the installer left
    next to the plugin, in `folder`; the user's own note; the search path, and folders
    that programs from a desktop do not have on it. Raises `CoreMissing`, which lists the places.
    """
    environ = os.environ if environ is None else environ
    tried = []
    if environ.get("TAKEWISE_CORE"):
        tried.append("TAKEWISE_CORE")
        core = [environ["TAKEWISE_CORE"]]
        if _runs(core):
            return core
    for note in (os.path.join(folder, NOTE), os.path.join(user_folder(environ), NOTE)):
        tried.append(note)
        core = _noted(note)
        if core and _runs(core):
            return core
    folders = [each for each in environ.get("PATH", "").split(os.pathsep) if each]
    folders += _usual_folders(environ)
    tried.append("the search path")
    found = shutil.which(_NAME, path=os.pathsep.join(folders))
    if found:
        return [found]
    raise CoreMissing(
        "Takewise itself was not found (looked at {})".format(", ".join(tried)),
        "install it (pip install takewise), then run `takewise install-host` again",
    )


def user_folder(environ):
    """Return the folder of the user's own settings of Takewise, which may not exist."""
    home = environ.get("HOME") or os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(environ.get("APPDATA") or home, "takewise")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "takewise")
    return os.path.join(environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "takewise")


def _usual_folders(environ):
    home = environ.get("HOME") or os.path.expanduser("~")
    return [os.path.join(home, ".local", "bin"), "/opt/homebrew/bin", "/usr/local/bin"]


def _noted(note):
    """Return what a note says; None if there is none, or it is damaged."""
    try:
        with open(note, encoding="utf-8") as file:
            core = json.load(file)["core"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    good = isinstance(core, list) and core and all(isinstance(each, str) for each in core)
    return core if good else None


def _runs(core):
    return shutil.which(core[0]) is not None
