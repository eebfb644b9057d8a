"""Small pictures of moments, cut to the faces that they are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage

from takewise.pipeline.face_paths import FacePath
from takewise.pipeline.seen_moments import Place
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.stills import Still, ThumbnailDecoder
from takewise.ui.takes.take_bin import BinEntry
from takewise.ui.takes.window.detail import stations
from takewise.ui.takes.window.pictures import as_image, cut_to


class CloseUps(QObject):
    """Keeps the small pictures that have been decoded, and knows where the faces are."""

    arrived = Signal()
    """Another picture is ready, or a face was found."""
    _still = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: dict[tuple[int, int], QImage] = {}
        self._faces: dict[int, tuple[FacePath, ...]] = {}
        self._stills = ThumbnailDecoder(self._still.emit)
        self._still.connect(self._keep)

    def close(self) -> None:
        """End the thread that decodes."""
        self._stills.close()

    @property
    def waiting(self) -> int:
        """How many pictures are still to come."""
        return self._stills.waiting

    def locate(self, place: int, faces: tuple[FacePath, ...]) -> None:
        """Keep where the faces of a take are."""
        self._faces[place] = faces
        self.arrived.emit()

    def ask(self, state: ReviewState, listed: Sequence[Row], chosen: Row | None) -> None:
        """Have the apexes of the listed moments decoded, those of the chosen one first."""
        wanted: dict[int, list[int]] = {}
        for row in listed:
            wanted.setdefault(row.take, []).append(row.moment.apex)
        for place, frames in wanted.items():
            self._stills.ask(place, state.takes[place].info, frames)
        if chosen is not None:
            info = state.takes[chosen.take].info
            self._stills.ask(chosen.take, info, stations(chosen), soon=True)

    def ask_faces(self, entries: Sequence[BinEntry]) -> None:
        """Have one picture of each take decoded."""
        for each in entries:
            self._stills.ask(each.place, each.take.info, (each.frame,))

    def face(self, entry: BinEntry, aspect: float) -> QImage | None:
        """Return the face that stands for a take, once it is there."""
        return self._cut(entry.place, entry.frame, None, aspect)

    def apex(self, row: Row, aspect: float) -> QImage | None:
        """Return a moment's apex in a proportion of width to height, once it is there."""
        return self.of(row, row.moment.apex, aspect)

    def of(self, row: Row, frame: int, aspect: float) -> QImage | None:
        """Return a picture of a moment in a proportion of width to height, once it is there."""
        return self._cut(row.take, frame, row.moment.person, aspect)

    def view_of(self, place: int, frame: int, person: str | None) -> QRectF | None:
        """Return where a person's face is, or else the first one's; None where none is known."""
        faces = self._faces.get(place, ())
        face = next((each for each in faces if each.person == person), next(iter(faces), None))
        box = face.box(frame) if face else None
        return QRectF(*box) if box else None

    def face_of(self, place: int, frame: int, person: str) -> Place | None:
        """Return where a person's face is in a picture; None where that is not known."""
        faces = self._faces.get(place, ())
        path = next((each for each in faces if each.person == person), None)
        return path.box(frame) if path else None

    def _cut(self, place: int, frame: int, person: str | None, aspect: float) -> QImage | None:
        image = self._images.get((place, frame))
        if image is None:
            return None
        view = self.view_of(place, frame, person) or QRectF(0, 0, 1, 1)
        return image.copy(cut_to(view, aspect, image).toRect())

    def _keep(self, still: Still) -> None:
        # A copy: the memory that the image shares may be freed.
        self._images[still.place, still.frame] = as_image(still.picture).copy()
        self.arrived.emit()
