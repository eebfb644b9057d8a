"""The files that a cut can come in: how each is read, and as what it is given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from takewise.timeline.cut import CutKind
from takewise.timeline.cut_fcpxml import BUNDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFormat:
    """How a cut is read, and given back, by the ending of its file."""

    kind: CutKind
    """The format in which it is given back."""
    adapter: str = ""
    """Reader of OpenTimelineIO that the extra ``cut`` brings; empty where none is needed."""


# OpenTimelineIO reads its own files itself, with their media or without; FCPXML is read by
# us, as its adapter takes 23.976 frames a second for 23.
CUT_FORMATS: Mapping[str, CutFormat] = MappingProxyType(
    {
        ".otio": CutFormat(kind="otio"),
        ".otioz": CutFormat(kind="otio"),
        ".otiod": CutFormat(kind="otio"),
        ".fcpxml": CutFormat(kind="fcpxml"),
        BUNDLE: CutFormat(kind="fcpxml"),
        ".xml": CutFormat(kind="premiere-xml", adapter="fcp_xml"),
        ".edl": CutFormat(kind="otio", adapter="cmx_3600"),
    }
)
"""Ending, in lower case, to how such a cut is read."""
