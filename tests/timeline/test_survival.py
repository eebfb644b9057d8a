"""What each format is said to carry is what another reader finds."""

from __future__ import annotations

import pytest

from takewise.timeline import FORMATS
from tests.benchmarks.formats import PAGE, row, survival
from tests.timeline.readers import READERS


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"avid-aaf"}))
def test_what_is_said_is_what_survives(name: str) -> None:
    """Nine of nine markers on their frames at every rate and start, as the manual has it."""
    found, said = survival(name), FORMATS[name].carries
    assert (found.markers, found.frame, found.breaks) == (9, True, ())
    assert (found.name, found.colour, found.note, found.length, found.facts, found.start) == (
        said.name,
        said.colour,
        said.note,
        said.length,
        said.facts,
        said.start,
    )
    assert row(name, found) in PAGE.read_text(encoding="utf-8").splitlines()
