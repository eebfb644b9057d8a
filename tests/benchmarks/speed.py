"""How fast an analysis is, against nothing but decoding and detecting; its memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from takewise import media
from takewise.faces import DEFAULT_DETECTOR, FaceDetector, detect_faces, follow, open_detector
from takewise.model import DetectorInfo, FacePoints, Picture
from takewise.moments import find_moments
from takewise.motion import measure
from takewise.pipeline import batch
from takewise.pipeline.takes import Request, analyze
from takewise.settings import Settings
from tests.benchmarks import footage
from tests.benchmarks.memory import peak_of
from tests.benchmarks.tables import Table, number

Item = TypeVar("Item")

HEIGHTS = (540, 1080)

OVER_BARE = "time over bare"
OVER_ALL_CORES = "two at a time over all cores"
OVER_ONE_CORE = "two at a time over one core"
"""Columns in which the targets look."""

_TAKES = 4
_CORES = 2

_BUSY = 0.06
# Share of the machine that others may use while a round is timed for it to count.


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much of the speed is measured."""

    seconds: float
    """Length of the take."""
    rounds: int
    """How often it is analysed."""
    memory: tuple[float, ...]
    """Lengths of the takes whose memory is measured, seconds."""


QUICK = Effort(seconds=4, rounds=1, memory=(8,))
FULL = Effort(seconds=16, rounds=3, memory=(8, 60))
LONG = Effort(seconds=16, rounds=3, memory=(8, 60, 600, 3600))


def bare(path: Path) -> int:
    """Decode a take and find the faces of every picture, in this thread; return the count."""
    count = 0
    with open_detector(DEFAULT_DETECTOR) as detector:
        for frame in media.read_frames(media.probe(str(path))):
            detector.detect(frame.picture, frame.time)
            count += 1
    return count


