"""The marker formats: one module each, which says all about its format in ``FORMAT``.

To add one, write its module and name it below: help, tables and checks follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from takewise.timeline.marker_format import Format

# The default first; the rest in the order in which they are listed.
_MODULES = (
    "otio",
    "otioz",
    "otiod",
    "resolve_edl",
    "premiere_xml",
    "fcpxml",
    "avid_markers",
    "avid_ale",
    "avid_aaf",
    "csv",
    "json",
    "ffmetadata",
    "srt",
    "kdenlive_guides",
)


class _Formats(Mapping[str, "Format"]):
    """Name to format; a format's module loads when it is first asked for."""

    __slots__ = ("_modules",)

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = {module.replace("_", "-"): module for module in modules}

    def __getitem__(self, name: str) -> Format:
        return _load(self._modules[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


@cache
def _load(module: str) -> Format:
    found: Format = import_module(f"{__name__}.{module}").FORMAT
    return found


FORMATS: Final[Mapping[str, Format]] = _Formats(_MODULES)
"""Name to format. Its names alone are known without loading any."""

DEFAULT_FORMAT: Final = next(iter(FORMATS))
"""What is written where no format is named."""
