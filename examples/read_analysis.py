"""Read an analysis file with the standard library alone: ``python examples/read_analysis.py FILE``.

The file is JSON with a schema, so a program in any language can do this.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path


def main(path: str) -> None:
    """Print the score with its reasons, and the moments in seconds."""
    analysis = json.loads(Path(path).read_text(encoding="utf-8"))
    # The second added fields, and left those of the first as they were.
    if analysis["schema"] not in {"takewise.analysis/1", "takewise.analysis/2"}:
        raise SystemExit(f"{path}: {analysis['schema']} is not known here")
    rate = Fraction(analysis["media"]["rate"])
    print(f"score {analysis['score']['total']:.2f}")
    for term in analysis["score"]["terms"]:
        print(f"  {term['name']}: {term['because']}")
    for moment in analysis["moments"]:
        print(f"{float(moment['apex'] / rate):7.2f} s  {moment['title']}")


if __name__ == "__main__":
    main(sys.argv[1])
