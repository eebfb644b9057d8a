"""The panel: the moments of the selected Reads, and how to get to them.

The panel decides nothing: it asks the core through a `Job`, shows rows, and hands what is
clicked to the session, which is Nuke's or, in tests, another's.
"""

from takewise_host.asking import counted, error_words, progress_words, remarks
from takewise_host.locate import find_core
from takewise_host.problems import Problem
from takewise_host.run import is_last
from takewise_nuke.cells import PICTURE, TwoLines, items
from takewise_nuke.job import Job
from takewise_nuke.qt import QtCore, QtWidgets
from takewise_nuke.rows import next_frame, row_at

_COLUMNS = ("", "Moment", "Frames", "Length", "Sure")
_LINES = 4
# Of text in a row: the title, and a measurement in three.
_SHOWN = 2
# Lines of the message below the table.
_FOLLOW = 200
# Milliseconds between two looks at the playhead.

_EMPTY = (
    "Select Read nodes with takes and press Find Moments.\n"
    "Movements of faces are listed here, with the frames on which they begin, peak and end."
)

_windows = []


class MomentsPanel(QtWidgets.QWidget):
    """The panel.

    `session` stands for the host, and None takes Nuke's; `core` is the program with its first
    arguments, and None looks for it when it is needed.
    """

    def __init__(self, parent=None, session=None, core=None):
        super().__init__(parent)
        self._session = session or _nuke_session()
        self._core = core
        self._job = None
        self._rows = []
        self._names = {}
        self._said = []
        self._notes = []
        self.setWindowTitle("Takewise")
        self._build()
        self._follower = QtCore.QTimer(self)
        self._follower.setInterval(_FOLLOW)
        self._follower.timeout.connect(self._follow)
        self._follower.start()
        self._show_state(_EMPTY)

    def find(self):
        """Ask the core about the selected Reads."""
        if self._job is not None:
            return
        try:
            core = self._core or find_core(_library())
            asked, self._names, self._said = self._session.ask()
            self._notes = []
        except Problem as problem:
            self._show_state(str(problem))
            return
        self._job = Job(core, asked, self)
        self._job.received.connect(self._hear)
        self._busy(True)
        self._state.setText("Takewise is starting")
        self._job.start()

    def cancel(self):
        """Cancel; what was found before stays."""
        if self._job is not None:
            self._state.setText("Cancelling")
            self._job.cancel()

    def jump(self, direction):
        """Go to the apex of the next moment, or of the one before."""
        frames = [row.apex for row in self._visible()]
        frame = next_frame(frames, self._session.frame(), direction)
        if frame is not None:
            self._session.go_to(frame)
            self._follow()

    def put_nodes(self):
        """Make a Takewise node for each Read whose moments are listed."""
        names = self._session.put_nodes(self._visible())
        self._state.setText(f"Made or updated {', '.join(names)}" if names else "No Read is left")

    def set_range(self, do, words):
        """Call `do` with the row of the moment that is selected, or else nearest.

        `words` are shown afterwards, with ``{}`` for the moment.
        """
        row = row_at(self._visible(), self._session.frame())
        if self._table.selectedItems():
            row = self._visible()[self._table.currentRow()]
        if row is None:
            return
        try:
            do(row)
        except Problem as problem:
            self._state.setText(str(problem))
            return
        self._state.setText(words.format(f"{row.title}, {row.first}\u2013{row.last}"))

    def shutdown(self):
        """End the core, if it is at work: the host is closing."""
        if self._job is not None:
            self._job.finish()

    def closeEvent(self, event):  # noqa: N802 - Qt's name
        """End what runs when the window goes."""
        self.shutdown()
        super().closeEvent(event)

    def _build(self):
        self._state = QtWidgets.QLabel()
        # Names of clips are not markup.
        self._state.setTextFormat(QtCore.Qt.PlainText)
        self._state.setWordWrap(True)
        self._bar = QtWidgets.QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        layout = QtWidgets.QVBoxLayout(self)
        layout.addLayout(self._make_top())
        layout.addWidget(self._bar)
        layout.addWidget(self._make_pages(), 1)
        layout.addWidget(self._state)
        layout.addLayout(self._make_actions())
        self.resize(640, 560)
        self._busy(False)

    def _make_top(self):
        self._find = _button("Find Moments", "Analyse the media of the selected Read nodes")
        self._find.clicked.connect(self.find)
        self._cancel = _button("Cancel", "Cancel; what was found before stays")
        self._cancel.clicked.connect(self.cancel)
        self._kinds = QtWidgets.QComboBox()
        self._kinds.setToolTip("Which moments to list")
        self._kinds.currentIndexChanged.connect(self._fill)
        return _row(self._find, self._cancel, None, self._kinds)

    def _make_pages(self):
        self._hint = QtWidgets.QLabel()
        self._hint.setTextFormat(QtCore.Qt.PlainText)
        self._hint.setAlignment(QtCore.Qt.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setMargin(24)
        # Many clips may have something to say.
        scroll = QtWidgets.QScrollArea()
        scroll.setFrameShape(QtWidgets.QFrame.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._hint)
        self._pages = QtWidgets.QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self._make_table())
        return self._pages

    def _make_actions(self):
        previous = _button("\u25c0  Previous", "Go to the moment before the playhead (Ctrl+Alt+[)")
        previous.clicked.connect(lambda: self.jump(-1))
        following = _button("Next  \u25b6", "Go to the moment after the playhead (Ctrl+Alt+])")
        following.clicked.connect(lambda: self.jump(1))
        node = _button(
            "Make Takewise Node", "A node below each Read whose knob shows when a moment is on"
        )
        node.clicked.connect(self.put_nodes)
        self._actions = (previous, following, self._make_ranges(), node)
        return _row(previous, following, None, *self._actions[2:])

    def _make_ranges(self):
        """Return the button for the frames of a moment."""
        button = _button("Frame Range", "Use the frames of the selected moment; undo takes it back")
        menu = QtWidgets.QMenu(button)
        session = self._session
        for label, do, words in (
            ("Loop This Moment in the Viewer", session.loop, "The viewer loops {}"),
            ("End Loop", lambda _: session.end_loop(), "The viewer plays everything again"),
            ("Project Range to This Moment", session.set_range, "The project spans {}"),
            ("Project Range to Its Read", session.set_whole_range, "The project spans its Read"),
        ):
            action = menu.addAction(label)
            action.triggered.connect(lambda *_, do=do, words=words: self.set_range(do, words))
        button.setMenu(menu)
        return button

    def _make_table(self):
        table = QtWidgets.QTableWidget(0, len(_COLUMNS))
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.setIconSize(PICTURE)
        table.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectRows)
        table.setSelectionMode(QtWidgets.QAbstractItemView.SingleSelection)
        table.setEditTriggers(QtWidgets.QAbstractItemView.NoEditTriggers)
        table.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollPerPixel)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignVCenter)
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeToContents)
        header.setSectionResizeMode(0, QtWidgets.QHeaderView.Fixed)
        header.setSectionResizeMode(1, QtWidgets.QHeaderView.Stretch)
        table.setColumnWidth(0, PICTURE.width() + 12)
        table.cellClicked.connect(lambda row, _: self._go_to_row(row))
        table.setItemDelegateForColumn(1, TwoLines(table))
        self._table = table
        return table

    def _hear(self, message):
        kind = message["type"]
        last = is_last(message)
        if last:
            self._job = None
            self._busy(False)
        if kind == "progress":
            self._bar.setValue(int(1000 * message["share"]))
            self._state.setText(progress_words(message, self._names))
        elif kind == "error":
            self._said.append(error_words(message, self._names))
        elif kind == "result":
            self._take_in(message)
        elif kind == "cancelled":
            self._said.append("Cancelled; what was found before is still listed")
        if last:
            self._show_state("\n".join(self._said))

    def _take_in(self, result):
        found = []
        for take in result["takes"]:
            rows, said = self._session.rows(take)
            found += rows
            self._said += said
        self._rows = sorted(found, key=lambda row: (row.read, row.first, row.id))
        kinds = sorted({row.kind for row in self._rows})
        self._kinds.blockSignals(True)
        self._kinds.clear()
        self._kinds.addItem("all kinds", None)
        for kind in kinds:
            self._kinds.addItem(kind, kind)
        self._kinds.blockSignals(False)
        self._fill()
        if not result["takes"]:
            return
        moments = counted(len(self._rows), "moment") if self._rows else "No moments"
        self._said.insert(0, f"{moments} in {counted(len(result['takes']), 'Read')}")
        self._notes = remarks(result["takes"], self._names)
        if not self._rows:
            self._said += self._notes
            self._notes = []

    def _fill(self, _=None):
        rows = self._visible()
        self._table.setRowCount(len(rows))
        height = max(PICTURE.height() + 8, _LINES * self.fontMetrics().height() + 22)
        several = len({row.read for row in rows}) > 1
        for number, row in enumerate(rows):
            self._table.setRowHeight(number, height)
            for column, item in enumerate(items(row, several)):
                self._table.setItem(number, column, item)
        self._follow()

    def _visible(self):
        kind = self._kinds.currentData()
        return [row for row in self._rows if kind is None or row.kind == kind]

    def _go_to_row(self, number):
        self._session.go_to(self._visible()[number].apex)
        self._follow()

    def _follow(self):
        """Select the moment under the playhead."""
        if not self._rows:
            return
        frame = self._session.frame()
        rows = self._visible()
        under = {
            number: abs(row.apex - frame)
            for number, row in enumerate(rows)
            if row.first <= frame <= row.last
        }
        current = self._table.currentRow() if self._table.selectedItems() else -1
        if not under:
            self._table.clearSelection()
        elif under.get(current) != min(under.values()):
            self._table.selectRow(min(under, key=under.get))

    def _show_state(self, words):
        self._pages.setCurrentIndex(1 if self._rows else 0)
        self._hint.setText(words)
        lines = words.split("\n") + self._notes
        more = len(lines) - _SHOWN
        shown = lines[:_SHOWN] + (
            [f"and {counted(more, 'line')} more (point here)"] if more > 0 else []
        )
        self._state.setText("\n".join(shown) if self._rows else "")
        self._state.setToolTip("\n".join(lines) if more > 0 else "")
        for button in self._actions:
            button.setEnabled(bool(self._rows))
        self._kinds.setVisible(bool(self._rows))

    def _busy(self, busy):
        self._find.setEnabled(not busy)
        self._cancel.setVisible(busy)
        self._bar.setRange(0, 1000)
        self._bar.setValue(0)
        self._bar.setVisible(busy)


def show():
    """Open the panel as a window, or bring it to the front; return it.

    It is kept here, as Python would delete it.
    """
    if not _windows:
        panel = MomentsPanel(QtWidgets.QApplication.activeWindow())
        panel.setWindowFlags(QtCore.Qt.Tool)
        _windows.append(panel)
    _windows[0].show()
    _windows[0].raise_()
    return _windows[0]


def _button(label, tip):
    button = QtWidgets.QPushButton(label)
    button.setToolTip(tip)
    return button


def _row(*widgets):
    layout = QtWidgets.QHBoxLayout()
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def _library():
    from takewise_nuke.menus import library  # noqa: PLC0415 - it imports this

    return library()


def _nuke_session():
    from takewise_nuke.session import NukeSession  # noqa: PLC0415 - nuke only where it is

    return NukeSession()
