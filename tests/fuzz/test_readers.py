"""Whatever a file holds, reading it ends in a value or in one of our errors, and soon."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takewise.errors import TakewiseError
from tests.fuzz.mutants import mutant
from tests.fuzz.readers import READERS

pytestmark = pytest.mark.filterwarnings("ignore")

SOON = 10.0
# Seconds; each takes some thousandths on a machine that has nothing else to do.


@pytest.mark.parametrize("name", READERS)
def test_the_samples_are_read(name: str) -> None:
    """A mutant says something only where its sample is good."""
    read, samples = READERS[name]
    for sample in samples:
        assert read(sample) is not None


@pytest.mark.parametrize("name", READERS)
@settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_a_mutant_is_a_value_or_our_error(name: str, seed: int) -> None:
    """Sixty of each, the same in every run; ``python -m tests.fuzz`` makes thousands."""
    read, samples = READERS[name]
    begun = time.monotonic()
    with suppress(TakewiseError):
        read(mutant(samples[seed % len(samples)], seed))
    assert time.monotonic() - begun < SOON
