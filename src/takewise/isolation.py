"""Unforeseen faults: one of them costs the smallest part of a take, and is reported.

A fault is an exception that no one raised on purpose, such as an `IndexError`. The
stages catch it around one moment, one shot, or one picture of one person, report it,
and go on; the analysis carries a warning that names the frames. Errors for the user
(`takewise.errors`), a lack of memory and Ctrl-C are no faults, and pass through.

Set ``TAKEWISE_FAULTS=raise`` to see the traceback: then no fault is caught. The tests do
so. The log of this module has each traceback at level ``DEBUG``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from takewise.clock import FrameRange
from takewise.errors import ClockError, TakewiseError

VARIABLE = "TAKEWISE_FAULTS"
"""Environment variable: ``raise`` lets faults through."""

_LOG = logging.getLogger(__name__)

# More stretches than that are counted, not listed.
_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the work on a take, which a fault costs as a whole."""

    person: str
    """Whose face."""
    span: FrameRange
    """Frames, counted from the first picture that is read."""
    lost: str
    """What is missing after a fault, plural: ``"blinks"``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a fault cost."""

    part: Part
    """What was being done."""
    error: str
    """Type of the exception: ``"IndexError"``."""


ReportFault: TypeAlias = Callable[[Fault], None]
"""Called with each fault that is caught."""


@contextmanager
def isolated(part: Part, report: ReportFault | None) -> Iterator[None]:
    """Keep a fault in the block from costing more than one part of the work.

    `report` is called with a fault, which ends the block; None lets it through.
    """
    try:
        yield
    except Exception as error:
        if report is None or _is_meant(error) or os.environ.get(VARIABLE) == "raise":
            raise
        _LOG.debug("%s of person %s, frames %s", part.lost, part.person, part.span, exc_info=True)
        report(Fault(part=part, error=type(error).__name__))


def _is_meant(error: Exception) -> bool:
    """Return whether an exception is for the user, or for the whole machine."""
    # Stages calculate frames, so an impossible range is a mistake of ours.
    meant = isinstance(error, TakewiseError) and not isinstance(error, ClockError)
    return meant or isinstance(error, MemoryError)


def fault_warnings(faults: Iterable[Fault], start: int = 0) -> Iterator[str]:
    """Describe what faults of one take cost.

    There is one sentence for each person, kind of loss and type of exception. `start` is the frame
    of the file with which the pictures begin.
    """
    alike: dict[tuple[str, str, str], list[FrameRange]] = {}
    for each in faults:
        key = (each.part.person, each.part.lost, each.error)
        alike.setdefault(key, []).append(each.part.span)
    for (person, lost, error), spans in alike.items():
        found = _joined(spans)
        listed = [f"{span.start + start}-{span.end + start - 1}" for span in found[:_MOST]]
        if len(found) > _MOST:
            listed.append(f"and {len(found) - _MOST} times more")
        yield (
            f"person {person}: {lost} can be missing (frames {', '.join(listed)}) by a fault of "
            f"Takewise ({error}), please report it; the rest of the take is complete"
        )


def _joined(spans: Iterable[FrameRange]) -> list[FrameRange]:
    """Return the stretches that spans cover together, in order."""
    joined: list[FrameRange] = []
    for span in sorted(spans, key=lambda each: each.start):
        if joined and span.start <= joined[-1].end:
            end = max(span.end, joined[-1].end)
            joined[-1] = FrameRange(joined[-1].start, end)
        else:
            joined.append(span)
    return joined
