"""Runs every test on every Python that can be had, with the oldest and the newest packages.

uv makes the environments, in ``.uv/pythons``. What the package itself needs is taken at the
low or the high end of its ranges; what the tests need besides is always the newest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".uv" / "pythons"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ENDS = {"low": "lowest-direct", "high": "highest"}
UV = subprocess.check_output([ROOT / ".ci" / "uv"], text=True).strip()

# OpenTimelineIO has no wheel for 3.14. Nothing else is ever built.
WHEELS = ("--only-binary", ":all:")
BUILT = {"3.14": ("--no-binary", "opentimelineio")}


def main(pythons: list[str]) -> int:
    """Test on each Python, print a table, and return the exit status."""
    rows = []
    for python in pythons or PYTHONS:
        found = _find(python)
        if found is None:
            rows.append((python, "", "not here, and uv cannot get it"))
            continue
        rows += [(python, end, _tested(python, found, end)) for end in ENDS]
    print("\n".join(f"{python:6}{end:6}{result}" for python, end, result in rows))
    return int(any("fail" in result for _, _, result in rows))


def _find(python: str) -> str | None:
    """Return an interpreter: pyenv's, one on the PATH, or what uv has or can get."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in (*sorted(map(str, pyenv.glob(f"{python}.*/bin/python"))), f"python{python}"):
        if _runs(candidate, "-c", "pass"):
            return candidate
    _runs(UV, "python", "install", "--quiet", python)
    asked = subprocess.run(
        [UV, "python", "find", "--managed-python", python],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or None


def _tested(python: str, interpreter: str, end: str) -> str:
    """Make an environment, run the tests in it, and return how it went."""
    print(f"\nPython {python}, {end} end of the ranges", flush=True)
    home = HOME / f"{python}-{end}"
    chosen = home.with_suffix(".txt")
    inside = str(home / "bin" / "python")
    wheels = (*WHEELS, *BUILT.get(python, ()))
    compiled = ("pip", "compile", "--quiet", "--all-extras", "--python", inside, *wheels)
    installed = ("pip", "install", "--quiet", "--python", inside)
    made = (
        _runs(UV, "venv", "--quiet", "--clear", "--seed", "--python", interpreter, str(home))
        and _runs(
            UV, *compiled, "--resolution", ENDS[end], "--output-file", str(chosen), "pyproject.toml"
        )
        and _runs(UV, *installed, *wheels, "--requirement", str(chosen), "--group", "dev")
        and _runs(UV, *installed, "--no-deps", "--no-build-isolation", "--editable", ".")
        and (_quiet(inside, "models", "list") or _quiet(inside, "models", "install"))
    )
    if not made:
        return "failed to install"
    tests = (inside, "-m", "pytest", "--quiet")
    together = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile")
    passed = _runs(*tests, *together, "-m", "not alone"), _runs(*tests, "-m", "alone")
    return "passed" if all(passed) else "failed"


def _quiet(python: str, *words: str) -> bool:
    done = subprocess.run([python, "-m", "takewise", *words], capture_output=True, check=False)
    return done.returncode == 0


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
