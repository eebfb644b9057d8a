"""The takes' pictures, and next to them the face of the chosen moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from takewise.keymap import Command, ReviewSettings
from takewise.pipeline.seen_moments import Place, clip_range, is_magnifiable
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.seer import MomentSeer, Wish
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.window.face_bar import FaceBar
from takewise.ui.takes.window.face_view import LargeFaceView
from takewise.ui.takes.window.pictures import Pictures

# Moments before and after the chosen one that are prepared, for the next key.
_NEXT = 2

# Height over width of the locked face.
_FACE = 1.2


class Stage(QWidget):
    """Arranges pictures and face, and has the face prepared.

    `face_of` returns where a person's face is, by place of the take, frame and person; `seer`
    makes what prepares faces, given what to call when one is ready.
    """

    asked = Signal(object)
    """A button was pressed; its `Command`."""
    looked = Signal(object)
    """The look is to change; a function from the old one to the new one."""
    _ready = Signal()

    def __init__(
        self,
        pictures: Pictures,
        face_of: Callable[[int, int, str], Place | None],
        seer: Callable[[Callable[[], None]], MomentSeer],
        keys: Mapping[Command, str],
        settings: ReviewSettings,
    ) -> None:
        super().__init__()
        self._pictures, self._face_of = pictures, face_of
        self._handles = Fraction(settings.handles).limit_denominator(1000)
        self._state = ReviewState()
        self._listed: tuple[Row, ...] = ()
        self._row: Row | None = None
        self.seer = seer(self._ready.emit)
        """Prepares faces."""
        self.face = LargeFaceView()
        """The large face."""
        self.bar = FaceBar(keys)
        """Its buttons."""
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.face, 1)
        side.addWidget(self.bar)
        self._row_layout = QHBoxLayout(self)
        self._row_layout.setContentsMargins(0, 0, 0, 0)
        self._row_layout.setSpacing(2)
        self._row_layout.addWidget(pictures)
        self._row_layout.addWidget(self._side)
        self._side.hide()
        self.bar.asked.connect(self.asked)
        self.face.looked.connect(self.looked)
        pictures.looked.connect(self.looked)
        self._ready.connect(self._show)

    def end(self) -> None:
        """End the thread that prepares faces."""
        self.seer.close()

    def ideal_height(self) -> int:
        """Return the height above which neither pictures nor face grow."""
        height = self._pictures.ideal_height()
        if self._side.isVisible():
            face = round(self._side.width() * _FACE) + self.bar.height()
            return max(height, face)
        return height

    def show_state(self, state: ReviewState, listed: Sequence[Row], chosen: Row | None) -> None:
        """Show a state's chosen moment."""
        before = self._state
        self._state, self._row = state, chosen
        self._listed = tuple(listed)
        open_now = state.look.open and chosen is not None
        if open_now != self._side.isVisible():
            self._side.setVisible(open_now)
        # Half of the room, and more where one take is looked at alone.
        alone = len(state.shown) == 1
        self._row_layout.setStretch(0, 2 if alone else 1)
        self._row_layout.setStretch(1, 3 if alone else 1)
        differs = before.selected != state.selected or before.takes is not state.takes
        if differs or before.look != state.look or before.pace != state.pace:
            self.refresh()
            self._show()

    def refresh(self) -> None:
        """Ask for what is shown now and next, as far as it is not ready."""
        self.seer.wish(self._wishes() if self._state.look.open else ())

    def _show(self) -> None:
        if self._row is None or not self._side.isVisible():
            return
        self.bar.show_look(self._state.look, movable=is_magnifiable(self._row.moment))
        self.face.show_sight(self._state, self._row, self.seer.sight(self._wish(self._row)))

    def _wishes(self) -> tuple[Wish, ...]:
        places = [row for row in self._listed if not row.rejected]
        if self._row is None:
            # While the takes play, they need all of the machine.
            first = () if self._state.shuttle else places[:_NEXT]
            return tuple(self._wish(each) for each in first if self._known(each))
        wishes = [self._wish(self._row), self._wish(self._row, times=True)]
        if self._state.look.loop:
            wishes.append(self._wish(self._row, times=self._state.look.magnified, clip=True))
        at = next((n for n, each in enumerate(places) if each.moment.id == self._row.moment.id), 0)
        near = [*places[at + 1 : at + 1 + _NEXT], *places[max(0, at - 1) : at]]
        return (*wishes, *(self._wish(each) for each in near))

    def _known(self, row: Row) -> bool:
        return self._face_of(row.take, row.moment.apex, row.moment.person) is not None

    def _wish(self, row: Row, *, times: bool = False, clip: bool = False) -> Wish:
        take, moment = self._state.takes[row.take], row.moment
        farther = times and is_magnifiable(moment)
        last = take.times.last
        return Wish(
            place=row.take,
            info=take.info,
            moment=moment,
            face=lambda frame: self._face_of(row.take, frame, moment.person),
            times=self._state.look.times if farther else None,
            clip=clip_range(moment, take.info, self._handles, last) if clip else None,
        )
