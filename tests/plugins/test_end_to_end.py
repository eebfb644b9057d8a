"""The real core, the sample takes, the plugins, and doubles of their hosts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from takewise.library import open_library
from takewise.media import probe
from takewise.model.decisions import Decisions
from takewise.pipeline.takes import Request, analyze_take
from takewise.timeline import MarkerSettings, make_markers
from tests.conftest import REPOSITORY
from tests.plugins.bench import PLUGINS, Core, load, loaded
from tests.plugins.hiero_double import Clip as HieroClip
from tests.plugins.hiero_double import Hiero, Tag
from tests.plugins.nuke_double import Nuke
from tests.plugins.nuke_script import read
from tests.plugins.resolve_checks import Bench
from tests.plugins.resolve_double import Clip
from tests.plugins.resolve_releases import Release
from tests.plugins.screen import application, wait_until
from tests.plugins.test_run import ALONE, pythons

CORE = (
    "import sys; sys.path.insert(0, {!r}); sys.argv[0] = 'takewise'; "
    "from takewise.cli import main; main()"
)
"""Starts this core, installed or not."""

TAKES = {"scene12_take1.mov": (144, "01:00:00:00"), "scene12_take2.mov": (200, "10:00:00:00")}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library for this module, so that no take is analysed twice."""
    return tmp_path_factory.mktemp("library") / "library.db"


@pytest.fixture(scope="module")
def truth(sample_media: Path, library: Path) -> Mapping[str, list[tuple[int, int]]]:
    """Return the frames of each take's markers: first, and first after."""
    asked = {name: Request(path=str(sample_media / name), library=library) for name in TAKES}
    found = {name: analyze_take(request).analysis for name, request in asked.items()}
    return {
        name: [(m.span.start, m.span.end) for m in make_markers(analysis, MarkerSettings())]
        for name, analysis in found.items()
    }


@pytest.fixture
def core(tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> Core:
    """Return the real core, under a note as the installer leaves it."""
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(library))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = Core(tmp_path / "core")
    found.command = [sys.executable, "-c", CORE.format(str(REPOSITORY / "src"))]
    return found


def test_resolve(
    core: Core,
    sample_media: Path,
    truth: Mapping[str, list[tuple[int, int]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Markers land on the analysis's frames; again nothing changes; other media replaces them."""
    # As inside of a host: what it has there for itself would end the core at once.
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    bench = Bench(tmp_path, Release(version="18.6"))
    core.note(bench.library)
    one, two = sorted(TAKES)
    clip = Clip(str(sample_media / one), *_resolve_facts(one))
    clip.mark(truth[one][0][0] + 1, "look here")
    bench.clips = [clip]
    with loaded(PLUGINS):
        bench.run("mark-selected")
        ours = {f: m for f, m in clip.markers.items() if m["customData"]}
        assert [(f, f + m["duration"]) for f, m in sorted(ours.items())] == truth[one]
        assert "0 markers added, 0 removed" in bench.run("mark-selected")
        clip.path, (clip.frames, clip.fps, clip.start_timecode) = (
            str(sample_media / two),
            _resolve_facts(two),
        )
        said = bench.run("mark-selected")
        assert f"{len(truth[two])} markers added, {len(truth[one])} removed" in said
        left = {f for f, m in clip.markers.items() if m["customData"]}
        assert left == {first for first, _ in truth[two]}
        assert clip.markers[truth[one][0][0] + 1]["name"] == "look here"


def test_nuke_and_hiero(
    core: Core, sample_media: Path, truth: Mapping[str, list[tuple[int, int]]]
) -> None:
    """The panel lists the analysis's frames, the node is keyed by them, tags lie on them."""
    pytest.importorskip("PySide6", reason="the panel needs Qt")
    application()
    name = min(TAKES)
    path, frames = str(sample_media / name), TAKES[name][0]
    nuke = Nuke([read("Read1", path, 1, frames)], ["Read1"])
    with loaded(PLUGINS), nuke.running():
        panel = load("takewise_nuke.panel").MomentsPanel(core=core.command)
        panel.find()
        wait_until(lambda: panel._job is None)
        assert [(row.first - 1, row.last) for row in panel._rows] == truth[name]
        assert all(os.path.exists(row.thumbnail) for row in panel._rows)
        panel.put_nodes()
        knob = nuke.nodes["Takewise1"].knobs["moment"]
        for first, end in truth[name]:
            assert [knob.at(f) > 0 for f in (first, first + 1, end, end + 1)] == [0, 1, 1, 0]
    hiero, clip = Hiero(), HieroClip("A", path, frames)
    with loaded(PLUGINS), hiero.running():
        tags = load("takewise_nuke.tags")
        said: list[str] = []
        tags._say = said.append
        run = tags.TagRun(tags.clips_of([hiero.bin_item(clip)]), core.command)
        run.start()
        wait_until(lambda: bool(said))
    assert [(tag.first, tag.last + 1) for tag in clip.tags] == truth[name]


def test_what_a_person_rejects_goes(
    core: Core,
    sample_media: Path,
    library: Path,
    truth: Mapping[str, list[tuple[int, int]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tagged twice nothing is doubled; a rejected moment's tag goes, the user's stays."""
    pytest.importorskip("PySide6", reason="progress needs Qt")
    application()
    own = Path(shutil.copy(library, tmp_path / "own.db"))
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(own))
    name = min(TAKES)
    hiero, clip = Hiero(), HieroClip("A", str(sample_media / name), TAKES[name][0])
    mine = Tag("mine", first=truth[name][0][0], last=truth[name][0][0])
    clip.tags.append(mine)

    def tagged() -> str:
        tags, said = load("takewise_nuke.tags"), list[str]()
        tags._say = said.append
        run = tags.TagRun(tags.clips_of([hiero.bin_item(clip)]), core.command)
        run.start()
        wait_until(lambda: bool(said))
        return said[0]

    with loaded(PLUGINS), hiero.running():
        assert f"{len(truth[name])} tags added, 0 removed" in tagged()
        assert f"0 tags added, 0 removed, {len(truth[name])} as before" in tagged()
        rejected = clip.tags[1].metadata["tag.takewise.data"].split(":")[3]
        with open_library(own) as opened:
            new = Decisions(rejected=frozenset({rejected}))
            opened.decide(probe(clip.path), old=Decisions(), new=new)
        assert "0 tags added, 1 removed" in tagged()
    assert clip.tags[0] is mine
    assert [(tag.first, tag.last + 1) for tag in clip.tags[1:]] == truth[name][1:]


def test_the_oldest_python_and_the_real_core(
    core: Core, sample_media: Path, truth: Mapping[str, list[tuple[int, int]]]
) -> None:
    """The oldest Python here runs the real core, out of a host's environment."""
    name = min(TAKES)
    take = {"key": "1", "path": str(sample_media / name)}
    request = {"do": "mark", "takes": [take]}
    arguments = ([str(PLUGINS / "shared")], core.command, request, TAKES[name][0])
    done = subprocess.run(
        [next(iter(pythons().values()), sys.executable), "-c", ALONE, *map(json.dumps, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    kinds, marks = json.loads(done.stdout)
    assert (kinds[0], kinds[-1]) == ("hello", "result")
    assert [frame for frame, _ in marks] == [first for first, _ in truth[name]]


def _resolve_facts(name: str) -> tuple[int, str, str]:
    frames, start = TAKES[name]
    return frames, "25.0" if "take2" in name else "24.0", start
