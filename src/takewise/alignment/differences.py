"""Where takes differ: what only some of them have, what came when, what lasted longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from takewise.alignment.aligned_take import AlignedTake
from takewise.alignment.settings import AlignmentSettings
from takewise.alignment.similarity import share_moved
from takewise.model.alignment import Beat, Difference


def find_differences(
    takes: Sequence[AlignedTake],
    beats: Sequence[Beat],
    settings: AlignmentSettings,
) -> tuple[Difference, ...]:
    """Return where takes on one clock differ, by the beats' time on it.

    A beat is reported to be in some takes only where all the others show a legible face at that
    time, and do not do it; where one does not show it, the words say so. What came earlier or later
    is reported only of takes that are surely on the clock. `beats` are from `find_beats`, of the
    same takes.
    """
    found: list[Difference] = []
    for beat in beats:
        found.extend(_presence(beat, takes, settings))
        found.extend(_shifts(beat, takes, settings))
        found.extend(_lengths(beat, takes, settings))
    return tuple(found)


def _presence(
    beat: Beat, takes: Sequence[AlignedTake], settings: AlignmentSettings
) -> Iterator[Difference]:
    sure = max(each.confidence for each in beat.moments.values()) >= settings.least_confidence
    if not beat.missing or not sure:
        return
    names = [take.name for take in takes]
    here = _listed([names[number] for number in sorted(beat.moments)])
    there = _listed([names[number] for number in beat.missing])
    if len(beat.moments) > len(beat.missing):
        words = f"not in {there}"
    else:
        # With nothing hidden, "only" says it all; else who lacks it has to be named.
        words = f"in {here}, not in {there}" if beat.unseen else f"only in {here}"
    if beat.unseen:
        hidden = [f"{names[number]} ({why})" for number, why in sorted(beat.unseen.items())]
        words = f"{words}; unknown for {_listed(hidden)}"
    yield Difference(
        kind="presence",
        beat=beat,
        take=min(beat.moments),
        against=None,
        seconds=0.0,
        words=words,
    )


def _shifts(
    beat: Beat, takes: Sequence[AlignedTake], settings: AlignmentSettings
) -> Iterator[Difference]:
    first, *rest = sorted(beat.moments, key=lambda number: (not takes[number].trusted, number))
    start = takes[first].on_clock(beat.moments[first].apex)
    for number in rest:
        later = takes[number].on_clock(beat.moments[number].apex) - start
        # Rounded as it is reported, so that the reported number is what decides.
        clear = takes[number].trusted and abs(round(later, 2)) >= settings.least_shift
        if clear and not _both_ways(beat, takes, (first, number), settings):
            way = "later" if later > 0 else "earlier"
            yield Difference(
                kind="shift",
                beat=beat,
                take=number,
                against=first,
                seconds=later,
                words=f"{abs(later):.2f} s {way} in {takes[number].name} than in "
                f"{takes[first].name}",
            )


def _both_ways(
    beat: Beat, takes: Sequence[AlignedTake], pair: tuple[int, int], settings: AlignmentSettings
) -> bool:
    """Return whether either face also moves much alike when the other does it."""
    for number, against in (pair, pair[::-1]):
        own, other = takes[number], takes[against]
        moment = beat.moments[number]
        when = other.alignment.in_take([own.on_clock(moment.span.start), own.on_clock(moment.apex)])
        share = share_moved(
            moment,
            own,
            other,
            (float(when[0]), float(when[1])),
            without=(beat.moments[against],),
        )
        if share is not None and share >= settings.least_alike:
            return True
    return False


def _lengths(
    beat: Beat, takes: Sequence[AlignedTake], settings: AlignmentSettings
) -> Iterator[Difference]:
    first, *rest = sorted(beat.moments)
    length = takes[first].lasts(beat.moments[first])
    for number in rest:
        own = takes[number].lasts(beat.moments[number])
        if abs(round(own - length, 2)) >= settings.least_longer:
            way = "longer" if own > length else "shorter"
            yield Difference(
                kind="length",
                beat=beat,
                take=number,
                against=first,
                seconds=own - length,
                words=f"{abs(own - length):.2f} s {way} in {takes[number].name} ({own:.2f} s) "
                f"than in {takes[first].name} ({length:.2f} s)",
            )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
