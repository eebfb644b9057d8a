"""What humans decided on the takes at hand."""

from __future__ import annotations

from collections.abc import Mapping

from takewise.cli.options import Choices
from takewise.cli.running import Finished
from takewise.cli.screen import remarks, say
from takewise.decisions import Decisions
from takewise.errors import LibraryError
from takewise.library import library_path, open_library


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
    nothing = {path: Decisions() for path in finished.results}
    if not library_path(choices.library).exists():
        return nothing
    try:
        with open_library(choices.library, mode=choices.library_mode) as library:
            return {
                path: library.decisions(result.analysis.media)
                for path, result in finished.results.items()
            }
    except LibraryError as error:
        say(remarks(), f"decisions are not shown: {error}")
        return nothing
