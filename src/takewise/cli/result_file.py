"""A file that a command writes: never a film or a photograph that is there already."""

from __future__ import annotations

import os
from pathlib import Path

import click

from takewise import media
from takewise.media.takes import is_take_name


class ResultFile(click.Path):
    """The path of a file that is to be written, as an option or argument.

    A shell that fills in a pattern puts a film where the name of the result should stand:
    ``takewise report --out *.mov``.

    Parameters
    ----------
    pictures
        Whether the result is a picture itself, so that an older one is replaced.
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
        """Return the path; fails where it is a film or a photograph."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        taken = is_take_name(path.name) or (not self._pictures and media.is_photo(path))
        if taken and path.exists():
            self.fail(
                f"{path} is a film or a photograph, and stays as it is; name another file",
                param,
                ctx,
            )
        return path
