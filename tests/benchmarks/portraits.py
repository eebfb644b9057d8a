"""How well frames of portraits are ranked: ladders, spoiled bursts, and labelled blinks.

``python -m tests.benchmarks --only stills`` measures it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from scipy.stats import spearmanr

from takewise.faces import DEFAULT_DETECTOR, FaceDetector, PhotoIdentities, open_detector
from takewise.model import Picture
from takewise.model.photo import MeasuredShot, Photo, PhotoShot, RankedShot
from takewise.photos import PickLimits, PortraitSettings, rank_photos
from takewise.pipeline.photo_measuring import look_at, with_names
from takewise.pipeline.photo_sources import find_photo_sources
from takewise.pipeline.photos import measure_clip, measure_session
from takewise.settings import Settings
from tests.benchmarks.faces import Face, present
from tests.benchmarks.starting import first_times, thousand
from tests.benchmarks.tables import Table, number
from tests.performer import Portrait
from tests.performer.burst import Still, take_still
from tests.performer.gaze import with_gaze

SIZE, EYE_WIDTH = (960, 720), 120.0
_FIRST = datetime.fromisoformat("2026-05-01T10:00:00")
_STEP = timedelta(seconds=0.15)

_USUAL = (
    Still(),
    Still(turned=(1.5, 0.0, 0.0)),
    Still(turned=(-1.0, 1.0, 0.5)),
    Still(movements=(("AU12", "both", 0.015),)),
    Still(turned=(0.5, -1.0, -0.5)),
    Still(movements=(("AU1", "both", 0.01),)),
)
"""Frames of every session, from which the person's own habits are learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A fault that grows, or an expression that does."""

    name: str
    """What the table calls it."""
    steps: tuple[float, ...]
    """Its sizes, best first."""
    make: Callable[[Portrait, float, int], Picture]
    """Portrait, size and seed to the picture."""


def _still(**fields: object) -> Still:
    return Still(**fields)  # type: ignore[arg-type]


def _smile(portrait: Portrait, size: float, seed: int) -> Picture:
    moved = (("AU12", "both", size), ("AU6", "both", 0.6 * size))
    return take_still(portrait, Still(movements=moved), seed)


def _gaze(portrait: Portrait, size: float, seed: int) -> Picture:
    looking = with_gaze(portrait, (size, 0.0))
    noise = np.random.default_rng(seed).normal(0, 1.5, looking.shape)
    return np.clip(looking + noise, 0, 255).astype(np.uint8)


def _covered(portrait: Portrait, size: float, seed: int) -> Picture:
    """Return the face with something grey and blurred over it, from below."""
    picture = take_still(portrait, Still(), seed).copy()
    if size > 0:
        low, high = portrait.points.min(axis=0), portrait.points.max(axis=0)
        top = high[1] - size * (high[1] - low[1])
        mask = np.zeros(picture.shape[:2], np.float32)
        centre = (int((low[0] + high[0]) / 2), int(top + 2 * EYE_WIDTH))
        cv2.ellipse(mask, centre, (int(1.2 * EYE_WIDTH), int(2 * EYE_WIDTH)), 0, 0, 360, 1.0, -1)
        mask = cv2.GaussianBlur(mask, (0, 0), 3)[:, :, None]
        cloth = np.random.default_rng(7).normal((70, 84, 110), 9, picture.shape)
        picture = np.clip(mask * cloth + (1 - mask) * picture, 0, 255).astype(np.uint8)
    return picture


