"""Analyse a take and print its moments: ``python examples/print_moments.py TAKE``."""

from __future__ import annotations

import sys

import takewise


def main(path: str) -> None:
    """Print one line for each moment."""
    analysis = takewise.analyze(path)
    print(f"{analysis.media.path}: {analysis.media.rate} frames a second")
    for moment in analysis.moments:
        print(f"{moment.span.start:5} {moment.apex:5} {moment.span.end:5}  {moment.title}")
        print(f"      {moment.because}")


if __name__ == "__main__":
    main(sys.argv[1])
