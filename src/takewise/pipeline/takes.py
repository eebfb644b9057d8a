"""The only place that knows the order of the stages.

```
 read_frames ─► detect_faces ─► follow ─► measure ─► find_moments ─► score ─► Analysis
 (a thread)     (a thread)      (this one)            whole take     whole take
 first_track ─► listen ─► find_dialogue, with the motions and the moments ─► Analysis
```

A take streams through once. Decoding and face detection run ahead in threads of
their own, a few pictures at the most, so nothing holds a take's pictures; what
is kept for the whole take is about a hundred floats a frame and person. The detector
has a thread to itself, as a take can be no quicker than that. Where a take
has a single core to itself, all is done in turn, as threads would only cost.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from takewise import __version__, media
from takewise.clock import FrameRange, on_grid
from takewise.errors import LibraryError
from takewise.faces import DEFAULT_DETECTOR, describe_detector, detect_faces, follow, open_detector
from takewise.isolation import Fault, Part, fault_warnings, isolated
from takewise.library import LibraryMode, TakeKey, open_library
from takewise.model import (
    Analysis,
    DetectedFrame,
    DetectorInfo,
    MediaInfo,
    Moment,
    RegionMotion,
    TrackedFrame,
    content_name,
)
from takewise.moments import cover_warnings, find_moments, moved
from takewise.motion import measure
from takewise.pipeline.known_digest import known_digest
from takewise.pipeline.listening import heard_in, voiced_in, with_dialogue
from takewise.plain_text import count
from takewise.prefetch import ahead
from takewise.scoring import ScoreSettings, people, score
from takewise.settings import Settings

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called with the pictures done so far, and how many there are if that is known.

What it raises ends the analysis."""

# Pictures between two threads: enough to even out a key frame's cost, and no
# more than 25 MB at 1080p.
_DEPTH = 4

_REPORT_EVERY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One take to analyse, and how."""

    path: str
    """Media file, or image sequence pattern, or a part of either (``take.mov@100-240``)."""
    settings: Settings = field(default_factory=Settings)
    """Every stage's settings."""
    detector: str = DEFAULT_DETECTOR
    """Name of the face detector."""
    model: str | None = None
    """Model file of the ``landmarker``; None takes the environment's."""
    sequence_rate: Fraction | None = None
    """Frames per second of an image sequence; None takes 24."""
    stream: int | None = None
    """Which stream of the file holds the pictures; None takes the largest pictures."""
    library: Path | None = None
    """Library file; None takes the user's own."""
    library_mode: LibraryMode = "auto"
    """Whose disk the library is on."""
    use_library: bool = True
    """Whether results are kept in the library and found there again."""
    signals: bool = False
    """Whether the answer must carry the signals."""
    cores: int | None = None
    """Processor cores to use; None takes all. What is found does not depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakeResult:
    """What came of a request."""

    analysis: Analysis
    """What was found."""
    signals: tuple[RegionMotion, ...] | None
    """The motion it was found in; None where it was not asked for."""
    from_library: bool
    """Whether an earlier run had done the work."""
    notes: tuple[str, ...] = ()
    """What the user should know that does not belong to the take, one sentence each."""


def analyze(
    path: str,
    *,
    settings: Settings | None = None,
    detector: str = DEFAULT_DETECTOR,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse one take, without the library.

    A take without a face has no people and says so.

    Parameters
    ----------
    path
        Media file, or image sequence pattern (``take.%04d.png``); of a part of it
        ``@01:00:10:00-01:00:20:00`` or ``@100-240`` behind it, the end left out.
    settings
        Every stage's settings; None takes the defaults.
    detector
        One of `takewise.faces.DETECTORS`; the landmarker's model is named by
        ``TAKEWISE_FACE_MODEL``.
    progress
        Called now and then with the pictures done and how many there are.

    Raises
    ------
    MediaError
        If the file cannot be used.
    DetectorError
        If the face detector cannot run.
    """
    request = Request(
        path=path, settings=settings or Settings(), detector=detector, use_library=False
    )
    return analyze_take(request, progress).analysis