LADDERS = (
    Ladder(
        name="out of focus", steps=(0.0, 1.0, 1.5, 2.0, 3.0, 4.5, 6.0),
        make=lambda p, s, n: take_still(p, _still(defocus=s), n),
    ),
    Ladder(
        name="shaken", steps=(0, 5, 9, 13, 19, 27),
        make=lambda p, s, n: take_still(p, _still(shake=int(s)), n),
    ),
    Ladder(
        name="too dark", steps=(1.0, 0.8, 0.65, 0.5, 0.35, 0.2),
        make=lambda p, s, n: take_still(p, _still(light=s), n),
    ),
    Ladder(
        name="too bright", steps=(1.0, 1.2, 1.4, 1.6, 1.8, 2.0),
        make=lambda p, s, n: take_still(p, _still(light=s), n),
    ),
    # From 0.07 on the shifted iris leaves a second one behind.
    Ladder(name="looking away", steps=(0.0, 0.02, 0.035, 0.05, 0.065), make=_gaze),
    Ladder(
        name="eyes closing", steps=(0.0, 0.3, 0.5, 0.7, 0.85, 1.0),
        make=lambda p, s, n: take_still(p, _still(closure=s), n),
    ),
    Ladder(name="covered", steps=(0.0, 0.15, 0.25, 0.35, 0.45), make=_covered),
    Ladder(name="smile to neutral", steps=(0.12, 0.09, 0.06, 0.03, 0.0), make=_smile),
)  # fmt: skip
"""Every ladder, best rung first."""

SPOILT = {
    "eyes shut": Still(closure=1.0),
    "half-blink": Still(closure=0.6),
    "out of focus": Still(defocus=3.0),
    "shaken": Still(shake=19),
    "too dark": Still(light=0.35),
}
"""Faults that spoil one frame of a burst."""


def measured(pictures: Sequence[Picture], detector: FaceDetector) -> tuple[MeasuredShot, ...]:
    """Measure pictures as if they were one burst of 6.7 frames a second."""
    gallery = PhotoIdentities()
    shots = []
    for index, picture in enumerate(pictures):
        height, width = picture.shape[:2]
        shot = PhotoShot(
            path=f"IMG_{index:04}.JPG", taken=_FIRST + index * _STEP, precise=True,
            number=index, width=width, height=height,
        )  # fmt: skip
        photo = Photo(picture=picture, size=(width, height))
        shots.append(with_names(shot, look_at(shot, photo, detector, index), gallery))
    return tuple(shots)


def apart(shots: Sequence[MeasuredShot]) -> tuple[MeasuredShot, ...]:
    """Return shots a minute apart from each other: no rung explains its neighbour."""
    return tuple(
        replace(each, shot=replace(each.shot, taken=_FIRST + index * timedelta(seconds=20)))
        for index, each in enumerate(shots)
    )


def totals(shots: Sequence[MeasuredShot]) -> dict[str, float]:
    """Rank shots; return each one's total by path."""
    ranked = rank_photos(shots, PickLimits(top=1), PortraitSettings())
    return {each.measured.shot.path: each.score.total or 0.0 for each in ranked}


def climb(
    ladder: Ladder, portrait: Portrait, detector: FaceDetector
) -> tuple[int, int, float, tuple[float, ...]]:
    """Rank the rungs of a ladder; return pairs right, pairs, Spearman's rho, totals."""
    usual = [take_still(portrait, still, 100 + n) for n, still in enumerate(_USUAL)]
    rungs = [ladder.make(portrait, step, 200 + n) for n, step in enumerate(ladder.steps)]
    shots = apart(measured([*usual, *rungs], detector))
    scores = totals(shots)
    found = tuple(scores[shot.shot.path] for shot in shots[len(usual) :])
    pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :]]
    rho = float(spearmanr(-np.arange(len(found)), found).statistic)
    return sum(a > b for a, b in pairs), len(pairs), rho, found


def spoilt(portrait: Portrait, detector: FaceDetector) -> Iterator[tuple[str, bool, bool]]:
    """Spoil one frame of a burst with each fault; yield fault, not picked, ranked last."""
    for place, (fault, still) in enumerate(SPOILT.items()):
        burst = [*_USUAL[:5]]
        burst.insert(1 + place % 4, still)
        shots = measured([take_still(portrait, each, 300 + n) for n, each in enumerate(burst)],
                         detector)  # fmt: skip
        ranked = rank_photos(shots, PickLimits(per_burst=1), PortraitSettings())
        bad = shots[1 + place % 4].shot.path
        yield fault, _first(ranked) != bad, ranked[-1].measured.shot.path == bad


def _first(ranked: Sequence[RankedShot]) -> str:
    return next(each.measured.shot.path for each in ranked if each.picked == 1)


