"""The output of `takewise agree`: how often the ranking agreed, and the fitted weights."""

from __future__ import annotations

from takewise.cli.render.console import print_line, stdout, table
from takewise.photos import TERM_KEYS, Agreement, Fit, PortraitSettings


def print_agreement(found: Agreement) -> None:
    """Print how often the ranking agreed with a photographer, and which terms did."""
    console = stdout()
    low, high = found.interval
    print_line(
        console,
        f"\nTakewise agreed with you in {found.agreed} of {found.decided} pairs "
        f"({100 * low:.0f} to {100 * high:.0f} %, as sure as 95 in 100).",
    )
    shown = table(
        "term", "took a side", "right", "wrong", numbers=("took a side", "right", "wrong")
    )
    for name, (sided, right) in found.terms.items():
        shown.add_row(name, str(sided), str(right), str(sided - right))
    console.print(shown)
    worst = max(found.terms, key=lambda name: found.terms[name][0] - 2 * found.terms[name][1])
    sided, right = found.terms[worst]
    if sided > 2 * right:
        print_line(console, f"Most often against you: {worst}.")


def print_fit(before: PortraitSettings, fitted: Fit) -> None:
    """Print weights before and after they were fitted, and whether that is better."""
    console = stdout()
    shown = table("weight", "before", "after", numbers=("before", "after"))
    for name, key in TERM_KEYS.items():
        weights = (getattr(each, key) for each in (before, fitted.settings))
        shown.add_row(name, *(f"{weight:.2f}" for weight in weights))
    console.print(shown)
    print_line(
        console,
        f"On {fitted.before.decided} pairs that the fit never saw: {fitted.before.agreed} agreed "
        f"before, {fitted.after.agreed} after.",
    )
    if fitted.after.agreed <= fitted.before.agreed:
        print_line(console, "This is not better: fit your weights to more pairs.")
