"""Faults that no one foresaw: one sentence for the user, and a report to send.

The report has the traceback, the versions and the command; nothing of the footage but
the names that the command has. The user's home folder is written as ``~``.
"""

from __future__ import annotations

import platform
import shlex
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from takewise.atomic import write_bytes
from takewise.errors import OutputError, TakewiseError

# Packages whose versions matter to a fault.
_PACKAGES = (
    "takewise", "av", "click", "lxml", "mediapipe", "numpy", "opencv-contrib-python",
    "opentimelineio", "otio-cmx3600-adapter", "otio-fcp-adapter", "pillow", "pillow-heif",
    "PySide6-Essentials", "rawpy", "scipy", "sounddevice",
)  # fmt: skip

# Reports that are kept; older ones go.
_MOST_REPORTS = 20

# Characters of an error's own words in a sentence.
_LONGEST = 160

# Place of a fault to its report, so that one that repeats is written once.
_written: dict[tuple[str, str], Path | None] = {}


def report_folder() -> Path:
    """Return the folder of the reports, which need not exist."""
    return Path(platformdirs.user_log_dir("takewise", appauthor=False))


def foreseen(error: Exception, *, what: str = "this", where: str = "") -> TakewiseError:
    """Return an error of ours as it is, and any other as a fault with its report.

    For the few places where one take or photograph must not cost the others.
    """
    return error if isinstance(error, TakewiseError) else reported(error, what=what, where=where)


def reported(error: BaseException, *, what: str = "this", where: str = "") -> TakewiseError:
    """Write a report about a fault; the error returned says what failed and where the report is.

    `what` comes before the word "failed"; `where` is the take, photograph or part of the program
    that is lost, or empty.
    """
    kind, place = type(error).__name__, _place(error)
    if (kind, place) not in _written:
        _written[kind, place] = _write(error)
    path = _written[kind, place]
    said = " ".join(str(error).split())[:_LONGEST]
    return TakewiseError(
        f"{what} failed ({kind}{': ' if said else ''}{said}, at {place})",
        where=where,
        remedy=(
            f"this is a fault of Takewise; please report it with the file {path}"
            if path
            else "this is a fault of Takewise; please report it with this line"
        ),
    )


def _place(error: BaseException) -> str:
    """Return the last place in our own code, or the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "takewise" in Path(each.filename).parts]
    last = (ours or frames)[-1:]
    return f"{Path(last[0].filename).name}:{last[0].lineno}" if last else "an unknown place"


def _write(error: BaseException) -> Path | None:
    """Write the report; None if it cannot be written, which must not hide the fault."""
    now = datetime.now(UTC)
    path = report_folder() / f"fault-{now:%Y%m%d-%H%M%S-%f}.txt"
    text = "\n".join(_lines(error, now))
    with suppress(RuntimeError, KeyError):
        text = text.replace(str(Path.home()), "~")
    try:
        write_bytes(path, text.encode("utf-8", "backslashreplace"))
    except OutputError:
        return None
    with suppress(OSError):
        for old in sorted(report_folder().glob("fault-*.txt"))[:-_MOST_REPORTS]:
            old.unlink()
    return path


def _lines(error: BaseException, now: datetime) -> Iterator[str]:
    yield "Takewise: report of a fault. It has no pictures and no sound; the command may"
    yield "have names of files. Read it before you send it."
    yield ""
    yield f"time: {now:%Y-%m-%d %H:%M:%S} UTC"
    yield f"command: {shlex.join(sys.argv)}"
    yield f"system: {platform.platform()}, Python {platform.python_version()}"
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            yield f"{name}: {version(name)}"
    yield ""
    yield from (each.rstrip("\n") for each in traceback.format_exception(error))
    yield ""
