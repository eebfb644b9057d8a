"""Laws of the error tree."""

from __future__ import annotations

import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise import errors
from takewise.errors import (
    ClockError,
    DecisionError,
    DetectorError,
    DisplayError,
    LibraryError,
    MalformedText,
    MediaError,
    MissingExtra,
    NoPictures,
    OutputError,
    SettingsError,
    SoundError,
    TakewiseError,
    UnreadableMedia,
)

KINDS = [
    TakewiseError,
    MediaError,
    UnreadableMedia,
    NoPictures,
    MalformedText,
    ClockError,
    DetectorError,
    SettingsError,
    DecisionError,
    LibraryError,
    OutputError,
    DisplayError,
    SoundError,
    MissingExtra,
]

PARENTS = dict.fromkeys(KINDS, TakewiseError) | {
    TakewiseError: Exception,
    UnreadableMedia: MediaError,
    NoPictures: MediaError,
}


def fail(what: str, where: str, remedy: str) -> None:
    """Raise an error, in another process."""
    raise UnreadableMedia(what, where=where, remedy=remedy)


class TestTree:
    """What catches what."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_parent(self, kind: type[TakewiseError]) -> None:
        """Each error has the parent that the picture at the module's top shows."""
        assert kind.__bases__ == (PARENTS[kind],)

    def test_the_picture_is_whole(self) -> None:
        """The picture at the module's top names every error of the module, and no other."""
        assert errors.__doc__ is not None
        drawn = re.findall(r"^(?:[│ ├└─]*)([A-Z]\w+) {2,}", errors.__doc__, flags=re.MULTILINE)
        assert drawn == [kind.__name__ for kind in KINDS]
        defined = [
            value
            for value in vars(errors).values()
            if isinstance(value, type) and issubclass(value, TakewiseError)
        ]
        assert sorted(drawn) == sorted(kind.__name__ for kind in defined)


class TestSentence:
    """What the user reads."""

    @pytest.mark.parametrize(
        ("where", "remedy", "sentence"),
        [
            ("", "", "it broke"),
            ("A.mov", "", "A.mov: it broke"),
            ("", "mend it", "it broke; mend it"),
            ("A.mov", "mend it", "A.mov: it broke; mend it"),
        ],
    )
    def test_parts(self, where: str, remedy: str, sentence: str) -> None:
        """An error reads as where, what and remedy, without marks for absent parts."""
        assert str(TakewiseError("it broke", where=where, remedy=remedy)) == sentence

    def test_a_place_is_never_taken_for_a_reason(self) -> None:
        """Where and remedy are given by name, so that they cannot be mixed up."""
        with pytest.raises(TypeError):
            TakewiseError("it broke", "A.mov")  # type: ignore[misc]


class TestTravel:
    """Between processes."""

    @pytest.mark.parametrize("kind", KINDS)
    @given(what=st.text(), where=st.text(), remedy=st.text())
    def test_pickle_keeps_every_part(
        self, kind: type[TakewiseError], what: str, where: str, remedy: str
    ) -> None:
        """An error that was pickled has its kind, its sentence and each of its parts."""
        error = kind(what, where=where, remedy=remedy)
        found = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(found) is kind
        assert (found.what, found.where, found.remedy) == (what, where, remedy)
        assert str(found) == str(error)

    def test_through_a_process_pool(self) -> None:
        """An error raised in a worker process arrives whole, and the pool stays usable."""
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            with pytest.raises(UnreadableMedia) as caught:
                pool.submit(fail, "it broke", "A.mov", "mend it").result(timeout=60)
            assert str(caught.value) == "A.mov: it broke; mend it"
            assert pool.submit(len, "abc").result(timeout=60) == 3
