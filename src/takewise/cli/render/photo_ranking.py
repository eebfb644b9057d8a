"""The ranking of frames as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from takewise.cli.render.console import print_line, stdout, table
from takewise.model.photo import FrameTerm, RankedShot
from takewise.photos import TERM_KEYS
from takewise.plain_text import cell, count

_MOST_ROWS = 40
# Rows of the table beyond the picks; the rest is counted, as CSV and JSON have them all.


def print_photo_ranking(ranked: Sequence[RankedShot]) -> None:
    """Print the ranking, best first, with the reasons.

    Parameters
    ----------
    ranked
        Every shot.
    """
    console = stdout()
    shown = table("", "frame", "burst", "score", "why", numbers=("", "burst", "score"))
    rows = [r for number, r in enumerate(ranked) if number < _MOST_ROWS or r.picked is not None]
    for each in rows:
        score = each.score.total
        shown.add_row(
            f"{'*' if each.picked is not None else ' '}{each.rank}",
            each.measured.shot.name,
            str(each.burst),
            "–" if score is None else f"{100 * score:.0f}",
            each.score.because,
        )
    console.print(shown)
    if len(rows) < len(ranked):
        console.print(f"and {count(len(ranked) - len(rows), 'frame')} more (--csv has them all)")
    picks = sum(each.picked is not None for each in ranked)
    bursts, scenes = (len({getattr(r, name) for r in ranked}) for name in ("burst", "scene"))
    print_line(
        console,
        f"\n* {count(picks, 'pick')} of {count(len(ranked), 'frame')}, "
        f"{count(bursts, 'burst')}, {count(scenes, 'scene')}.",
    )
    print_line(console, "Scores compare the frames of this session only; no frame is rejected.")


def photo_ranking_document(ranked: Sequence[RankedShot]) -> dict[str, object]:
    """Return the ranking as a JSON document.

    Parameters
    ----------
    ranked
        Every shot.

    Returns
    -------
    dict[str, object]
        ``frames``, best first; numbers rounded to six digits.
    """
    return {"schema": "takewise.pick/1", "frames": [_frame(each) for each in ranked]}


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


def _frame(each: RankedShot) -> dict[str, object]:
    shot, score = each.measured.shot, each.score
    return {
        "path": shot.path,
        "companions": list(shot.companions),
        "frame": shot.frame,
        "timecode": str(shot.timecode) if shot.timecode else None,
        "taken": shot.taken.isoformat() if shot.taken else None,
        "scene": each.scene,
        "burst": each.burst,
        "rank": each.rank,
        "place_in_burst": each.place,
        "pick": each.picked,
        "score": None if score.total is None else round(score.total, 6),
        "because": score.because,
        "terms": [_term(term) for term in score.terms],
        "people": [
            {
                "id": face.person,
                "weight": round(face.weight, 6),
                "terms": [_term(term) for term in face.terms],
            }
            for face in score.faces
        ],
    }


def _term(term: FrameTerm) -> dict[str, object]:
    return {
        "name": term.name,
        "value": None if term.value is None else round(term.value, 6),
        "weight": round(term.weight, 6),
        "because": term.because,
    }
