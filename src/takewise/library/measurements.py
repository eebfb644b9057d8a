"""Measurements of photographs and clips, kept under their content as analyses are."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from takewise.errors import LibraryError
from takewise.library.opening import LibraryFile
from takewise.library.store import TakeKey
from takewise.model.photo import PortraitFace, UnnamedShot

_SCHEMA = "takewise.measurements/1"

# Fields of a face that are numbers, and how many each has: columns of one table.
_SCALARS = (
    ("eye_width", 1), ("box", 4), ("eye_places", 4), ("inside", 1), ("eyes", 2), ("pose", 3),
    ("gaze", 2), ("blur", 1), ("smear", 1), ("stops", 1), ("blown", 1), ("crushed", 1),
    ("contrast", 1), ("socket", 1), ("confidence", 1),
)  # fmt: skip

_ARRAYS = ("rigid", "marks", "skin")

# What NumPy and zipfile raise on content that is cut or changed.
_DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, OSError, EOFError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def find_measurements(library: LibraryFile, key: TakeKey) -> tuple[UnnamedShot, ...] | None:
    """Find the measurements of the same content, measured in the same way; None without any.

    There is one for a photograph, and one a frame for a clip. Raises `LibraryError` if the
    library cannot be read, or the entry is damaged.
    """
    with library.reading() as connection:
        row = connection.execute(
            "SELECT shots FROM measurements WHERE digest = ? AND settings_digest = ? "
            "AND detector = ? AND generator = ?",
            key.columns,
        ).fetchone()
    where = f"{library.path}, measurements of {key.digest}"
    return None if row is None else measurements_from_npz(row[0], where=where)


def keep_measurements(library: LibraryFile, key: TakeKey, shots: Sequence[UnnamedShot]) -> None:
    """Keep measurements, and drop those of other versions of the algorithms.

    Raises `LibraryError` if the library cannot be written.
    """
    content = measurements_to_npz(shots)
    with library.writing() as connection:
        connection.execute(
            "DELETE FROM measurements WHERE digest = ? AND settings_digest = ? "
            "AND detector = ? AND generator <> ?",
            key.columns,
        )
        connection.execute(
            "INSERT OR REPLACE INTO measurements "
            "(digest, settings_digest, detector, generator, shots) VALUES (?, ?, ?, ?, ?)",
            (*key.columns, content),
        )


def unreadable_measurements(library: LibraryFile) -> Iterator[str]:
    """Yield a sentence for each entry that is damaged; raises `LibraryError` as reading does."""
    with library.reading() as connection:
        for digest, content in connection.execute("SELECT digest, shots FROM measurements"):
            where = f"the measurements of {digest}"
            try:
                measurements_from_npz(content, where=where)
            except LibraryError as error:
                yield f"{where}: {error.what}"


def measurements_to_npz(shots: Sequence[UnnamedShot]) -> bytes:
    """Write measurements as bytes; equal measurements give equal bytes."""
    faces = [face for shot in shots for face in shot.faces]
    arrays: dict[str, npt.NDArray[Any]] = {
        "schema": np.array(_SCHEMA),
        "counts": np.array([len(shot.faces) for shot in shots], np.int32),
        "thumbs": np.array([shot.thumb for shot in shots], np.uint8),
        "sizes": np.array([shot.size for shot in shots], np.int32),
        "frames": np.array([-1 if s.frame is None else s.frame for s in shots], np.int64),
        "times": np.array([np.nan if s.time is None else s.time for s in shots], np.float64),
        "scalars": np.array([_scalars(face) for face in faces], np.float64),
    }
    if faces:
        arrays["sightings"] = np.concatenate([s.sightings for s in shots if s.faces])
        for name in _ARRAYS:
            arrays[name] = np.array([getattr(face, name) for face in faces])
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def measurements_from_npz(data: bytes, *, where: str) -> tuple[UnnamedShot, ...]:
    """Read measurements from the bytes of `measurements_to_npz`.

    Raises `LibraryError`, which names `where`, if they are damaged, or of another version.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if (schema := str(arrays["schema"])) != _SCHEMA:
                raise LibraryError(
                    f"is of schema {schema!r}, and this version reads {_SCHEMA!r}",
                    where=where,
                    remedy="`takewise pick` measures the pictures again",
                )
            return tuple(_shots({name: arrays[name] for name in arrays.files}))
    except _DAMAGE as error:
        raise LibraryError(
            f"does not hold complete measurements ({error})",
            where=where,
            remedy="`takewise pick` measures the pictures again",
        ) from error


def _shots(arrays: Mapping[str, npt.NDArray[Any]]) -> Iterator[UnnamedShot]:
    end = 0
    for place, count in enumerate(arrays["counts"].tolist()):
        start, end = end, end + count
        frame, time = int(arrays["frames"][place]), float(arrays["times"][place])
        width, height = arrays["sizes"][place].tolist()
        none = np.empty((0, 0), np.float32)
        yield UnnamedShot(
            faces=tuple(_face(arrays, row) for row in range(start, end)),
            sightings=arrays["sightings"][start:end] if count else none,
            thumb=arrays["thumbs"][place],
            size=(width, height),
            frame=None if frame < 0 else frame,
            time=None if np.isnan(time) else time,
        )


def _scalars(face: PortraitFace) -> list[float]:
    return [
        float(number)
        for name, _ in _SCALARS
        for number in np.ravel(np.asarray(getattr(face, name), np.float64))
    ]


def _face(arrays: Mapping[str, npt.NDArray[Any]], row: int) -> PortraitFace:
    numbers = iter(arrays["scalars"][row].tolist())
    values: dict[str, Any] = {}
    for name, many in _SCALARS:
        taken = tuple(next(numbers) for _ in range(many))
        values[name] = taken[0] if many == 1 else taken
    places = values["eye_places"]
    values["eye_places"] = (places[:2], places[2:])
    return PortraitFace(person="", **values, **{name: arrays[name][row] for name in _ARRAYS})
