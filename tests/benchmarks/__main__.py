"""Measure accuracy and speed: ``python -m tests.benchmarks --help``."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from takewise.faces import DEFAULT_DETECTOR, DETECTORS
from tests.benchmarks import (
    ablation,
    detectors,
    faults,
    figures,
    hands,
    machine,
    naming,
    people,
    plots,
    portraits,
    presses,
    real,
    restless,
    speed,
    targets,
    worst,
)
from tests.benchmarks.clips import default_cache, place
from tests.benchmarks.faces import SetName, absent, present
from tests.benchmarks.scenes import Scene, scenes
from tests.benchmarks.synthetic import Judged, play
from tests.benchmarks.tables import Table

RESULTS = Path(__file__).with_name("RESULTS.md")
_PARTS = ("synthetic", "detectors", "ablation", "real", "stills", "speed")
_COUNTS: dict[str, int] = {"development": 42, "validation": 42, "final": 28}
_QUICK = 8

_WORDS = """# What Takewise finds, and how fast

Made by `python -m tests.benchmarks`; every figure can be made again from its seeds.

**What the synthetic figures show.** A still portrait is moved by displacement
fields whose every frame is known: whether, when and where the geometry of a
movement is found, down to sizes and lengths that nobody could label by eye.
**What they cannot show.** The portrait has no wrinkles, shading, tongue or
hair of its own, each action unit has one direction, and movements are single smooth
rises: an upper bound for geometry, and no evidence about real people's faces.
The patterns by which action units are named follow the same descriptions as the
performer's movements, so names look better here than they are. Its speech moves
the chin, and hardly parts the lips.
Development faces are those the methods were tuned on, validation faces are others; no
face, and no script, is in two sets. Scripts come from the seeds 11, 22 and 33
(development, validation, final) and the count of takes.

**What the real figures show.** Few clips, one annotator: enough to see a gross
fault, too little for a rate.
"""


def _count(name: str, *, quick: bool) -> int:
    """Return how many takes a set has."""
    return _QUICK if quick else _COUNTS[name]


def _media_folder() -> Path:
    beside = Path(__file__).parents[3] / "shared" / "media"
    return Path(os.environ.get("TAKEWISE_REAL_MEDIA", beside))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Where takes come from, and how they are played."""

    folder: Path | None
    """Real media; None if there are none."""
    cache: Path
    """Rendered takes."""
    jobs: int
    """Processes at a time."""
    console: Console
    """Where the progress is shown."""
    rendered: bool
    """Whether only takes that are rendered already are played."""

    def scenes(self, name: SetName, *, quick: bool = False) -> tuple[Scene, ...]:
        """Return the scenes of a set that are to be played."""
        count = _count(name, quick=quick)
        return self.at_hand(scenes(name, present(name, self.folder), count, quick=quick))

    def at_hand(self, wanted: Iterable[Scene]) -> tuple[Scene, ...]:
        """Return those of some scenes that are to be played."""
        return tuple(
            scene for scene in wanted if not self.rendered or place(scene, self.cache).exists()
        )

    def play(self, part: Sequence[Scene], detector: str = DEFAULT_DETECTOR) -> tuple[Judged, ...]:
        """Play scenes, in their order."""
        return play(part, self.cache, jobs=self.jobs, console=self.console, detector=detector)

    def play_all(self, wanted: dict[SetName, tuple[Scene, ...]]) -> dict[str, tuple[Judged, ...]]:
        """Play the scenes of several sets under one bar; sets without any are left out."""
        every = self.play([scene for part in wanted.values() for scene in part])
        by_name = {each.scene.name: each for each in every}
        return {
            name: tuple(by_name[scene.name] for scene in part)
            for name, part in wanted.items()
            if part
        }


