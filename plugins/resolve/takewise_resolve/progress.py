"""Progress: a window if Resolve has windows for scripts, else lines."""

import contextlib
import os
import stat
import sys
import time

from takewise_host.asking import progress_words
from takewise_host.problems import Problem
from takewise_resolve.connection import is_studio

_WIDTH = 40
# Characters of the bar.

_WINDOW = "TakewiseProgress"

_WISH = "cancel"
# Name of the file that asks a command to stop.


def open_progress(resolve, names, title):
    """Return a `Window` that shows the progress, or a `Console` if there can be no window."""
    # Since 19.1 the free edition has no windows for scripts.
    if is_studio(resolve) and names.get("bmd") is not None:
        try:
            return Window(resolve.Fusion().UIManager, names["bmd"], title)
        except Exception as error:  # noqa: BLE001 - whatever it is, lines will do
            say(f"(no window: {error})")
    return Console()


class Console:
    """Prints a line for each tenth of a take that is done.

    A console has no button: another command of the menu asks it to stop, by a file.
    """

    def __init__(self):
        self._shown = None
        _forget_wish()
        say('To stop, choose "Takewise - Cancel" in the same menu')

    def show(self, message, names):
        """Show a progress message."""
        total = message.get("total")
        step = (message["key"], int(10 * message["done"] / total) if total else 0)
        if step != self._shown:
            self._shown = step
            say(progress_words(message, names))

    def cancelled(self):
        """Return whether the user wants it to stop."""
        return _wished()

    def close(self):
        """Close it."""
        _forget_wish()


def ask_to_stop():
    """Ask the running command to stop.

    Raises `Problem` if the folder for the request cannot be made, or others can write it.
    """
    folder = own_folder()
    if folder is None:
        raise Problem(
            f"cannot ask it to stop: {_place()} is not a folder of yours alone",
            "remove it, and choose Cancel again",
        )
    try:
        # Appending cannot overwrite a file behind a link.
        with open(os.path.join(folder, _WISH), "a", encoding="utf-8"):
            pass
    except OSError as error:
        raise Problem(
            f"cannot ask it to stop ({error.strerror or error})",
            f"check the permissions of {folder}",
        ) from error


def own_folder():
    """Return the folder for files between two commands, which only this user can write.

    It is made if it is missing. None stands for a folder that cannot be made, is not a folder, or
    belongs to or can be written by another user.
    """
    folder = _place()
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return folder if _is_own(folder, stat.S_ISDIR) else None


def _place():
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "takewise", "host")


def _is_own(path, kind):
    """Return whether a path is of a kind, not a link, and only this user can write it."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    if not kind(found.st_mode):
        return False
    if not hasattr(os, "getuid"):
        # Windows separates the folders of users by itself.
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _wished():
    """Return whether the user asked to stop; a file of another user is ignored."""
    folder = own_folder()
    return folder is not None and _is_own(os.path.join(folder, _WISH), stat.S_ISREG)


def _forget_wish():
    folder = own_folder()
    if folder is not None:
        with contextlib.suppress(OSError):
            os.remove(os.path.join(folder, _WISH))


class Window:
    """A small window with a bar and a Cancel button, by Fusion's UI manager and module.

    Its events are handled whenever `cancelled` is called: it needs no thread, and no timer, which
    newer versions do not fire.
    """

    def __init__(self, ui, bmd, title):
        _forget_wish()
        self._dispatcher = bmd.UIDispatcher(ui)
        self._window = self._dispatcher.AddWindow(
            {"ID": _WINDOW, "WindowTitle": title, "Geometry": [400, 300, 460, 130]},
            [
                ui.VGroup(
                    {"Spacing": 8},
                    [
                        ui.Label({"ID": "Words", "Text": "Takewise is starting", "WordWrap": True}),
                        ui.Label({"ID": "Bar", "Text": _bar(0.0)}),
                        ui.Button({"ID": "Cancel", "Text": "Cancel"}),
                    ],
                )
            ],
        )
        self._items = self._window.GetItems()
        self._wished = False
        self._window.On.Cancel.Clicked = self._cancel
        self._window.On[_WINDOW].Close = self._cancel
        self._window.Show()
        self._pump()

    def show(self, message, names):
        """Show a progress message."""
        self._items["Words"].Text = progress_words(message, names)
        self._items["Bar"].Text = _bar(message["share"])

    def cancelled(self):
        """Return whether the user wants it to stop."""
        self._pump()
        return self._wished or _wished()

    def close(self):
        """Close it."""
        self._window.Hide()
        _forget_wish()

    def _cancel(self, event):
        del event
        self._wished = True

    def _pump(self):
        try:
            self._dispatcher.StepLoop(False)
        except Exception as error:  # noqa: BLE001 - it raises for events without a handler
            self._last = error
        time.sleep(0.01)


def say(text):
    """Print a line in Resolve's Console at once."""
    sys.stdout.write("\n".join(_plain(line) for line in text.split("\n")) + "\n")
    sys.stdout.flush()


def _plain(line):
    """Return a line without control characters: names of clips may have any."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in line
    )


def _bar(share):
    full = round(_WIDTH * share)
    return "\u2588" * full + "\u2591" * (_WIDTH - full)
