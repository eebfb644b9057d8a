"""What the files for editors could not hold, as a table."""

from __future__ import annotations

from takewise.app.losses import Deliveries, tallied
from takewise.cli.render.console import stdout, table


def print_losses(deliveries: Deliveries) -> None:
    """Print how often each format lost or changed what, if any did."""
    rows = [tuple(map(str, each.values())) for each in tallied(deliveries)]
    if rows:
        shown = table("not in", "what", "what became of it", "times", numbers=("times",))
        for row in rows:
            shown.add_row(*row)
        stdout().print()
        stdout().print(shown)
