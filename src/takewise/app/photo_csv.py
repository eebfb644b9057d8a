"""The ranking of frames as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from takewise.model.photo import RankedShot
from takewise.photos import TERM_KEYS
from takewise.plain_text import cell


def ranking_csv(ranked: Sequence[RankedShot]) -> bytes:
    """Return the ranking as CSV, a row a frame, UTF-8 with a mark for spreadsheets."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    heads = ("rank", "pick", "file", "frame", "timecode", "taken", "scene", "burst",
             "place in burst", "score")  # fmt: skip
    writer.writerow((*heads, *TERM_KEYS, "why"))
    for each in ranked:
        shot = each.measured.shot
        values = {term.name: _number(term.value) for term in each.score.terms}
        writer.writerow(
            (
                each.rank, each.picked or "", cell(shot.path),
                "" if shot.frame is None else shot.frame, shot.timecode or "",
                shot.taken.isoformat() if shot.taken else "", each.scene, each.burst, each.place,
                _number(each.score.total), *(values.get(name, "") for name in TERM_KEYS),
                cell(each.score.because),
            )
        )  # fmt: skip
    return file.getvalue().encode("utf-8-sig")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
