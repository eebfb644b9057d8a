"""The checks of `takewise doctor`."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from takewise.app.analysis_options import default_jobs
from takewise.app.finding import Finding
from takewise.app.optional_parts import optional_parts
from takewise.errors import TakewiseError
from takewise.plain_text import count

# Distributions that write the same cv2 folder; the first is the one that MediaPipe asks for.
_OPENCVS = (
    "opencv-contrib-python",
    "opencv-python",
    "opencv-contrib-python-headless",
    "opencv-python-headless",
)

# Gigabytes; an analysis takes a tenth of a megabyte, its signals a few.
_LEAST_SPACE = 1.0

# Seconds for a library to load; MediaPipe takes twenty on a slow network disk.
_PATIENCE = 120.0


def examine(library: Path | None, check_window: Callable[[], object]) -> tuple[Finding, ...]:
    """Check everything that Takewise needs, then what is optional.

    `check_window` raises `TakewiseError` if the review window cannot open.
    """
    opencv, *rivals = [name for name in _OPENCVS if _installed(name)] or _OPENCVS[:1]
    modules = {**_LIBRARIES, opencv: "cv2"}
    if _installed("mediapipe"):
        modules["mediapipe"] = "mediapipe"
    with ThreadPoolExecutor(max_workers=2) as pool:
        libraries = tuple(pool.map(_library, modules, modules.values()))
    loads = {each.name for each in libraries if each.state == "works"}
    return (
        _python(),
        *libraries,
        *(_rival(name, opencv) for name in rivals),
        *(_face_models() if opencv in loads else ()),
        *(_decoders() if "av" in loads else ()),
        *(_library_file(library) if "numpy" in loads else ()),
        _space(),
        _processors(),
        *optional_parts(check_window),
    )


def _python() -> Finding:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if (3, 11) <= sys.version_info[:2] <= (3, 14):
        return Finding(name="Python", state="works", detail=detail)
    return Finding(
        name="Python",
        state="problem",
        detail=detail,
        remedy="use Python 3.11 to 3.14",
    )


def _library(distribution: str, module: str) -> Finding:
    """Load a library in a process of its own: compiled code may end the process it fails in."""
    detail = _installed(distribution)
    if detail is None:
        return Finding(
            name=distribution,
            state="problem",
            detail="not installed",
            remedy=f"pip install {distribution}, or reinstall Takewise",
        )
    try:
        loaded = subprocess.run(  # noqa: S603 - our own interpreter, and a name from the table above
            [sys.executable, "-c", f"import {module}"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        why = f"{detail} does not load within {_PATIENCE:.0f} s"
        return Finding(name=distribution, state="problem", detail=why, remedy="install it locally")
    if loaded.returncode == 0:
        return Finding(name=distribution, state="works", detail=detail)
    why = _last_line(loaded.stderr) or f"ended by signal {-loaded.returncode}"
    return Finding(
        name=distribution,
        state="problem",
        detail=f"{detail} does not load ({why})",
        remedy=_load_remedy(distribution, why),
    )


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _load_remedy(distribution: str, why: str) -> str:
    """Return how to repair a library that is installed and does not load.

    >>> _load_remedy("opencv-contrib-python", "libGL.so.1: cannot open shared object file")
    'apt-get install libgl1 libglib2.0-0 (RHEL: dnf install mesa-libGL glib2)'
    """
    if any(name in why for name in ("libGL", "libgthread", "libglib", "libEGL")):
        return "apt-get install libgl1 libglib2.0-0 (RHEL: dnf install mesa-libGL glib2)"
    if "DLL load failed" in why:
        return "install the Microsoft Visual C++ Redistributable (x64)"
    if why.startswith("ended by signal"):
        return "its wheels need a processor with AVX; use another machine"
    return f"pip install --force-reinstall {distribution}"


def _installed(distribution: str) -> str | None:
    """Return the version; None where it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _rival(name: str, opencv: str) -> Finding:
    """Name another OpenCV: whichever was installed last has overwritten the other."""
    return Finding(
        name=name,
        state="note",
        detail=f"{_installed(name)} is in the same folder as {opencv}",
        remedy=f"if cv2 misbehaves: pip uninstall {name}, "
        f"then pip install --force-reinstall {opencv}",
    )


