"""Whether the installed MediaPipe still has its graphs, and the models inside its wheel."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

HAS_GRAPHS = find_spec("mediapipe") is not None and find_spec("mediapipe.python") is not None
"""As in 0.10.18 to 0.10.21, with which the sample media and golden points were made."""

needs_graphs = pytest.mark.skipif(
    not HAS_GRAPHS, reason="the installed MediaPipe has no graphs: they ended with 0.10.21"
)
