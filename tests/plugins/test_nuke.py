"""The plugin of Nuke, Nuke Studio and Hiero against their contracts, and its mutants."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6", reason="the panel needs Qt: pip install PySide6-Essentials")

from tests.plugins.bench import PLUGINS, loaded
from tests.plugins.mutants import NUKE, Mutant
from tests.plugins.nuke_checks import CHECKS, Bench
from tests.plugins.strict import ContractError


@pytest.mark.parametrize("name", CHECKS)
def test_the_plugin_keeps_its_promises(name: str, tmp_path: Path) -> None:
    """The plugin passes each check, and calls nothing but the contract."""
    with loaded(PLUGINS):
        CHECKS[name](Bench(tmp_path))


# A mutant's thread may die of what is wrong with it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mutant", NUKE, ids=lambda mutant: mutant.name)
def test_each_mutant_is_killed(
    mutant: Mutant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin with one thing wrong fails the check that is about it."""
    # What never comes true for a mutant need not be waited for as long.
    monkeypatch.setattr("tests.plugins.screen.PATIENCE", 2.0)
    plugins = mutant.grown(PLUGINS, tmp_path / "plugins")
    bench = Bench(tmp_path)
    with loaded(plugins):
        try:
            CHECKS[mutant.killer](bench)
        except (Exception, ContractError):  # noqa: BLE001 - however it dies
            return
        finally:
            bench.core.clear_away()
    pytest.fail(f"{mutant.name} passes {mutant.killer}")
