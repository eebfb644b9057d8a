"""The button in the corner of the curves: which are shown, and the units of the axis."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from takewise.ui.shell import theme
from takewise.ui.takes.curves import TRACKS, CurveName


class TrackMenu(QToolButton):
    """Opens a menu of the curves."""

    track_toggled = Signal(object)
    """A curve is to be shown or hidden; its `CurveName`."""
    seconds_toggled = Signal()
    """The axis is to change between timecode and seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("curves ▾")
        self.setFont(theme.sans(10))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Choose which curves are shown (V: the next set)")
        self.setStyleSheet(
            f"QToolButton {{ border: none; color: {theme.DIM.name()}; }}"
            f"QToolButton:hover {{ color: {theme.TEXT.name()}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._actions = {track: menu.addAction(track.value) for track in CurveName}
        for track, action in self._actions.items():
            action.setCheckable(True)
            action.setToolTip(TRACKS[track].words)
            action.triggered.connect(lambda *_, track=track: self.track_toggled.emit(track))
        menu.addSeparator()
        self._seconds = menu.addAction("axis in seconds")
        self._seconds.setCheckable(True)
        self._seconds.triggered.connect(lambda *_: self.seconds_toggled.emit())
        self.setMenu(menu)

    def show_tracks(self, tracks: Sequence[CurveName], visible: int, *, seconds: bool) -> None:
        """Tick what is chosen; say of how many there is room for `visible` alone."""
        hidden = len(tracks) - visible
        self.setText(f"curves {visible} of {len(tracks)} ▾" if hidden else "curves ▾")
        for track, action in self._actions.items():
            action.setChecked(track in tracks)
        self._seconds.setChecked(seconds)
