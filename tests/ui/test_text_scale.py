"""Text is made larger and smaller by keys, and stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from takewise.keymap import ReviewSettings

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSettings

from takewise.ui.shell import theme
from takewise.ui.shell.text_scale import SCALES
from takewise.ui.takes.window.run import _text_scale

if TYPE_CHECKING:
    from tests.ui.windows import Opened


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    """Leave the text as it was."""
    yield
    theme.scale_text(1.0)


def test_keys_make_all_text_larger_and_smaller(
    review: Callable[..., Opened], sample_media: Path
) -> None:
    """What is drawn, and what is in buttons; the window keeps its size."""
    window = review(sample_media / "scene12_take1.mov", size=(1440, 900))
    button = window.window.list.search
    before = button.font().pixelSize()
    window.press(*["Ctrl+Shift+="] * 2)
    assert theme.text_scale() == 1.25
    assert theme.sans(12).pixelSize() == 15
    assert button.font().pixelSize() > before
    assert window.window.width() == 1440
    window.shoot("text 1.25")
    window.press(*["Ctrl+Shift+-"] * 9)
    assert theme.text_scale() == SCALES[0]


@pytest.mark.parametrize(
    ("left", "setting", "meant"),
    [
        (None, None, 1.0),
        ("1.25", None, 1.25),
        ("1.25", 0.9, 0.9),
        ("x", None, 1.0),
        ("7", None, 1.0),
    ],
)
def test_the_setting_is_before_what_was_left(
    tmp_path: Path, left: str | None, setting: float | None, meant: float
) -> None:
    """A damaged file is the usual size."""
    file = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    if left is not None:
        file.setValue("review/text", left)
    assert _text_scale(ReviewSettings(text_scale=setting), file) == meant
