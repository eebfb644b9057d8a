"""The window for photographs: the picture, faces next to it, the strip below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from takewise.model.decisions import Decisions
from takewise.model.photo import MeasuredShot, thumb
from takewise.photo_keys import PhotographSettings, StillCommand, photo_keys_of
from takewise.settings import Settings
from takewise.ui.photos.decision_store import LibraryDecisionStore, Recalling
from takewise.ui.photos.measuring import Measuring, Ranking, first_bursts
from takewise.ui.photos.reading import Read, Reader, Size, WantedPhoto
from takewise.ui.photos.session import StillsSession
from takewise.ui.photos.state import (
    PhotoState,
    go_to,
    group_bursts,
    opened,
    ranked,
    with_frame,
    zoom_at,
)
from takewise.ui.photos.window.keys import photo_sheet
from takewise.ui.photos.window.marks import draw_marks
from takewise.ui.photos.window.pictures import PictureStore
from takewise.ui.photos.window.side import StillsSide
from takewise.ui.photos.window.strip import StillsStrip
from takewise.ui.photos.window.view import StillsView
from takewise.ui.shell import theme
from takewise.ui.shell.inline_editor import NoteLine
from takewise.ui.shell.key_names import words_of
from takewise.ui.shell.undo import Step, WindowAction

if TYPE_CHECKING:
    from takewise.app.rate_photos import PhotosRated
    from takewise.sidecars import RatingRules
    from takewise.ui.photos.window.sidecar_dialog import SidecarPanel

# Pixels of the longer side of a picture for the window: those of the screen, within this.
_SCREEN = (1600, 3000)

# Pixels of the window below which nothing is left of the big picture.
_LEAST = (960, 600)

# Frames that are read before they are looked at, the likeliest first.
_AHEAD = (1, -1, 2, 3, -2, 4)

# Milliseconds after the first picture before work in the background begins.
_BREATH = 400

# Milliseconds between two looks at what other windows decided.
_LOOK_UP = 700


class StillsWindow(QWidget):
    """Shows a session of photographs.

    `photos` holds, for each press of the shutter, its files; at least one.
    """

    read = Signal(object)
    """A picture was read, in another thread."""
    ranked = Signal(object)
    """The machine reports its progress, in another thread."""
    recalled = Signal(int, object)
    """Earlier decisions about a place were found, in another thread."""

    def __init__(
        self,
        photos: tuple[tuple[str, ...], ...],
        settings: Settings,
        *,
        keeper: LibraryDecisionStore,
        title: str,
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"{title} – Takewise")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._settings = settings
        self._photos = photos
        self.session = StillsSession(
            replace(opened(photos), advance=settings.photographs.advance),
            keeper=keeper,
            grant=self._grant,
            settings=settings.photographs,
        )
        """What is shown, and what may happen to it."""
        self.store = PictureStore()
        """The pictures."""
        self.view = StillsView(self.store)
        """The big picture."""
        self._strip = StillsStrip(self.store)
        self._side = StillsSide(self.store)
        self._line = _Line(settings.photographs)
        self._keys = photo_sheet(settings.photographs, self)
        self._note = NoteLine(self)
        self._seen: dict[int, MeasuredShot] = {}
        self._lost: set[int] = set()
        self._started = False
        self._lay_out()
        self._listen()
        self._reader = Reader(
            photos,
            self.read.emit,
            screen=self._screen_pixels(),
            most_megapixels=settings.photographs.most_megapixels,
        )
        self._measuring = Measuring(
            photos, settings, self.ranked.emit, self._wait, keeper.measurements()
        )
        self._recalling = Recalling(keeper.recall)
        self._others = QTimer(self)
        self._others.setInterval(_LOOK_UP)
        self._others.timeout.connect(self.session.refresh)
        self._show(self.session.state, self.session.state)

    def panel(self) -> SidecarPanel:
        """Return the dialog that writes sidecars."""
        # Deferred: the first picture need not wait for the writers.
        from takewise.app.rate_photos import rate_decided  # noqa: PLC0415
        from takewise.ui.photos.window.sidecar_dialog import SidecarPanel  # noqa: PLC0415

        def write(rules: RatingRules, dry: bool) -> PhotosRated:  # noqa: FBT001 - one answer
            frames = self.session.state.frames
            return rate_decided(frames, self._settings.sidecars, rules=rules, dry=dry)

        return SidecarPanel(write, self._settings.sidecars, self)

    def event(self, event: QEvent) -> bool:
        """Take Tab as a key like any other."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt calls it so
        """Carry out the command of the key; any key closes the sheet of keys."""
        if self.session.state.keys:
            self.session.do(StillCommand.KEYS)
            return
        any(self.session.press(word) for word in words_of(event))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt calls it so
        """Keep what covers the window in its place."""
        super().resizeEvent(event)
        self._side.fit(self.width())
        self._keys.setGeometry(self.rect())
        self._note.setGeometry(0, self.height() - 52, self.width(), 52)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt calls it so
        """End what runs in the background."""
        self._others.stop()
        for each in (self._reader, self._measuring, self._recalling, self.session):
            each.close()
        super().closeEvent(event)

    def _screen_pixels(self) -> int:
        screen = self.screen()
        size = screen.size() * screen.devicePixelRatio()
        return max(_SCREEN[0], min(_SCREEN[1], max(size.width(), size.height())))

    def _lay_out(self) -> None:
        self.setMinimumSize(*_LEAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        middle.addWidget(self._side)
        layout.addLayout(middle, 1)
        layout.addWidget(self._line)
        layout.addWidget(self._strip)

    def _listen(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.read.connect(self._take_read, queued)
        self.ranked.connect(self._take_ranking, queued)
        self.recalled.connect(self._take_recalled, queued)
        self.session.listen(self._show)
        self.view.moved.connect(lambda x, y: self.session.change(zoom_at, (x, y)))
        self.view.zoom_asked.connect(lambda: self.session.do(StillCommand.ZOOM))
        self.view.on_drawn = self._first_drawn
        for widget in (self.view, self._strip):
            widget.chosen.connect(lambda place: self.session.change(go_to, place))
        self._keys.dismissed.connect(lambda: self.session.do(StillCommand.KEYS))

    def _show(self, before: PhotoState, state: PhotoState) -> None:
        del before
        for part in (self.view, self._strip, self._side, self._line):
            part.show_state(state)
        self._keys.setVisible(state.keys)
        if state.keys:
            self._keys.raise_()
        self._want()

    def _want(self) -> None:
        """Ask the reader for the pictures that are needed first."""
        state = self.session.state
        shown = state.shown
        order = state.order
        here = order.index(state.at)
        near = [order[here + by] for by in _AHEAD if 0 <= here + by < len(order)]
        wanted = [WantedPhoto(place, Size.SCREEN) for place in shown]
        if state.zoomed:
            wanted += [WantedPhoto(place, Size.WHOLE) for place in shown]
        wanted += [WantedPhoto(place, Size.SMALL) for place in self._strip.visible()]
        wanted += [WantedPhoto(place, Size.SCREEN) for place in near]
        shot = state.frame.ranked
        if state.faces and (state.compared or (shot and len(shot.measured.faces) > 1)):
            # Small faces need all their pixels.
            wanted += [WantedPhoto(place, Size.WHOLE) for place in shown]
        wanted += [WantedPhoto(place, Size.SMALL) for place in order if place not in self._seen]
        self._reader.want(
            [each for each in wanted if not self.store.has(each) and each.place not in self._lost]
        )

    def _take_read(self, read: Read) -> None:
        place = read.wanted.place
        if read.photo is None or read.shot is None:
            self._lost.add(place)
            self.session.change(partial(with_frame, place=place, trouble=read.trouble))
        else:
            self.store.put(read.wanted, read.photo.picture)
            if read.wanted.size is Size.SMALL and place not in self._seen:
                self._seen[place] = MeasuredShot(
                    shot=read.shot, faces=(), thumb=thumb(read.photo.picture)
                )
            for part in (self.view, self._strip, self._side):
                part.update()
        self._group()

    def _group(self) -> None:
        """Show bursts as soon as every frame's time is known."""
        state = self.session.state
        if not state.grouped and len(self._seen) + len(self._lost - set(self._seen)) >= len(
            self._photos
        ):
            self.session.change(group_bursts, first_bursts(self._seen, self._settings))

    def _take_ranking(self, news: Ranking) -> None:
        state = ranked(self.session.state, news.found, measured=news.measured)
        if news.bursts:
            state = group_bursts(state, news.bursts)
        if news.trouble:
            state = replace(state, message=f"no ranking: {news.trouble}")
        self.session.take(Step(state=state))

    def _take_recalled(self, place: int, decisions: Decisions) -> None:
        self.session.recalled(place, decisions)

    def _first_drawn(self) -> None:
        if not self._started:
            self._started = True
            QTimer.singleShot(_BREATH, self._begin)

    def _begin(self) -> None:
        self._recalling.start(self._photos, self.recalled.emit)
        self._others.start()
        self._measuring.start()

    def _wait(self) -> None:
        """Let a person's next picture come before the next measurement."""
        end = monotonic() + 0.5
        while self._reader.urgent and monotonic() < end:
            sleep(0.01)

    def _grant(self, action: WindowAction) -> None:
        """Do what only a window can do."""
        actions: dict[WindowAction, Callable[[], Any]] = {
            WindowAction.NOTE: self._ask_note,
            WindowAction.SIDECARS: lambda: self.panel().exec(),
            WindowAction.FULL_SCREEN: lambda: (
                self.showNormal() if self.isFullScreen() else self.showFullScreen()
            ),
            WindowAction.QUIT: self.close,
        }
        actions[action]()

    def _ask_note(self) -> None:
        frame = self.session.state.frame
        self._note.ask(f"Note to {frame.name}", frame.decisions.note, self.session.note)


class _Line(QWidget):
    """One line under the picture: which frame it is, and the decisions on it."""

    def __init__(self, settings: PhotographSettings) -> None:
        super().__init__()
        self._state = PhotoState()
        keys = photo_keys_of(settings, StillCommand.KEYS)
        self._hint = [f"{keys[0]} keys"] if keys else []
        self.setFixedHeight(40)

    def show_state(self, state: PhotoState) -> None:
        """Show another frame."""
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the line."""
        state = self._state
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.PANEL)
            if not state.frames:
                return
            room = QRectF(self.rect()).adjusted(16, 0, -16, 0)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setFont(theme.sans(14, strong=True))
            painter.setPen(theme.TEXT)
            painter.drawText(room, middle, state.frame.name)
            x = room.left() + painter.fontMetrics().horizontalAdvance(state.frame.name) + 24
            said = state.frame.decisions
            x = draw_marks(painter, QPointF(x, room.center().y()), said, size=16) + 8
            painter.setFont(theme.sans(13))
            painter.setPen(theme.DIM)
            painter.drawText(room.adjusted(x - room.left(), 0, -420, 0), middle, said.note)
            painter.setPen(theme.ALERT if state.message else theme.FAINT)
            right = middle | Qt.AlignmentFlag.AlignRight
            words = state.message or "   ·   ".join([*_where(state), *self._hint])
            painter.drawText(room, right, words)


def _where(state: PhotoState) -> list[str]:
    """Return the position in the session, and the machine's progress."""
    parts = [f"{state.order.index(state.at) + 1} of {len(state.frames)}"]
    if state.zoomed:
        parts.insert(0, "1:1")
    if not state.advance:
        parts.insert(0, "stays")
    if state.measured < len(state.frames):
        parts.insert(0, f"ranking {state.measured} of {len(state.frames)}")
    return parts
