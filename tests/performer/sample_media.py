"""Make the sample media: three takes of a scene, a burst of stills, and their truth."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.performer.burst import burst_truth, write_burst
from tests.performer.film import write_film
from tests.performer.portrait import Portrait, astronaut
from tests.performer.render import pictures
from tests.performer.script import Json, truth
from tests.performer.takes import SAMPLE_TAKES, SampleTake

_CRF = 16
"""Constant rate factor of the takes: fine enough that the sensor noise survives."""
BURST = "portrait_burst"
"""Folder of the stills."""


def make_sample_media(folder: Path) -> None:
    """Write all sample media and the list of their digests into a folder.

    Parameters
    ----------
    folder
        Made if it is missing; files of the same names are replaced.
    """
    (folder / BURST).mkdir(parents=True, exist_ok=True)
    performer = astronaut()
    files = []
    for take in SAMPLE_TAKES:
        path = folder / take.name
        shown = pictures(performer, take.script)
        write_film(path, shown, take.script.rate, timecode=take.timecode, reel=take.reel, crf=_CRF)
        files += [path, _write_json(truth_path(path), take_truth(take, performer))]
    files += write_burst(folder / BURST, astronaut(720, 900, 140.0))
    files.append(_write_json(folder / BURST / "truth.json", burst_truth()))
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def truth_path(path: Path) -> Path:
    """Return where the truth of a take lies: beside it, ``.truth.json`` added to its name."""
    return path.with_name(f"{path.name}.truth.json")


def take_truth(take: SampleTake, performer: Portrait) -> dict[str, Json]:
    """Return the truth of a sample take: its script's, and what the file says of itself."""
    height, width = performer.picture.shape[:2]
    file: dict[str, Json] = {
        "name": take.name,
        "width": width,
        "height": height,
        "start_timecode": take.timecode,
        "drop_frame": ";" in take.timecode,
        "reel": take.reel,
        "eye_width": round(performer.eye_width, 1),
    }
    return {**truth(take.script), "file": file}


def _write_json(path: Path, content: dict[str, Json]) -> Path:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
