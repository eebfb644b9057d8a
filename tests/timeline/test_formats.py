"""The registry of formats."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from fractions import Fraction
from pkgutil import iter_modules

import pytest

from takewise.errors import SettingsError
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    MarkerSettings,
    arrange,
    formats,
    take,
)
from takewise.timeline.formats import otio, resolve_edl
from takewise.untrusted import toml_from
from tests.conftest import REPOSITORY
from tests.timeline.analyses import analysis, media_info, moment


def test_formats_are_named_and_described() -> None:
    """Each format has an ending and one line that says what it is for."""
    assert next(iter(FORMATS)) == "otio"
    for each in FORMATS.values():
        assert each.suffix.startswith(".")
        assert 0 < len(each.about) < 100
        assert "\n" not in each.about


def test_each_module_of_the_formats_is_one() -> None:
    """A format's module has its name, and none is forgotten in the list."""
    modules = {each.name.replace("_", "-") for each in iter_modules(formats.__path__)}
    assert modules == set(FORMATS)
    assert [each.name for each in FORMATS.values()] == list(FORMATS)
    with pytest.raises(KeyError):
        FORMATS["avi"]


def test_a_format_names_settings_and_extras_that_exist() -> None:
    """Its settings are a table of those of the export; what it needs can be installed."""
    settings = ExportSettings()
    tables = {type(getattr(settings, each.name)) for each in fields(settings)}
    project = toml_from((REPOSITORY / "pyproject.toml").read_bytes())["project"]
    for each in FORMATS.values():
        assert each.settings is None or each.settings in tables
        assert not each.extra or each.extra in project["optional-dependencies"]
    named = {each.settings for each in FORMATS.values()} - {None}
    assert named == {kind for kind in tables if kind.__module__.startswith("takewise.")}
    assert [name for name, each in FORMATS.items() if each.extra] == ["avid-aaf"]


def test_what_holds_no_clips_has_its_markers_on_a_timeline() -> None:
    """So it can go with a cut; only what needs the cut's start is noted with it."""
    for each in FORMATS.values():
        assert not each.markers_only or "timeline" in each.carries.places
        assert each.markers_only or not each.needs_start


def test_files_are_named_after_the_stem() -> None:
    """One file has the bare stem, and its content is the writer's."""
    timeline = arrange([take(analysis(moment()), MarkerSettings())])
    settings = ExportSettings()
    assert FORMATS["otio"].files("A 1", timeline, settings) == {
        "A 1.otio": otio.render(timeline, settings).files[""]
    }
    assert FORMATS["resolve-edl"].files("A 1", timeline, settings) == {
        "A 1.markers.edl": resolve_edl.render(timeline, settings).files[""]
    }


def test_several_files_are_numbered() -> None:
    """More markers than one EDL holds give numbered files, in order."""
    many = analysis(
        *(moment(n, n + 1) for n in range(1000)),
        media=media_info(rate=Fraction(25), frame_count=1000),
    )
    timeline = arrange([take(many, MarkerSettings())])
    files = FORMATS["resolve-edl"].files("A", timeline, ExportSettings())
    assert list(files) == ["A-1of2.markers.edl", "A-2of2.markers.edl"]
    rendered = resolve_edl.render(timeline, ExportSettings())
    assert list(files.values()) == list(rendered.files.values())


def test_an_unknown_place_for_markers_is_refused() -> None:
    """Markers cannot be put where no file has them."""
    with pytest.raises(SettingsError, match="timeline, clip, both"):
        ExportSettings(markers_on="track")


def test_listing_formats_does_not_load_the_timeline_library() -> None:
    """The stage is imported without OpenTimelineIO, which takes long to load."""
    code = "import sys, takewise.timeline; print('opentimelineio' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
