"""Pairs of frames to ask a photographer about, and the weights that fit the answers.

```
 MeasuredShots ─► draw_pairs ─► Pairs ─► (the surface asks) ─► agreement, fit_weights
                     └► PDF                                        └► save_weights ─► TOML
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import MediaError, OutputError
from takewise.model.photo import MeasuredShot, Photo, RankedShot
from takewise.photos import (
    TERM_KEYS,
    Pair,
    PickLimits,
    PortraitSettings,
    as_pdf,
    choose_pairs,
    pair_pages,
    rank_photos,
)
from takewise.pipeline.photos import photo_pictures

# Pixels of the longer side that a picture of a pair is read at.
_SIDE = 2000


def draw_pairs(
    shots: Sequence[MeasuredShot], sheet: Path, most: int, settings: PortraitSettings
) -> tuple[Pair, ...]:
    """Choose at most `most` pairs of frames to ask about, and draw each on a page of a PDF.

    Raises `MediaError` if there are fewer than three.
    """
    pairs = choose_pairs(rank_photos(shots, PickLimits(), settings), most)
    if len(pairs) < 3:
        raise MediaError(
            "there are not three pairs of frames of the same people to compare",
            remedy="name a session with bursts",
        )
    drawn = pair_pages(_pictures(pairs), count=len(pairs))
    write_bytes(sheet, as_pdf(list(drawn), title=""))
    return pairs


def refuse_existing(path: Path | None) -> None:
    """Raise `OutputError` if the file for the weights exists, before anything is asked."""
    if path is not None and path.exists():
        raise OutputError(
            "this file exists already, and is kept",
            where=str(path),
            remedy="name another file for the weights",
        )


def save_weights(fitted: PortraitSettings, path: Path) -> None:
    """Write weights as settings in TOML."""
    lines = [f"{key} = {getattr(fitted, key)}" for key in TERM_KEYS.values()]
    write_bytes(path, "\n".join(["[portraits]", *lines, ""]).encode())


def _pictures(
    pairs: Sequence[Pair],
) -> Iterator[tuple[tuple[RankedShot, Photo], tuple[RankedShot, Photo]]]:
    for pair in pairs:
        shots = [pair.left.measured.shot, pair.right.measured.shot]
        photos = dict(photo_pictures(shots, [_SIDE, _SIDE]))
        yield (pair.left, photos[0]), (pair.right, photos[1])
