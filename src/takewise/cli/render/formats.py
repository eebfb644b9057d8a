"""A table of what each format can hold, for the user who chooses one."""

from __future__ import annotations

from takewise.app.presets import load_preset, own_folder, preset_names
from takewise.cli.render.console import listing, print_line, stdout, table
from takewise.timeline import FORMATS, Carries

_ASPECTS = ("name", "colour", "note", "length", "facts", "start")


def print_formats() -> None:
    """Print the formats with what they can hold, what they are for, and the presets."""
    console = stdout()
    shown = table("format", "on", "name", "colour", "note", "length", "facts", "start TC")
    for name, each in FORMATS.items():
        places = each.carries.places
        shown.add_row(name, "both" if len(places) > 1 else places[0], *_row(each.carries))
    console.print(shown)
    remarks = {
        name: f" ({each.carries.remark})" if each.carries.remark else ""
        for name, each in FORMATS.items()
    }
    print_line(console, "\nFormats")
    console.print(listing((name, f"{each.about}{remarks[name]}") for name, each in FORMATS.items()))
    print_line(console, "\nPresets")
    presets = (load_preset(name) for name in preset_names())
    console.print(listing((each.name, f"{each.about}: {', '.join(each.to)}") for each in presets))
    print_line(console, f"\nYour own presets go into {own_folder()}")


def _row(carries: Carries) -> tuple[str, ...]:
    return tuple("yes" if getattr(carries, aspect) else "-" for aspect in _ASPECTS)
