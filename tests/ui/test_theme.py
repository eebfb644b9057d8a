"""Colours that everyone can tell apart, and words that can be read."""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takewise.model import FloatArray
from takewise.model.decisions import Verdict

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

pytest.importorskip("PySide6.QtGui", exc_type=ImportError)

EYES = MappingProxyType(
    {
        "usual": np.eye(3),
        "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                                [-0.003882, -0.048116, 1.051998]]),
        "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                                  [-0.011820, 0.042940, 0.968881]]),
        "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                                [0.004733, 0.691367, 0.303900]]),
    }
)  # fmt: skip
"""Machado, Oliveira and Fernandes, 2009, table 1, severity 1.0; on linear light."""


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("group", ["kinds", "verdicts", "light"])
def test_any_eye_tells_any_two_colours_apart(eye: str, group: str) -> None:
    """By 20 in CIELAB, where 2 can just be seen; blinks and stills have words as well."""
    from takewise.ui.shell import theme

    colours = {
        "kinds": list(theme.KINDS.values()),
        "verdicts": list(theme.VERDICTS.values()),
        "light": [theme.VERDICTS[Verdict.CIRCLED], theme.ALERT],
    }[group]
    places = [_lab(EYES[eye] @ _light(each)) for each in colours]
    assert min(np.linalg.norm(a - b) for a, b in combinations(places, 2)) >= 20


def test_words_and_signs_stand_out_from_what_is_behind() -> None:
    """4.5:1 for words, 3:1 for signs (WCAG 2.2, 1.4.3 and 1.4.11)."""
    from takewise.ui.shell import theme

    for words in (theme.TEXT, theme.DIM, theme.FAINT, theme.ALERT):
        assert _contrast(words, theme.PANEL) >= 4.5
    for sign in (*theme.KINDS.values(), *theme.VERDICTS.values(), theme.ACCENT, theme.STAR):
        assert _contrast(sign, theme.PANEL) >= 3


def _light(colour: QColor) -> FloatArray:
    shares = np.array(colour.getRgbF()[:3])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def _contrast(one: QColor, other: QColor) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ _light(each)) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _lab(light: FloatArray) -> FloatArray:
    """Return CIELAB of linear sRGB, white D65."""
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
    shares = to_xyz @ np.clip(light, 0, 1) / (0.95047, 1.0, 1.08883)
    roots = np.where(shares > 216 / 24389, np.cbrt(shares), (24389 / 27 * shares + 16) / 116)
    x, y, z = roots
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.usefixtures("application")
def test_a_name_is_no_markup() -> None:
    """A file named as HTML is shown as it is named, in labels and in tooltips."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextDocument
    from PySide6.QtWidgets import QLabel

    from takewise.app.rate_photos import PhotosRated
    from takewise.errors import OutputError
    from takewise.sidecars import SidecarSettings
    from takewise.ui.photos.window.sidecar_dialog import SidecarPanel
    from takewise.ui.shell.inline_editor import NoteLine
    from takewise.ui.shell.theme import plain_tip

    name = '<b>a</b><img src="file:///x">.jpg'
    panel = SidecarPanel(lambda *_: PhotosRated(failures=(OutputError(name),)), SidecarSettings())
    line = NoteLine(panel)
    line.ask(f"Note to {name}", "", lambda _: None)
    shown = [label for label in panel.findChildren(QLabel) if name in label.text()]
    assert len(shown) == 2
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}
    tip = QTextDocument()
    tip.setHtml(plain_tip(name))
    assert tip.toPlainText() == name
