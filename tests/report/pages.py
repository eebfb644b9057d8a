"""Reports to render: small ones by hand, and one as large as they come."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from takewise.model import Kind, Moment, Picture, RegionMotion
from takewise.model.alignment import Alignment, Beat, Difference, offset
from takewise.model.decisions import Decisions, Verdict
from takewise.report import Reason, Report, ReportTake, render_page
from tests.library.values import signals
from tests.timeline.analyses import analysis, media_info, moment

KINDS = (
    Kind.MICRO,
    Kind.SUBTLE,
    Kind.EXPRESSION,
    Kind.GAZE,
    Kind.HOLD,
    Kind.MARKER,
    Kind.BLINK,
    Kind.PAUSE,
    Kind.BREATH,
    Kind.UNSPOKEN,
)
ITSELF = offset("frame", 0.0, sureness=1.0, because="its time is the clock")


def picture(seed: int, *, side: int = 300) -> Picture:
    """Return a picture that is large as JPEGs go: a face would be smaller."""
    draw = np.random.default_rng(seed)
    coarse = draw.integers(60, 200, (side // 12, side // 12, 3), np.uint8)
    return np.kron(coarse, np.ones((12, 12, 1), np.uint8))


def motion(person: str = "A", *, frames: int = 240) -> RegionMotion:
    """Return curves of a take."""
    return signals(person, n=frames)


def take(
    name: str = "A001C003.mov",
    *moments: Moment,
    rank: int = 1,
    decisions: Decisions | None = None,
    alignment: Alignment = ITSELF,
    pictures: bool = True,
) -> ReportTake:
    """Return a take on the page, each of its moments shown."""
    moments = moments or (moment(45, 50, apex=47), moment(100, 130, apex=110, kind=Kind.HOLD))
    return ReportTake(
        name=name,
        rank=rank,
        analysis=analysis(*moments, media=media_info(path=f"/rushes/{name}")),
        shown=tuple(each for each in moments if each.kind is not Kind.BLINK),
        signals=(motion(),),
        decisions=decisions or Decisions(),
        reasons=(
            Reason(name="subtle moments", value=0.7, against=0.05, because="2 clear moments"),
            Reason(name="legibility", value=0.9, against=0.0, because="sharp and lit"),
        ),
        close_ups={
            each.id: (picture(1), picture(2)) for each in moments if each.kind is not Kind.BLINK
        }
        if pictures
        else {},
        alignment=alignment,
        trusted=alignment.told,
    )


def report(*takes: ReportTake, title: str = "Scene 12") -> Report:
    """Return a page, with one difference where there are two takes."""
    differences: tuple[Difference, ...] = ()
    if len(takes) > 1:
        first = takes[0].analysis.moments[0]
        beat = Beat(at=1.96, title=first.title, moments={0: first}, unseen={}, missing=(1,))
        differences = (
            Difference(
                kind="presence",
                beat=beat,
                take=0,
                against=None,
                seconds=0.0,
                words=f"only in {takes[0].name}",
            ),
        )
    return Report(
        title=title,
        takes=takes,
        clock=0,
        differences=differences,
        notes=(),
        about_score="The choice is yours.",
        version="0.1.0",
    )


def two() -> Report:
    """Return a page with two takes, one circled, one that lies by its start."""
    circled = Decisions(verdict=Verdict.CIRCLED, stars=4, note="the pause\nbefore", tags=("close",))
    unsure = offset("start", 0.0, sureness=0.0, because="there is no sound to go by")
    return report(
        take("A001C003.mov", decisions=circled),
        take("A001C004.mov", rank=2, alignment=unsure),
    )


@cache
def large_page() -> bytes:
    """Return the page of eight takes with 25 moments each, of every kind but blinks."""
    made = []
    for number in range(8):
        several = tuple(
            replace(
                moment(9 * place, 9 * place + 7, apex=9 * place + 3, kind=KINDS[place % 6]),
                id=f"m-{number:02x}{place:04x}",
            )
            for place in range(25)
        )
        made.append(take(f"take{number}.mov", *several, rank=number + 1))
    return render_page(report(*made))
