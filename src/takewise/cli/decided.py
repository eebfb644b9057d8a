"""What humans decided on the takes at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from takewise.cli.options import Choices
from takewise.cli.running import Deliver, Finished
from takewise.cli.screen import remarks, say
from takewise.decisions import Decisions, decided
from takewise.errors import LibraryError
from takewise.library import library_path, open_library
from takewise.model import MediaInfo
from takewise.pipeline import TakeResult


def decisions_on(finished: Finished, choices: Choices) -> Mapping[str, Decisions]:
    """Look up what humans decided on takes.

    Parameters
    ----------
    finished
        The takes.
    choices
        Where the library is. It is read even where results are not to be kept in it: a
        decision is no result.

    Returns
    -------
    Mapping[str, Decisions]
        Path to decisions, empty ones where nobody said anything. A library that cannot
        be read is told on standard error.
    """
    media = {path: result.analysis.media for path, result in finished.results.items()}
    return _looked_up(media, choices)


def honouring(deliver: Deliver, choices: Choices, *, only_circled: bool) -> Deliver:
    """Hand takes on as humans decided about them.

    Parameters
    ----------
    deliver
        Called with each take: rejected moments left out, edited ones changed, markers
        set by hand among them.
    choices
        Where the library is.
    only_circled
        Whether takes that nobody circled are passed over.

    Returns
    -------
    Deliver
        Takes what was found.
    """

    def judged(path: str, result: TakeResult) -> None:
        decisions = _looked_up({path: result.analysis.media}, choices)[path]
        if decisions.circled or not only_circled:
            deliver(path, replace(result, analysis=decided(result.analysis, decisions)))

    return judged


def _looked_up(media: Mapping[str, MediaInfo], choices: Choices) -> Mapping[str, Decisions]:
    nothing = {path: Decisions() for path in media}
    if not library_path(choices.library).exists():
        return nothing
    try:
        with open_library(choices.library, mode=choices.library_mode) as library:
            return {path: library.decisions(each) for path, each in media.items()}
    except LibraryError as error:
        say(remarks(), f"decisions are not known: {error}")
        return nothing