def ladder_table(faces: Sequence[Face]) -> Table:
    """Return how the ladders are climbed, over all faces."""
    rows = []
    with open_detector(DEFAULT_DETECTOR) as detector:
        portraits = {face.name: face.portrait(SIZE, EYE_WIDTH) for face in faces}
        right = whole = 0
        for ladder in LADDERS:
            found = {name: climb(ladder, p, detector) for name, p in portraits.items()}
            good, pairs = (sum(each[i] for each in found.values()) for i in (0, 1))
            right, whole = right + good, whole + pairs
            worst = min(found, key=lambda name: found[name][2])
            rows.append(
                (ladder.name, f"{good} of {pairs}", number(100 * good / pairs, 1),
                 number(float(np.median([each[2] for each in found.values()]))),
                 f"{number(found[worst][2])} ({worst})")
            )  # fmt: skip
    rows.append(("together", f"{right} of {whole}", number(100 * right / whole, 1), "", ""))
    return Table(
        title="Ladders of synthetic faults and of a smile",
        columns=("ladder", "pairs right", "%", "Spearman, median", "lowest"),
        rows=tuple(rows),
        notes=(f"{len(faces)} faces: {', '.join(face.name for face in faces)}. Ties are wrong.",),
    )


def spoilt_table(faces: Sequence[Face]) -> Table:
    """Return what becomes of a spoiled frame in a burst of six."""
    found: dict[str, list[tuple[bool, bool]]] = {fault: [] for fault in SPOILT}
    with open_detector(DEFAULT_DETECTOR) as detector:
        for face in faces:
            for fault, passed_over, last in spoilt(face.portrait(SIZE, EYE_WIDTH), detector):
                found[fault].append((passed_over, last))
    rows = tuple(
        (fault, *(f"{sum(each[i] for each in seen)} of {len(seen)}" for i in (0, 1)))
        for fault, seen in found.items()
    )
    return Table(
        title="Bursts with one spoiled frame",
        columns=("fault", "not picked", "ranked last"), rows=rows,
    )  # fmt: skip


_STRIDES = (1, 2, 3, 4, 6)
_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Blinks:
    """What was picked out of bursts around labelled blinks."""

    clip: str
    """Which clip."""
    bursts: int
    """Bursts with a frame of a blink in them and one without."""
    closed: int
    """Picks in which an eye is labelled as closed."""
    lowered: int
    """Picks anywhere between the blink's onset and its end."""


