"""What Kdenlive itself makes of our files, where a system that holds it is at hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree

from takewise.model import Colour, Kind
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    MarkerSettings,
    OtioSettings,
    arrange,
    take,
)
from tests.media.clips import write_clip
from tests.timeline.analyses import analysis, media_info, moment

pytestmark = pytest.mark.slow

TYPES = {Colour.BLUE: 1, Colour.CYAN: 2, Colour.GREEN: 3, Colour.YELLOW: 4, Colour.RED: 7}
"""Places in the palette of Kdenlive 26.08, as its own projects have them."""

STARTS = {
    "23.976": (Fraction(24000, 1001), "01:00:00:00"),
    "24": (Fraction(24), "01:00:00:00"),
    "25": (Fraction(25), "23:59:50:00"),
    "29.97 DF": (Fraction(30000, 1001), "01:00:00;00"),
    "29.97 NDF": (Fraction(30000, 1001), "00:59:59:20"),
    "50": (Fraction(50), "01:00:00:00"),
    "59.94 DF": (Fraction(60000, 1001), "01:00:00;00"),
}
"""Name to rate and the take's start."""

KINDS = (Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION, Kind.GAZE, Kind.HOLD)


@pytest.fixture
def system() -> Path:
    """Return the root of a system with Kdenlive."""
    root = os.environ.get("TAKEWISE_KDENLIVE_ROOT")
    if not root:
        pytest.skip(
            "TAKEWISE_KDENLIVE_ROOT names no system with Kdenlive, as in_kdenlive.sh makes one"
        )
    if os.geteuid() != 0:
        pytest.skip("only root can run a program within another system")
    return Path(root)


@pytest.mark.parametrize("name", STARTS)
def test_kdenlive_has_every_marker_on_its_frame(system: Path, tmp_path: Path, name: str) -> None:
    """With its name and note as the comment, and its colour's place in the palette."""
    rate, start = STARTS[name]
    write_clip(tmp_path / "take 1.mov", rate=rate, frames=200, stream_tags={"timecode": start})
    moments = [
        moment(9 + 37 * number, 15 + 37 * number, kind=kind, title=f"{kind.value} é")
        for number, kind in enumerate(KINDS)
    ]
    info = media_info(path="/work/take 1.mov", rate=rate, start=start, frame_count=200)
    timeline = arrange([take(analysis(*moments, media=info), MarkerSettings())])
    settings = ExportSettings(otio=OtioSettings(flavour="kdenlive"))
    (content,) = FORMATS["otio"].files("take", timeline, settings).values()
    (tmp_path / "take.otio").write_bytes(content)
    _run(system, tmp_path)
    guides = _guides(tmp_path / "saved.kdenlive")
    assert [(each["pos"], each["type"]) for each in guides] == [
        (marker.span.start, TYPES[marker.colour]) for marker in timeline.markers
    ]
    for guide, marker in zip(guides, timeline.markers, strict=True):
        assert guide["comment"].startswith(marker.label)
        assert marker.note in guide["comment"]


def _run(system: Path, work: Path) -> None:
    """Import ``take.otio`` of a folder, with mounts that end with the process."""
    shutil.copy(Path(__file__).with_name("in_kdenlive.sh"), work)
    (system / "work").mkdir(exist_ok=True)
    steps = (
        # Its own /tmp, as Kdenlive asks questions after a start that was broken off.
        'mount -t proc proc "$1/proc"; mount -t tmpfs tmpfs "$1/tmp"; '
        'mount --bind /dev "$1/dev"; mount --bind "$2" "$1/work"; '
        'exec chroot "$1" dbus-run-session bash /work/in_kdenlive.sh'
    )
    done = subprocess.run(
        [
            *["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c"],
            steps,
            "bash",
            system,
            work,
        ],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def _guides(project: Path) -> list[dict[str, object]]:
    """Return the guides of a project that Kdenlive saved."""
    (text,) = (
        each.text
        for each in etree.parse(project).getroot().iter("property")
        if each.get("name") == "kdenlive:sequenceproperties.guides"
    )
    found: list[dict[str, object]] = json.loads(text or "[]")
    return sorted(found, key=lambda guide: int(str(guide["pos"])))
