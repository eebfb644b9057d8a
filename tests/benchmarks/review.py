"""Measures the review window, and writes down what came of it.

``python -m tests.benchmarks.review`` measures everything; ``--only play|start|hour`` a part,
and ``--out REVIEW.md`` puts the parts measured into that file, the others staying as they are.
``--clips FOLDER`` keeps the takes that are made, as making them takes minutes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console

from takewise.pipeline.batch import run
from takewise.pipeline.takes import Request
from tests.benchmarks.hour import memory_over
from tests.benchmarks.machine import table as machine
from tests.benchmarks.playback import Figures, make_take, measure
from tests.benchmarks.start_up import seconds_to_pictures
from tests.benchmarks.tables import Table
from tests.conftest import REPOSITORY
from tests.media.clips import write_clip

_GROUPS = (25, 250)
_STARTS = 5
_HOUR = 3600

_HEAD = """# How the review window plays, seeks and starts

Made by `python -m tests.benchmarks.review`, the window drawn without a screen.

"""


def playback(folder: Path) -> Table:
    """Play and seek in takes of 22 Mbit/s with grain, with short and long groups."""
    rows = []
    for group in _GROUPS:
        paths = [folder / f"g{group}_{number}.mov" for number in (0, 1)]
        for number, path in enumerate(paths):
            if not path.exists():
                make_take(path, group=group, mirrored=bool(number))
        rows.append((f"{group} pictures", *_cells(measure((paths[0], paths[1])))))
    return Table(
        title="Two takes of 1080p25 side by side",
        columns=(
            "from key to key", "decoder alone, pictures/s", "and made visible",
            "a picture, ms of a core",
            "on time over 20 s, %", "dropped", "cores busy", "to a moment, ms: median / worst",
            "to any picture, ms",
        ),
        rows=tuple(rows),
        notes=(
            f"H.264 of about 20 Mbit/s with B-frames. {_load()} Two takes need 50 pictures/s. "
            "*On time*: the picture was there when the clock came to it.",
        ),
    )  # fmt: skip


def start_up(folder: Path) -> Table:
    """Start the program on takes that a library knows."""
    takes = [REPOSITORY / "sample_media" / f"scene12_take{n}.mov" for n in (1, 2)]
    library = folder / "library.db"
    requests = [Request(path=str(take), library=library, signals=True) for take in takes]
    assert all(outcome.error is None for outcome in run(requests, report=lambda _: None))
    walls, cores = zip(*(seconds_to_pictures(takes, library) for _ in range(_STARTS)), strict=True)
    found = (statistics.median(walls), min(walls), max(walls), statistics.median(cores))
    cells = tuple(f"{each:.2f}" for each in found)
    return Table(
        title="From the shell to the first pictures of two analysed takes",
        columns=("", "median, s", "best", "worst", "seconds of a core, median"),
        rows=((f"{_STARTS} starts", *cells),),
        notes=(_load(),),
    )


def hour(folder: Path) -> Table:
    """Play small takes for an hour of their own clock."""
    paths = [folder / f"small_{number}.mov" for number in (0, 1)]
    for path in paths:
        if not path.exists():
            write_clip(path, frames=500, size=(320, 180))
    found = memory_over(_HOUR, (paths[0], paths[1]))
    minutes = [f"{60 * number // (len(found) - 1)} min" for number in range(len(found))]
    return Table(
        title="Memory over an hour of play in a loop",
        columns=("on the takes' clock", *minutes),
        rows=(("resident, MiB", *(f"{each:.0f}" for each in found)),),
        notes=("Two takes of 320 x 180, 20 s each; the clock runs as fast as it can be drawn.",),
    )  # fmt: skip


PARTS: Mapping[str, Callable[[Path], Table]] = {
    "play": playback,
    "start": start_up,
    "hour": hour,
}


def _cells(figures: Figures) -> Iterator[str]:
    yield f"{figures.decoded:.0f}"
    yield f"{figures.developed:.0f}"
    yield f"{figures.picture_ms:.1f}"
    yield f"{100 * (1 - figures.dropped / max(1, figures.due)):.1f}"
    yield f"{figures.dropped} of {figures.due}"
    yield f"{figures.cores:.2f}"
    for times in (figures.moments_ms, figures.seeks_ms):
        yield f"{statistics.median(times):.0f} / {max(times):.0f}"


def _load() -> str:
    """Tell what else ran, as a figure of a busy machine says little."""
    one = os.getloadavg()[0]
    return f"Load of the machine just before the end: {one:.1f} on {os.cpu_count()} cores."


def _put(file: Path, table: Table) -> None:
    """Put a table into a file, in place of the one with its title."""
    text = file.read_text(encoding="utf-8") if file.exists() else _HEAD
    head, *sections = text.split("\n### ")
    others = {each.splitlines()[0]: each.rstrip() for each in sections}
    others[table.title] = table.markdown().removeprefix("### ").rstrip()
    file.write_text("\n\n### ".join([head.rstrip(), *others.values()]) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, and tell what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--out", type=Path, help="a Markdown file")
    parser.add_argument("--clips", type=Path, help="where the takes are kept that are made")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as spare:
        folder = asked.clips or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        for name in [asked.only] if asked.only else PARTS:
            for table in (PARTS[name](folder), machine()):
                table.show(Console())
                if asked.out:
                    _put(asked.out, table)


if __name__ == "__main__":
    main()
