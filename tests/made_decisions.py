"""Decisions as anybody may make them, for laws."""

from __future__ import annotations

from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.model.decisions import ColourLabel, Decisions, Flag, HandMarker, MomentEdit, Verdict

words = st.text(min_size=1, max_size=12)
moment_ids = st.sampled_from(("m-00000001", "m-00000002", "m-3fa2c81b"))
marker_ids = st.sampled_from(("h-000000000001", "h-000000000002"))


@st.composite
def spans(draw: st.DrawFn) -> FrameRange:
    """Draw any range of a long take."""
    start = draw(st.integers(0, 10**6))
    return FrameRange(start, start + draw(st.integers(1, 1000)))


@st.composite
def markers(draw: st.DrawFn) -> HandMarker:
    """Draw a marker, its apex inside it or not named."""
    span = draw(spans())
    return HandMarker(
        span=span,
        title=draw(words),
        note=draw(st.text(max_size=12)),
        person=draw(st.sampled_from(("", "A", "B"))),
        apex=draw(st.none() | st.integers(span.start, span.end - 1)),
    )


edits = st.builds(
    MomentEdit,
    title=st.none() | words,
    span=st.none() | spans(),
    apex=st.none() | st.integers(0, 10**6),
).filter(bool)

decisions = st.builds(
    Decisions,
    verdict=st.none() | st.sampled_from(Verdict),
    stars=st.none() | st.integers(0, 5),
    flag=st.none() | st.sampled_from(Flag),
    colour=st.none() | st.sampled_from(ColourLabel),
    note=st.text(max_size=20),
    tags=st.lists(words, max_size=3, unique=True).map(tuple),
    sync=st.none() | st.integers(0, 10**6),
    rejected=st.frozensets(moment_ids),
    edits=st.dictionaries(moment_ids, edits),
    markers=st.dictionaries(marker_ids, markers()),
)
