"""Every number explains itself under the mouse: all parts of the window are walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from takewise.model.decisions import Decisions, Verdict
from takewise.ui.takes.curves import curves_of
from takewise.ui.takes.loader import Opened as OpenedTake
from takewise.ui.takes.loader import Progressed
from tests.library.values import signals
from tests.ui.shown import shown

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from tests.ui.windows import Opened

Review = Callable[..., "Opened"]


def test_every_number_in_the_window_explains_itself(review: Review) -> None:
    """Words with a digit have a tip, and whatever is painted answers wherever it has numbers."""
    window = review()
    for place, name in enumerate(("one", "two")):
        said = Decisions(stars=4, verdict=Verdict.CIRCLED, sync=8)
        take = replace(shown(name), decisions=said)
        curves = curves_of((signals(n=144),))
        window.window.hear(OpenedTake(place=place, take=take, curves=curves))
    window.window.hear(Progressed(place=1, share=0.4))
    window.press("=", ".", ".", "E")
    _walk(window.window)
    panel = window.window.export_panel()
    panel.show()
    _walk(panel)


def test_pictures_explain_themselves_in_every_layout(review: Review) -> None:
    """Alone, two in one, four; with a take that has no timecode, and a picture that is late."""
    window = review()
    for place in range(4):
        take = shown(f"take {place}")
        bare = replace(take, info=replace(take.info, start_timecode=None))
        window.window.hear(OpenedTake(place=place, take=bare if place else take))
    for key in ("Shift+Z", "Shift+Z", "W", "W"):
        window.press(key)
        _walk(window.window.pictures, inner=False)


def _walk(top: QWidget, *, inner: bool = True) -> None:
    """Point at every part of a window that shows a number."""
    from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

    asked = 0
    parts = [top, *top.findChildren(QWidget)] if inner else [top]
    for part in parts:
        if not part.isVisible():
            continue
        if isinstance(part, QLabel | QAbstractButton):
            written = re.sub("<.*?>", "", part.text())
            if re.search(r"\d", written):
                asked += 1
                assert _tip(part, part.rect().center()), f"{written!r} does not explain itself"
        for point in _numbers_of(part):
            asked += 1
            assert _tip(part, point), f"{type(part).__name__} is silent at {point}"
    assert asked


def _numbers_of(part: QWidget) -> Iterator[QPoint]:
    """Yield the points of a painted part at which it has numbers."""
    from PySide6.QtCore import QPoint

    from takewise.ui.takes.window.detail import Detail
    from takewise.ui.takes.window.pictures import Pictures
    from takewise.ui.takes.window.transport_bar import DroppedLight

    whole = isinstance(part, Detail | DroppedLight) or _is_curves(part)
    listed = part.parentWidget() and part.parentWidget().accessibleName() == "moments"
    if whole or (listed and part.objectName() == "qt_scrollarea_viewport"):
        yield from (
            QPoint(x, y)
            for x in range(12, part.width() - 8, 40)
            for y in range(6, part.height() - 6, 24)
            if whole or part.parentWidget().indexAt(QPoint(x, y)).isValid()
        )
    if isinstance(part, Pictures):
        for pane in part.panes():
            yield from (QPoint(x, pane.slate.center().y()) for x in range(
                pane.slate.left() + 4, pane.slate.right() - 4, 30))  # fmt: skip


def _is_curves(part: QWidget) -> bool:
    """Return whether it is what the mouse is over when it is over the curves."""
    from takewise.ui.takes.window.lanes import Lanes

    above = part.parentWidget().parentWidget() if part.parentWidget() else None
    return isinstance(above, Lanes) and part.objectName() == "qt_scrollarea_viewport"


def _tip(part: QWidget, at: QPoint) -> str:
    """Return what is said where the mouse rests."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication, QToolTip

    silence = "nothing is said"
    QToolTip.showText(at, silence)
    asking = QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at))
    QApplication.sendEvent(part, asking)
    said: str = QToolTip.text()
    return "" if said == silence else said
