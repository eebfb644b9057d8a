"""What a package offers, loaded when it is first asked for.

A stage's settings are a few numbers; SciPy, OpenCV and FFmpeg behind the stage take
most of a second to load. So a package that needs them names what it offers and where
that is, and loads it when a person asks (PEP 562).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package: it loads a name's module when it is first used.

    `homes` maps each module to the names that the package offers from there, with spaces between
    them. A name that is also a module raises `ValueError`: loading that module would put it in the
    place of what was meant.
    """
    where = {name: module for module, names in homes.items() for name in names.split()}
    if clashing := where.keys() & homes.keys():
        raise ValueError(f"{', '.join(sorted(clashing))}: also a module of {package}")

    def load(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{where[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return load
