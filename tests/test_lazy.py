"""What is loaded only when it is wanted, so that nobody waits for what he does not use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from takewise.lazy import lazy
from tests.conftest import REPOSITORY
from tests.libraries import needs_graphs

PACKAGES = ("alignment", "faces", "media", "moments", "motion", "photos", "sidecars", "ui.takes")
HEAVY = "'scipy', 'cv2', 'av', 'mediapipe', 'matplotlib', 'opentimelineio', 'lxml'"
PHOTO = REPOSITORY / "sample_media" / "portrait_burst" / "P1010001.jpg"


def loaded(code: str, *arguments: object, modules: str = HEAVY) -> str:
    """Run a program of its own; return which heavy modules it has loaded at its end."""
    code += f"\nprint(sorted({{{modules}}} & sys.modules.keys()))"
    return printed(code, *arguments).splitlines()[-1]


def printed(code: str, *arguments: object) -> str:
    """Run a program of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}", *map(str, arguments)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def test_settings_load_no_stage() -> None:
    """Every stage's settings are read without what the stage works with."""
    code = "from takewise.settings import Settings\nSettings()"
    assert loaded(code, modules=f"{HEAVY}, 'PIL', 'PySide6'") == "[]"


def test_the_first_photograph_waits_for_no_stage(tmp_path: Path) -> None:
    """When `takewise review` shows the first, no detector and no decoder is loaded."""
    code = f"""
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from takewise.cli import main

run = QApplication.exec

def shown():
    (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    if not window.view.drawn:
        return QTimer.singleShot(5, window, shown)
    print(sorted({{{HEAVY}}} & sys.modules.keys()))
    window.close()

def run_and_look(*_):
    QTimer.singleShot(0, shown)
    return run()

QApplication.exec = run_and_look
try: main()
except SystemExit: pass
"""
    shutil.copy(PHOTO, tmp_path)
    arguments = ("review", tmp_path, "--library", tmp_path / "library.db")
    assert printed(code, *arguments).splitlines()[0] == "[]"


def test_one_person_is_ranked_without_what_takes_need(tmp_path: Path) -> None:
    """`takewise pick` of photographs loads the detector, and no filters, decoders or plots."""
    shutil.copy(PHOTO, tmp_path)
    code = "from takewise.cli import main\ntry: main()\nexcept SystemExit: pass"
    unwanted = "'scipy', 'av', 'matplotlib', 'opentimelineio', 'PySide6'"
    assert loaded(code, "pick", tmp_path, modules=unwanted) == "[]"


@needs_graphs
def test_the_detector_loads_no_plotting() -> None:
    """MediaPipe comes without Matplotlib, which is there for whoever wants it afterwards."""
    code = "from takewise.faces import open_detector\nopen_detector('mesh').close()"
    assert loaded(code, modules="'mediapipe', 'matplotlib'") == "['mediapipe']"
    code += """
from mediapipe.python.solutions import drawing_utils
from matplotlib import pyplot
assert drawing_utils.plt.figure is pyplot.figure
"""
    assert loaded(code, modules="'matplotlib'") == "['matplotlib']"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_has_what_it_offers(name: str) -> None:
    """Every name is there, and none is a module that happens to be called so."""
    package = import_module(f"takewise.{name}")
    for offered in package.__all__:
        assert type(getattr(package, offered)).__name__ != "module", offered


def test_what_a_package_does_not_offer_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from takewise.media import nothing", {})  # noqa: S102 - the statement itself


def test_a_name_that_is_also_a_module_is_refused() -> None:
    """It would be whichever of the two was loaded last."""
    with pytest.raises(ValueError, match=r"frames: also a module"):
        lazy("takewise.media", {"frames": "frames"})


def test_an_analysis_starts_without_the_slow_half_of_scipy() -> None:
    """What filters, fits and assigns is loaded when the pictures are read, not before."""
    code = "from takewise.pipeline.takes import analyze\nimport takewise.moments, takewise.dialogue"
    code += "\nfrom takewise.moments import find_moments\nimport takewise.dialogue.finding"
    slow = "'scipy.signal', 'scipy.stats', 'scipy.optimize', 'mediapipe', 'PySide6'"
    assert loaded(code, modules=slow) == "[]"
