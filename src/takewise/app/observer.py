"""How a use case reports what happens while it works."""

from __future__ import annotations

from typing import Protocol, TypeVar

from takewise.errors import TakewiseError

Result = TypeVar("Result", contravariant=True)  # noqa: PLC0105 - reads better without a suffix


class Observer(Protocol[Result]):
    """Hears how far the work is, in the order in which things happen.

    `Result` is what comes of one input: a take, a file, a clip.
    """

    def started(self, count: int) -> None:
        """Hear that the work on so many inputs begins; comes at most once."""

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Hear how far one input is.

        Parameters
        ----------
        name
            The input; empty where progress is counted over all of them.
        done
            Pictures done; 0 as the input begins.
        count
            Pictures in all; None while that is unknown.
        """

    def finished(self, name: str, result: Result) -> None:
        """Hear what came of an input."""

    def failed(self, name: str, error: TakewiseError) -> None:
        """Hear that an input failed, and why; the others go on."""

    def noted(self, sentence: str) -> None:
        """Hear something that the user should know, in one sentence."""


class SilentObserver:
    """Shows nothing; for callers that read the result alone."""

    def started(self, count: int) -> None:
        """Ignore the beginning."""

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Ignore the progress."""

    def finished(self, name: str, result: object) -> None:
        """Ignore the result."""

    def failed(self, name: str, error: TakewiseError) -> None:
        """Ignore the error."""

    def noted(self, sentence: str) -> None:
        """Ignore the note."""


def failure_sentence(name: str, error: TakewiseError) -> str:
    """Return an error as one sentence that names its input.

    Parameters
    ----------
    name
        The input, for an error that does not say where it happened.
    error
        What went wrong.

    Returns
    -------
    str
        Where, what, and what to do.
    """
    text = str(error)
    return text if error.where or not name else f"{name}: {text}"
