"""Keep some moments of an analysis file: ``python examples/select_moments.py FILE``.

``takewise analyze TAKE --out DIR`` writes such a file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from takewise import Kind, Selection, select_moments
from takewise.library import from_json


def main(path: str) -> None:
    """Print the three clearest movements of a take; no blinks, no gaze shifts."""
    analysis = from_json(Path(path).read_bytes(), where=path)
    movements = frozenset({Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION})
    kept = select_moments(analysis, Selection(kinds=movements, min_confidence=0.8, most=3))
    print(f"{len(kept.moments)} of {len(analysis.moments)} moments")
    for moment in kept.moments:
        print(f"{moment.confidence:.0%} {moment.kind.value}: {moment.title}")


if __name__ == "__main__":
    main(sys.argv[1])
