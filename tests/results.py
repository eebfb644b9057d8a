"""What the sample media give, as figures that every machine gives alike.

``python -m tests.results`` records them in ``tests/golden/results.json``; see
`takewise.revision`.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import cv2

from takewise.model import Analysis
from takewise.model.photo import MeasuredShot
from takewise.pipeline.photo_sources import find_photo_sources
from takewise.pipeline.photos import measure_photos
from takewise.pipeline.takes import analyze
from takewise.revision import REVISION
from tests.conftest import REPOSITORY
from tests.libraries import SAME_OPENCV

GOLDEN = REPOSITORY / "tests" / "golden" / "results.json"
"""Where they are recorded."""

TAKES = ("scene12_take1.mov", "scene12_take2.mov", "scene12_take3.mp4")

NEAR = 0.02
"""By how much a figure may differ, of itself or in all: processors round differently."""

NEAR_FRAMES = 1
"""By how many frames an onset, apex or offset may."""

NEAR_ELSEWHERE, NEAR_FRAMES_ELSEWHERE = 0.5, 2
"""The same where OpenCV warps in another way: moments are the same, and their strengths, which
count in the noise of the picture, differ by up to a third, angles of the head by up to 0.14."""


def of_take(analysis: Analysis) -> dict[str, Any]:
    """Return what an analysis found."""
    return {
        "people": [
            [person.id, round(person.eye_width, 2), round(person.legibility, 3)]
            for person in analysis.people
        ],
        "moments": [
            {
                "what": [
                    moment.person,
                    moment.kind.value,
                    *(f"{each.unit} {each.side}" for each in moment.movements),
                ],
                "frames": [moment.span.start, moment.apex, moment.span.end],
                "figures": [
                    round(moment.strength, 3),
                    round(moment.confidence, 3),
                    *(round(each.peak, 4) for each in moment.movements),
                ],
            }
            for moment in analysis.moments
        ],
        "score": [[term.name, round(term.value, 3)] for term in analysis.score.terms],
    }


def of_photograph(shot: MeasuredShot) -> list[Any]:
    """Return what was measured in a photograph."""
    return [
        [
            face.person,
            *(
                None if math.isnan(value) else round(float(value), 4)
                for value in (
                    face.eye_width, *face.eyes, *face.pose, *face.gaze, face.blur, face.stops,
                    face.contrast, face.socket, face.confidence,
                )
            ),
        ]
        for face in shot.faces
    ]  # fmt: skip


def results(sample_media: Path) -> dict[str, Any]:
    """Return what the sample takes and photographs give now."""
    burst = find_photo_sources([str(sample_media / "portrait_burst")])
    shots = [each for each in measure_photos(burst) if isinstance(each, MeasuredShot)]
    return {
        "takes": {name: of_take(analyze(str(sample_media / name))) for name in TAKES},
        "photographs": {shot.shot.name: of_photograph(shot) for shot in shots},
    }


def differences(old: Any, new: Any, where: str = "") -> list[str]:
    """Return where two results differ by more than processors do."""
    if isinstance(old, dict) and isinstance(new, dict):
        places: list[Any] = sorted({*old, *new})
        pairs = [(f"{where}/{each}", old.get(each), new.get(each)) for each in places]
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return [f"{where}: {len(old)} of them before, {len(new)} now"]
        pairs = [(f"{where}/{n}", *both) for n, both in enumerate(zip(old, new, strict=True))]
    else:
        return [] if _alike(old, new) else [f"{where}: {old} before, {new} now"]
    return [line for place, one, other in pairs for line in differences(one, other, place)]


def _alike(old: object, new: object) -> bool:
    if isinstance(old, int) and isinstance(new, int):
        return abs(old - new) <= (NEAR_FRAMES if SAME_OPENCV else NEAR_FRAMES_ELSEWHERE)
    if isinstance(old, int | float) and isinstance(new, int | float):
        near = NEAR if SAME_OPENCV else NEAR_ELSEWHERE
        return math.isclose(old, new, rel_tol=near, abs_tol=min(near, 0.2))
    return old == new


def record() -> int:
    """Record the results of this state; refuse to where the revision was not raised."""
    if not SAME_OPENCV:
        sys.stderr.write(f"The results are recorded with OpenCV 4; this is {cv2.__version__}.\n")
        return 1
    now = results(REPOSITORY / "sample_media")
    if GOLDEN.exists():
        golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
        changed = differences(golden["results"], now)
        if changed and golden["revision"] >= REVISION:
            sys.stderr.write("\n".join([*changed[:5], ADVICE, ""]))
            return 1
    text = json.dumps({"revision": REVISION, "results": now}, indent=1)
    GOLDEN.write_text(f"{text}\n", encoding="utf-8")
    return 0


ADVICE = (
    f"The results changed and REVISION did not: set REVISION = {REVISION + 1} in "
    "src/takewise/revision.py, run `python -m tests.results`, and commit both with the change. "
    "If no change of results was meant, the change at hand has a fault."
)
"""What to do when results differ."""


if __name__ == "__main__":
    sys.exit(record())
