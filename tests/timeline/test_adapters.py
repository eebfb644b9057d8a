"""Our marker texts, written by OpenTimelineIO's own command."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import opentimelineio as opentime
import pytest

import takewise
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, arrange, take
from takewise.timeline.adapters import avid_marker_text, resolve_markers
from tests.timeline.analyses import NTSC, analysis, media_info, moment

ROOT = Path(__file__).parents[2]
NAMES = {"takewise_resolve_markers": "resolve-edl", "takewise_avid_markers": "avid-markers"}


@pytest.fixture
def with_plugin(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which the project's entry points are installed, as pip does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = tmp_path / "site" / "plugged-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged\nVersion: 1\n")
    (group, entries), *_ = project["entry-points"].items()
    lines = [f"[{group}]", *(f"plugged-{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    source = Path(takewise.__file__).parents[1]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(info.parent), str(source)])}


@pytest.mark.parametrize(("adapter", "name"), NAMES.items())
def test_otioconvert_writes_what_takewise_writes(
    adapter: str, name: str, tmp_path: Path, with_plugin: dict[str, str]
) -> None:
    """From our .otio file `otioconvert` makes the same text, drop-frame and all."""
    info = media_info(rate=NTSC, start="01:00:00;00")
    timeline = arrange(
        [take(analysis(moment(45, 50), moment(90, 91), media=info), MarkerSettings())]
    )
    files = {each: FORMATS[each].files("A", timeline, ExportSettings()) for each in ("otio", name)}
    source, target = tmp_path / "A.otio", tmp_path / "out.txt"
    source.write_bytes(files["otio"]["A.otio"])
    command = [sys.executable, "-m", "opentimelineio.console.otioconvert", "-i", source]
    subprocess.run(
        [*command, "-o", target, "--output-adapter", adapter], env=with_plugin, check=True
    )
    (written,) = files[name].values()
    assert target.read_bytes() == written.replace(b"\r\n", os.linesep.encode())


def _foreign() -> opentime.schema.Timeline:
    """Return a timeline that others made: 25, a gap, a trimmed clip, markers on all levels."""
    timeline = opentime.schema.Timeline(name="cut")
    track = opentime.schema.Track(name="V1")
    track.markers.append(_mark("on track", 3, 2, "PINK"))
    clip = opentime.schema.Clip(
        name="A",
        source_range=opentime.opentime.TimeRange(_time(90010), _time(20)),
        markers=[
            _mark("seen", 90012, 4, "ORANGE", comment="why"),
            _mark("cut off before", 90009, 3, "RED"),
            _mark("cut off after", 90030, 3, "RED"),
        ],
    )
    track.extend([opentime.schema.Gap(duration=_time(10)), clip])
    timeline.tracks.append(track)
    timeline.tracks.markers.append(_mark("on stack", 25, 0, "BLACK"))
    return timeline


def _mark(
    name: str, start: int, length: int, colour: str, *, comment: str = ""
) -> opentime.schema.Marker:
    span = opentime.opentime.TimeRange(_time(start), _time(length))
    return opentime.schema.Marker(name=name, marked_range=span, color=colour, comment=comment)


def _time(frame: int) -> opentime.opentime.RationalTime:
    return opentime.opentime.RationalTime(frame, 25)


def test_markers_of_others_lie_where_they_are_seen() -> None:
    """Markers of stack, track and clip are in record time; those cut off are left out."""
    lines = avid_marker_text.write_to_string(_foreign(), columns=8).splitlines()
    assert [line.split("\t")[1:] for line in lines] == [
        ["00:00:00:03", "V1", "red", "on track", "2", "", "Red"],
        ["00:00:00:12", "V1", "yellow", "seen - why", "4", "", "Yellow"],
        ["00:00:01:00", "V1", "blue", "on stack", "1", "", "Blue"],
    ]


def test_collisions_can_be_shifted() -> None:
    """The option of the EDL is the adapter's too."""
    timeline = _foreign()
    timeline.tracks.markers.append(_mark("also", 25, 1, "GREEN"))
    written = resolve_markers.write_to_string(timeline, collision="shift")
    assert "00:00:01:00 00:00:01:01" in written
    assert "00:00:01:01 00:00:01:02" in written


def test_what_has_no_time_is_refused() -> None:
    """A clip, an empty timeline and a thousand markers for one EDL are told, not guessed at."""
    for value in (opentime.schema.Clip(), opentime.schema.Timeline()):
        with pytest.raises(opentime.exceptions.OTIOError):
            resolve_markers.write_to_string(value)
    many = analysis(
        *(moment(n, n + 1) for n in range(1000)),
        media=media_info(rate=Fraction(25), frame_count=1000),
    )
    timeline = arrange([take(many, MarkerSettings())])
    content = FORMATS["otio"].files("A", timeline, ExportSettings())["A.otio"].decode()
    value = opentime.adapters.read_from_string(content, "otio_json")
    with pytest.raises(opentime.exceptions.NotSupportedError, match="2 files"):
        resolve_markers.write_to_string(value)
