"""The boxes of QuickTime and MP4 files, as far as FFmpeg does not show what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# Boxes that are read on one level: a damaged file must not keep a reader busy.
_MOST = 10_000

# Bytes of one box that are read: those that matter here are far smaller.
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of a file: ISO/IEC 14496-12, section 4.2."""

    file: BinaryIO
    """The file, opened for reading."""
    kind: bytes
    """Its four letters."""
    start: int
    """Where its content begins, bytes."""
    end: int
    """Where it ends, bytes."""

    def within(self, *path: bytes, skip: int = 0) -> Box | None:
        """Find a box by the kinds that lead to it, from the outside in; None if there is none.

        The first box of each kind is taken. `skip` is the count of content bytes before the first
        box.
        """
        found: Box | None = self
        for kind in path:
            inside = found.boxes(skip) if found else ()
            found = next((box for box in inside if box.kind == kind), None)
        return found

    def boxes(self, skip: int = 0) -> Iterator[Box]:
        """Read the boxes in it, those that are whole."""
        at = self.start + skip
        for _ in range(_MOST):
            if at + 8 > self.end:
                return
            self.file.seek(at)
            head = self.file.read(16)
            size, begins = int.from_bytes(head[:4], "big"), at + 8
            if size == 1:
                size, begins = int.from_bytes(head[8:16], "big"), at + 16
            end = self.end if size == 0 else at + size
            if end < begins or end > self.end:
                return
            yield Box(file=self.file, kind=head[4:8], start=begins, end=end)
            at = end

    def content(self) -> bytes:
        """Return its content, the first MiB of it at the most."""
        self.file.seek(self.start)
        return self.file.read(min(self.end - self.start, _LARGEST))


def whole_file(file: BinaryIO) -> Box:
    """Return a file as the box that holds all others."""
    return Box(file=file, kind=b"", start=0, end=file.seek(0, 2))


def box_number(content: bytes, at: int, size: int = 4, *, signed: bool = False) -> int:
    """Return a number of a box's content; 0 where the content has ended."""
    return int.from_bytes(content[at : at + size], "big", signed=signed)
