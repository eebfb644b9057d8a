"""A Qt application without a screen, and takes that were analysed before."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takewise import __version__
from takewise.faces import DEFAULT_DETECTOR, describe_detector
from takewise.library import open_library
from takewise.media import probe
from takewise.model import Analysis, RegionMotion
from takewise.settings import Settings
from tests.library.values import PLAIN, signals
from tests.ui.shown import MOMENTS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.windows import Opened

SAMPLES = ("scene12_take1.mov", "scene12_take2.mov", "scene12_take3.mp4")


@pytest.fixture(scope="session")
def application() -> QApplication:
    """Return the application; skips where Qt is missing or cannot start."""
    if find_spec("PySide6") is None:
        pytest.skip("no Qt: pip install PySide6-Essentials")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        pytest.skip(f"Qt cannot start here: {error}")
    from takewise.ui.shell.theme import dress

    made = QApplication.instance() or QApplication(["takewise"])
    assert isinstance(made, QApplication)
    dress(made)
    return made


@pytest.fixture
def library(known_takes: Path, tmp_path: Path) -> Path:
    """Return a library that knows the sample takes, and in which nothing is decided."""
    return shutil.copy(known_takes, tmp_path / "library.db")


@pytest.fixture(scope="session")
def known_takes(tmp_path_factory: pytest.TempPathFactory, sample_media: Path) -> Path:
    """Return a library that knows the sample takes, their moments written by hand."""
    file = tmp_path_factory.mktemp("library") / "library.db"
    with open_library(file) as library:
        for name in SAMPLES:
            library.keep(*analysed(sample_media / name))
    return file


def analysed(path: Path) -> tuple[Analysis, tuple[RegionMotion, ...]]:
    """Return what an analysis of a take might have found: one still head, four moments."""
    media = probe(str(path))
    count = media.frame_count or 0
    analysis = replace(
        PLAIN,
        generator=__version__,
        settings_digest=Settings().digest,
        detector=describe_detector(DEFAULT_DETECTOR),
        media=media,
        moments=MOMENTS,
        people=(replace(PLAIN.people[0], last=count - 1, eye_width=119.0),),
    )
    motion = signals(n=count)
    # As noisy as a face that trembles by a thousandth of an eye-width.
    noise = np.full((len(motion.regions), 2), 0.002, np.float32)
    still = {
        "noise": noise,
        "head": np.zeros((count, 6), np.float32),
        "shift": np.abs(motion.shift) / 100,
    }
    return analysis, (replace(motion, **still),)


@pytest.fixture
def faults() -> Iterator[list[BaseException]]:
    """Collect what goes wrong inside of Qt's own calls, where no test would hear of it."""
    heard: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        del kind, trace
        heard.append(error)

    before, sys.excepthook = sys.excepthook, hook
    yield heard
    sys.excepthook = before
    assert heard == []


@pytest.fixture
def review(
    application: QApplication, faults: list[BaseException], library: Path, tmp_path: Path
) -> Iterator[Callable[..., Opened]]:
    """Return what opens takes in a window; every window is closed at the end."""
    del faults
    from tests.ui.windows import Opened

    opened: list[Opened] = []

    def show(*paths: Path, size: tuple[int, int] = (1440, 900), **settings: object) -> Opened:
        opened.append(Opened(application, paths, library, tmp_path / "markers", size, **settings))
        return opened[-1]

    yield show
    for each in opened:
        each.close()