def labelled_blinks(folder: Path) -> tuple[Blinks, ...]:
    """Pick one frame of every burst around the labelled blinks of clips with one face."""
    found = []
    for file in sorted((folder / "annotations").glob("*.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        blinks = [e for e in truth.get("events", ()) if e["kind"] == "blink"]
        if not blinks or truth.get("faces") != 1:
            continue
        clip = folder / truth["clip"]
        shots = tuple(measure_clip(str(clip), Settings(), PhotoIdentities()))
        found.append(_picked_around(truth["clip"], shots, blinks))
    return tuple(found)


def _picked_around(
    name: str, shots: Sequence[MeasuredShot], blinks: Sequence[dict[str, int]]
) -> Blinks:
    """Rank each burst beside all the frames of the clip, as a session has many bursts."""
    shut = {f for b in blinks for f in range(b.get("closed_first") or b["apex"],
                                             (b.get("closed_last") or b["apex"]) + 1)}  # fmt: skip
    low = {f for b in blinks for f in range(b["onset"], b["offset"])}
    bursts = closed = lowered = 0
    scores = {
        r.measured.shot.frame: r.score.total or 0.0
        for r in rank_photos(shots, PickLimits(top=1), PortraitSettings())
    }
    seen = {s.shot.frame for s in shots if s.faces}
    for stride in _STRIDES:
        for start in range(len(shots) - stride * (_LENGTH - 1)):
            frames = [f for f in range(start, start + stride * _LENGTH, stride) if f in seen]
            if not low.intersection(frames) or low.issuperset(frames):
                continue
            pick = max(frames, key=lambda frame: (scores[frame], -frame))
            bursts += 1
            closed += pick in shut
            lowered += pick in low
    return Blinks(clip=name, bursts=bursts, closed=closed, lowered=lowered)


def blink_table(folder: Path) -> Table:
    """Return how often a pick lies in a labelled blink."""
    found = labelled_blinks(folder)
    rows = [(b.clip, str(b.bursts), str(b.closed), str(b.lowered)) for b in found]
    whole, closed, low = (
        sum(getattr(b, n) for b in found) for n in ("bursts", "closed", "lowered")
    )
    rows.append(("together", str(whole), f"{closed} ({100 * closed / max(1, whole):.1f} %)",
                 f"{low} ({100 * low / max(1, whole):.1f} %)"))  # fmt: skip
    return Table(
        title="Picks out of bursts around labelled blinks",
        columns=("clip", "bursts", "eyes shut", "lids moving"), rows=tuple(rows),
        notes=(
            f"Bursts of {_LENGTH} frames, every {', '.join(map(str, _STRIDES))} frames, that hold "
            "some of a blink. 'Lids moving' counts from the first frame in which an annotator "
            "saw the lid lower to the last, 'eyes shut' those without a visible iris. The "
            "bursts overlap, so they are far fewer independent trials than they look.",
        ),
    )  # fmt: skip


_PHOTOS = 48


def speed_table(work: Path, portrait: Portrait) -> Table:
    """Return how fast JPEGs of 24 megapixels are measured, and in how much memory."""
    path = work / "IMG_0000.JPG"
    enlarged = cv2.resize(portrait.picture, (6000, 4000), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(1).normal(0, 4, (4000, 6000, 1))
    noisy = np.clip(enlarged + grain, 0, 255).astype(np.uint8)
    cv2.imwrite(str(path), noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    for copy in range(1, _PHOTOS):
        os.link(path, work / f"IMG_{copy:04}.JPG")
    begun = perf_counter()
    times: list[float] = []
    memory: list[int] = []

    def tell(_done: int, _whole: int) -> None:
        times.append(perf_counter() - begun)
        memory.append(_resident())

    measure_session(find_photo_sources([str(work)]), Settings(), progress=tell)
    steady = (len(times) - 9) / (times[-1] - times[8])
    rows = (
        ("size of a file, MB", number(path.stat().st_size / 1e6, 1)),
        ("first result after, s", number(times[0])),
        ("JPEGs a second, all of them", number(len(times) / times[-1], 1)),
        ("JPEGs a second, after the eighth", number(steady, 1)),
        ("memory after the eighth, MB", str(memory[8] // 1_000_000)),
        (f"memory after {len(memory)}, MB", str(memory[-1] // 1_000_000)),
    )
    shell = first_times(thousand(path, work / "thousand"))
    rows += (
        ("`takewise review` of 1,000: first picture after, s", number(median(shell["review"]))),
        ("`takewise pick` of 1,000: first result after, s", number(median(shell["pick"]))),
    )
    return Table(
        title=f"Speed on {_PHOTOS} JPEGs of 24 megapixels, one face each",
        columns=("", "measured"), rows=rows,
        notes=("The last two from the shell; the others without the start of Python and the "
               "loading of libraries.",),
    )  # fmt: skip


def _resident() -> int:
    """Return the process's memory, bytes; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0
    return int(status.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def tables(folder: Path | None, *, quick: bool) -> list[Table]:
    """Return everything that is measured on stills.

    Parameters
    ----------
    folder
        Of real media; None leaves the astronaut alone, and out what needs labels.
    quick
        Whether one face is enough.
    """
    faces = present("development", folder)
    seen = present("validation", folder)
    made = [ladder_table(faces[:1] if quick else faces)]
    if not quick:
        if seen:
            unseen = ladder_table(seen)
            made.append(replace(unseen, title=f"{unseen.title}: faces never tuned on"))
        made.append(spoilt_table((*faces, *seen)))
    if folder is not None:
        made.append(blink_table(folder))
    with tempfile.TemporaryDirectory() as work:
        made.append(speed_table(Path(work), faces[0].portrait(SIZE, EYE_WIDTH)))
    return made
