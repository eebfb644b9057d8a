"""The arrays that values hold."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
"""One picture: uint8 (height, width, 3), RGB, upright, square pixels not assumed."""


FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
"""An array of float32 or float64."""


BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""An array of truths."""
