"""``takewise doctor``: what works on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.cli.options.analysis import JSON, LIBRARY


@click.command(
    "doctor",
    epilog="""\b
Examples:
  takewise doctor
  takewise doctor --json > machine.json""",
)
@LIBRARY
@JSON
def doctor_command(library: Path | None, *, as_json: bool) -> None:
    """Check what works on this machine, and how to repair what does not.

    The exit status is 1 if something that Takewise needs does not work.
    """
    # Deferred: the stages that are checked take a second to load.
    from takewise.app import checks, status  # noqa: PLC0415
    from takewise.cli.render import console, findings  # noqa: PLC0415
    from takewise.ui.start import check_display  # noqa: PLC0415

    found = checks.examine(library, check_display)
    if as_json:
        console.print_json(findings.findings_document(found))
    else:
        findings.print_findings(found)
    problem = any(each.state == "problem" for each in found)
    click.get_current_context().exit(status.SOME_FAILED if problem else status.DONE)
