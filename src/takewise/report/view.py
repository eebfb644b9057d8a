"""From values to the texts of the template: every word and number, but no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takewise.alignment_methods import METHODS
from takewise.model import Analysis, Kind, Moment
from takewise.model.alignment import frame_time, source_timecode
from takewise.plain_text import decimal
from takewise.report.curves import LENGTH, CurveLane, lanes
from takewise.report.pictures import SEEN_SIDE, Jpeg, jpeg, webp
from takewise.report.values import Report, ReportTake

# Times under a take's curves.
_LABELS = 5

# Smallest part of the score that two digits can show.
_TELLS = 0.005

# Units that a moment is wide at least, so that a brief one in a long take can be seen.
_LEAST_BAR = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A moment as a bar on an axis of `LENGTH` units."""

    anchor: str
    """Id of its card, or of the take if it has none."""
    kind: str
    """Its kind, as a word without spaces."""
    x: float
    """Where it begins."""
    width: float
    """How wide it is."""
    said: str
    """Tooltip: what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A moment with all its details."""

    anchor: str
    """Id within the page."""
    kind: str
    """Its kind."""
    title: str
    """What it is, after the person if there are several."""
    timecode: str
    """Of the apex, or its frame."""
    facts: tuple[str, ...]
    """Length, confidence, strength."""
    because: str
    """The reason."""
    hint: str
    """What it resembles, if hints were asked for; else empty."""
    pictures: tuple[Jpeg, ...]
    """At rest and at the apex, or at the apex alone, or at the apex and magnified."""
    captions: tuple[str, ...]
    """What is below them."""
    animation: str
    """Address of the magnified movement as an animation; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeView:
    """One take as the template needs it."""

    anchor: str
    """Id within the page."""
    name: str
    """Its name."""
    rank: int
    """From 1."""
    score: str
    """Its score, two digits."""
    part: float
    """Its score on an axis of `LENGTH` units."""
    facts: str
    """Length, rate, timecode, reel, people in one line."""
    verdict: str
    """Circled, hold, NG, false start; empty for none."""
    stars: int | None
    """0 to 5; None if it was not rated."""
    note: str
    """Free words."""
    tags: tuple[str, ...]
    """Keywords."""
    reasons: tuple[tuple[str, str, str], ...]
    """Difference from the mean, what is measured, why."""
    lanes: tuple[CurveLane, ...]
    """Its curves."""
    bars: tuple[Bar, ...]
    """Its moments under the curves."""
    labels: tuple[str, ...]
    """Times at even distances below them."""
    cards: tuple[Card, ...]
    """Its moments, one by one."""
    clock_bars: tuple[Bar, ...]
    """Its moments on the common clock."""
    clock_from: float
    """Where the take begins on the common clock's axis."""
    clock_width: float
    """How long it is there."""
    aligned: str
    """How it was aligned on the clock, and how sure that is."""
    warnings: tuple[str, ...]
    """What limits the analysis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """One difference as the template needs it."""

    at: str
    """On the clock."""
    beat: str
    """What it is about."""
    words: str
    """The difference."""
    anchor: str
    """Id of the card of its moment."""
    timecode: str
    """Of its apex."""
    kind: str
    """Presence, shift or length."""


def take_views(report: Report) -> tuple[TakeView, ...]:
    """Describe the takes, in the order of the report."""
    spans = [_clock_span(each) for each in report.takes]
    begin = min((span[0] for span in spans), default=0.0)
    whole = max(max((span[1] for span in spans), default=1.0) - begin, 1e-6)
    return tuple(
        _take(report, number, take, (begin, whole), spans[number])
        for number, take in enumerate(report.takes)
    )


def difference_views(report: Report) -> tuple[DifferenceView, ...]:
    """Describe where the takes differ, in the order of the report."""
    found = []
    for each in report.differences:
        take, moment = report.takes[each.take], each.beat.moments[each.take]
        found.append(
            DifferenceView(
                at=_minutes(each.beat.at),
                beat=each.beat.title,
                words=each.words,
                anchor=_anchor(each.take, take, moment),
                timecode=_place(take.analysis, moment.apex),
                kind=each.kind,
            )
        )
    return tuple(found)


def _take(
    report: Report,
    number: int,
    take: ReportTake,
    clock: tuple[float, float],
    span: tuple[float, float],
) -> TakeView:
    decisions, analysis = take.decisions, take.analysis
    first, length = _extent(analysis)
    scale = LENGTH / clock[1]
    return TakeView(
        anchor=f"take-{number + 1}",
        name=take.name,
        rank=take.rank,
        score=f"{analysis.score.total:.2f}",
        part=round(LENGTH * analysis.score.total, 1),
        facts=_facts(analysis),
        verdict=decisions.verdict.value if decisions.verdict else "",
        stars=decisions.stars,
        note=decisions.note,
        tags=decisions.tags,
        reasons=tuple(
            ("" if each.against is None else _signed(each.against), each.name, each.because)
            for each in take.reasons
        ),
        lanes=lanes(take.signals),
        bars=tuple(
            _bar(number, take, each, LENGTH * (each.span.start - first) / length,
                 LENGTH * each.span.length / length)
            for each in _longest_first(analysis)
        ),
        labels=tuple(
            _place(analysis, first + round(step * (length - 1) / (_LABELS - 1)))
            for step in range(_LABELS)
        ),
        cards=tuple(_card(number, take, each) for each in take.shown),
        clock_bars=tuple(
            _bar(number, take, each, scale * (_on_clock(take, each.span.start) - clock[0]),
                 scale * (_on_clock(take, each.span.end) - _on_clock(take, each.span.start)))
            for each in _longest_first(analysis)
        ),
        clock_from=round(scale * (span[0] - clock[0]), 1),
        clock_width=round(scale * (span[1] - span[0]), 1),
        aligned=_alignment(report, number),
        warnings=tuple(dict.fromkeys((*analysis.media.warnings, *analysis.warnings))),
    )  # fmt: skip


def _longest_first(analysis: Analysis) -> list[Moment]:
    """Return moments in the order in which they are drawn: the brief above the long."""
    return sorted(analysis.moments, key=lambda each: -each.span.length)


def _bar(number: int, take: ReportTake, moment: Moment, x: float, width: float) -> Bar:
    return Bar(
        anchor=_anchor(number, take, moment),
        kind=moment.kind.value,
        x=round(x, 1),
        width=round(max(width, _LEAST_BAR), 1),
        said=f"{_titled(take, moment)} · {_place(take.analysis, moment.apex)}",
    )


def _card(number: int, take: ReportTake, moment: Moment) -> Card:
    analysis = take.analysis
    seconds = frame_time(analysis, moment.span.end) - frame_time(analysis, moment.span.start)
    measured = (
        f"{seconds:.2f} s",
        f"{moment.confidence * 100:.0f} % sure",
        f"{moment.strength:.0f} × the noise",
    )
    seen = take.seen.get(moment.id)
    pictures = tuple(jpeg(each) for each in take.close_ups.get(moment.id, ()))
    captions: tuple[str, ...] = ("onset", "apex")[-len(pictures) :] if pictures else ()
    if seen is not None:
        pictures = tuple(jpeg(each, side=SEEN_SIDE) for each in (seen.apex, seen.magnified))
        captions = ("apex", seen.words)
    return Card(
        anchor=_anchor(number, take, moment),
        kind=moment.kind.value,
        title=_titled(take, moment),
        timecode=_place(analysis, moment.apex),
        facts=(f"{seconds:.2f} s", "set by hand") if moment.kind is Kind.MARKER else measured,
        because="" if moment.because == "set by hand" else moment.reason,
        hint=moment.hint or "",
        pictures=pictures,
        captions=captions,
        animation=webp(seen.animation) if seen else "",
    )


def _anchor(number: int, take: ReportTake, moment: Moment) -> str:
    carded = any(each.id == moment.id for each in take.shown)
    return f"take-{number + 1}-{moment.id}" if carded else f"take-{number + 1}"


def _titled(take: ReportTake, moment: Moment) -> str:
    several = len(take.analysis.people) > 1 and moment.person
    return f"{moment.person}: {moment.title}" if several else moment.title


def _alignment(report: Report, number: int) -> str:
    take = report.takes[number]
    if len(report.takes) == 1:
        return ""
    if number == report.clock:
        return "its time is the clock"
    found = take.alignment
    if not found.told:
        return f"aligned by {METHODS[found.method].on_page} only: {found.because}"
    sure = "" if found.method == "frame" else f", {found.sureness * 100:.0f} % sure"
    return f"aligned by {METHODS[found.method].on_page}{sure}"


def _facts(analysis: Analysis) -> str:
    media = analysis.media
    first, length = _extent(analysis)
    seconds = frame_time(analysis, first + length) - frame_time(analysis, first)
    rate = decimal(media.rate)
    people = len(analysis.people)
    said = [
        f"{_minutes(seconds)} at {rate} fps",
        f"from {_place(analysis, first)}" if media.start_timecode else "",
        f"reel {media.reel}" if media.reel else "",
        f"{people} {'person' if people == 1 else 'people'}",
        f"{len(analysis.moments)} moments",
    ]
    return " · ".join(filter(None, said))


def _extent(analysis: Analysis) -> tuple[int, int]:
    """Return the first frame of the take and how many it has."""
    part = analysis.media.part
    if part:
        return part.start, part.length
    return 0, max(1, analysis.media.frame_count or 0)


def _clock_span(take: ReportTake) -> tuple[float, float]:
    first, length = _extent(take.analysis)
    return _on_clock(take, first), _on_clock(take, first + length)


def _on_clock(take: ReportTake, frame: int) -> float:
    return float(take.alignment.on_clock(frame_time(take.analysis, frame)))


def _place(analysis: Analysis, frame: int) -> str:
    timecode = source_timecode(analysis, frame)
    return f"frame {frame}" if timecode is None else str(timecode)


def _minutes(seconds: float) -> str:
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(round(abs(seconds), 2), 60)
    return f"{sign}{int(minutes)}:{rest:05.2f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}") if _tells(value) else "±0"


def _tells(value: float) -> bool:
    return abs(value) >= _TELLS


def shared_terms(report: Report) -> tuple[str, ...]:
    """Return the terms of the score that do not set any take apart, if several are compared."""
    every = [reason for take in report.takes for reason in take.reasons]
    apart = {each.name for each in every if each.against is None or _tells(each.against)}
    return tuple(dict.fromkeys(each.name for each in every if each.name not in apart))


def kinds(views: Sequence[TakeView]) -> tuple[str, ...]:
    """Return the kinds of moment that are drawn, in the order of `Kind`."""
    drawn = {bar.kind for view in views for bar in view.bars}
    return tuple(kind.value for kind in Kind if kind.value in drawn)
