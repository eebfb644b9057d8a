"""``takewise doctor``: what works on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.cli.options.analysis import JSON, LIBRARY


@click.command(
    epilog="""\b
Examples:
  takewise doctor
  takewise doctor --json > machine.json"""
)
@LIBRARY
@JSON
def doctor(library: Path | None, *, as_json: bool) -> None:
    """Tell what works on this machine, and how to mend what does not.

    Ends with exit status 1 if something is amiss that Takewise needs.
    """
    # Deferred: the stages that are looked at take a second to load.
    from takewise.app import checks, status  # noqa: PLC0415
    from takewise.cli.render import console, findings  # noqa: PLC0415
    from takewise.ui.start import check_display  # noqa: PLC0415

    found = checks.examine(library, check_display)
    if as_json:
        console.print_json(findings.findings_document(found))
    else:
        findings.print_findings(found)
    amiss = any(each.state == "amiss" for each in found)
    click.get_current_context().exit(status.SOME_FAILED if amiss else status.DONE)
