"""What the installed libraries are, where results depend on it."""

from __future__ import annotations

from importlib.util import find_spec

import cv2
import pytest

HAS_GRAPHS = find_spec("mediapipe") is not None and find_spec("mediapipe.python") is not None
"""Whether MediaPipe still has its graphs, as 0.10.18 to 0.10.21 have, with which the sample
media and the golden points were made."""

needs_graphs = pytest.mark.skipif(
    not HAS_GRAPHS, reason="the installed MediaPipe has no graphs: they ended with 0.10.21"
)

SAME_OPENCV = cv2.__version__.startswith("4.")
"""Whether OpenCV warps as it did when golden values were recorded: 4 reads between pixels in
steps of a 32nd, 5 does so exactly."""
