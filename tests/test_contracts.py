"""The import contracts hold, and each breaks where it should."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ORDER = "Stages are siblings: only the pipeline knows their order"
TERMINAL = "click and rich live in the command line"
CYCLES = "No cycles between the modules of a package"

VIOLATIONS = {
    "a stage imports its sibling": ("motion/regions.py", "import takewise.scoring", {ORDER}),
    "sound reads the file itself": ("sound/hearing.py", "import takewise.media", {ORDER}),
    "dialogue looks for moments": ("dialogue/places.py", "import takewise.moments", {ORDER}),
    "the model imports a stage": ("model/__init__.py", "import takewise.media", {ORDER, CYCLES}),
    "a stage imports the pipeline": (
        "scoring/score.py",
        "import takewise.pipeline.takes",
        {ORDER, CYCLES},
    ),
    "a module without a place": ("stray.py", "", {ORDER}),
    "a cycle inside a stage": ("motion/regions.py", "import takewise.motion.head", {CYCLES}),
    "alignment imports the library": (
        "alignment/methods.py",
        "import takewise.library",
        {ORDER},
    ),
    "decisions import the selection": (
        "model/decisions.py",
        "import takewise.model.selection",
        {CYCLES},
    ),
    "PyAV in alignment": ("alignment/methods.py", "import av", {"PyAV lives in media"}),
    "PyAV in motion": ("motion/view.py", "import av", {"PyAV lives in media"}),
    "MediaPipe in media": ("media/frame_rate.py", "import mediapipe", {"MediaPipe lives in faces"}),
    "LiteRT in motion": ("motion/view.py", "import ai_edge_litert", {"LiteRT lives in faces"}),
    "OpenCV in moments": ("moments/words.py", "import cv2", {"OpenCV lives in motion and faces"}),
    "OpenTimelineIO in library": (
        "library/converter.py",
        "import opentimelineio",
        {"OpenTimelineIO lives in timeline"},
    ),
    "pyaaf2 in app": ("app/presets.py", "import aaf2", {"pyaaf2 lives in timeline"}),
    "Jinja2 in cli": ("cli/commands/report.py", "import jinja2", {"Jinja2 lives in report"}),
    "report imports the alignment": ("report/view.py", "import takewise.alignment", {ORDER}),
    "Dask in batch": ("pipeline/batch.py", "import distributed", {"Dask lives in cluster"}),
    "Pillow in faces": (
        "faces/appearance.py",
        "import PIL",
        {"Pillow lives in media, portraits and report"},
    ),
    "LibRaw in portraits": ("photos/rest.py", "import rawpy", {"LibRaw lives in media"}),
    "lxml in timeline": ("timeline/formats/srt.py", "import lxml", {"lxml lives in sidecars"}),
    "Qt in cli": ("cli/__init__.py", "import PySide6", {"Qt lives in the windows"}),
    "Qt in the review's state": (
        "ui/takes/state.py",
        "import PySide6.QtCore",
        {"Qt lives in the windows"},
    ),
    "Qt in the sessions": (
        "ui/shell/session.py",
        "import PySide6.QtCore",
        {"Qt lives in the windows"},
    ),
    "sound output in media": (
        "media/sound.py",
        "import sounddevice",
        {"Sound output lives in the review's speaker"},
    ),
    "the state imports the window": (
        "ui/takes/state.py",
        "import takewise.ui.takes.window",
        {CYCLES},
    ),
    "the pipeline imports the review": (
        "pipeline/takes.py",
        "import takewise.ui.takes",
        {ORDER, CYCLES},
    ),
    "a use case imports the command line": (
        "app/analyze.py",
        "import takewise.cli.render.tables",
        {ORDER, CYCLES},
    ),
    "a use case imports a window": ("app/report.py", "import takewise.ui.start", {ORDER, CYCLES}),
    "the pipeline imports a use case": (
        "pipeline/takes.py",
        "import takewise.app.observer",
        {ORDER, CYCLES},
    ),
    "a table imports a window": ("cli/render/tables.py", "import takewise.ui.start", {ORDER}),
    "a window imports the command line": (
        "ui/takes/marker_export.py",
        "import takewise.cli.render.tables",
        {ORDER, CYCLES},
    ),
    "the host imports the command line": (
        "host/serve.py",
        "import takewise.cli.render.tables",
        {ORDER, CYCLES},
    ),
    "the host imports a window": ("host/serve.py", "import takewise.ui.start", {ORDER}),
    "click in a use case": ("app/mark_cut.py", "import click", {TERMINAL}),
    "rich in the host": ("host/serve.py", "import rich.console", {TERMINAL}),
    "Qt in a use case": ("app/export_markers.py", "import PySide6", {"Qt lives in the windows"}),
    "keys import the model": ("keymap.py", "import takewise.model", {ORDER}),
}
"""What is done: (module, the line added to it, contracts that it breaks)."""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the project's contracts and of the package they are about."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=unwanted)
    return tmp_path


def broken(project: Path) -> set[str]:
    """Return the names of the contracts that a project breaks."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    contracts = (project / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert len(verdicts) == contracts, done.stdout + done.stderr
    found = {name for name, verdict in verdicts.items() if verdict == "BROKEN"}
    assert done.returncode == (1 if found else 0)
    return found


def test_contracts_are_kept(copied: Path) -> None:
    """The package as it is breaks no contract."""
    assert broken(copied) == set()


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_each_contract_breaks(copied: Path, violation: str) -> None:
    """One import too many breaks the contract that forbids it, and no other."""
    module, line, contracts = VIOLATIONS[violation]
    path = copied / "src/takewise" / module
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    assert broken(copied) == contracts
