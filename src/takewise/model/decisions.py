"""What a human said about a take: never computed, never overwritten.

```
Decisions ─► Library.decide ─► library.db   (one row a change, keyed by the take's content)
          ◄─ Library.decisions
Analysis + Decisions ─► decided ─► the Analysis as it is shown and exported
```

Every value is frozen: a change is a new `Decisions`, made with
`dataclasses.replace`, so that an undo is the value before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from takewise.clock import FrameRange
from takewise.errors import DecisionError
from takewise.model import Analysis, Kind, MediaInfo, Moment
from takewise.model.cues import with_cues

_Item = TypeVar("_Item")

MOST_STARS = 5
"""The best rating there is, as in XMP (``xmp:Rating``) and every photo tool."""


class Verdict(StrEnum):
    """What is said of a take on set and in the cutting room; at most one of them."""

    CIRCLED = "circled"
    """To be printed: the one that is chosen, or one of them."""
    HOLD = "hold"
    """To be kept, in case."""
    NG = "NG"
    """No good."""
    FALSE_START = "false start"
    """Broken off before the scene began."""


class Flag(StrEnum):
    """What a photographer says of a frame; never the machine."""

    PICK = "pick"
    """To be kept and worked on."""
    REJECT = "reject"
    """To be passed over; the file stays where and as it is."""


class ColourLabel(StrEnum):
    """A colour label of a frame; what it means is its user's own."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentEdit:
    """What a human changed of a moment that was found; None leaves what was found."""

    title: str | None = None
    """What a marker list shows."""
    span: FrameRange | None = None
    """From the onset to the first frame after it is over."""
    apex: int | None = None
    """Frame of greatest change; where it is outside the span, the nearest in it counts."""

    def __bool__(self) -> bool:
        """Return whether anything is changed at all."""
        return self != MomentEdit()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandMarker:
    """A marker that a human set: a moment that was not found, or a remark."""

    span: FrameRange
    """Frames it covers, at least one."""
    title: str
    """What a marker list shows."""
    note: str = ""
    """More words; may be empty."""
    person: str = ""
    """Whom it is about, "A", "B", ...; empty for the whole picture."""
    apex: int | None = None
    """The frame it is about; None for the first of its span."""

    def __post_init__(self) -> None:
        """Raise `DecisionError` for an apex outside the span."""
        if self.apex is not None and self.apex not in self.span:
            raise DecisionError(
                f"frame {self.apex} is outside the marker's frames "
                f"{self.span.start} to {self.span.end}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What humans decided about one take or photograph; an empty one says nothing."""

    verdict: Verdict | None = None
    """Circled, hold, NG or false start; None for none of them."""
    stars: int | None = None
    """0 to 5; None where no one rated it."""
    flag: Flag | None = None
    """Of a photograph: pick or reject, by a human; None for neither."""
    colour: ColourLabel | None = None
    """Of a photograph: its colour label; None for none."""
    note: str = ""
    """Free words; may have lines."""
    tags: tuple[str, ...] = ()
    """Keywords, in the order in which they were given, each once."""
    sync: int | None = None
    """The frame, from the file's first, that stands next to those of other takes; None for none."""
    cues: tuple[int, ...] = ()
    """Frames, from the file's first, at which lines are answered from there on; rising."""
    rejected: frozenset[str] = frozenset()
    """Ids of found moments that are to be left out."""
    edits: Mapping[str, MomentEdit] = field(default_factory=dict)
    """Id of a found moment to what was changed of it."""
    markers: Mapping[str, HandMarker] = field(default_factory=dict)
    """Id (see `marker_id`) to the marker that was added."""

    def __post_init__(self) -> None:
        """Raise `DecisionError` for stars, a sync point, cues or tags that are impossible."""
        if self.stars is not None and not 0 <= self.stars <= MOST_STARS:
            raise DecisionError(
                f"{self.stars} is no rating", remedy=f"give 0 to {MOST_STARS} stars"
            )
        if self.sync is not None and self.sync < 0:
            raise DecisionError(f"frame {self.sync} is before the take's first frame")
        if any(each < 0 for each in self.cues) or list(self.cues) != sorted(set(self.cues)):
            raise DecisionError("cues are before the take's first frame, or do not rise")
        if not all(self.tags) or len(set(self.tags)) < len(self.tags):
            raise DecisionError("a tag is empty or given twice")

    def __bool__(self) -> bool:
        """Return whether anything was decided."""
        return self != Decisions()

    @property
    def circled(self) -> bool:
        """Whether the take is circled."""
        return self.verdict is Verdict.CIRCLED


def take_id(media: MediaInfo) -> str:
    """Return what decisions about a take are kept under.

    The digest of the file's content, so that decisions survive a moved or renamed file; a chosen
    stream and, for a part, ``@`` and its frames follow, as two takes in one file are judged apart.
    """
    part = f"@{media.part.start}-{media.part.end}" if media.part else ""
    return f"{media.content}{part}"


def marker_id(span: FrameRange, title: str) -> str:
    """Name a new marker by its frames and its first title: ``h-`` and twelve hexadecimal digits.

    The id stays when the marker is moved or renamed later.
    """
    named = f"{span.start} {span.end} {title}".encode("utf-8", "surrogatepass")
    return f"h-{hashlib.sha256(named).hexdigest()[:12]}"


def merged(now: Decisions, *, before: Decisions, after: Decisions) -> Decisions:
    """Make one change to decisions, and leave everything that it does not touch.

    What differs between `before` and `after` is carried over to `now`.
    """
    single = ("verdict", "stars", "flag", "colour", "note", "tags", "sync", "cues")
    changed = {
        name: getattr(after, name)
        for name in single
        if getattr(before, name) != getattr(after, name)
    }
    return replace(
        now,
        **changed,
        rejected=(now.rejected - (before.rejected - after.rejected))
        | (after.rejected - before.rejected),
        edits=_with_changes(now.edits, before.edits, after.edits),
        markers=_with_changes(now.markers, before.markers, after.markers),
    )


def apply_decisions(analysis: Analysis, decisions: Decisions) -> Analysis:
    """Apply what humans decided to what was found.

    Rejected moments are left out, edited ones changed, and markers added by hand join as moments of
    kind ``marker``. The score stays as computed. Decisions on moments that this analysis does not
    hold are passed over. Moments are ordered by onset, then person, then id.
    """
    kept = [
        _edited(moment, decisions.edits.get(moment.id, MomentEdit()))
        for moment in analysis.moments
        if moment.id not in decisions.rejected
    ]
    added = [_moment_of(each, marker) for each, marker in decisions.markers.items()]
    moments = sorted((*kept, *added), key=lambda each: (each.span.start, each.person, each.id))
    return with_cues(replace(analysis, moments=tuple(moments)), decisions.cues)


def _with_changes(
    now: Mapping[str, _Item], before: Mapping[str, _Item], after: Mapping[str, _Item]
) -> Mapping[str, _Item]:
    left = {key: item for key, item in now.items() if key in after or key not in before}
    return left | {key: item for key, item in after.items() if before.get(key) != item}


def _edited(moment: Moment, edit: MomentEdit) -> Moment:
    span = edit.span or moment.span
    wished = moment.apex if edit.apex is None else edit.apex
    apex = min(max(wished, span.start), span.end - 1)
    moved = (span, apex) != (moment.span, moment.apex)
    return replace(
        moment,
        title=edit.title or moment.title,
        span=span,
        apex=apex,
        # The measurement was made on the frames that were found.
        because=f"{moment.because}; its frames were set by hand" if moved else moment.because,
    )


def _moment_of(id_: str, marker: HandMarker) -> Moment:
    return Moment(
        id=id_,
        person=marker.person,
        kind=Kind.MARKER,
        span=marker.span,
        apex=marker.span.start if marker.apex is None else marker.apex,
        movements=(),
        strength=0.0,
        confidence=1.0,
        title=marker.title,
        because=marker.note or "set by hand",
    )
