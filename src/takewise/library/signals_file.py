"""The signal file: how every face of a take moves, as one ``.npz``.

Read it with ``numpy.load(path)``; it needs no Takewise. Its arrays are

* ``schema``: ``"takewise.signals/1"``;
* ``people``: the persons' ids, in order;
* for each person, e.g. ``A``, one array for each field of
  `takewise.model.RegionMotion`, named ``A/times``, ``A/regions``, ``A/shift``,
  ``A/noise``, ``A/head``, ``A/eyes``, ``A/gaze``, ``A/mouth``,
  ``A/legibility``, ``A/starts``, ``A/outside`` and ``A/cuts``, in the shapes and units
  described there. Files of earlier versions have no ``A/outside``.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from takewise.errors import LibraryError
from takewise.model import RegionMotion

SIGNALS_SCHEMA = "takewise.signals/1"
"""Name and version of the file's layout."""

# Arrays of a person, their types and shapes, as `takewise.model.RegionMotion` says.
_SHAPES: Mapping[str, tuple[type[np.generic], tuple[int | str, ...]]] = MappingProxyType(
    {
        "times": (np.float64, ("pictures",)),
        "shift": (np.float32, ("pictures", "regions", 2)),
        "noise": (np.float32, ("regions", 2)),
        "head": (np.float32, ("pictures", 6)),
        "eyes": (np.float32, ("pictures", 2)),
        "gaze": (np.float32, ("pictures", 2)),
        "mouth": (np.float32, ("pictures", 3)),
        "legibility": (np.float32, ("pictures", 4)),
    }
)

_ARRAYS = tuple(_SHAPES)

# Arrays of one person in files of versions that did not record what is outside the picture.
_BEFORE_OUTSIDE = len(_ARRAYS) + len(("regions", "starts", "cuts"))

# What NumPy and zipfile raise on a file that is cut, changed, or of another kind.
_DAMAGE = (
    ValueError,
    KeyError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
    MemoryError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
)


def signals_to_npz(motions: Sequence[RegionMotion]) -> bytes:
    """Write the motion of every person of a take as the bytes of one ``.npz`` file.

    Equal signals give equal bytes: nothing is compressed and no time is recorded. NaN is kept.
    """
    arrays: dict[str, npt.NDArray[Any]] = {
        "schema": np.array(SIGNALS_SCHEMA),
        "people": np.array([motion.person for motion in motions], dtype=np.str_),
    }
    for motion in motions:
        for name in _ARRAYS:
            arrays[f"{motion.person}/{name}"] = getattr(motion, name)
        arrays[f"{motion.person}/regions"] = np.array(motion.regions, dtype=np.str_)
        arrays[f"{motion.person}/outside"] = motion.outside
        arrays[f"{motion.person}/starts"] = np.array(motion.starts, dtype=np.int64)
        arrays[f"{motion.person}/cuts"] = np.array(motion.cuts, dtype=np.int64)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def signals_from_npz(data: bytes, *, where: str = "signals") -> tuple[RegionMotion, ...]:
    """Read the motion of every person of a take from the bytes of its file.

    Raises `LibraryError`, which names `where`, if it is damaged, or not a signal file of this
    version.
    """
    try:
        _check_sizes(data)
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if (schema := str(arrays["schema"])) != SIGNALS_SCHEMA:
                raise LibraryError(
                    f"is of schema {schema!r}, and this version reads {SIGNALS_SCHEMA!r}",
                    where=where,
                    remedy="analyse the take again",
                )
            people = dict.fromkeys(str(person) for person in arrays["people"])
            return tuple(_motion(arrays, person) for person in people)
    except _DAMAGE as error:
        raise LibraryError(
            f"is not a complete signal file ({error})", where=where, remedy="analyse the take again"
        ) from error


def _check_sizes(data: bytes) -> None:
    """Refuse a file that would expand beyond its size: ours is not compressed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > len(data):
            raise ValueError("it is compressed, or longer than the file")


def _motion(arrays: Mapping[str, npt.NDArray[Any]], person: str) -> RegionMotion:
    array = {name: arrays[f"{person}/{name}"] for name in _ARRAYS}
    regions = tuple(str(region) for region in arrays[f"{person}/regions"])
    pictures = len(array["times"])
    for name, (dtype, shape) in _SHAPES.items():
        wanted = tuple(
            {"pictures": pictures, "regions": len(regions)}.get(str(side), side) for side in shape
        )
        if array[name].dtype != dtype or array[name].shape != wanted:
            raise ValueError(f"{name} of {person} has another type or shape")
    if len(arrays) == len(("schema", "people")) + _BEFORE_OUTSIDE * len(arrays["people"]):
        outside = np.zeros(array["shift"].shape[:2], dtype=bool)
    else:
        outside = arrays[f"{person}/outside"]
    if outside.dtype != np.bool_ or outside.shape != array["shift"].shape[:2]:
        raise ValueError(f"outside of {person} has another type or shape")
    return RegionMotion(
        person=person,
        times=array["times"],
        regions=regions,
        shift=array["shift"],
        noise=array["noise"],
        head=array["head"],
        eyes=array["eyes"],
        gaze=array["gaze"],
        mouth=array["mouth"],
        legibility=array["legibility"],
        outside=outside,
        starts=tuple(int(frame) for frame in arrays[f"{person}/starts"]),
        cuts=tuple(int(frame) for frame in arrays[f"{person}/cuts"]),
    )
