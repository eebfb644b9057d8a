"""A performer that is small enough to be quick."""

from __future__ import annotations

import pytest

from tests.performer import Portrait, astronaut


@pytest.fixture(scope="session")
def performer() -> Portrait:
    """Return the astronaut at 100 px eye-width."""
    return astronaut(640, 480, 100.0)
