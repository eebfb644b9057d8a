"""Names for results: none takes another's place."""

from __future__ import annotations

import itertools
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from takewise.app.names import longer_names, unique_names

PART = st.sampled_from(["A.mov", "a.mov", "B.mov", "day1", "day2", "Day1"])
PATH = st.lists(PART, min_size=1, max_size=4).map(lambda parts: "/".join(("/r", *parts)))


@given(st.lists(PATH, unique_by=str.casefold, max_size=12))
def test_names_differ_and_end_as_their_files_do(paths: list[str]) -> None:
    """Folders that hold takes of one name tell them apart, if only "_" is no part of them."""
    names = unique_names(paths)
    assert list(names) == paths
    assert len({name.casefold() for name in names.values()}) == len(paths)
    assert all(name.endswith(PurePosixPath(path).name) for path, name in names.items())


@given(st.lists(PATH, unique_by=lambda path: path.rpartition("/")[2].casefold(), max_size=4))
def test_names_that_differ_already_stay_as_they_are(paths: list[str]) -> None:
    """No folder is put before a name that needs none."""
    assert list(unique_names(paths).values()) == [PurePosixPath(path).name for path in paths]


@given(PATH)
def test_longer_names_only_grow(path: str) -> None:
    """Each name ends with the one before it."""
    names = list(longer_names(path, PurePosixPath(path).name))
    for shorter, longer in itertools.pairwise(names):
        assert longer.endswith(f"_{shorter}")
