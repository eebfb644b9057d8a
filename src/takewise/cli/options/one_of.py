"""A choice of names that suggests the one that was probably meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from takewise.plain_text import nearest


class OneOf(click.Choice):  # type: ignore[type-arg] # click 8.1 has no argument here
    """One of some names.

    `noun` is what a name stands for, such as *format*; `instead` has advice for wrong names that
    users try.
    """

    def __init__(
        self, names: Sequence[str], noun: str, *, instead: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(names)
        self._noun, self._instead = noun, instead or {}

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name, or fail with the name that was probably meant."""
        word = str(value)
        names = [str(choice) for choice in self.choices]
        if word not in names:
            self.fail(self._mistake(word, names), param, ctx)
        return word

    def _mistake(self, word: str, names: Sequence[str]) -> str:
        hint = self._instead.get(word.casefold()) or nearest(word, names)
        known = f"choose from {', '.join(names)}"
        return f"{word!r} is not a {self._noun}; {f'{hint} ({known})' if hint else known}"
