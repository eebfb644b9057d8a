"""Whose face plays in which set: no face is in two of them.

The core was tuned on the development faces. The validation faces were never
looked at while it was tuned; the final faces are for the last word alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from tests.benchmarks.stills import alone
from tests.performer import Portrait, astronaut
from tests.performer.portrait import framed

SetName: TypeAlias = Literal["development", "validation", "final"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One portrait that can play."""

    name: str
    """What the tables call it."""
    file: str | None
    """In the folder of real media; None for the portrait that scikit-image brings."""
    set: SetName
    """The one set it plays in."""
    folder: Path | None = None
    """Where `file` is; None for the portrait that scikit-image brings."""

    def portrait(self, size: tuple[int, int], eye_width: float) -> Portrait:
        """Return the face at rest, framed; size (width, height) and eye-width in pixels."""
        if self.file is None or self.folder is None:
            return astronaut(*size, eye_width)
        return framed(alone(self.folder / self.file, size, eye_width), size, eye_width)

    @property
    def digest(self) -> str:
        """The digest of the still, hexadecimal."""
        if self.file is None or self.folder is None:
            return "skimage.data.astronaut"
        return hashlib.sha256((self.folder / self.file).read_bytes()).hexdigest()


# Chosen by eye from the real-media folder: the mesh lies well on brows, lids and lips, and
# the lids come down cleanly. Left out: spectacles with a thick rim and white beards (lids are
# drawn over the glass), grimaces, faces out of focus, and a second picture of one man.
FACES = (
    Face(name="astronaut", file=None, set="development"),
    Face(name="neutral", file="max-facial-emotion/neutral.jpeg", set="development"),
    Face(
        name="single_face burst", file="derived/burst-single_face/00_f0000.jpg",
        set="development",
    ),
    Face(name="obama", file="face_recognition/obama.jpg", set="development"),
    Face(name="Family2-Lady1", file="azure-face/Family2-Lady1.jpg", set="development"),
    Face(name="Family2-Man2", file="azure-face/Family2-Man2.jpg", set="development"),
    Face(
        name="openwillis burst", file="derived/burst-openwillis-neutral/00_f0000.jpg",
        set="validation",
    ),
    Face(name="detection2", file="azure-face/detection2.jpg", set="validation"),
    Face(name="two_people", file="face_recognition/two_people.jpg", set="validation"),
    Face(name="Family3-Lady1", file="azure-face/Family3-Lady1.jpg", set="validation"),
    Face(name="detection5", file="azure-face/detection5.jpg", set="final"),
    Face(name="detection1", file="azure-face/detection1.jpg", set="final"),
    Face(name="group", file="max-facial-emotion/group.jpeg", set="final"),
)  # fmt: skip


def present(wanted: SetName, folder: Path | None) -> tuple[Face, ...]:
    """Return the faces of a set whose stills are here.

    Parameters
    ----------
    wanted
        The set.
    folder
        Of real media; None leaves the astronaut alone.

    Returns
    -------
    tuple[Face, ...]
        In a fixed order; empty if there is none.
    """
    every = (
        face if face.file is None else _in_folder(face, folder)
        for face in FACES
        if face.set == wanted
    )
    return tuple(face for face in every if face)


def absent(wanted: SetName, faces: Sequence[Face]) -> tuple[str, ...]:
    """Return the names of a set's faces that are not among those that are here."""
    here = {face.name for face in faces}
    return tuple(face.name for face in FACES if face.set == wanted and face.name not in here)


def _in_folder(face: Face, folder: Path | None) -> Face | None:
    if folder is None or face.file is None or not (folder / face.file).is_file():
        return None
    return Face(name=face.name, file=face.file, set=face.set, folder=folder)
