"""One rule says which moments are kept, and every surface follows it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import takewise
from takewise import Analysis, Kind, Selection, select_moments
from takewise.clock import FrameRange
from takewise.library import open_library
from takewise.media import picture_times
from takewise.model.decisions import Decisions, HandMarker, MomentEdit
from takewise.settings import load_settings
from takewise.ui.takes import ReviewState, ShownTake, moment_list
from takewise.ui.takes.marker_export import WindowExport, export_shown
from takewise.ui.takes.state import first_choice
from takewise.ui.takes.times import times_of
from tests.cli.calls import call
from tests.timeline.analyses import analysis, moment

EVERY = analysis(
    replace(moment(0, 4), id="brief", kind=Kind.MICRO, confidence=0.9, strength=8.0, person="A"),
    replace(moment(10, 14), id="unsure", kind=Kind.MICRO, confidence=0.4, strength=9.0, person="A"),
    replace(moment(20, 24), id="weak", kind=Kind.SUBTLE, confidence=0.9, strength=3.0, person="A"),
    replace(moment(30, 34), id="blink", kind=Kind.BLINK, confidence=0.9, strength=20.0, person="A"),
    replace(moment(40, 44), id="other", kind=Kind.MICRO, confidence=0.9, strength=5.0, person="B"),
    replace(moment(50, 54), id="hand", kind=Kind.MARKER, confidence=1.0, strength=0.0, person=""),
    replace(
        moment(60, 64), id="hand A", kind=Kind.MARKER, confidence=1.0, strength=0.0, person="A"
    ),
)


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), "brief, weak, other, hand, hand A"),
        (Selection(min_confidence=0.0), "brief, unsure, weak, other, hand, hand A"),
        (Selection(min_strength=5.0), "brief, other, hand, hand A"),
        (Selection(kinds=frozenset({Kind.BLINK})), "blink, hand, hand A"),
        (Selection(kinds=frozenset()), "hand, hand A"),
        (Selection(person="A"), "brief, weak, hand, hand A"),
        (Selection(person="B"), "other, hand"),
        (Selection(most=1), "brief, hand, hand A"),
        (Selection(most=2), "brief, other, hand, hand A"),
    ],
)
def test_the_rule(selection: Selection, kept: str) -> None:
    """Markers set by hand are always kept, unless they are about another person."""
    found = select_moments(EVERY, selection).moments
    assert ", ".join(each.id for each in found) == kept


@pytest.mark.parametrize(("confidence", "kept"), [(0.499, 0), (0.5, 1), (0.6, 1)])
def test_even_odds_are_enough(confidence: float, kept: int) -> None:
    """Unless another limit is set, a moment is kept from a confidence of one half on."""
    shown = select_moments(analysis(moment(confidence=confidence))).moments
    assert len(shown) == kept


def test_decisions_come_first() -> None:
    """What is rejected takes no place among the most; what is added is kept."""
    decisions = Decisions(
        rejected=frozenset({"brief"}),
        edits={"other": MomentEdit(title="the doubt")},
        markers={"h-1": HandMarker(span=FrameRange(5, 6), title="mine")},
    )
    kept = select_moments(EVERY, Selection(most=1), decisions).moments
    assert [each.title for each in kept if each.id in {"h-1", "other"}] == ["mine", "the doubt"]
    assert {each.id for each in kept} == {"h-1", "other", "hand", "hand A"}


@dataclass(frozen=True)
class Scene:
    """A take that was analysed, decided about and stored in a library."""

    take: Path
    settings: Path
    library: Path
    folder: Path
    found: Analysis
    decisions: Decisions


@pytest.fixture(scope="module")
def scene(sample_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return the first sample take with a rejected, an edited and an added moment."""
    folder = tmp_path_factory.mktemp("scene")
    take = sample_media / "scene12_take1.mov"
    settings = folder / "mine.toml"
    # Blinks are asked for, so that the kinds differ from the default.
    settings.write_text('[markers]\nkinds = ["micro-expression", "blink"]\nmin_confidence = 0.3\n')
    library = folder / "library.db"
    out = folder / "analysis"
    words = ["--library", library, "--settings", settings, "--signals"]
    assert call("analyze", take, "--out", out, *words).exit_code == 0
    found = takewise.analyze(str(take), settings=load_settings(settings))
    first, second = (each for each in found.moments if each.kind is Kind.MICRO)
    decisions = Decisions(
        rejected=frozenset({first.id}),
        edits={second.id: MomentEdit(title="the doubt")},
        markers={"h-1": HandMarker(span=FrameRange(60, 61), title="look at this")},
    )
    with open_library(library) as opened:
        opened.decide(found.media, old=Decisions(), new=decisions)
    return Scene(take, settings, library, folder, found, decisions)


