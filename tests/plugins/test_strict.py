"""The doubles of the hosts allow what their contracts hold, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bench import PLUGINS
from tests.plugins.hiero_double import Clip as HieroClip
from tests.plugins.hiero_double import Hiero
from tests.plugins.mutants import NUKE, RESOLVE
from tests.plugins.nuke_double import Nuke
from tests.plugins.nuke_script import read
from tests.plugins.resolve_double import Clip, Resolve
from tests.plugins.resolve_releases import RELEASES, Release, contract_of
from tests.plugins.strict import ContractError


def item(**release: Any) -> Any:
    """Return a clip of a Resolve's Media Pool."""
    return Resolve(Release(**release), [Clip("/A.mov", 240)]).remotes[0]


def node() -> Any:
    """Return a Read of a Nuke."""
    nuke = Nuke([read("Read1", "/A.mov", 1, 240)], ["Read1"])
    return nuke.node(nuke.nodes["Read1"])


def clip() -> Any:
    """Return a clip of a Hiero."""
    return Hiero().clip(HieroClip("A", "/A.mov", 240))


WRONG: dict[str, Callable[[], object]] = {
    "an undocumented method": lambda: item().AddMarkers(),
    "a keyword argument": lambda: item().AddMarker(1, "Red", "n", "x", 1, customData="d"),
    "too few arguments": lambda: item().AddMarker(1, "Red", "n"),
    "too many arguments": lambda: item().GetMarkers(1),
    "a frame as text": lambda: item().AddMarker("1", "Red", "n", "x", 1, "d"),
    "a truth as a frame": lambda: item().AddMarker(True, "Red", "n", "x", 1, "d"),  # noqa: FBT003
    "no name": lambda: item().AddMarker(1, "Red", None, "x", 1, "d"),
    "a fraction in 21.1": lambda: item(version="21.1").AddMarker(1.5, "Red", "n", "x", 1, "d"),
    "two words where 21.1 takes a dict": lambda: item(version="21.1").SetMetadata("Take", "1"),
    "a dict of numbers": lambda: item().SetMetadata({"Take": 1}),
    "an attribute that is set": lambda: setattr(item(), "name", "x"),
    "a method of 19.0 in 18.6": lambda: item(version="18.6").GetThirdPartyMetadata("x"),
    "a fabricated method": lambda: item(unknown="callable").AddMarkers(),
    "what is not modelled": lambda: item().GetMediaId(),
    "an undocumented method of Nuke": lambda: node().frames(),
    "a keyword that Nuke has not": lambda: node().metadata(name="x"),
    "a wrong type in Nuke": lambda: node().metadata(1),
    "an attribute of Nuke that is set": lambda: setattr(node(), "label", "x"),
    "what is not modelled of Nuke": lambda: node().inputs(),
    "a call of Nuke on another thread": lambda: on_a_thread(node().name),
    "an undocumented method of Hiero": lambda: clip().addTagToFrame(),
    "a fraction of a frame in Hiero": lambda: clip().addTagToRange(clip(), 1.5, 2),
    "a keyword argument in Hiero": lambda: clip().removeTag(tag=None),
    "what is not modelled of Hiero": lambda: clip().sourceOut(),
}


def on_a_thread(call: Callable[[], object]) -> None:
    """Call something on another thread, and raise here what it raised there."""
    raised: list[BaseException] = []

    def attempt() -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - it is raised again
            raised.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


@pytest.mark.parametrize("name", WRONG)
def test_what_the_contract_does_not_hold_raises(name: str) -> None:
    """Whatever a plugin does that its host does not have, the double refuses."""
    with pytest.raises(ContractError):
        WRONG[name]()


def test_a_name_that_does_not_exist_is_one_of_three() -> None:
    """`hasattr` raises, or is always true as measured, with None or with what cannot be called."""
    with pytest.raises(ContractError):
        hasattr(item(), "AddMarkers")
    assert item(unknown="none").AddMarkers is None
    assert callable(item(unknown="callable").AddMarkers)
    assert "AddMarkers" not in dir(item(unknown="callable"))


def test_the_doubtful_points_are_all_tried() -> None:
    """The releases differ in each doubtful point, so that no plugin can rely on one."""
    for point in ("float_keys", "nothing_is_none", "longest_note", "unknown", "good_take"):
        assert len({getattr(release, point) for release in RELEASES}) > 1, point
    assert {release.unknown for release in RELEASES} == {"raises", "none", "callable"}


def test_each_release_has_what_its_list_of_methods_has() -> None:
    """A method is in a release from the one on that brought it, until one drops it."""
    has = {
        release.version: {
            f"{kind}.{name}"
            for kind, methods in contract_of(release).methods.items()
            for name in methods
        }
        for release in RELEASES
    }
    for name, versions in (
        ("MediaPoolItem.AddMarker", ["18.6", "19.1", "20.2", "21.0", "21.1"]),
        ("MediaPool.GetSelectedClips", ["19.1", "20.2", "21.0", "21.1"]),
        ("MediaPoolItem.SetName", ["20.2", "21.0", "21.1"]),
        ("Project.GetSetting", ["18.6", "19.1", "20.2", "21.0"]),
        ("TimelineItem.GetSpeed", ["21.1"]),
        ("Timeline.GetSelectedClips", ["21.0", "21.1"]),
    ):
        assert [version for version in has if name in has[version]] == versions, name


def test_mutants_are_of_their_own(tmp_path: Path) -> None:
    """Each mutant has a name of its own, is a Python that compiles, and is another plugin."""
    mutants = (*RESOLVE, *NUKE)
    assert len({mutant.name for mutant in mutants}) == len(mutants) > 12
    for number, mutant in enumerate(mutants):
        source = (mutant.grown(PLUGINS, tmp_path / str(number)) / mutant.file).read_text("utf-8")
        compile(source, mutant.file, "exec")
        assert source != (PLUGINS / mutant.file).read_text("utf-8")