def analyze_take(request: Request, progress: Progress | None = None) -> TakeResult:
    """Analyse one take, or find it in the library.

    `progress` is called now and then with the pictures done and how many there are. A library that
    cannot be used is a note, not an error. Raises `MediaError` if the file cannot be used, and
    `DetectorError` if the face detector cannot run.
    """
    if not request.use_library:
        return _handed_out(request, _fresh(request, None, progress))
    try:
        digest, known = look_up(request)
    except LibraryError as error:
        return _handed_out(request, _fresh(request, None, progress), error)
    if known:
        return known
    result = _fresh(request, digest, progress)
    try:
        with open_library(request.library, mode=request.library_mode) as library:
            library.keep(result.analysis, result.signals)
    except LibraryError as error:
        return _handed_out(request, result, error)
    return _handed_out(request, result)


def _handed_out(
    request: Request, result: TakeResult, error: LibraryError | None = None
) -> TakeResult:
    """Leave out what was not asked for, and say if the library could not be used."""
    notes = (f"the library was not used: {error}",) if error else ()
    return replace(result, signals=result.signals if request.signals else None, notes=notes)


def look_up(request: Request) -> tuple[str, TakeResult | None]:
    """Find a take in the library by the digest of its content, without analysing it.

    Returns the digest and what the library has of it; None if nothing. Raises `LibraryError` if the
    library cannot be used, and `MediaError` if the file cannot be read.
    """
    file, part = media.named_part(
        request.path, sequence_rate=request.sequence_rate, stream=request.stream
    )
    stream = media.named_stream(file, request.stream)
    with open_library(request.library, mode=request.library_mode) as library:
        digest = known_digest(library, file)
        key = TakeKey(
            digest=content_name(digest, stream),
            settings_digest=_settings_digest(request),
            detector=describe_detector(request.detector, model=request.model),
            generator=__version__,
            part=part,
        )
        analysis = library.find(key, path=file)
        signals = library.find_signals(key) if analysis and request.signals else None
    if analysis is None or (request.signals and signals is None):
        return digest, None
    return digest, TakeResult(analysis=analysis, signals=signals, from_library=True)


def _settings_digest(request: Request) -> str:
    """Return the settings' digest; the rate given to an image sequence shapes it too."""
    if request.sequence_rate is None:
        return request.settings.digest
    text = f"{request.settings.digest} {request.sequence_rate}"
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _fresh(request: Request, digest: str | None, progress: Progress | None) -> TakeResult:
    """Run the stages over a take."""
    settings = request.settings
    info = media.probe(
        request.path, digest=digest, sequence_rate=request.sequence_rate, stream=request.stream
    )
    warnings: list[str] = []
    faults: list[Fault] = []
    ticks = array("q")
    sighted = array("q")
    length = info.part.length if info.part else info.frame_count
    with open_detector(request.detector, model=request.model) as detector:
        pictures = media.read_frames(info, warn=warnings.append, cores=request.cores)
        depth = _DEPTH if request.cores is None or request.cores > 1 else 0
        with (
            closing(ahead(pictures, depth)) as frames,
            closing(ahead(_sighted(detect_faces(frames, detector), sighted), depth)) as detected,
        ):
            tracked = follow(detected, settings.faces)
            counted = _counted(tracked, ticks, length, progress)
            motions = measure(counted, settings.motion, report=faults.append)
        used = detector.info
    start = info.part.start if info.part else 0
    motions = _legible(motions, settings.scoring, faults)
    heard, whole = heard_in(info, settings.sound), _whole_file(info, ticks)
    voiced = voiced_in(heard, info, whole)
    moments = tuple(
        moment
        for motion in motions
        for moment in find_moments(
            motion,
            float(info.rate),
            settings.moments,
            take=info.content,
            voiced=voiced,
            report=faults.append,
        )
    )
    analysis = _analysis(request, info, used, motions, moments, whole)
    analysis = with_dialogue(analysis, heard, motions, whole, settings.dialogue)
    hidden = cover_warnings(motions, start)
    said = (
        *warnings,
        *_limits(analysis, len(sighted)),
        *hidden,
        *analysis.warnings,
        *fault_warnings(faults, start),
    )
    return TakeResult(
        analysis=replace(analysis, warnings=said), signals=motions, from_library=False
    )