def _api(scene: Scene) -> list[str]:
    settings = load_settings(scene.settings)
    kept = select_moments(scene.found, settings.markers.selection, scene.decisions)
    return [each.title for each in kept.moments]


def _markers(scene: Scene) -> list[str]:
    out = scene.folder / "markers"
    words = ["--library", scene.library, "--settings", scene.settings, "--label", "{title}"]
    assert call("markers", scene.take, "--to", "csv", "--out", out, *words).exit_code == 0
    (file,) = out.glob("*.csv")
    with file.open(newline="", encoding="utf-8-sig") as opened:
        return [row["name"] for row in csv.DictReader(opened)]


def _report(scene: Scene) -> list[str]:
    page = scene.folder / "page.html"
    words = ["--library", scene.library, "--settings", scene.settings, "--no-pictures"]
    assert call("report", scene.take, "--out", page, *words).exit_code == 0
    text = page.read_text(encoding="utf-8")
    titles = {each.title for each in scene.found.moments} | {"the doubt", "look at this"}
    return sorted((title for title in titles if f">{title}<" in text), key=text.index)


def _host(scene: Scene) -> list[str]:
    asked: dict[str, Any] = {
        "protocol": "takewise.host/1",
        "do": "mark",
        "takes": [{"key": "1", "path": str(scene.take)}],
        "library": str(scene.library),
        "settings_file": str(scene.settings),
    }
    done = subprocess.run(
        [sys.executable, "-m", "takewise", "host", "-"],
        input=json.dumps(asked) + "\n", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    results = [line for line in lines if line["type"] == "moment"]
    return [each["title"] for each in results]


def _state(scene: Scene) -> ReviewState:
    info = scene.found.media
    shown = ShownTake(
        name="take 1",
        info=info,
        times=times_of(info, scene.found, picture_times(info)),
        analysis=scene.found,
        decisions=scene.decisions,
    )
    settings = load_settings(scene.settings)
    return ReviewState(takes=(shown,), choice=first_choice(settings.markers.selection))


def _window_list(scene: Scene) -> list[str]:
    state = _state(scene)
    rows = moment_list.listed(moment_list.rows_of(state.takes, state.shown, state.choice))
    return [row.moment.title for row in rows if not row.rejected]


def _window_export(scene: Scene) -> list[str]:
    settings = load_settings(scene.settings)
    settings = replace(settings, markers=replace(settings.markers, label="{title}"))
    wish = WindowExport(folder=scene.folder / "window", formats=("csv",))
    (file,) = export_shown(_state(scene), wish, settings).files
    with file.open(newline="", encoding="utf-8-sig") as opened:
        return [row["name"] for row in csv.DictReader(opened)]


SURFACES = [_api, _markers, _report, _host, _window_list, _window_export]


@pytest.mark.parametrize("surface", SURFACES, ids=lambda each: each.__name__.strip("_"))
def test_every_surface_keeps_the_same(scene: Scene, surface: Callable[[Scene], list[str]]) -> None:
    """A rejected moment is left out, an edited one renamed, a marker of no asked kind kept."""
    assert sorted(surface(scene)) == ["blink", "look at this", "the doubt"]
