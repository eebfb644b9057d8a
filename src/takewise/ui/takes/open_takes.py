"""Takes that stay open, as opening one costs more than a picture of it."""

from __future__ import annotations

from takewise.media import SeekableTake
from takewise.model import MediaInfo


class OpenTakes:
    """The takes that were asked for last, at most `most`; for one thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._takes: dict[int, SeekableTake] = {}

    def at(self, place: int, info: MediaInfo) -> SeekableTake:
        """Return the take of a place, opened if it is not; raises what `SeekableTake` raises."""
        take = self._takes.pop(place, None) or SeekableTake(info)
        self._takes[place] = take
        if len(self._takes) > self._most:
            self._takes.pop(next(iter(self._takes))).close()
        return take

    def close(self) -> None:
        """Close all; a decoder's threads end with the last reference to it."""
        for take in self._takes.values():
            take.close()
        self._takes.clear()