def _legible(
    motions: tuple[RegionMotion, ...], settings: ScoreSettings, faults: list[Fault]
) -> tuple[RegionMotion, ...]:
    """Leave out a person whom the score cannot describe, by a fault."""
    found = []
    for motion in motions:
        part = Part(person=motion.person, span=FrameRange(0, len(motion.times)), lost="all moments")
        with isolated(part, faults.append):
            people((motion,), settings)
            found.append(motion)
    return tuple(found)


def _whole_file(info: MediaInfo, ticks: array[int]) -> Sequence[int]:
    """Return the times of all pictures of the file, those that decoded among them."""
    if info.part is None:
        return ticks
    known = media.picture_times(info)
    return (*known[: info.part.start], *ticks, *known[info.part.end :])


def _sighted(detected: Iterable[DetectedFrame], sighted: array[int]) -> Iterator[DetectedFrame]:
    """Pass pictures on, noting those that show a face."""
    for each in detected:
        if each.faces:
            sighted.append(each.frame.index)
        yield each


def _counted(
    tracked: Iterable[TrackedFrame],
    ticks: array[int],
    count: int | None,
    progress: Progress | None,
) -> Iterator[TrackedFrame]:
    """Pass pictures on, noting their times and reporting how far the take is."""
    for each in tracked:
        ticks.append(each.frame.pts)
        yield each
        if progress and len(ticks) % _REPORT_EVERY == 0:
            progress(len(ticks), count)
    if progress:
        progress(len(ticks), len(ticks))


def _analysis(
    request: Request,
    info: MediaInfo,
    detector: DetectorInfo,
    motions: tuple[RegionMotion, ...],
    moments: tuple[Moment, ...],
    ticks: Sequence[int],
) -> Analysis:
    """Put together what the stages found; they count from the first picture that is read."""
    scoring = request.settings.scoring
    uneven = _uneven(info, ticks)
    seen = people(motions, scoring, start=info.part.start if info.part else 0)
    scored = score(moments, seen, motions, scoring)
    if info.part:
        moments = tuple(moved(each, info.part.start, info.content) for each in moments)
    return Analysis(
        generator=__version__,
        settings_digest=_settings_digest(request),
        media=replace(info, frame_count=len(ticks), variable_rate=uneven),
        detector=detector,
        people=seen,
        moments=tuple(sorted(moments, key=lambda each: (each.span.start, each.person, each.id))),
        score=scored,
        frame_pts=tuple(ticks) if uneven else None,
    )


def _uneven(info: MediaInfo, ticks: Sequence[int]) -> bool:
    """Return whether pictures are missing from the steady grid, or next to it."""
    grid = on_grid(ticks, info.time_base, info.rate)
    return info.variable_rate or grid != tuple(range(len(ticks)))


def _limits(analysis: Analysis, sighted: int) -> Iterator[str]:
    """Say what cannot be seen in this take; a face was found in so many pictures."""
    media_rate = float(analysis.media.rate)
    if not analysis.people and sighted:
        yield (
            f"a face was found in {count(sighted, 'picture')} only, never long enough to be "
            "followed, so there are no moments"
        )
    elif not analysis.people:
        yield "no face was found, so there are no moments"
    for person in analysis.people:
        if person.eye_width < _SMALL:
            yield (
                f"person {person.id} is small (eyes {person.eye_width:.0f} px apart): movements "
                f"below about {_FLOW_LIMIT / person.eye_width * 100:.0f} % of an eye-width are lost"
            )
    if media_rate < _COARSE:
        yield (
            f"{media_rate:.4g} fps: a movement shorter than {3 / media_rate:.2f} s can fall "
            "between frames"
        )
    if analysis.media.interlaced:
        yield "interlaced: both fields are seen as one picture, so fast movements look combed"


# Pixels between the eyes below which the field advises against subtle movements.
_SMALL = 60.0

# Pixels of movement that flow distinguishes from noise on a small face.
_FLOW_LIMIT = 0.6

# Frames per second from which brief flashes are caught with three pictures or more.
_COARSE = 50.0
