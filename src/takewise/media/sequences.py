"""Image sequences: one path that stands for many numbered pictures."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from takewise.errors import UnreadableMedia

_NUMBER = re.compile(r"%(?:0(\d))?d|#+")
"""Where the number stands: ``%04d`` or ``%d`` as in C and FFmpeg, ``####`` as in Nuke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSequence:
    """The pictures of an image sequence that follow each other without a gap."""

    pattern: str
    """Path with ``%04d`` (or ``%d``) for the number."""
    files: tuple[Path, ...]
    """The pictures, by number; at least one."""
    first: int
    """Number of the first picture."""
    left_out: int
    """Pictures that exist after the first gap, and are not in `files`."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about the sequence, one sentence each."""
        if not self.left_out:
            return ()
        last = self.first + len(self.files) - 1
        return (
            f"picture {last + 1} of the sequence is missing: only {self.first} to {last} "
            f"are read, the {self.left_out} after the gap are not",
        )


def is_sequence(path: str) -> bool:
    """Return whether a path stands for numbered pictures, and is no file itself."""
    # os.path, as Path.exists raises where a name is too long.
    return _NUMBER.search(Path(path).name) is not None and not os.path.exists(path)


def find_sequence(path: str) -> ImageSequence:
    """Find the pictures of a sequence pattern, from the lowest number up to the first gap.

    The last part of the path has ``%04d``, ``%d`` or ``####``. Raises `UnreadableMedia` if no
    picture has such a name.
    """
    folder, name = Path(path).parent, Path(path).name
    digits, head, tail = _split(name)
    wanted = re.compile(f"{re.escape(head)}(\\d{{{digits},}}){re.escape(tail)}")
    numbers = {}
    for file in folder.iterdir() if folder.is_dir() else ():
        number = wanted.fullmatch(file.name)
        # 00012 is not what %04d writes for 12, so it belongs to another sequence.
        if number and number[1] == f"{int(number[1]):0{digits}}":
            numbers[int(number[1])] = file
    if not numbers:
        raise UnreadableMedia(
            "no picture of this sequence exists",
            where=path,
            remedy="check the folder, the name and the number of digits",
        )
    first = min(numbers)
    run = next(length for length in count(1) if first + length not in numbers)
    mark = f"%0{digits}d" if digits > 1 else "%d"
    return ImageSequence(
        pattern=str(folder / f"{head}{mark}{tail}"),
        files=tuple(numbers[first + place] for place in range(run)),
        first=first,
        left_out=len(numbers) - run,
    )


def _split(name: str) -> tuple[int, str, str]:
    """Return how many digits the number has at least, and what stands around it."""
    mark = _NUMBER.search(name)
    if mark is None:
        raise ValueError(f"{name} has no number pattern")
    digits = len(mark[0]) if mark[0].startswith("#") else int(mark[1] or 1)
    return digits, name[: mark.start()], name[mark.end() :]
