"""The work that a host asked for, reported as it goes on.

```
 HostRequest ─► analyze_requests ─► HostObserver ─► moments as soon as a take is done
   Library ─► what people decided ─┘    at last one result: all takes, and their ranking
```
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from fractions import Fraction
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.analyze_takes import Finished, analyze_requests
from takewise.app.compare_takes import standing
from takewise.app.names import unique_names
from takewise.app.rank_takes import rank_takes
from takewise.app.status import status_of
from takewise.app.stored_decisions import decisions_of_take
from takewise.errors import OutputError, TakewiseError
from takewise.faces import PhotoIdentities
from takewise.host.jsonl import JsonLines
from takewise.host.protocol import AskedTake, HostRequest
from takewise.media import find_sequence, is_sequence, write_thumbnails
from takewise.model import Analysis, Marker, Moment
from takewise.model.decisions import Decisions, apply_decisions
from takewise.photos import PickLimits
from takewise.photos import rank_photos as rank_frames
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photos import measure_clip
from takewise.pipeline.takes import Request, TakeResult
from takewise.plain_text import visible
from takewise.settings import Settings, load_settings, overlaid
from takewise.timeline import grid_of, take

# Pictures between two progress messages.
_REPORT_EVERY = 5


def answer(asked: HostRequest, line: JsonLines) -> int:
    """Do what was asked, and return the exit status.

    `line` receives progress, moments, errors and the result. Raises `TakewiseError` if nothing
    can begin.
    """
    below = load_settings(asked.settings_file) if asked.settings_file else Settings()
    settings = overlaid(below, asked.settings, where="request") if asked.settings else below
    line.begun = True
    takes = _by_path(asked.takes)
    # To pick, each picture is looked at once more.
    observer = HostObserver(line, takes, rounds=2 if asked.do == "pick" else 1)
    choices = AnalysisOptions(library=asked.library, jobs=asked.jobs)
    said: dict[str, Decisions] = {}

    def deliver(path: str, result: TakeResult) -> None:
        said[path] = decisions_of_take(result.analysis.media, choices, observer)
        shown = apply_decisions(result.analysis, said[path])
        answered = _answered(shown, asked, settings)
        if asked.do == "pick":
            looked_at = partial(observer.looked_at, path)
            answered["picks"] = _picks(shown, asked, settings, looked_at)
        observer.answers[path] = answered

    requests = [_request(each[0], asked, settings) for each in takes.values()]
    outcomes = analyze_requests(
        requests, choices, observer, deliver=deliver, delivery="answering for it"
    )
    with closing(outcomes):
        results = {each.path: each.result for each in outcomes if each.result is not None}
    ordered = {path: results[path] for path in takes if path in results}
    line.send(
        "result",
        takes=[
            {"key": each.key, **observer.answers[path]} for path in ordered for each in takes[path]
        ],
        ranking=_ranking(ordered, takes, said) if asked.do == "compare" else None,
    )
    return status_of(len(results), len(takes) - len(results))


class HostObserver:
    """Sends the host what happens.

    `takes` has the host's takes by path; `rounds` is how often each picture is looked at.
    """

    def __init__(
        self, line: JsonLines, takes: Mapping[str, Sequence[AskedTake]], *, rounds: int
    ) -> None:
        self._line = line
        self._takes = takes
        self._rounds = rounds
        self._shares = dict.fromkeys(takes, 0.0)
        self._over = 0
        self.answers: dict[str, dict[str, Any]] = {}
        """Path to the answer about a take."""

    def started(self, count: int) -> None:
        """Send nothing: the first progress has the number of takes."""

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Send the progress of one take."""
        self._progress(name, done, count)

    def noted(self, sentence: str) -> None:
        """Write a note to standard error, which the host keeps."""
        sys.stderr.write(f"{visible(sentence)}\n")

    def looked_at(self, path: str, done: int, count: int | None) -> None:
        """Send the progress of the second round, which looks for a take's best frames."""
        self._progress(path, count + min(done, count) if count else done, count)

    def finished(self, name: str, result: TakeResult) -> None:
        """Send a take's moments."""
        del result
        answer = self.answers[name]
        self._over += 1
        for each in self._takes[name]:
            for moment in answer["moments"]:
                self._line.send("moment", key=each.key, **moment)
        length = answer["media"]["frames"]
        self._progress(name, self._rounds * length, length)

    def failed(self, name: str, error: TakewiseError) -> None:
        """Send why a take has no result."""
        self._over += 1
        self._shares[name] = 1.0
        for each in self._takes[name]:
            self._line.error(error, key=each.key)

    def _progress(self, path: str, done: int, count: int | None) -> None:
        """Return the progress of a take over its rounds, and the length of one of them."""
        total = self._rounds * count if count else None
        if total:
            # The progress of a take that begins again, as its process died, does not go back.
            self._shares[path] = max(self._shares[path], min(1.0, done / total))
        self._line.send(
            "progress",
            key=self._takes[path][0].key,
            done=done,
            total=total,
            takes_done=self._over,
            takes=len(self._takes),
            share=round(fmean(self._shares.values()), 6),
        )


