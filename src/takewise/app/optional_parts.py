"""What `takewise doctor` reports about the parts that Takewise can do without."""

from __future__ import annotations

import ctypes.util
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from takewise.app.finding import Finding
from takewise.errors import TakewiseError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extra:
    """Libraries that ``pip install 'takewise[name]'`` brings."""

    name: str
    """Name of the extra."""
    distributions: tuple[str, ...]
    """What it installs."""
    purpose: str
    """What it is for."""


_EXTRAS = (
    _Extra(name="heif", distributions=("pillow-heif",), purpose="reads HEIC photographs"),
    _Extra(name="raw", distributions=("rawpy",), purpose="reads camera raw photographs"),
    _Extra(
        name="cut",
        distributions=("otio-cmx3600-adapter", "otio-fcp-adapter"),
        purpose="marks cuts of EDL and of Premiere's XML",
    ),
    _Extra(name="aaf", distributions=("pyaaf2",), purpose="writes Avid's AAF (experimental)"),
    _Extra(
        name="cluster",
        distributions=("distributed",),
        purpose="analyses on several machines (--cluster)",
    ),
)


def optional_parts(check_window: Callable[[], object]) -> Iterator[Finding]:
    """Yield one finding, never a problem, for each part that Takewise can do without.

    `check_window` raises `TakewiseError` if the review window cannot open.
    """
    yield _window(check_window)
    yield _sound()
    yield from map(_extra, _EXTRAS)
    yield _exiftool()
    yield _browser()


def _extra(extra: _Extra) -> Finding:
    versions = _versions(extra.distributions)
    if versions is None:
        return Finding(
            name=extra.name,
            state="note",
            detail=f"not installed; it {extra.purpose}",
            remedy=f"pip install 'takewise[{extra.name}]'",
        )
    return Finding(name=extra.name, state="works", detail=f"{extra.purpose} ({versions})")


def _versions(distributions: Sequence[str]) -> str | None:
    """Return names and versions; None if one is missing."""
    try:
        return ", ".join(f"{name} {version(name)}" for name in distributions)
    except PackageNotFoundError:
        return None


def _window(check_window: Callable[[], object]) -> Finding:
    purpose = "takewise review, and takewise without a command"
    try:
        check_window()
    except TakewiseError as error:
        detail = f"{error.what}; it is for {purpose}"
        return Finding(name="window", state="note", detail=detail, remedy=error.remedy)
    versions = _versions(("PySide6-Essentials",)) or "PySide6"
    return Finding(name="window", state="works", detail=f"{purpose} ({versions})")


def _sound() -> Finding:
    purpose = "plays the sound of takes in the window"
    versions = _versions(("sounddevice",))
    if versions is None:
        return Finding(
            name="sound",
            state="note",
            detail=f"not installed; it {purpose}",
            remedy="pip install sounddevice",
        )
    # Wheels for Windows and macOS carry PortAudio.
    if sys.platform.startswith("linux") and ctypes.util.find_library("portaudio") is None:
        return Finding(
            name="sound",
            state="note",
            detail=f"PortAudio is missing; it {purpose}",
            remedy="apt-get install libportaudio2 (RHEL: dnf install portaudio)",
        )
    return Finding(name="sound", state="works", detail=f"{purpose} ({versions})")


def _exiftool() -> Finding:
    if found := shutil.which("exiftool"):
        return Finding(
            name="ExifTool", state="works", detail=f"writes ratings into photographs ({found})"
        )
    return Finding(
        name="ExifTool",
        state="note",
        detail="not found; it writes ratings into photographs (pick --embed)",
        remedy="install it from exiftool.org, or: apt-get install libimage-exiftool-perl",
    )


def _browser() -> Finding:
    # Deferred: the report's package is needed only here.
    from takewise.report.pdf import find_browser  # noqa: PLC0415

    try:
        detail = f"prints reports as PDF ({find_browser()})"
    except TakewiseError as error:
        return Finding(
            name="browser",
            state="note",
            detail=f"{error.what}; it prints reports (report --pdf)",
            remedy=error.remedy,
        )
    return Finding(name="browser", state="works", detail=detail)
