"""Fixtures for tests of the use cases."""

from __future__ import annotations

from tests.cli.conftest import library

__all__ = ["library"]
