"""The file that Nuke Studio and Hiero import with their own OTIO importer."""

from __future__ import annotations

import re
from pathlib import Path

import opentimelineio as otio

from tests.cli.calls import call
from tests.conftest import REPOSITORY

ANALYSIS = REPOSITORY / "plugins" / "acceptance" / "scene12_take3.mp4.takewise.json"
SPANS = ((0, 1), (37, 10), (75, 1), (111, 27), (152, 20), (180, 4), (180, 10), (209, 1))
"""First frame and length of the markers, from the table of ACCEPTANCE.md."""


def test_the_file_is_what_their_importer_reads(tmp_path: Path) -> None:
    """Each marker lies on its frame of the clip's media, and lasts a frame or more.

    Their importer subtracts the start of the media's available range, takes the last
    frame as one before the end. It is older than OpenTimelineIO 0.15, which brought Clip.2.
    """
    result = call("markers", ANALYSIS, "--preset", "nuke-studio", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    (file,) = tmp_path.glob("*.otio")
    assert {"Clip.1"} == set(re.findall(r"Clip\.\d", file.read_text(encoding="utf-8")))
    (clip,) = otio.adapters.read_from_file(str(file)).find_clips()
    start = clip.available_range().start_time.value
    assert start == clip.media_reference.available_range.start_time.value
    spans = sorted(
        (each.marked_range.start_time.value - start, each.marked_range.duration.value)
        for each in clip.markers
    )
    assert spans == sorted(SPANS)
