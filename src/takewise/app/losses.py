"""The losses of an export: what the files for editors could not hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from takewise.atomic import write_bytes
from takewise.timeline import Loss, WrittenFiles, tally

Deliveries: TypeAlias = Iterable[tuple[str, WrittenFiles]]
"""Format and what was written in it."""


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
