"""Next to the big picture: everyone's face close up, and the machine's reasons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from takewise.model.photo import PortraitFace, RankedShot
from takewise.ui.photos.reading import Size
from takewise.ui.photos.state import PhotoState
from takewise.ui.photos.window.pictures import PictureStore
from takewise.ui.shell import theme

_SHARE, _LEAST, _MOST = 0.22, 300, 560
# Width of the panel: share of the window's, and its bounds in pixels.
_EDGE = 16

# Side of a close-up over that of the face: the head with a little room.
_AROUND = 1.25


class StillsSide(QWidget):
    """Draws close-ups and reasons of the frame that decisions are about."""

    def __init__(self, store: PictureStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._state = PhotoState()
        self.fit(0)

    def fit(self, window: int) -> None:
        """Take a share of a window so many pixels wide."""
        self.setFixedWidth(max(_LEAST, min(_MOST, round(_SHARE * window))))

    def show_state(self, state: PhotoState) -> None:
        """Show another frame."""
        self._state = state
        self.setVisible(state.faces)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the panel."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.PANEL)
            if not self._state.frames:
                return
            ranked = self._state.frame.ranked
            if ranked is None:
                words = "Faces and ranking come while you look." if not self._ended else ""
                _paragraph(
                    painter, QRectF(_EDGE, _EDGE, self.width() - 2 * _EDGE, 60), words, theme.FAINT
                )
                return
            bottom = self._draw_faces(painter, _EDGE)
            self._draw_reasons(painter, ranked, bottom + 10)

    @property
    def _ended(self) -> bool:
        return self._state.measured >= len(self._state.frames)

    def _draw_faces(self, painter: QPainter, top: float) -> float:
        """Draw a row for each person, a column for each compared frame; return its end."""
        cells = self._faces()
        if not cells:
            _paragraph(
                painter,
                QRectF(_EDGE, top, self.width() - 2 * _EDGE, 24),
                "No face was found.",
                theme.DIM,
            )
            return top + 24
        many = len(self._state.shown) if self._state.compared else len(cells)
        # A row for each person; of one person alone four faces are larger two by two.
        least = 2 if len(cells) == 4 == many else 4
        columns = min(many, least if self._state.compared else 2 if many < 5 else 3)
        side = (self.width() - 2 * _EDGE - 6 * (columns - 1)) / columns
        rows = -(-len(cells) // columns)
        side = min(side, (self.height() * 0.45 - top) / rows - 20)
        for number, (place, face) in enumerate(cells):
            x = _EDGE + number % columns * (side + 6)
            y = top + number // columns * (side + 22)
            self._draw_face(painter, place, face, QRectF(x, y, side, side))
        return top + rows * (side + 22)

    def _faces(self) -> list[tuple[int, PortraitFace | None]]:
        """Return the close-ups from left to right, row by row."""
        shown = self._state.shown
        faces: dict[int, dict[str, PortraitFace]] = {}
        for place in shown:
            ranked = self._state.frames[place].ranked
            faces[place] = {face.person: face for face in ranked.measured.faces} if ranked else {}
        people = sorted({person for each in faces.values() for person in each})
        return [(place, faces[place].get(person)) for person in people for place in shown]

    def _draw_face(
        self, painter: QPainter, place: int, face: PortraitFace | None, room: QRectF
    ) -> None:
        painter.fillRect(room, theme.ROOM)
        if face is None:
            return
        image = self._store.best(place, Size.WHOLE, Size.SCREEN, Size.SMALL)
        if image is not None:
            painter.save()
            painter.setClipRect(room)
            source = _around(face, image)
            inside = source.intersected(QRectF(image.rect()))
            scale = room.width() / source.width()
            target = QRectF(
                room.left() + (inside.left() - source.left()) * scale,
                room.top() + (inside.top() - source.top()) * scale,
                inside.width() * scale,
                inside.height() * scale,
            )
            painter.drawImage(target, image, inside)
            painter.restore()
        active = place == self._state.at
        if active and self._state.compared:
            painter.fillRect(QRectF(room.left(), room.bottom(), room.width(), 2), theme.ACCENT)
        painter.setFont(theme.sans(11))
        painter.setPen(theme.DIM if active else theme.FAINT)
        eyes = _eyes_said(self._state.frames[place].ranked, face.person)
        line = QRectF(room.left(), room.bottom() + 3, room.width(), 16)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(
            f"{face.person}{eyes}", Qt.TextElideMode.ElideRight, int(room.width())
        )
        if metrics.horizontalAdvance(face.person + "  ·  eyes open") > room.width():
            words = face.person
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_reasons(self, painter: QPainter, ranked: RankedShot, top: float) -> None:
        room = QRectF(_EDGE, top, self.width() - 2 * _EDGE, 40)
        if ranked.score.total is None:
            _paragraph(painter, room, "Not ranked: there is no face to judge.", theme.DIM)
            return
        burst = self._state.bursts[self._state.burst]
        alone = len(burst) == 1
        head = (
            "A frame by itself" if alone else f"Ranked {ranked.place} of {len(burst)} in its burst"
        )
        painter.setFont(theme.sans(13, strong=True))
        painter.setPen(theme.TEXT)
        painter.drawText(room, head)
        y = top + 24
        done = f"{ranked.rank} of {self._state.measured} in the session"
        y = _paragraph(
            painter,
            QRectF(_EDGE, y, room.width(), 200),
            done if self._ended else f"{done} so far",
            theme.FAINT,
        )
        y = _paragraph(
            painter, QRectF(_EDGE, y + 4, room.width(), 200), ranked.score.because, theme.DIM
        )
        y += 10
        for term in ranked.score.terms:
            if y + 20 > self.height():
                return
            self._draw_term(painter, y, term.name, term.value)
            y += 20

    def _draw_term(self, painter: QPainter, y: float, name: str, value: float | None) -> None:
        painter.setFont(theme.sans(12))
        painter.setPen(theme.DIM)
        painter.drawText(QRectF(_EDGE, y, 150, 20), Qt.AlignmentFlag.AlignVCenter, name)
        left, wide = _EDGE + 150.0, self.width() - 2 * _EDGE - 150.0
        if value is None:
            painter.setPen(theme.FAINT)
            painter.drawText(QRectF(left, y, wide, 20), Qt.AlignmentFlag.AlignVCenter, "can't tell")
            return
        bar = QRectF(left, y + 8, wide, 4)
        painter.fillRect(bar, theme.RAISED)
        painter.fillRect(QRectF(left, y + 8, wide * value, 4), theme.DIM)


def _eyes_said(ranked: RankedShot | None, person: str) -> str:
    """Return the line about a person's eyes under the close-up."""
    if ranked is None:
        return ""
    for face in ranked.score.faces:
        if face.person == person:
            for term in face.terms:
                if term.name == "eyes open":
                    return f"  ·  {term.because}"
    return ""


def _around(face: PortraitFace, image: QImage) -> QRectF:
    """Return the square of the picture that shows a head."""
    left, top, right, bottom = face.box
    wide, high = (right - left) * image.width(), (bottom - top) * image.height()
    side = max(wide, high) * _AROUND
    x, y = (left + right) / 2 * image.width(), (top + bottom) / 2 * image.height()
    return QRectF(x - side / 2, y - side / 2, side, side)


def _paragraph(painter: QPainter, room: QRectF, words: str, colour: QColor) -> float:
    """Draw words that wrap; return where they end."""
    painter.setFont(theme.sans(12))
    painter.setPen(colour)
    tall = QRectF(room.left(), room.top(), room.width(), 400)
    painter.drawText(tall, Qt.TextFlag.TextWordWrap, words)
    return float(painter.boundingRect(tall, Qt.TextFlag.TextWordWrap, words).bottom())
