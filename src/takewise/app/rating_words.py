"""Messages about ratings, for the command line and the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from takewise.pipeline.photo_ratings import Unread

ADOBE_KEEPS: Mapping[Unread, str] = {
    "DNG": "Lightroom, Bridge and Camera Raw read no sidecar of a DNG: they keep its ratings "
    "inside the file, which Takewise never writes",
    "other": "Lightroom and Bridge read no sidecar of a JPEG or other picture: they keep its "
    "ratings inside the file",
}
"""The notes on such sidecars."""


def rating_words(ratings: Mapping[int, int]) -> str:
    """Return how many photographs have each rating, -1 to 5.

    >>> rating_words({-1: 2, 1: 12, 4: 1})
    '2 rejected, 12 with 1 star, 1 with 4 stars'
    """
    return ", ".join(
        f"{many} rejected"
        if rating < 0
        else f"{many} with a rating that is no number"
        if not rating
        else f"{many} with {rating} star{'s' if rating > 1 else ''}"
        for rating, many in sorted(ratings.items())
    )


def kept_words(ratings: Counter[int], *, others: int) -> str:
    """Return which ratings by other programs were kept, and how to replace them; empty if none.

    `others` counts photographs of which only a label or pick was kept.
    """
    parts = [rating_words(ratings)] if ratings else []
    parts += [f"{others} with another label or flag"] if others else []
    return f"Ratings left as they were: {', '.join(parts)}." if parts else ""
