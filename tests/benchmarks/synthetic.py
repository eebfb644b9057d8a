"""Takes with known movements, analysed and judged."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from takewise.clock import FrameRange
from takewise.faces import DEFAULT_DETECTOR
from takewise.model import Kind, Moment, Movement
from takewise.pipeline.takes import analyze
from tests.benchmarks.clips import clip
from tests.benchmarks.matching import Counts, match
from tests.benchmarks.scenes import Scene

EYE_EVENTS = frozenset({Kind.BLINK, Kind.GAZE, Kind.HOLD})
"""Kinds that are not made of movements of the skin."""

BLINK_IOU = 0.3
"""Blinks last a few frames: half of the union would judge single frames at 24 frames/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueMoment:
    """What a scene holds at one place."""

    span: FrameRange
    """From the onset to the first frame at rest."""
    apex: int
    """Frame of greatest displacement."""
    movements: tuple[Movement, ...]
    """Strongest first."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One scene with what was found in it, paired with what is in it."""

    scene: Scene
    """What was played."""
    found: tuple[Moment, ...]
    """Everything that the analysis reports."""
    people: int
    """How many faces it followed; 1 is right."""
    path: str = field(default="", compare=False)
    """The rendered file."""

    @property
    def rate(self) -> float:
        """Frames per second."""
        return float(self.scene.script.rate)

    @property
    def minutes(self) -> float:
        """Length of the scene."""
        return self.scene.script.frames / self.rate / 60

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What was found, without the eyes' events."""
        return tuple(each for each in self.found if each.kind not in EYE_EVENTS)

    @cached_property
    def true(self) -> tuple[TrueMoment, ...]:
        """What there was to find; movements of the same frames are one moment."""
        together: dict[tuple[int, int, int], list[Movement]] = {}
        for each in self.scene.script.movements:
            named = Movement(unit=each.unit, name="", side=each.side, peak=each.peak)
            together.setdefault((each.onset, each.apex, each.offset), []).append(named)
        return tuple(
            TrueMoment(
                span=FrameRange(onset, offset),
                apex=apex,
                movements=tuple(sorted(movements, key=lambda movement: -movement.peak)),
            )
            for (onset, apex, offset), movements in sorted(together.items())
        )

    @cached_property
    def pairs(self) -> tuple[tuple[Moment, TrueMoment], ...]:
        """Moments that were found rightly, with the true ones."""
        spans = [each.span for each in self.true]
        return tuple(
            (self.moments[i], self.true[j])
            for i, j in match([moment.span for moment in self.moments], spans)
        )

    @cached_property
    def wrong(self) -> tuple[Moment, ...]:
        """Found, but not true."""
        right = {moment.id for moment, _ in self.pairs}
        return tuple(moment for moment in self.moments if moment.id not in right)

    @cached_property
    def missed(self) -> tuple[TrueMoment, ...]:
        """True, but not found."""
        right = {each.span for _, each in self.pairs}
        return tuple(each for each in self.true if each.span not in right)

    @property
    def counts(self) -> Counts:
        """Of the moments."""
        return Counts(len(self.pairs), len(self.wrong), len(self.missed))

    def counts_from(self, peak: float, *, every_false: bool = False) -> Counts:
        """Count the moments of at least a true peak, eye-widths.

        False moments count from the same measured peak on, or all of them.
        """
        return Counts(
            sum(true.movements[0].peak >= peak for _, true in self.pairs),
            sum(every_false or found.movements[0].peak >= peak for found in self.wrong),
            sum(true.movements[0].peak >= peak for true in self.missed),
        )

    @cached_property
    def blinks(self) -> Counts:
        """Of the blinks."""
        found = [moment.span for moment in self.found if moment.kind is Kind.BLINK]
        true = [FrameRange(each.onset, each.offset) for each in self.scene.script.blinks]
        right = len(match(found, true, least=BLINK_IOU))
        return Counts(right, len(found) - right, len(true) - right)

    @cached_property
    def gazes(self) -> Counts:
        """Of the looks aside: one is right if a gaze shift touches it, there or back."""
        found = [moment.span for moment in self.found if moment.kind is Kind.GAZE]
        true = [FrameRange(each.onset, each.offset) for each in self.scene.script.gazes]
        seen = sum(any(span.overlap(look) for span in found) for look in true)
        wrong = sum(not any(span.overlap(look) for look in true) for span in found)
        return Counts(seen, wrong, len(true) - seen)


def judged(scene: Scene, cache: Path, detector: str = DEFAULT_DETECTOR) -> Judged:
    """Render a scene unless that is done, analyse it, and compare."""
    path = clip(scene, cache)
    analysis = analyze(str(path), detector=detector)
    return Judged(scene=scene, found=analysis.moments, people=len(analysis.people), path=str(path))


def play(
    scenes: Sequence[Scene],
    cache: Path,
    *,
    jobs: int,
    console: Console,
    detector: str = DEFAULT_DETECTOR,
) -> tuple[Judged, ...]:
    """Judge scenes in processes of their own, and show how far that is.

    Parameters
    ----------
    scenes
        What to play.
    cache
        Folder of rendered clips; a run that was broken off goes on with what is there.
    jobs
        Processes at a time.
    console
        Where the progress is shown.
    detector
        Which face detector the analyses use.

    Returns
    -------
    tuple[Judged, ...]
        In the order of the scenes.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        task = progress.add_task("rendering and analysing", total=len(scenes))
        done = {}
        for each in _in_processes(scenes, cache, jobs, detector):
            done[each.scene.name] = each
            progress.advance(task)
    return tuple(done[scene.name] for scene in scenes)


def _in_processes(
    scenes: Sequence[Scene], cache: Path, jobs: int, detector: str
) -> Iterator[Judged]:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        waiting = [pool.submit(judged, scene, cache, detector) for scene in scenes]
        try:
            for future in as_completed(waiting):
                yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
