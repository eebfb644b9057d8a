"""What the files for editors could not hold: printed as a table, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from takewise.atomic import write_bytes
from takewise.cli.render.console import stdout, table
from takewise.timeline import Loss, WrittenFiles, tally

Deliveries: TypeAlias = Iterable[tuple[str, WrittenFiles]]
"""Format and what was written in it."""


def print_losses(deliveries: Deliveries) -> None:
    """Print how often each format lost or changed what; nothing where none did."""
    rows = [tuple(map(str, each.values())) for each in tallied(deliveries)]
    if rows:
        shown = table("not in", "what", "what became of it", "times", numbers=("times",))
        for row in rows:
            shown.add_row(*row)
        stdout().print()
        stdout().print(shown)


def tallied(deliveries: Deliveries) -> Iterator[dict[str, object]]:
    """Yield how often each format lost or changed what, over all its files."""
    found: dict[str, list[Loss]] = {}
    for name, written in deliveries:
        found.setdefault(name, []).extend(written.losses)
    for name, losses in found.items():
        for (aspect, how), times in tally(losses).items():
            yield {"format": name, "what": aspect, "how": how, "times": times}


def write_report(path: Path, deliveries: Deliveries) -> None:
    """Write every loss, marker by marker, as JSON; raises `OutputError` if it cannot."""
    document = {
        "schema": "takewise.losses/1",
        "written": [
            {
                "format": name,
                "files": [str(file) for file in written.paths],
                "losses": [asdict(loss) for loss in written.losses],
            }
            for name, written in deliveries
        ],
    }
    write_bytes(path, f"{json.dumps(document, indent=1)}\n".encode())
