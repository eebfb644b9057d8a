"""Rank photographs: ``python examples/rank_photos.py FOLDER``. Nothing is written."""

from __future__ import annotations

import sys
from pathlib import Path

from takewise import Settings
from takewise.photos import PickLimits, rank_photos
from takewise.pipeline.photo_sources import find_photo_sources
from takewise.pipeline.photos import measure_session


def main(folder: str) -> None:
    """Print each photograph with its score and the reasons of its lowest term."""
    settings = Settings()
    session = measure_session(find_photo_sources([folder]), settings)
    for ranked in rank_photos(session.shots, PickLimits(top=3), settings.portraits):
        name = Path(ranked.measured.shot.path).name
        score = "no face" if ranked.score.total is None else f"{ranked.score.total:.2f}"
        print(f"{'*' if ranked.picked else ' '} {ranked.rank:3} {name} {score}")
    for failure in session.failures:
        print(failure)


if __name__ == "__main__":
    main(sys.argv[1])
