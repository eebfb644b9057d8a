"""Names that every file system takes."""

from __future__ import annotations

import re

# What a file name cannot hold on one system or another.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def fit_for_file(text: str) -> str:
    """Return a text in which what no file name can hold is an underscore.

    Examples
    --------
    >>> fit_for_file("-2-A/B: C")
    '-2-A_B_ C'
    """
    return _UNFIT.sub("_", text)
