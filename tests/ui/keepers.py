"""Keepers of decisions that need no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from takewise.model import MediaInfo
from takewise.model.decisions import Decisions
from takewise.ui.shell.session import TakenBack


class Forgetful:
    """Keeps nothing, as a window that nobody shares.

    Parameters
    ----------
    told
        Called with each decision as it is to be from now on.
    """

    def __init__(self, told: Callable[[Decisions], object] = lambda _: None) -> None:
        self._told = told

    def keep(self, info: MediaInfo, before: Decisions, after: Decisions) -> None:
        """Pass it on."""
        del info, before
        self._told(after)

    def take_back(self, info: MediaInfo, before: Decisions, after: Decisions) -> TakenBack:
        """Pass it on, as nobody else decides."""
        self.keep(info, before, after)
        return TakenBack(done=True, now=after)

    def news(self, infos: tuple[MediaInfo, ...]) -> Mapping[int, Decisions]:
        """Return nothing."""
        del infos
        return {}

    def close(self) -> None:
        """Hold nothing."""
