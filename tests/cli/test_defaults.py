"""Help texts say what the settings say."""

from __future__ import annotations

import click
import pytest

from takewise.app.marker_options import OPTION_SETTINGS
from takewise.cli.commands.markers import markers_command
from takewise.cli.options.defaults import default_of, left_out

BY_NAME = {each.name: each for each in markers_command.params if isinstance(each, click.Option)}
SAID = sorted(OPTION_SETTINGS.keys() - {"kinds", "extent", "path_map"})


@pytest.mark.parametrize("name", SAID)
def test_the_help_has_the_default_of_the_setting(name: str) -> None:
    """A changed default changes the help by itself."""
    said = BY_NAME[name].help or ""
    assert default_of(*OPTION_SETTINGS[name]) in said.partition("Default: ")[2]


def test_kinds_that_become_no_markers_are_named() -> None:
    """All kinds but these are the default."""
    assert f"all but {left_out()}" in (BY_NAME["kinds"].help or "")
    assert left_out() == "blink, pause and breath"


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("collision", ["merge", "shift"]),
        ("avid_columns", ["5", "6", "8"]),
        ("otio_schema", ["0.14", "0.18"]),
        ("markers_on", ["timeline", "clip", "both"]),
        ("color_by", ["kind", "person", "score"]),
    ],
)
def test_an_option_takes_what_its_setting_takes(name: str, choices: list[str]) -> None:
    """The choices are those of the setting's type."""
    kind = BY_NAME[name].type
    assert isinstance(kind, click.Choice)
    assert list(kind.choices) == choices
