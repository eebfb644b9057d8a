"""Colours, letters and spaces: a dark neutral room, so that the pictures are what is seen.

Greys carry no hue, for a coloured frame tints the picture in it. Kinds of moment have
hues that Okabe and Ito chose to be distinguished by everyone ("Color Universal Design",
2008), with lightness moved apart until any two differ by 20 and more (CIELAB 1976) to
every eye, as Machado, Oliveira and Fernandes simulate it ("A Physiologically-based
Model for Simulation of Color Vision Deficiency", 2009); each comes with a word as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPaintDevice, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from takewise.model import Kind
from takewise.model.decisions import Verdict

ROOM = QColor(14, 14, 15)
"""Behind the pictures."""
PANEL = QColor(24, 24, 26)
"""Behind lists and curves."""
RAISED = QColor(36, 36, 39)
"""Buttons, chips, the chosen row."""
HOVER = QColor(46, 46, 50)
"""Under the mouse."""
LINE = QColor(48, 48, 52)
"""Between panels."""
TEXT = QColor(232, 232, 234)
"""Text that is read first; 14:1 against the panel."""
DIM = QColor(163, 163, 168)
"""Text that is read second; 7:1."""
FAINT = QColor(134, 134, 140)
"""Text to look up when needed; 4.8:1."""
ACCENT = QColor(94, 168, 255)
"""The active take, the playhead's handle, what the keyboard is at."""
ALERT = QColor(213, 94, 0)
"""Dropped pictures, problems: vermilion, always with a word, as some cannot see it as red."""

KINDS: Mapping[Kind, QColor] = MappingProxyType(
    {
        Kind.MICRO: QColor(205, 80, 22),
        Kind.SUBTLE: QColor(241, 178, 72),
        Kind.EXPRESSION: QColor(253, 248, 60),
        Kind.HOLD: QColor(20, 130, 92),
        Kind.GAZE: QColor(82, 197, 252),
        Kind.BLINK: QColor(170, 196, 201),
        Kind.UNSPOKEN: QColor(120, 45, 255),
        Kind.PAUSE: QColor(165, 105, 240),
        Kind.BREATH: QColor(180, 255, 210),
        Kind.MARKER: QColor(168, 96, 163),
    }
)
"""Kind of moment to its colour."""

KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.MICRO: "micro",
        Kind.SUBTLE: "subtle",
        Kind.EXPRESSION: "expression",
        Kind.HOLD: "hold",
        Kind.GAZE: "gaze",
        Kind.BLINK: "blink",
        Kind.UNSPOKEN: "unspoken",
        Kind.PAUSE: "pause",
        Kind.BREATH: "breath",
        Kind.MARKER: "marker",
    }
)
"""Kind of moment to the word on its chip."""

VERDICTS: Mapping[Verdict, QColor] = MappingProxyType(
    {
        Verdict.CIRCLED: QColor(32, 205, 148),
        Verdict.HOLD: QColor(250, 208, 44),
        Verdict.NG: QColor(216, 86, 30),
        Verdict.FALSE_START: QColor(128, 136, 178),
    }
)
"""Verdict on a take to its colour."""

PEOPLE = (QColor(214, 214, 218), QColor(94, 168, 255), QColor(240, 200, 90), QColor(86, 200, 150))
"""Curves of the people of a take, by the order in which they appear."""

STAR = QColor(240, 200, 90)
"""A star that is given."""

GAP = 8
"""The space that everything is a multiple of, pixels."""

_SANS = ["Inter", "SF Pro Text", "Segoe UI Variable Text", "Segoe UI", "Noto Sans", "DejaVu Sans"]

# The first that the machine has.
_MONO = ["JetBrains Mono", "SF Mono", "Cascadia Mono", "Consolas", "Noto Sans Mono",
         "DejaVu Sans Mono"]  # fmt: skip


_scale = [1.0]


def text_scale() -> float:
    """Return how many times as large as by default the text is."""
    return _scale[0]


def scale_text(scale: float) -> None:
    """Make the text of everything that is drawn or made from now on larger or smaller."""
    _scale[0] = scale
    sans.cache_clear()
    mono.cache_clear()


@cache
def sans(size: int, *, strong: bool = False) -> QFont:
    """Return the font of text, so many pixels high by default."""
    return _font(_SANS, size, QFontDatabase.SystemFont.GeneralFont, strong=strong)


