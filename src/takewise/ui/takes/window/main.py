"""The review window: views that draw the state, and what they send back to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from takewise.errors import TakewiseError
from takewise.faces import FaceDetector
from takewise.keymap import GROUPS, Command, keys_of
from takewise.model import MediaInfo
from takewise.settings import Settings
from takewise.ui.shell.columns import column, in_a_row
from takewise.ui.shell.dropped import local_paths
from takewise.ui.shell.inline_editor import NoteLine
from takewise.ui.shell.key_names import words_of
from takewise.ui.shell.menu import menu_bar
from takewise.ui.shell.session import Keeper
from takewise.ui.shell.text_scale import rescale
from takewise.ui.shell.undo import Step, WindowAction
from takewise.ui.takes import alignment, arranging, transport
from takewise.ui.takes.audio import Sounding
from takewise.ui.takes.curves import Curves
from takewise.ui.takes.loader import Failed, LoadEvent, Located, Opened, Progressed
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.player import Playing
from takewise.ui.takes.seer import MomentSeer, default_detector
from takewise.ui.takes.session import ReviewSession
from takewise.ui.takes.sound_levels import SoundLevels, with_level
from takewise.ui.takes.sound_match import Aligned, Unheard, match_by_sound
from takewise.ui.takes.speaker import Fill, Speaker, open_speaker
from takewise.ui.takes.state import ReviewState, first_choice
from takewise.ui.takes.window.asking import ask_for_note, ask_for_takes, ask_for_title
from takewise.ui.takes.window.bin_panel import BinPanel
from takewise.ui.takes.window.close_ups import CloseUps
from takewise.ui.takes.window.detail import Detail
from takewise.ui.takes.window.export_panel import ExportPanel, panel_of
from takewise.ui.takes.window.keys import take_sheet
from takewise.ui.takes.window.lanes import Lanes
from takewise.ui.takes.window.moments_list import MomentsList
from takewise.ui.takes.window.pictures import Pictures
from takewise.ui.takes.window.stage import Stage
from takewise.ui.takes.window.top_bar import TopBar
from takewise.ui.takes.window.transport_bar import TransportBar, progress_words
from takewise.ui.takes.window.wiring import connect_parts

# Milliseconds between two looks at the clock: half of a picture at 60 a second.
_TICK = 8

# Milliseconds between two looks at what other windows decided.
_LOOK_UP = 700


class ReviewWindow(QWidget):
    """Shows takes on one clock, and records decisions about them.

    Exports go to `folder` unless the user names another. `clock` returns nanoseconds of the
    wall's clock; tests bring their own. `speaker` opens the sound output, `detector` what finds
    faces for the large view.
    """

    news = Signal(object)
    """A `LoadEvent` of a take; may be emitted from any thread."""
    paths_chosen = Signal(object)
    """Further takes are to be opened: a tuple of paths."""
    _arrived = Signal()
    _heard = Signal()
    _aligned = Signal(object)
    _measured = Signal(int, object)

    def __init__(
        self,
        settings: Settings,
        *,
        keeper: Keeper[MediaInfo],
        folder: Path,
        clock: Callable[[], int] = time.perf_counter_ns,
        speaker: Callable[[Fill], Speaker] = open_speaker,
        detector: Callable[[], FaceDetector] = default_detector,
    ) -> None:
        super().__init__()
        self._settings, self._folder, self._clock = settings, folder, clock
        self._detector = detector
        state = ReviewState(choice=first_choice(settings.markers.selection))
        self.session = ReviewSession(settings.review, keeper=keeper, grant=self._grant, state=state)
        """What is shown, and everything that may happen to it."""
        self.playing = Playing(self._arrived.emit)
        """The takes' pictures."""
        self.sounding = Sounding(self._heard.emit, speaker=speaker)
        """The active take's sound."""
        self._curves: dict[int, tuple[Curves, ...]] = {}
        self._levels = SoundLevels(self._measured.emit)
        self._progress: dict[int, float | None] = {}
        self._places: dict[int, int] = {}
        self._close_ups = CloseUps(self)
        self._closers: list[Callable[[], None]] = []
        self._cancellers: list[Callable[[], None]] = []
        self._make_views()
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.tick)
        self._others = QTimer(self)
        self._others.setInterval(_LOOK_UP)
        self._others.timeout.connect(self.session.refresh)
        self._others.start()
        self._ticked = self._clock()
        self._show(ReviewState(), self.session.state)

    def expect(self, names: list[str]) -> None:
        """Show which takes are going to be opened."""
        words = f"opening {names[0]} …" if len(names) == 1 else f"opening {len(names)} takes …"
        self.top.show_names(words)

    def on_close(self, closer: Callable[[], None]) -> None:
        """Call something when the window is closed."""
        self._closers.append(closer)

    def on_cancel(self, canceller: Callable[[], None]) -> None:
        """Call something when analysing is to stop."""
        self._cancellers.append(canceller)

    def hear(self, news: LoadEvent) -> None:
        """Take in an event of a take."""
        if isinstance(news, Progressed):
            self._progress[news.place] = news.share
            self._show_transport(self.session.state)
            return
        if isinstance(news, Located):
            self._close_ups.locate(self._places[news.place], news.faces)
            self.stage.refresh()
            return
        self._progress.pop(news.place, None)
        if isinstance(news, Failed):
            self._fail(news)
            return
        self._open(news)

    def tick(self) -> None:
        """Advance the clock by the time since the last tick."""
        state, now = self.session.state, self._clock()
        moved = transport.advance(state, Fraction(now - self._ticked, 1_000_000_000))
        if moved.shuttle == state.shuttle and _frames(moved) == _frames(state):
            return
        self._ticked = now
        self.session.take(Step(state=moved))
        self.playing.note(moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt calls it so
        """Carry out the command of a key."""
        if event.key() == Qt.Key.Key_Escape and self.session.state.keys_shown:
            self.session.do(Command.KEYS)
            return
        if not any(self.session.press(words) for words in words_of(event)):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, FBT001, N802 - Qt's own form
        """Leave Tab to the keymap."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt calls it so
        """Keep what covers the window in its place, and the pictures as large as their panes."""
        super().resizeEvent(event)
        self.sheet.setGeometry(self.rect())
        self.note.setGeometry(0, self.height() - self.note.height(), self.width(), 52)
        QTimer.singleShot(0, self._follow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt calls it so
        """Accept files of this machine."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt calls it so
        """Open what was dropped."""
        self.paths_chosen.emit(local_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt calls it so
        """End every thread before the window goes."""
        self._timer.stop()
        self._others.stop()
        self.session.close()
        for closer in self._closers:
            closer()
        self.playing.close()
        self.sounding.close()
        self._close_ups.close()
        self.stage.end()
        super().closeEvent(event)

    def _make_views(self) -> None:
        keys = self._keys = {
            command: (keys_of(self._settings.review, command) or ("",))[0] for command in Command
        }
        self.top = TopBar(keys)
        self.pictures = Pictures(self.playing.held, self.view_of)
        seer = partial(MomentSeer, detector=self._detector)
        self.stage = Stage(
            self.pictures, self._close_ups.face_of, seer, keys, self._settings.review
        )
        self.lanes = Lanes()
        self.bin = BinPanel(self._close_ups.face)
        self.list = MomentsList(self._close_ups.apex)
        self.detail = Detail(self._close_ups.of)
        self.bar = TransportBar(keys)
        self.sheet = take_sheet(self._settings.review, self)
        self.note = NoteLine(self)

    def _lay_out(self) -> None:
        self.setWindowTitle("Takewise")
        self.setMinimumSize(960, 600)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._left = column(self.stage, self.lanes)
        middle = in_a_row(self.bin, self._left, column(self.list, self.detail))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        self.menus = menu_bar(GROUPS, self._keys, self.session.do, self)
        layout.setMenuBar(self.menus)
        layout.addWidget(self.top)
        layout.addWidget(middle, 1)
        layout.addWidget(self.bar)
        self.sheet.raise_()
        self.note.raise_()

    def _connect(self) -> None:
        self.session.listen(self._show)
        self.news.connect(self.hear)
        self._arrived.connect(self._refresh_pictures)
        self._close_ups.arrived.connect(self._redraw)
        self._heard.connect(lambda: self._show_transport(self.session.state))
        self._aligned.connect(self._lay)
        self._measured.connect(self._take_level)
        self.on_close(self._levels.close)
        connect_parts(self)
        self.detail.sought.connect(self._seek_frame)

    def _show(self, before: ReviewState, state: ReviewState) -> None:
        """Draw a state."""
        if state.shuttle and not before.shuttle:
            self.playing.punctuality.begin()
            self._ticked = self._clock()
            self._timer.start()
        elif not state.shuttle and self._timer.isActive():
            self._timer.stop()
        self.sounding.follow(state, self._ticked)
        rows, session = self.session.rows, self.session
        self.pictures.show_state(state)
        self.stage.show_state(state, session.listed, session.chosen)
        self._follow()
        self._levels.follow(state)
        self.lanes.show_state(state, rows, self._curves)
        if self._list_differs(before, state):
            self.list.show_state(state, rows, session.listed)
            self._close_ups.ask(state, session.listed, session.chosen)
        self.detail.show_row(state, session.chosen)
        if self.bin.show_state(state):
            self._close_ups.ask_faces(self.bin.entries)
        self.top.show_state(state)
        self._show_transport(state)
        if self.sheet.isVisible() != state.keys_shown:
            self.sheet.setVisible(state.keys_shown)

    @staticmethod
    def _list_differs(before: ReviewState, state: ReviewState) -> bool:
        return before.takes is not state.takes or any(
            getattr(before, each) != getattr(state, each)
            for each in ("shown", "choice", "selected", "searched")
        )

    def _show_transport(self, state: ReviewState) -> None:
        self.bar.show_state(
            state,
            dropped=self.playing.punctuality.dropped,
            progress=self._progress_words(),
            sound=(self.sounding.words(state), self.sounding.trouble),
        )

    def _progress_words(self) -> str:
        names = {n: self.session.state.takes[at].name for n, at in self._places.items()}
        return progress_words(self._progress, names)

    def _open(self, news: Opened) -> None:
        # A take that cannot be opened leaves no gap.
        place = self._places.setdefault(news.place, len(self.session.state.takes))
        self._curves[place] = news.curves
        self._levels.forget(place)
        self.playing.reopen(place)
        self.session.change(arranging.put_take, place, news.take)
        self.lanes.refresh()
        self._follow()

    def _take_level(self, place: int, found: object) -> None:
        if isinstance(found, TakewiseError):
            name = self.session.state.takes[place].name
            self.session.change(ReviewState.saying, f"{name}: {found.without_place}")
        elif isinstance(found, np.ndarray):
            self._curves[place] = with_level(self._curves.get(place, ()), found)
            self.lanes.refresh()

    def _redraw(self) -> None:
        self.list.redraw()
        self.bin.redraw()
        self.detail.update()
        if self.session.state.face_lock:
            self.pictures.update()

    def _fail(self, news: Failed) -> None:
        place = self._places.get(news.place)
        if place is None:
            self.session.change(ReviewState.saying, str(news.error))
            return
        take, words = self.session.state.takes[place], news.error.without_place
        self.session.change(arranging.put_take, place, replace(take, trouble=words))
        self.session.change(ReviewState.saying, f"{take.name}: {words}")

    def _follow(self) -> None:
        """Let the feeds read what is shown now and next."""
        self.lanes.take_room(self._left.height(), self.stage.ideal_height())
        state = self.session.state
        self.playing.follow(state, self.session.listed, self.pictures.wanted_size)

    def _refresh_pictures(self) -> None:
        shown = self.session.state.shown
        self.pictures.notes = {each: note for each in shown if (note := self.playing.trouble(each))}
        self.pictures.update()

    @property
    def stills_wanted(self) -> int:
        """How many small pictures are still to come."""
        return self._close_ups.waiting

    def view_of(self, place: int, frame: int) -> QRectF | None:
        """Return the close-up that the view follows; None for the whole picture."""
        return self._close_ups.view_of(place, frame, self.session.state.choice.person)

    def _seek_frame(self, row: Row, frame: int) -> None:
        self.session.change(transport.seek, self.session.state.takes[row.take].common(frame))

    def _grant(self, action: WindowAction) -> None:
        {
            WindowAction.QUIT: self.close,
            WindowAction.TEXT_LARGER: lambda: rescale(self, 1),
            WindowAction.TEXT_SMALLER: lambda: rescale(self, -1),
            WindowAction.FULL_SCREEN: lambda: self.setWindowState(
                self.windowState() ^ Qt.WindowState.WindowFullScreen
            ),
            WindowAction.NOTE: lambda: ask_for_note(self.session, self.note),
            WindowAction.RENAME: lambda: ask_for_title(self.session, self.note),
            WindowAction.ALIGN: self._listen,
            WindowAction.EXPORT: self._open_export,
            WindowAction.OPEN: lambda: ask_for_takes(self, self.paths_chosen.emit),
            WindowAction.CANCEL: self._cancel,
        }[action]()

    def _cancel(self) -> None:
        for canceller in self._cancellers if self._progress else ():
            canceller()
        words = "cancelling …" if self._progress else "nothing is being analysed"
        self.session.change(ReviewState.saying, words)

    def _listen(self) -> None:
        words = match_by_sound(self.session.state, self._settings, self._aligned.emit)
        self.session.change(ReviewState.saying, words)

    def _lay(self, found: Aligned | Unheard) -> None:
        if isinstance(found, Unheard):
            self.session.change(ReviewState.saying, found.why)
        else:
            self.session.change(alignment.align_takes, found.clock, found.alignments)

    def export_panel(self) -> ExportPanel:
        """Return a panel that exports what is shown now."""
        return panel_of(self.session.state, self._folder, self._settings, self)

    def _open_export(self) -> None:
        if self.session.state.shuttle:
            self.session.do(Command.STOP)
        panel = self.export_panel()
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.open()


def _frames(state: ReviewState) -> tuple[int, ...]:
    return tuple(state.takes[place].frame_at(state.at) for place in state.shown)
