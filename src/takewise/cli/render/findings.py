"""What `takewise doctor` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from takewise import __version__
from takewise.app.finding import Finding
from takewise.cli.render.console import print_line, stdout
from takewise.plain_text import count


def print_findings(found: Sequence[Finding]) -> None:
    """Print what was found, a line each, remedies below."""
    console = stdout()
    width = max(len(each.name) for each in found)
    print_line(console, f"Takewise {__version__}\n")
    for each in found:
        print_line(console, f"{each.state:<5}  {each.name:<{width}}  {each.said}")
        if each.remedy:
            print_line(console, f"{'':<5}  {'':<{width}}  -> {each.remedy}")
    amiss = sum(each.state == "amiss" for each in found)
    words = "Everything that Takewise needs is here."
    print_line(
        console,
        f"\n{count(amiss, 'thing')} amiss; see the remedies above." if amiss else f"\n{words}",
    )


def findings_document(found: Sequence[Finding]) -> dict[str, object]:
    """Return what was found as a JSON document.

    Parameters
    ----------
    found
        From `examine`.

    Returns
    -------
    dict[str, object]
        ``takewise``, its version; ``works``, whether nothing is amiss; ``findings``.
    """
    return {
        "takewise": __version__,
        "works": all(each.state != "amiss" for each in found),
        "findings": [asdict(each) for each in found],
    }
