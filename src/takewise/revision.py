"""Which state of the algorithms a result comes from.

Results are kept in the library and found there again, so their key must change with
whatever changes them. The version of Takewise changes at a release only; the revision
changes with the results. ``tests/test_revision.py`` holds it to that: it compares what
the sample media give with ``tests/golden/results.json``.
"""

REVISION = 5
"""Raise it by one whenever a stage gives different results for the same media and settings."""


def generator_key(version: str) -> str:
    """Return what represents the program in a key of the library: its version and `REVISION`."""
    return f"{version} r{REVISION}"
