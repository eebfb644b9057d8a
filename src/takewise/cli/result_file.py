"""A file that a command writes: never an existing film or photograph."""

from __future__ import annotations

import os
from pathlib import Path

import click

from takewise import media
from takewise.media.takes import is_take_name


class ResultFile(click.Path):
    """The path of a file to write, as an option or argument.

    A shell that expands a pattern can put a film in its place: ``takewise report --out *.mov``.
    With `pictures`, the result is a picture itself, and an older one is replaced.
    """

    def __init__(self, *, pictures: bool = False) -> None:
        super().__init__(dir_okay=False, path_type=Path)
        self._pictures = pictures

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Return the path; fails if it is an existing film or photograph."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        taken = is_take_name(path.name) or (not self._pictures and media.is_photo(path))
        if taken and path.exists():
            self.fail(
                f"{path} is a film or a photograph, and is not overwritten; name another file",
                param,
                ctx,
            )
        return path