@cache
def mono(size: int, *, strong: bool = False) -> QFont:
    """Return the font of timecode: all digits are equally wide."""
    return _font(_MONO, size, QFontDatabase.SystemFont.FixedFont, strong=strong)


def _font(
    families: list[str], size: int, instead: QFontDatabase.SystemFont, *, strong: bool
) -> QFont:
    installed = set(QFontDatabase.families())
    family = next((each for each in families if each in installed), None)
    font = QFont(family) if family else QFontDatabase.systemFont(instead)
    font.setPixelSize(round(size * _scale[0]))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """Draw on a widget or an image, smoothly; the drawing is ended even after an error.

    A painter that is left open after an error ends the process.
    """
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    try:
        yield painter
    finally:
        painter.end()


def faded(colour: QColor, opacity: float) -> QColor:
    """Return a colour with an opacity, 0 to 1."""
    answer = QColor(colour)
    answer.setAlphaF(opacity)
    return answer


def application() -> QApplication:
    """Return the one application of this process, with the look of the review."""
    running = QApplication.instance()
    made = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("Takewise")
    dress(made)
    return made


def plain_tip(words: str) -> str:
    """Return words for a tooltip, in which Qt would take ``<b>`` for markup."""
    return f"<span>{escape(words)}</span>" if words else ""


def dress(application: QApplication) -> None:
    """Give an application the look of the review."""
    application.setStyle("Fusion")
    application.setFont(sans(13))
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, PANEL), (roles.Base, PANEL), (roles.AlternateBase, RAISED),
        (roles.Button, RAISED), (roles.Text, TEXT), (roles.WindowText, TEXT),
        (roles.ButtonText, TEXT), (roles.ToolTipBase, RAISED), (roles.ToolTipText, TEXT),
        (roles.Highlight, ACCENT), (roles.HighlightedText, ROOM), (roles.PlaceholderText, FAINT),
    ):  # fmt: skip
        palette.setColor(role, colour)
    application.setPalette(palette)
    application.setStyleSheet(_SHEET)


def _css(colour: QColor) -> str:
    return colour.name()


_SHEET = f"""
QWidget#bar {{ background: {_css(PANEL)}; }}
QToolTip {{ background: {_css(RAISED)}; color: {_css(TEXT)}; border: 1px solid {_css(LINE)};
            padding: 6px 8px; }}
QPushButton {{ background: {_css(RAISED)}; color: {_css(TEXT)}; border: none;
               border-radius: 5px; padding: 6px 12px; }}
QPushButton:hover {{ background: {_css(HOVER)}; }}
QPushButton:checked {{ background: {_css(TEXT)}; color: {_css(ROOM)}; }}
QPushButton:disabled {{ color: {_css(FAINT)}; }}
QPushButton[role="main"] {{ background: {_css(ACCENT)}; color: {_css(ROOM)}; font-weight: 600; }}
QPushButton[role="flat"] {{ background: transparent; color: {_css(DIM)}; }}
QPushButton[role="flat"]:hover {{ color: {_css(TEXT)}; background: {_css(RAISED)}; }}
QPushButton[role="segment"] {{ border-radius: 0; padding: 6px 13px; color: {_css(DIM)}; }}
QPushButton[role="segment"]:checked {{ background: {_css(HOVER)}; color: {_css(TEXT)};
    border-bottom: 2px solid {_css(ACCENT)}; padding-bottom: 4px; }}
QListView {{ background: {_css(PANEL)}; border: none; outline: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {_css(LINE)}; border-radius: 3px; min-height: 32px; }}
QScrollBar::handle:vertical:hover {{ background: {_css(FAINT)}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLineEdit, QPlainTextEdit {{ background: {_css(ROOM)}; border: 1px solid {_css(LINE)};
    border-radius: 5px; padding: 6px; selection-background-color: {_css(ACCENT)}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {_css(ACCENT)}; }}
QSplitter::handle {{ background: {_css(LINE)}; }}
QCheckBox {{ spacing: 8px; padding: 3px 0; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {_css(FAINT)};
    border-radius: 3px; background: {_css(ROOM)}; }}
QCheckBox::indicator:checked {{ background: {_css(ACCENT)}; border-color: {_css(ACCENT)}; }}
QLabel[role="dim"] {{ color: {_css(DIM)}; }}
QLabel[role="faint"] {{ color: {_css(FAINT)}; }}
"""
