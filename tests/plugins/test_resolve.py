"""The Resolve plugin against Resolve's contract, and mutants of it against the checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugins import rating_checks, resolve_checks
from tests.plugins.bench import PLUGINS, loaded
from tests.plugins.contract.from_stubs import CONTRACT, as_text, made_from_stubs
from tests.plugins.mutants import RESOLVE, Mutant
from tests.plugins.resolve_checks import Bench
from tests.plugins.resolve_releases import RELEASES, Release
from tests.plugins.strict import ContractError

CHECKS = {**resolve_checks.CHECKS, **rating_checks.CHECKS}


def named(release: Release) -> str:
    """Return a release's name in the list of tests."""
    return release.version + ("" if release.studio else "-free")


def fails(check: Callable[[Bench], None], bench: Bench) -> bool:
    """Return whether a check fails, in whatever way."""
    try:
        check(bench)
    except (Exception, ContractError):  # noqa: BLE001 - however it dies
        return True
    return False


def test_the_contract_is_what_the_stubs_say() -> None:
    """The recorded contract is made again, byte for byte, from the published stubs."""
    assert CONTRACT.read_text(encoding="utf-8") == as_text(made_from_stubs())


@pytest.mark.parametrize("release", RELEASES, ids=named)
def test_the_plugin_keeps_its_promises(release: Release, tmp_path: Path) -> None:
    """The plugin passes every check on every release, and calls nothing but the contract."""
    with loaded(PLUGINS):
        for name, check in CHECKS.items():
            check(Bench(tmp_path / name, release))


@pytest.mark.parametrize("mutant", RESOLVE, ids=lambda mutant: mutant.name)
def test_each_mutant_is_killed(mutant: Mutant, tmp_path: Path) -> None:
    """A plugin with one thing wrong fails the check that is about it, on some release."""
    plugins = mutant.grown(PLUGINS, tmp_path / "plugins")
    check = CHECKS[mutant.killer]
    with loaded(plugins):
        # The oldest and the newest first: most of what changes, changes between them.
        for number, release in enumerate((RELEASES[0], RELEASES[-1], *RELEASES[1:-1])):
            if fails(check, Bench(tmp_path / f"check {number}", release)):
                return
    pytest.fail(f"{mutant.name} passes {mutant.killer}")