@click.command()
@click.option("--quick", is_flag=True, help="A little of everything, in about two minutes.")
@click.option("--final", is_flag=True, help="Also play the final set; do not tune after it.")
@click.option("--long", "long_takes", is_flag=True, help="Also take 10 and 60 minutes of memory.")
@click.option("--rendered", is_flag=True, help="Play only takes that are rendered already.")
@click.option("--only", type=click.Choice(_PARTS), multiple=True, help="Measure only this part.")
@click.option("--jobs", type=int, default=os.cpu_count(), help="Processes for synthetic takes.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=default_cache(),
    show_default=True,
    help="Folder of rendered takes.",
)
@click.option(
    "--media",
    type=click.Path(path_type=Path),
    default=_media_folder(),
    help="Folder of real media (default: TAKEWISE_REAL_MEDIA).",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the tables into this file.")
@click.option(
    "--details", type=click.Path(path_type=Path), help="Write what was found and missed, as JSON."
)
def main(
    *,
    quick: bool,
    final: bool,
    long_takes: bool,
    rendered: bool,
    only: tuple[str, ...],
    jobs: int,
    cache: Path,
    media: Path,
    out: Path | None,
    details: Path | None,
) -> None:
    """Measure how well and how fast Takewise works.

    A full run writes RESULTS.md beside the benchmark; any other shows its tables here
    or writes them to --out.
    """
    console = Console()
    folder = media if (media / "MANIFEST.csv").is_file() else None
    run = _Run(folder=folder, cache=cache, jobs=jobs, console=console, rendered=rendered)
    parts = only or _PARTS
    sets = {}
    sections: dict[str, list[Table]] = {}
    outcomes: Sequence[real.Outcome] = ()
    if "synthetic" in parts:
        sets, sections["Synthetic takes"] = _synthetic(run, quick=quick, final=final)
        if details:
            details.write_text(json.dumps(_details(sets), indent=1), encoding="utf-8")
    if not quick:
        sections |= _compared(parts, run)
    if "real" in parts:
        outcomes = real.outcomes(folder) if folder else ()
        sections["Real takes"] = _real(outcomes, folder)
        sections = {"People": _people(run), **sections}
    if "stills" in parts:
        with console.status("ranking stills"):
            sections["Stills"] = portraits.tables(folder, quick=quick)
    if "speed" in parts:
        effort = speed.QUICK if quick else speed.LONG if long_takes else speed.FULL
        with console.status("measuring speed"), tempfile.TemporaryDirectory() as work:
            sections["Speed"] = list(speed.tables(folder, Path(work), effort))
    aims = targets.table(sets, outcomes, sections.get("Speed", ()))
    sections = {"": [aims], **sections, "Machine": [machine.table()]}
    _hand_out(
        sections,
        sets,
        out or (RESULTS if not quick and set(parts) == set(_PARTS) else None),
        console,
    )


def _hand_out(
    sections: dict[str, list[Table]],
    sets: dict[str, tuple[Judged, ...]],
    target: Path | None,
    console: Console,
) -> None:
    """Write the tables and the plot into a file, or show the tables here."""
    if target:
        plot = plots.draw(sets, target.with_suffix(".png")) if sets else None
        target.write_text(_markdown(sections, plot), encoding="utf-8")
        console.print(f"written: {target}")
        return
    for tables in sections.values():
        for table in tables:
            table.show(console)


def _synthetic(
    run: _Run, *, quick: bool, final: bool
) -> tuple[dict[str, tuple[Judged, ...]], list[Table]]:
    """Play the sets; write the pictures of the worst moments beside the clips."""
    names = _names(quick=quick, final=final)
    sets = run.play_all({name: run.scenes(name, quick=quick) for name in names})
    found = worst.worst(sets)
    strips = worst.strips(found, run.cache / "worst.jpg")
    run.console.print(f"written: {strips}")
    return sets, [
        *_missing(sets, run, quick=quick),
        *_accuracy(sets),
        worst.table(found),
        _with_hands(names, run, quick=quick),
        _restless(names, run, quick=quick),
        _presses(names, run, quick=quick),
    ]


def _detectors(run: _Run) -> Table:
    model = detectors.find_model(Path(__file__).parents[2])
    if model is None:
        return detectors.absent()
    os.environ[detectors.MODEL] = str(model)
    part = detectors.chosen(run.scenes("validation"))
    return detectors.table({name: run.play(part, name) for name in DETECTORS})


def _compared(parts: Sequence[str], run: _Run) -> dict[str, list[Table]]:
    """Return what other detectors, and other ways with the head, find in the same takes."""
    sections: dict[str, list[Table]] = {}
    if "detectors" in parts:
        sections["Detectors"] = [_detectors(run)]
    if "ablation" in parts:
        with run.console.status("taking the head's motion away in other ways"):
            part = detectors.chosen(run.scenes("validation"))
            played = ablation.played(part, run.cache, run.jobs)
        sections["Head motion"] = [ablation.table(played)]
    return sections


def _names(*, quick: bool, final: bool) -> list[SetName]:
    names: list[SetName] = ["development"] if quick else ["development", "validation"]
    return [*names, "final"] if final else names


def _with_hands(names: Sequence[SetName], run: _Run, *, quick: bool) -> Table:
    count = 2 if quick else hands.COUNT
    every = {name: hands.hand_scenes(name, present(name, run.folder), count) for name in names}
    played = run.play_all({name: run.at_hand(scenes) for name, scenes in every.items()})
    return hands.table(played)


def _restless(names: Sequence[SetName], run: _Run, *, quick: bool) -> Table:
    every: dict[SetName, tuple[Scene, ...]] = {}
    for name in names:
        calm = scenes(name, present(name, run.folder), _count(name, quick=quick), quick=quick)
        every[name] = restless.restless_scenes(calm[:4] if quick else calm)
    played = run.play_all({name: run.at_hand(part) for name, part in every.items()})
    return restless.table(played)


def _presses(names: Sequence[SetName], run: _Run, *, quick: bool) -> Table:
    faces = [face for name in names for face in present(name, run.folder)]
    takes = presses.takes(faces)
    with (
        run.console.status("pressing lips together"),
        tempfile.TemporaryDirectory() as work,
    ):
        return presses.table(takes[-1:] if quick else takes, Path(work))


def _missing(sets: dict[str, tuple[Judged, ...]], run: _Run, *, quick: bool) -> list[Table]:
    """Say which sets, takes and faces are not in the figures."""
    notes = ["The final set was played."] if "final" in sets else []
    for name, part in sets.items():
        count = _count(name, quick=quick)
        if len(part) < count:
            notes.append(f"Only {len(part)} of the {count} takes of {name} had been rendered.")
    for name in _names(quick=quick, final=False):
        faces = absent(name, present(name, run.folder))
        if faces:
            notes.append(f"Without real media, {name} has no {', '.join(faces)}.")
    return [Table(title="Sets", columns=(), rows=(), notes=tuple(notes))] if notes else []


def _accuracy(sets: dict[str, tuple[Judged, ...]]) -> list[Table]:
    return [
        figures.overall(sets),
        figures.eyes(sets),
        *figures.by_measure(sets),
        figures.by_face(sets),
        figures.false_alarms(sets),
        faults.kinds(sets),
        faults.worst(sets),
        figures.timing(sets),
        naming.units(sets),
        naming.correctness(sets),
        naming.sides(sets),
        naming.displacement(sets),
        *(naming.reliability(name, part) for name, part in sets.items()),
    ]


def _real(outcomes: Sequence[real.Outcome], folder: Path | None) -> list[Table]:
    if folder is None:
        note = "Skipped: there is no folder of real media (set TAKEWISE_REAL_MEDIA)."
        return [Table(title="Real clips with labels", columns=(), rows=(), notes=(note,))]
    return [real.table(outcomes), real.behind_a_hand(folder), real.lively_head(folder)]


def _people(run: _Run) -> list[Table]:
    if run.folder is None:
        note = "Skipped: there is no folder of real media (set TAKEWISE_REAL_MEDIA)."
        return [Table(title="People", columns=(), rows=(), notes=(note,))]
    with run.console.status("looking at people"):
        model = detectors.find_model(Path(__file__).parents[2])
        return list(people.tables(run.folder, run.cache / "people", model))


def _details(sets: dict[str, tuple[Judged, ...]]) -> list[dict[str, object]]:
    """Return every scene with what was right, wrong and missed."""
    return [
        {
            "set": name,
            "scene": repr(each.scene),
            "path": each.path,
            "people": each.people,
            "blinks": repr(each.blinks),
            "right": [[repr(found), repr(true)] for found, true in each.pairs],
            "wrong": [repr(found) for found in each.wrong],
            "missed": [repr(true) for true in each.missed],
        }
        for name, part in sets.items()
        for each in part
    ]


def _markdown(sections: dict[str, list[Table]], plot: Path | None) -> str:
    first, *others = sections.items()
    text = [_WORDS, *(table.markdown() for table in first[1])]
    if plot:
        text.append(f"![Recall by size, confidence and apex errors]({plot.name})\n")
    for title, tables in others:
        text += [f"## {title}\n", *(table.markdown() for table in tables)]
    return "\n".join(text)


if __name__ == "__main__":
    main()
