"""The ways in which takes come onto one clock, and the words for each.

Option, table, page and window take their words from `METHODS`; how each way works is in
`takewise.alignment.methods`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Method: TypeAlias = Literal["slate", "sound", "speech", "frame", "start"]
"""How takes were put on one clock."""

By: TypeAlias = Literal["auto", "slate", "sound", "speech", "frame", "none"]
"""What the user wants takes to be aligned by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentMethod:
    """The words for one way."""

    asked: By
    """What the user writes to have it."""
    about: str
    """What it goes by, for the help."""
    evidence: str
    """The same in the table of a comparison."""
    on_page: str
    """The same on the page of a report."""
    in_window: str
    """The same in the message of the window, which begins with *by*."""


METHODS: Final[Mapping[Method, AlignmentMethod]] = MappingProxyType(
    {
        "slate": AlignmentMethod(
            asked="slate",
            about="the slate's clap",
            evidence="the slate",
            on_page="the slate",
            in_window="by the slate",
        ),
        "sound": AlignmentMethod(
            asked="sound",
            about="the same sound",
            evidence="the same sound",
            on_page="the same sound",
            in_window="by sound",
        ),
        "speech": AlignmentMethod(
            asked="speech",
            about="the same words at another pace",
            evidence="the same words",
            on_page="the same words at another pace",
            in_window="by speech",
        ),
        "frame": AlignmentMethod(
            asked="frame",
            about="the sync points that you set",
            evidence="chosen frames",
            on_page="the frames that were chosen",
            in_window="by sync points",
        ),
        "start": AlignmentMethod(
            asked="none",
            about="their starts",
            evidence="their starts",
            on_page="their starts",
            in_window="by their starts",
        ),
    }
)
"""Each way; the last is taken where no other has an answer."""

CHOICES: Final[tuple[By, ...]] = ("auto", *(each.asked for each in METHODS.values()))
"""What the user can write; the first is the default."""
