"""How well takes are laid on one clock: ``python -m tests.benchmarks.alignment``.

Writes ALIGNMENT.md beside it, or with ``--quick`` shows a quarter of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import click
import numpy as np
from rich.console import Console

from takewise.alignment import AlignmentSettings, TakeToAlign, align
from takewise.alignment_methods import Method
from takewise.model.alignment import CANNOT_TELL
from tests.benchmarks.__main__ import _media_folder
from tests.benchmarks.readings import Kind, Pair, Times, pairs
from tests.benchmarks.tables import Table, number
from tests.spoken import heard

RESULTS = Path(__file__).with_name("ALIGNMENT.md")
SEEDS = 4

LIMITS: dict[Kind, float] = {
    "cut": 0.04, "stretched": 0.08, "long": 0.08, "reading": 0.08, "slate": 0.04, "unrelated": 0.0,
}  # fmt: skip
"""Seconds by which no place of a pair may be wrong: one frame at 25 fps, and 80 ms."""

_WORDS = """# How takes are laid on one clock

Made by `python -m tests.benchmarks.alignment`; every figure can be made again from its seeds.

Pairs of takes whose true places on each other are known: a piece cut out of the other; the
other made slower or faster by 5, 10 and 15 % at the same pitch; the same words by another voice
at another pace; a slate before other words; and other words altogether. Each take has a noise
of its own (brown, so loudest where voices are). The sound is made by rule, read by eSpeak NG, or
spoken by the GRID corpus (two or three sentences of it, 6 to 9 s). A pair is *right* where every
word of it lies within one frame of 25 fps (cuts, slates) or 80 ms (the rest); unrelated takes are
right nowhere, and ought to be in the row "cannot tell". The sureness was set on such pairs,
these seeds among them: its table is an estimate, not a proof.

**What this cannot show.** Rooms, overlapping dialogue, music and crowds are not in it, and
no actor's two readings of a line: eSpeak's voices differ in pace and timbre, but hardly in rhythm.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laid:
    """A pair and where it was laid."""

    kind: Kind
    speech: str
    pace: float
    decibels: float
    how: str
    method: Method
    sureness: float
    errors: Times
    """Seconds by which each place is wrong, 0 or more."""

    @property
    def told(self) -> bool:
        """Whether it was said to be sure."""
        return self.sureness >= CANNOT_TELL

    @property
    def right(self) -> bool:
        """Whether every place lies within the limit; of unrelated takes never."""
        return self.kind != "unrelated" and float(self.errors.max()) <= LIMITS[self.kind]


def lay(pair: Pair) -> Laid:
    """Lay a pair as `takewise compare` does, and measure it."""
    clock, take = (
        TakeToAlign(sound=heard(each), start=0.0, sync=None) for each in (pair.clock, pair.take)
    )
    found = align(clock, take, by="auto", settings=AlignmentSettings())
    return Laid(
        kind=pair.kind, speech=pair.speech, pace=pair.pace, decibels=pair.decibels, how=pair.how,
        method=found.method, sureness=found.sureness,
        errors=np.abs(found.on_clock(pair.own) - pair.truth),
    )  # fmt: skip


def accuracy(laid: Sequence[Laid]) -> Table:
    """Return how far words lie from their places, of pairs that are told."""
    kinds = list(dict.fromkeys((each.kind, each.speech) for each in laid if _related(each)))
    rows = [
        _row(
            f"{kind}, {speech}",
            [each for each in laid if (each.kind, each.speech) == (kind, speech)],
        )
        for kind, speech in kinds
    ]
    return Table(title="By kind and speech", columns=_COLUMNS, rows=tuple(rows))


def conditions(laid: Sequence[Laid]) -> Table:
    """Return the same of stretched takes by pace, by noise and by what else was done."""
    part = [each for each in laid if each.kind in {"stretched", "reading"}]
    plain = [each for each in part if each.kind == "stretched" and not each.how]
    rows = [
        _row(f"pace {pace:g}", [each for each in plain if each.pace == pace])
        for pace in sorted({each.pace for each in plain})
    ]
    rows += [
        _row(
            f"speech {decibels:g} dB over noise",
            [each for each in part if each.decibels == decibels],
        )
        for decibels in sorted({each.decibels for each in part}, reverse=True)
    ]
    rows += [
        _row(how, [each for each in part if each.how == how])
        for how in dict.fromkeys(each.how for each in part if each.how)
    ]
    return Table(title="Stretched takes and readings", columns=_COLUMNS, rows=tuple(rows))


def calibration(laid: Sequence[Laid]) -> Table:
    """Return how often pairs are right by how sure they are said to be."""
    edges = (0.0, CANNOT_TELL, 0.6, 0.8, 0.95, 1.0 + 1e-9)
    rows = []
    for low, high in pairwise(edges):
        some = [each for each in laid if low <= each.sureness < high]
        share = np.mean([each.right for each in some]) if some else np.nan
        said = "cannot tell" if high == CANNOT_TELL else f"{low:.2f} to {min(high, 1):.2f}"
        rows.append((said, str(len(some)), number(float(share))))
    other = [each for each in laid if each.kind == "unrelated"]
    told = sum(each.told for each in other)
    return Table(
        title="Sureness",
        columns=("said sureness", "pairs", "share right"),
        rows=tuple(rows),
        notes=(f"Of {len(other)} unrelated pairs {told} were laid on each other.",),
    )


_COLUMNS = ("", "pairs", "told", "median ms", "95 % ms", "worst ms", "told and wrong")


def _related(each: Laid) -> bool:
    return each.kind != "unrelated"


def _row(name: str, part: Sequence[Laid]) -> tuple[str, ...]:
    told = [each for each in part if each.told]
    errors = 1000 * np.concatenate([each.errors for each in told]) if told else np.full(1, np.nan)
    figures = (float(np.median(errors)), float(np.quantile(errors, 0.95)), float(errors.max()))
    wrong = sum(not each.right for each in told)
    return (
        name,
        str(len(part)),
        str(len(told)),
        *(number(each, 0) for each in figures),
        str(wrong),
    )


@click.command()
@click.option("--quick", is_flag=True, help="A quarter of it, shown here.")
def main(*, quick: bool) -> None:
    """Measure how well takes are laid on one clock."""
    folder = _media_folder()
    media = folder if (folder / "MANIFEST.csv").is_file() else None
    made = pairs(media, seeds=SEEDS // 4 if quick else SEEDS)
    with ProcessPoolExecutor(2) as pool:
        laid = list(pool.map(lay, made, chunksize=8))
    tables = (accuracy(laid), conditions(laid), calibration(laid))
    for table in tables:
        table.show(Console())
    if not quick:
        text = [_WORDS, *(table.markdown() for table in tables)]
        RESULTS.write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
