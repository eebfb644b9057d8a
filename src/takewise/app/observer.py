"""How a use case reports what happens while it works."""

from __future__ import annotations

from typing import Protocol, TypeVar

from takewise.errors import TakewiseError

Result = TypeVar("Result", contravariant=True)  # noqa: PLC0105 - reads better without a suffix


class Observer(Protocol[Result]):
    """Receives what happens during the work, in order.

    `Result` is the result of one input: a take, a file, a clip.
    """

    def started(self, count: int) -> None:
        """Receive the number of inputs as the work begins; called at most once."""

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Receive the progress of one input, in pictures; `done` is 0 as it begins.

        The name is empty if progress is counted over all inputs; `count` is None if unknown.
        """

    def finished(self, name: str, result: Result) -> None:
        """Receive the result of an input."""

    def failed(self, name: str, error: TakewiseError) -> None:
        """Receive the error of an input that failed; the others go on."""

    def noted(self, sentence: str) -> None:
        """Receive something that the user should know, in one sentence."""


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
    """Return an error as one sentence, which names the input if the error does not."""
    text = str(error)
    return text if error.where or not name else f"{name}: {text}"