def whole(path: Path) -> int:
    """Analyse a take; return the count of its pictures."""
    return analyze(str(path)).media.frame_count or 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How long some pictures took."""

    frames: int
    """Pictures."""
    wall: float
    """Seconds on the clock."""
    work: float
    """Seconds of all cores together, child processes included."""
    others: float
    """Share of the machine that other processes used meanwhile, 0 to 1; 0 where unknown."""

    @property
    def rate(self) -> float:
        """Pictures per second."""
        return self.frames / self.wall


def paced(act: Callable[[], int]) -> Pace:
    """Time one run; it returns how many pictures it took."""
    wall, work, busy = time.perf_counter(), _own_work(), _work_of_all()
    frames = act()
    wall, work = time.perf_counter() - wall, _own_work() - work
    others = max(0.0, _work_of_all() - busy - work) / (wall * (os.cpu_count() or 1))
    return Pace(frames, wall, work, others if busy else 0.0)


def _own_work() -> float:
    """Return the seconds that this process and its finished children have worked."""
    return sum(os.times()[:4])


def _work_of_all() -> float:
    """Return the seconds that the machine has worked since it began; 0 where unknown."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return 0.0
    user, nice, system, _, _, *interrupts = map(int, stat.read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def undisturbed(rounds: Callable[[], Sequence[Pace]], wanted: int) -> list[Sequence[Pace]]:
    """Time rounds until enough of them had the machine to themselves.

    Parameters
    ----------
    rounds
        Times one round: runs that are compared with each other.
    wanted
        How many rounds to return.

    Returns
    -------
    list[Sequence[Pace]]
        The first undisturbed ones; after three times as many tries the least disturbed.
    """
    tried: list[Sequence[Pace]] = []
    for _ in range(3 * wanted):
        tried.append(rounds())
        if sum(_disturbance(each) < _BUSY for each in tried) >= wanted:
            break
    return sorted(tried, key=_disturbance)[:wanted]


def _disturbance(paces: Sequence[Pace]) -> float:
    return max(pace.others for pace in paces)


def _pace_round(path: Path) -> list[Pace]:
    return [paced(partial(act, path)) for act in (bare, whole)]


def pace_table(takes: dict[int, Path], effort: Effort, what: str) -> Table:
    """Return the pace of the whole analysis against the bare loop, in turns.

    Parameters
    ----------
    takes
        The same take by picture height.
    effort
        How many rounds.
    what
        What the take is.

    Returns
    -------
    Table
        Medians over the rounds; ratios are of neighbouring runs, so that what else the
        machine does touches both.
    """
    rows, others = [], 0.0
    for height, path in takes.items():
        whole(path)
        rounds = undisturbed(partial(_pace_round, path), effort.rounds)
        others = max(others, *map(_disturbance, rounds))
        walls = [full.wall / least.wall for least, full in rounds]
        for place, name in enumerate(("bare", "whole")):
            paces = [each[place] for each in rounds]
            rows.append(
                (
                    f"{height}p, {name}",
                    number(statistics.median(pace.rate for pace in paces), 0),
                    number(statistics.median(1000 * p.work / p.frames for p in paces), 1),
                    number(statistics.median(walls)) if place else "1",
                    f"{number(min(walls))}–{number(max(walls))}" if place else "",
                )
            )
    return Table(
        title="One take",
        columns=(
            "picture height", "frames/s", "core ms a frame", OVER_BARE, "of the rounds",
        ),
        rows=tuple(rows),
        notes=(
            f"The take is {what}. *Bare* decodes and detects faces in one thread beside the "
            "decoder's own, and nothing else; *whole* is the analysis with its threads. Medians "
            f"of {effort.rounds} rounds in which other processes used at most "
            f"{100 * others:.0f} % of the machine.",
        ),
    )  # fmt: skip


WAYS = (
    ("one by one, all cores", 1, None),
    ("one by one, one core", 1, 1),
    ("two at a time", _CORES, None),
)
"""How several takes are analysed: in words, takes at a time, cores for each."""


def batch_table(takes: dict[int, Path], work: Path, effort: Effort) -> Table:
    """Return the pace of several takes one by one and two at a time."""
    rows, others = [], 0.0
    for height, path in takes.items():
        copies = [Path(shutil.copy(path, work / f"{height}-{n}.mp4")) for n in range(_TAKES)]
        rounds = undisturbed(partial(_batch_round, copies), effort.rounds)
        others = max(others, *map(_disturbance, rounds))
        rates = [statistics.median(each[way].rate for each in rounds) for way in range(len(WAYS))]
        over = [
            statistics.median(each[-1].rate / each[way].rate for each in rounds) for way in (0, 1)
        ]
        rows.append((f"{height}p", *(number(r, 0) for r in rates), *map(number, over)))
    words = [way for way, _, _ in WAYS]
    return Table(
        title=f"{_TAKES} takes",
        columns=(
            "picture height", *(f"{each}, frames/s" for each in words),
            OVER_ALL_CORES, OVER_ONE_CORE,
        ),
        rows=tuple(rows),
        notes=(
            "The start of the processes is included. *All cores* is one process whose threads use "
            "what there is; two at a time have a core each. Medians of "
            f"{effort.rounds} rounds; other processes used at most {100 * others:.0f} %.",
        ),
    )  # fmt: skip


def _batch_round(takes: Sequence[Path]) -> list[Pace]:
    return [paced(partial(analyse_all, takes, jobs, cores)) for _, jobs, cores in WAYS]


def analyse_all(takes: Sequence[Path], jobs: int, cores: int | None) -> int:
    """Analyse takes, so many at a time; return the count of their pictures."""
    requests = [Request(path=str(take), use_library=False, cores=cores) for take in takes]
    frames = 0
    for outcome in batch.run(requests, jobs=jobs, report=lambda _: None):
        if outcome.result is None:
            raise RuntimeError(f"a take of the benchmark failed: {outcome.error}")
        frames += outcome.result.analysis.media.frame_count or 0
    return frames


@dataclass(slots=True)
class Watch:
    """Sums up how long each stage worked, without what it waited for inside."""

    spent: dict[str, float] = field(default_factory=dict)
    """Seconds by stage."""
    _inner: list[float] = field(default_factory=lambda: [0.0])

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count the time of a block for a stage; blocks inside count for their own."""
        self._inner.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - start
            self.spent[stage] = self.spent.get(stage, 0.0) + took - self._inner.pop()
            self._inner[-1] += took

    def each(self, stage: str, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, counting the time that making them takes."""
        source = iter(items)
        while True:
            with self.on(stage):
                item = next(source, None)
            if item is None:
                return
            yield item


class _TimedDetector:
    """A detector whose time is counted."""

    def __init__(self, detector: FaceDetector, watch: Watch) -> None:
        self._detector, self._watch = detector, watch

    @property
    def info(self) -> DetectorInfo:
        return self._detector.info

    def detect(self, picture: Picture, at: float) -> tuple[FacePoints, ...]:
        with self._watch.on("detect"):
            return self._detector.detect(picture, at)

    def close(self) -> None:
        self._detector.close()

    def __enter__(self) -> FaceDetector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def stage_times(path: Path) -> dict[str, float]:
    """Return the milliseconds a picture of each stage, run one after the other."""
    watch, settings = Watch(), Settings()
    info = media.probe(str(path))
    with _TimedDetector(open_detector(DEFAULT_DETECTOR), watch) as detector:
        frames = watch.each("decode", media.read_frames(info))
        detected = detect_faces(frames, detector)
        tracked = watch.each("follow", follow(detected, settings.faces))
        with watch.on("measure"):
            motions = measure(tracked, settings.motion)
    with watch.on("moments"):
        for motion in motions:
            find_moments(motion, float(info.rate), settings.moments, take="benchmark")
    count = max(len(motion.times) for motion in motions)
    return {stage: 1000 * spent / count for stage, spent in watch.spent.items()}


def stage_table(takes: dict[int, Path]) -> Table:
    """Return the time of each stage at each picture height."""
    columns = {height: stage_times(path) for height, path in takes.items()}
    stages = ("decode", "detect", "follow", "measure", "moments")
    return Table(
        title="Time by stage",
        columns=("stage", *(f"{height}p, ms a frame" for height in columns)),
        rows=(
            *((stage, *(number(times[stage]) for times in columns.values())) for stage in stages),
            ("all", *(number(sum(times.values())) for times in columns.values())),
        ),
        notes=("Stages one after the other in one thread; in an analysis the first run ahead.",),
    )


def memory_table(path: Path, effort: Effort, work: Path) -> Table:
    """Return the greatest memory of processes that analyse takes of several lengths."""
    rows = []
    for seconds in effort.memory:
        take = footage.looped(path, seconds, work / "long.mp4")
        rows.append((f"{seconds / 60:.2g}", number(peak_of(take) / 2**20, 0)))
        take.unlink()
    return Table(
        title="Memory of one analysis",
        columns=("minutes of 1080p", "greatest resident memory, MiB"),
        rows=tuple(rows),
        notes=("Of a process of its own, the interpreter and all libraries included.",),
    )


def start_table() -> Table:
    """Return how long the command takes to show its help."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "takewise", "--help"], check=True, capture_output=True
        )
        times.append(time.perf_counter() - start)
    return Table(
        title="Start of the command",
        columns=("command", "seconds, median of 5"),
        rows=(("takewise --help", number(statistics.median(times))),),
    )


def tables(folder: Path | None, work: Path, effort: Effort) -> tuple[Table, ...]:
    """Measure the speed and the memory.

    Parameters
    ----------
    folder
        Of real media; None if there is none.
    work
        Folder for takes that are made for this.
    effort
        How much to measure.

    Returns
    -------
    tuple[Table, ...]
        Ready to show.
    """
    load = os.getloadavg()[0]
    short, what = footage.source(folder, work)
    pieces = {h: footage.resized(short, h, effort.seconds, work / f"{h}.mp4") for h in HEIGHTS}
    takes = {
        height: footage.looped(piece, effort.seconds, work / f"{height}-take.mp4")
        for height, piece in pieces.items()
    }
    return (
        pace_table(takes, effort, f"{what}; when it began, the load of the machine was {load:.1f}"),
        batch_table(takes, work, effort),
        stage_table(takes),
        memory_table(pieces[1080], effort, work),
        start_table(),
    )
