"""The output of `takewise doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from takewise import __version__
from takewise.app.finding import Finding
from takewise.cli.render.console import print_line, stdout
from takewise.plain_text import count


def print_findings(found: Sequence[Finding]) -> None:
    """Print the findings, a line each, with remedies below."""
    console = stdout()
    width = max(len(each.name) for each in found)
    print_line(console, f"Takewise {__version__}")
    console.print()
    for each in found:
        print_line(console, f"{each.state:<7}  {each.name:<{width}}  {each.detail}")
        if each.remedy:
            print_line(console, f"{'':<7}  {'':<{width}}  -> {each.remedy}")
    problems = sum(each.state == "problem" for each in found)
    console.print()
    print_line(
        console,
        f"{count(problems, 'problem')} found; see the remedies above."
        if problems
        else "Takewise has everything that it needs.",
    )


def findings_document(found: Sequence[Finding]) -> dict[str, object]:
    """Return the findings as a JSON document; ``works`` is whether there is no problem."""
    return {
        "takewise": __version__,
        "works": all(each.state != "problem" for each in found),
        "findings": [asdict(each) for each in found],
    }
