"""Names for results, so that no take's result replaces another's."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


def unique_names(paths: Sequence[str]) -> Mapping[str, str]:
    """Give each take a name of its own: its file's name, after folders if it must be.

    Names differ in more than upper and lower case, which some disks do not distinguish.

        >>> list(unique_names(["day1/A.mov", "day2/a.mov", "day2/B.mov"]).values())
        ['day1_A.mov', 'day2_a.mov', 'B.mov']
    """
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: _name(path, depth[path]) for path in paths}
        count = Counter(name.casefold() for name in names.values())
        alike = [path for path, name in names.items() if count[name.casefold()] > 1]
        longer = [path for path in alike if depth[path] < len(_parts(path))]
        if not longer:
            return names
        for path in longer:
            depth[path] += 1


def longer_names(path: str, name: str) -> Iterator[str]:
    """Yield a take's name, then the same after ever more of its folders.

    >>> from itertools import islice
    >>> list(islice(longer_names("/show/day1/A.mov", "A.mov"), 3))
    ['A.mov', 'day1_A.mov', 'show_day1_A.mov']
    """
    yield name
    for depth in range(2, len(_parts(path)) + 1):
        if len(longer := _name(path, depth)) > len(name):
            yield longer


def _parts(path: str) -> tuple[str, ...]:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - links keep the names that people gave them
    return tuple(part for part in whole.parts if part != whole.anchor)


def _name(path: str, depth: int) -> str:
    return "_".join(_parts(path)[-depth:])
