"""Tests, laid out as the package is; `tests.performer` makes the footage they need."""