def _face_models() -> Iterator[Finding]:
    from takewise.faces import DEFAULT_DETECTOR, describe_detector  # noqa: PLC0415 - may not load

    yield _mesh(DEFAULT_DETECTOR, "face mesh")
    yield _mesh("mesh", "face mesh by MediaPipe")
    try:
        detail = f"model {describe_detector('landmarker').digest[:19]}"
        yield Finding(name="face landmarker", state="works", detail=detail)
    except TakewiseError:
        yield Finding(
            name="face landmarker",
            state="note",
            detail="no model file; only --detector landmarker needs it",
            remedy="name the file with --model or TAKEWISE_FACE_MODEL",
        )


def _mesh(detector: str, name: str) -> Finding:
    """Look at the models of the face mesh, and at what runs them."""
    from takewise.faces import DEFAULT_DETECTOR, open_detector  # noqa: PLC0415 - see _face_models
    from takewise.faces.model_files import list_known  # noqa: PLC0415

    try:
        with open_detector(detector) as opened:
            used = opened.info.model
    except (TakewiseError, ImportError, OSError, RuntimeError, ValueError) as error:
        if detector != DEFAULT_DETECTOR:
            detail = f"{error}; only --detector {detector} needs it"
            return Finding(name=name, state="note", detail=detail)
        remedy = "takewise models install; then pip install --force-reinstall takewise"
        return Finding(name=name, state="problem", detail=str(error), remedy=remedy)
    files = [each.path for each in list_known() if each.path]
    homes = ", ".join(sorted({str(path.parents[2]) for path in files}))
    detail = f"run by {used}, {count(len(files), 'model')} in {homes}"
    return Finding(name=name, state="works", detail=detail)


def _decoders() -> Iterator[Finding]:
    from takewise.media.decoders import can_decode  # noqa: PLC0415 - av may not load

    known = {name for codec, name in _CODECS.items() if can_decode(codec)}
    missing = [name for name in dict.fromkeys(_CODECS.values()) if name not in known]
    had = ", ".join(name for name in dict.fromkeys(_CODECS.values()) if name in known)
    if had:
        yield Finding(name="decoders", state="works", detail=had)
    if missing:
        yield Finding(
            name="decoders",
            state="problem",
            detail=f"missing: {', '.join(missing)}",
            remedy="pip install --force-reinstall --only-binary av av: its wheels have them all",
        )


def _library_file(path: Path | None) -> Iterator[Finding]:
    from takewise.library import library_path, open_library  # noqa: PLC0415 - numpy may not load

    file = library_path(path)
    try:
        with open_library(path):
            writable = os.access(file, os.W_OK)
    except TakewiseError as error:
        yield Finding(name="library", state="problem", detail=error.what, remedy=error.remedy)
        return
    if writable:
        yield Finding(name="library", state="works", detail=str(file))
    else:
        yield Finding(
            name="library",
            state="problem",
            detail=f"{file} cannot be written",
            remedy="check its permissions, or name another file with --library or TAKEWISE_LIBRARY",
        )


def _space() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    detail = f"{free:.1f} GB free in the current folder"
    if free >= _LEAST_SPACE:
        return Finding(name="disk", state="works", detail=detail)
    return Finding(name="disk", state="note", detail=detail, remedy="make room before long runs")


def _processors() -> Finding:
    processors = count(os.cpu_count() or 1, "processor")
    return Finding(
        name="processors",
        state="works",
        detail=f"{processors}; --jobs is {default_jobs()} by default",
    )


# Distribution to module: what carries compiled code, and so may fail on a machine.
_LIBRARIES = {
    "numpy": "numpy",
    "scipy": "scipy",
    "av": "av",
    "opentimelineio": "opentimelineio",
}
# FFmpeg's name to the usual one; AV1 has two decoders, either will do.
_CODECS = {
    "h264": "H.264",
    "hevc": "H.265",
    "prores": "ProRes",
    "dnxhd": "DNxHD",
    "mjpeg": "Motion JPEG",
    "vp9": "VP9",
    "av1": "AV1",
    "libdav1d": "AV1",
}
