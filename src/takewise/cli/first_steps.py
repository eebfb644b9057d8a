"""``takewise`` without a command: prints the first steps, and opens a window."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.app import status
from takewise.errors import DisplayError, MediaError, MissingExtra

_FIRST_STEPS = """\
takewise demo                                  find the moments of three sample takes
takewise review FILE or FOLDER                 see takes or photographs, and decide
takewise markers FILE... --to otio --out DIR   markers for your editor
takewise pick FOLDER                           rank the photographs of a session
takewise --help                                list every command"""


def start_here() -> int:
    """Print the first steps and, if there is a screen, let the user choose files.

    Return the exit status of the review, or success if nothing was chosen.
    """
    click.echo(_FIRST_STEPS)
    # Deferred: without a screen, nothing of the window is needed.
    from takewise.ui.start import check_display, choose_paths  # noqa: PLC0415

    try:
        check_display()
    except (DisplayError, MissingExtra):
        return status.DONE
    if not (paths := choose_paths(_samples())):
        return status.DONE
    from takewise.cli.commands.review import review_command  # noqa: PLC0415 - as above

    with review_command.make_context(
        "review", list(paths), parent=click.get_current_context()
    ) as context:
        review_command.invoke(context)
    return status.DONE


def _samples() -> Path | None:
    from takewise.app.sources import sample_folder  # noqa: PLC0415 - as above

    try:
        return sample_folder()
    except MediaError:
        return None
