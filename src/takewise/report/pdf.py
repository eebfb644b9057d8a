"""Printing the page to PDF, by a browser that is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from takewise.errors import MissingExtra, OutputError
from takewise.leftovers import temporary_folder

BROWSER_VARIABLE = "TAKEWISE_BROWSER"
"""The environment variable that names the browser to print with."""

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge", "brave-browser",
)  # fmt: skip

# Where they are on macOS and Windows, which do not put them on the path.
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)

_OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--no-pdf-header-footer",
    # The page loads nothing; this keeps the browser itself from using the network.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip

# Seconds; a page of a thousand pictures takes about ten.
_PATIENCE = 120


def find_browser() -> str:
    """Find a browser that prints without a window.

    It is the one that `BROWSER_VARIABLE` names, else the first of Chromium, Chrome, Edge. Raises
    `MissingExtra` if there is none.
    """
    named = os.environ.get(BROWSER_VARIABLE)
    candidates = [named] if named else [*_NAMES, *_PLACES]
    for each in candidates:
        if found := shutil.which(each):
            return found
    raise MissingExtra(
        "a PDF needs Chromium, Chrome or Edge, and there is none here"
        if not named
        else f"there is no program {named}",
        where="--pdf",
        remedy=f"install one, name it by {BROWSER_VARIABLE}, or open the page in any browser and "
        "print it to PDF there",
    )


def print_to_pdf(page: bytes, target: Path) -> bytes:
    """Print a page from `render_page` to PDF; `target` is named in errors only.

    Raises `OutputError` if the browser fails, `MissingExtra` if none is found.
    """
    browser = find_browser()
    with temporary_folder(Path(tempfile.gettempdir())) as (folder, lock):
        source, printed = folder / "page.html", folder / "page.pdf"
        source.write_bytes(page)
        words = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", source.as_uri()]
        why = _run([browser, *_OPTIONS, *_for_superuser(), *words], lock)
        if not printed.is_file():
            raise OutputError(
                f"{Path(browser).name} could not print it ({why})",
                where=str(target),
                remedy="open the page in a browser and print it to PDF there",
            )
        return printed.read_bytes()


def _run(words: list[str], lock: int | None) -> str:
    """Run the browser; return the end of its messages if it failed."""
    try:
        done = subprocess.run(  # noqa: S603 - a browser that the user has, on our own page
            words,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            # A browser that outlives this process keeps its folder.
            pass_fds=() if lock is None else (lock,),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return " ".join(last) or f"status {done.returncode}"


def _for_superuser() -> list[str]:
    # Chromium refuses to start for the superuser with its sandbox.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
