"""Loads MediaPipe without the plotting library that it draws with, which no one here does."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PLOTTING = ("matplotlib", "matplotlib.pyplot")


class _Later(ModuleType):
    """Stands for a module that is loaded when a person wants something of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def load_mediapipe() -> None:
    """Import MediaPipe, in half the time that it takes with Matplotlib.

    Its ``drawing_utils`` import ``matplotlib.pyplot``, 0.2 s of the 0.4 s that the whole
    takes. While it loads a stand-in has that name; the true library is loaded by whoever
    imports or uses it afterwards.
    """
    if not {"mediapipe", *_PLOTTING}.isdisjoint(sys.modules):
        import_module("mediapipe")
        return
    package, plotting = (_Later(name) for name in _PLOTTING)
    package.__dict__["pyplot"] = plotting
    sys.modules.update(zip(_PLOTTING, (package, plotting), strict=True))
    try:
        import_module("mediapipe")
    finally:
        for name in _PLOTTING:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
