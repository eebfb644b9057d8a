"""Opens takes in a window: those it begins with, and further ones at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from takewise.app.analyze_takes import read_result
from takewise.app.sources import find_take_sources, is_analysis
from takewise.errors import TakewiseError
from takewise.pipeline.takes import Request, TakeResult
from takewise.ui.takes import arranging
from takewise.ui.takes.loader import LoadEvent, TakeLoader
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.window.main import ReviewWindow


class TakesOpener:
    """Opens takes, and reports their events to the window.

    `example` says how further takes are analysed.
    """

    def __init__(self, window: ReviewWindow, example: Request) -> None:
        self._window, self._example = window, example
        self._paths: list[str] = []
        window.paths_chosen.connect(self.add)

    def open(
        self, requests: Sequence[Request], names: Sequence[str], known: Mapping[int, TakeResult]
    ) -> None:
        """Open takes after those that are open; `known` has results by place in `requests`."""
        first = len(self._paths)
        self._paths += [request.path for request in requests]

        def report(event: LoadEvent) -> None:
            self._window.news.emit(replace(event, place=event.place + first))

        self._window.expect(list(names))
        loader = TakeLoader(requests, names, known, report)
        self._window.on_close(loader.close)
        self._window.on_cancel(loader.cancel)
        loader.start()

    def add(self, paths: Sequence[str]) -> None:
        """Open what the user named, except what is open already."""
        found = find_take_sources(
            paths, rate=self._example.sequence_rate, stream=self._example.stream
        )
        state = self._window.session.state
        again = [each for each in state.closed if _named(state.takes[each].info.path, found.paths)]
        new = [path for path in found.paths if path not in self._paths]
        known: dict[int, TakeResult] = {}
        try:
            for place, path in enumerate(new):
                if is_analysis(path):
                    known[place] = read_result(path)
        except TakewiseError as error:
            self._window.session.change(ReviewState.saying, str(error))
            return
        if again:
            self._window.session.change(arranging.reopen, again)
        if new:
            requests = [replace(self._example, path=path) for path in new]
            self.open(requests, [found.names[path] for path in new], known)
        elif found.failures:
            self._window.session.change(ReviewState.saying, str(found.failures[0]))
        elif not again:
            self._window.session.change(ReviewState.saying, "these takes are open already")


def _named(path: str, paths: Sequence[str]) -> bool:
    """Return whether a file is among some, or a part of it is."""
    return any(each == path or each.startswith(f"{path}@") for each in paths)
