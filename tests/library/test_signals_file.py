"""Laws of the signal file."""

from __future__ import annotations

import io
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.errors import LibraryError
from takewise.library import signals_from_npz, signals_to_npz
from takewise.model import RegionMotion
from tests.library.values import signals


def assert_same(found: RegionMotion, expected: RegionMotion) -> None:
    """Compare every field, NaN being equal to NaN."""
    for field in fields(RegionMotion):
        ours, theirs = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(theirs, np.ndarray):
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs)
        else:
            assert ours == theirs


@given(st.integers(0, 9), st.integers(0, 2**32), st.sampled_from(["", "A", "AB", "BA"]))
def test_round_trip(n: int, seed: int, people: str) -> None:
    """Reading what was written gives the same people, arrays, types and gaps."""
    motions = [signals(person, n=n, seed=seed + i) for i, person in enumerate(people)]
    found = signals_from_npz(signals_to_npz(motions))
    assert [motion.person for motion in found] == list(people)
    for ours, theirs in zip(found, motions, strict=True):
        assert_same(ours, theirs)


def test_numpy_alone_reads_it() -> None:
    """The documented names are in the file, and no object has to be unpickled."""
    with np.load(io.BytesIO(signals_to_npz([signals()])), allow_pickle=False) as arrays:
        assert str(arrays["schema"]) == "takewise.signals/1"
        assert arrays["people"].tolist() == ["A"]
        names = {field.name for field in fields(RegionMotion)} - {"person"}
        assert set(arrays) == {"schema", "people"} | {f"A/{name}" for name in names}
        assert arrays["A/shift"].shape == (5, 3, 2)


def test_equal_signals_equal_bytes() -> None:
    """The same signals are the same bytes, with the zip format's oldest date in them."""
    written = signals_to_npz([signals()])
    assert written == signals_to_npz([signals()])
    # 1980-01-01 00:00:00 in MS-DOS form stands at offset 10 of a zip file.
    assert written[10:14] == bytes([0, 0, 0x21, 0])


def test_every_cut_is_refused() -> None:
    """A file that ends too early is refused, wherever it was cut."""
    whole = signals_to_npz([signals()])
    for end in range(0, len(whole), 97):
        with pytest.raises(LibraryError, match=r"^x\.npz: is not a complete signal file"):
            signals_from_npz(whole[:end], where="x.npz")


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile and NumPy wonder aloud
def test_damage_never_goes_unnoticed() -> None:
    """A changed byte is refused, or stands where it changes no signal (dates, padding)."""
    whole = signals_to_npz([signals(n=2)])
    refused = 0
    for place in range(0, len(whole), 5):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            (found,) = signals_from_npz(bytes(damaged))
        except LibraryError:
            refused += 1
        else:
            assert_same(found, signals(n=2))
    assert refused > len(whole) // 10


def npz(**arrays: object) -> bytes:
    """Return a file of some arrays."""
    buffer = io.BytesIO()
    np.savez(buffer, **{name: np.array(value) for name, value in arrays.items()})
    return buffer.getvalue()


def test_other_layouts_are_refused() -> None:
    """A file of another version, or of other arrays, is refused by name."""
    with pytest.raises(LibraryError, match=r"takewise\.signals/2"):
        signals_from_npz(npz(schema="takewise.signals/2"))
    with pytest.raises(LibraryError, match="is not a complete signal file"):
        signals_from_npz(npz(points=[1.0]))
    with pytest.raises(LibraryError, match="is not a complete signal file"):
        signals_from_npz(npz(schema="takewise.signals/1", people=["A"]))


def test_nothing_is_unpickled() -> None:
    """An array of Python objects, which could run code when read, is refused."""
    buffer = io.BytesIO()
    np.savez(buffer, schema=np.array([{"a": 1}], dtype=object))
    with pytest.raises(LibraryError, match="is not a complete signal file"):
        signals_from_npz(buffer.getvalue())
