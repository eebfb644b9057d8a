"""Each host's file is, byte for byte, what was written for it by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from takewise.clock import FrameRange
from takewise.model import Colour, Marker
from takewise.timeline import (
    FORMATS,
    AvidSettings,
    ExportSettings,
    FcpxmlSettings,
    Take,
    Timeline,
    arrange,
)
from tests.timeline.analyses import NTSC, media_info

GOLDEN = Path(__file__).parents[1] / "golden" / "timeline"

MARKERS = (
    (34, 12, 40, Colour.GREEN, "Smile onset", "expression", 8.3, "AU12+AU6"),
    (74, 1, 74, Colour.BLUE, "Blink burst", "blink", 7.1, "AU45"),
    (98, 24, 110, Colour.CYAN, "2. look away", "gaze-shift", 6.4, ""),
)
NOTES = (
    "AU12+AU6 0.83; lip corner pull, 0.4 s <soft> & brief",
    "AU45 0.71",
    "gaze shift 0.64 | 3 saccades",
)
"""The take that the golden files' README tells of."""


def _timeline() -> Timeline:
    markers = tuple(
        Marker(
            id=f"m-{number}",
            span=FrameRange(start, start + length),
            apex=apex,
            label=label,
            note=note,
            colour=colour,
            category=kind,
            data={
                "person": "A",
                "strength": strength,
                "confidence": round(strength / 10, 2),
                "units": units,
            },
        )
        for number, (
            (start, length, apex, colour, label, kind, strength, units),
            note,
        ) in enumerate(zip(MARKERS, NOTES, strict=True), start=1)
    )
    info = media_info(
        path="/media/day 1/A001_C001.mov", rate=NTSC, start="01:00:00;00", frame_count=240,
        width=320, height=180,
    )  # fmt: skip
    take = Take(name="A001_C001", info=info, length=240, markers=markers, score=0.64, circled=True)
    return arrange([take])


@pytest.mark.parametrize(
    ("file", "name", "settings"),
    [
        ("resolve.markers.edl", "resolve-edl", ExportSettings()),
        ("premiere.xml", "premiere-xml", ExportSettings(markers_on="both")),
        ("final-cut.fcpxml", "fcpxml", ExportSettings()),
        (
            "final-cut-event.fcpxml",
            "fcpxml",
            ExportSettings(fcpxml=FcpxmlSettings(mode="event", version="1.13")),
        ),
        ("avid.markers.txt", "avid-markers", ExportSettings()),
        ("avid.markers.txt", "avid-markers", ExportSettings(avid=AvidSettings(per="take"))),
        ("avid-5.markers.txt", "avid-markers", ExportSettings(avid=AvidSettings(columns=5))),
        ("avid-8.markers.txt", "avid-markers", ExportSettings(avid=AvidSettings(columns=8))),
        ("avid.ale", "avid-ale", ExportSettings()),
        ("ffmpeg.ffmeta", "ffmetadata", ExportSettings()),
        ("player.srt", "srt", ExportSettings()),
        ("kdenlive.guides.json", "kdenlive-guides", ExportSettings()),
        ("table.markers.csv", "csv", ExportSettings()),
    ],
)
def test_the_file_is_the_golden_one(file: str, name: str, settings: ExportSettings) -> None:
    """Nothing more, nothing less, nothing in another order."""
    written = FORMATS[name].files("A", _timeline(), settings).popitem()[1]
    assert written.decode() == (GOLDEN / file).read_bytes().decode()
