"""Whether a take shows enough of a face to say that it does not do something."""

from __future__ import annotations

import numpy as np

from takewise.alignment.settings import AlignmentSettings
from takewise.model import Analysis, FloatArray, Person, RegionMotion
from takewise.model.alignment import frame_time

# Seconds to each side of a beat in which the face must be seen too: no movement is found
# at the very edge of what is seen.
_AROUND = 0.25


def why_unseen(
    analysis: Analysis,
    signals: tuple[RegionMotion, ...] | None,
    person: str | None,
    window: tuple[float, float] | None,
    settings: AlignmentSettings,
) -> str:
    """Return why it is unknown whether a movement is there; empty where a legible face is seen.

    Without `signals` only what the analysis says of the whole take counts. A `person` of None is
    the only person of the take; a `window`, in seconds from the file's first picture, of None is
    all of it.
    """
    known = [each for each in analysis.people if person in {None, each.id}]
    if not known:
        return "no such face is seen in it"
    begin, end = _extent(analysis)
    start, after = window or (begin, end)
    if start < begin - _AROUND or after > end + _AROUND:
        return "it does not run that long" if start > begin else "it begins later"
    motion = next((each for each in signals or () if each.person == known[0].id), None)
    if motion is None:
        return _by_person(known[0], analysis, (start, after), settings)
    # The motion's times count from the first picture that was analysed.
    times = motion.times + begin
    rows = (times >= start - _AROUND) & (times <= after + _AROUND)
    return _by_rows(motion.legibility[rows], settings)


def _extent(analysis: Analysis) -> tuple[float, float]:
    media = analysis.media
    if media.part:
        return frame_time(analysis, media.part.start), frame_time(analysis, media.part.end)
    return 0.0, frame_time(analysis, media.frame_count or 0)


def _by_rows(legibility: FloatArray, settings: AlignmentSettings) -> str:
    seen = np.isfinite(legibility[:, 0])
    if not len(seen) or seen.mean() < settings.least_seen:
        return "the face is out of sight there"
    reasons = {
        "the face is too small there": seen & (legibility[:, 0] >= settings.readable_eye_width),
        "the face is out of focus there": _over(legibility[:, 1], settings),
        "the face is too dark or too bright there": _over(legibility[:, 2], settings),
        "the face is partly out of the picture there": _over(legibility[:, 3], settings),
    }
    for reason, legible in reasons.items():
        if legible.mean() < settings.least_seen:
            return reason
    return ""


def _over(column: FloatArray, settings: AlignmentSettings) -> FloatArray:
    # What could not be measured is no reason of its own.
    return np.asarray(np.nan_to_num(column, nan=1.0) >= settings.least_legible)


def _by_person(
    person: Person,
    analysis: Analysis,
    window: tuple[float, float],
    settings: AlignmentSettings,
) -> str:
    first, last = (frame_time(analysis, each) for each in (person.first, person.last))
    if window[0] < first or window[1] > last + _AROUND:
        return "the face is out of sight there"
    if person.seen < settings.least_seen:
        return "the face is out of sight at times"
    if person.eye_width < settings.readable_eye_width:
        return "the face is too small"
    return "" if person.legibility >= settings.least_legible else "the face is hard to read"