def _by_path(takes: Sequence[AskedTake]) -> dict[str, list[AskedTake]]:
    """Group takes that are twice in the host: each file is analysed once."""
    found: dict[str, list[AskedTake]] = {}
    for each in takes:
        found.setdefault(each.path, []).append(each)
    return found


def _request(asked: AskedTake, request: HostRequest, settings: Settings) -> Request:
    return Request(
        path=asked.path,
        settings=settings,
        detector=request.detector,
        model=request.model,
        sequence_rate=asked.exact_rate,
        library=request.library,
        use_library=request.use_library,
    )


def _answered(analysis: Analysis, asked: HostRequest, settings: Settings) -> dict[str, object]:
    placed = take(analysis, settings.markers)
    of_id = {moment.id: moment for moment in analysis.moments}
    apexes = [of_id[each.id].apex for each in placed.markers]
    pictures, lost = _thumbnails(analysis, apexes, asked)
    fields = [_moment_fields(each, of_id[each.id], pictures) for each in placed.markers]
    return {
        "media": _media_fields(analysis, placed.file_length),
        "score": round(analysis.score.total, 6),
        "warnings": list(dict.fromkeys((*_of_media(analysis), *analysis.warnings, *lost))),
        "moments": fields,
        "picks": None,
    }


def _of_media(analysis: Analysis) -> list[str]:
    """Return what limits the media, except a missing timecode: hosts count frames."""
    return [said for said in analysis.media.warnings if not said.startswith("no start timecode")]


def _media_fields(analysis: Analysis, frames: int) -> dict[str, object]:
    info = analysis.media
    start = info.start_timecode
    return {
        "path": info.path,
        "frames": frames,
        "rate": _ratio(info.rate),
        "variable_rate": info.variable_rate,
        "start_timecode": None if start is None else str(start),
        "timecode_rate": None if start is None else _ratio(start.rate),
        "first_number": find_sequence(info.path).first if is_sequence(info.path) else None,
        "reel": info.reel,
        "width": info.width,
        "height": info.height,
    }


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _thumbnails(
    analysis: Analysis, frames: Sequence[int], asked: HostRequest
) -> tuple[Mapping[int, Path], tuple[str, ...]]:
    """Return the small pictures of frames, if a folder is named; or why there are none."""
    if asked.thumbnails is None:
        return {}, ()
    try:
        return write_thumbnails(analysis.media, frames, asked.thumbnails), ()
    except OutputError as error:
        # Moments are sent even if their pictures cannot be made.
        return {}, (f"no small pictures: {error.where}: {error.what}",)


def _moment_fields(
    marker: Marker, moment: Moment, pictures: Mapping[int, Path]
) -> dict[str, object]:
    """Return a moment as a marker of the host: frames of the file's steady grid."""
    return {
        "id": marker.id,
        "start": marker.span.start,
        "end": marker.span.end,
        "apex": marker.apex,
        "kind": marker.category,
        "title": moment.title,
        "name": marker.label,
        "note": marker.note,
        "colour": marker.colour.value.lower(),
        "person": moment.person,
        "confidence": round(moment.confidence, 6),
        "strength": round(moment.strength, 6),
        "units": marker.data["units"],
        "thumbnail": str(pictures[moment.apex]) if moment.apex in pictures else None,
    }


def _picks(
    analysis: Analysis,
    asked: HostRequest,
    settings: Settings,
    report: Callable[[int, int | None], None],
) -> list[dict[str, object]]:
    """Return a take's best frames, best first, as `takewise pick` finds them."""
    info = analysis.media
    shots = []
    with ExitStack() as opened:
        cache = None
        if asked.use_library:
            cache = opened.enter_context(closing(PhotoCache(asked.library)))
        found = measure_clip(
            info,
            settings,
            PhotoIdentities(),
            detector=asked.detector,
            model=asked.model,
            cache=cache,
        )
        for shot in found:
            shots.append(shot)
            if len(shots) % _REPORT_EVERY == 0:
                report(len(shots), info.frame_count)
    ranked = rank_frames(shots, PickLimits(top=asked.best), settings.portraits)
    picked = [each for each in ranked if each.picked is not None]
    grid = grid_of(analysis)
    return [
        {"frame": grid[frame] if grid else frame, "because": each.score.because}
        for each in sorted(picked, key=lambda each: each.picked or 0)
        if (frame := each.measured.shot.frame) is not None
    ]


def _ranking(
    results: dict[str, TakeResult],
    takes: Mapping[str, Sequence[AskedTake]],
    said: Mapping[str, Decisions],
) -> list[dict[str, object]]:
    """Return the takes by rank, each with what sets it apart most."""
    finished = Finished(
        results=results,
        names=unique_names(tuple(results)),
        failures={},
        asked=len(takes),
        cancelled=False,
    )
    return [
        {
            "key": asked.key,
            "rank": each.rank,
            "score": round(each.score, 6),
            "because": f"{each.reasons[0].term.name}: {each.reasons[0].term.because}",
            "circled": said[each.path].circled if said[each.path].verdict else None,
            "standing": standing(said[each.path]),
        }
        for each in rank_takes(finished)
        for asked in takes[each.path]
    ]
