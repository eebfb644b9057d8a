"""The plugin of Nuke, Nuke Studio and Hiero against their contracts, and its mutants."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6", reason="the panel needs Qt: pip install PySide6-Essentials")

from tests.plugins.bench import PLUGINS, loaded
from tests.plugins.nuke_checks import CHECKS, Bench


@pytest.mark.parametrize("name", CHECKS)
def test_the_plugin_keeps_its_promises(name: str, tmp_path: Path) -> None:
    """The plugin passes each check, and calls nothing but the contract."""
    with loaded(PLUGINS):
        CHECKS[name](Bench(tmp_path))
