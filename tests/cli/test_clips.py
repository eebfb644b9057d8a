"""`takewise markers --clips`: the face of each marker, plain, slow and magnified."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import opentimelineio as otio

from tests.cli.calls import call
from tests.cli.films import FILM


def decoded(path: Path) -> list[np.ndarray]:
    """Return every picture of a clip; its rate is the take's."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == FILM
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_each_marker_has_a_clip(face: Path, tmp_path: Path) -> None:
    """Each picture comes once, then six times, and six times with its movement magnified."""
    done = call("markers", face, "--clips", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    markers = otio.adapters.read_from_file(str(tmp_path / "A001C001.otio")).tracks.markers
    clips = sorted((tmp_path / "A001C001.clips").glob("*.mp4"))
    assert len(clips) == len(markers) > 0
    assert f"  {tmp_path / 'A001C001.clips'}" in done.stdout.splitlines()
    pictures = decoded(clips[0])
    count, rest = divmod(len(pictures), 13)
    assert rest == 0
    once, slow, magnified = pictures[:count], pictures[count:][: 6 * count], pictures[7 * count :]
    for number, picture in enumerate(once):
        for copy in range(6):
            apart = np.abs(slow[6 * number + copy].astype(int) - picture)
            assert apart.mean() < 4
    # Above the face stands how far it moved.
    words = [each[: each.shape[0] // 12] for each in (slow[0], magnified[0])]
    assert np.abs(words[0].astype(int) - words[1]).max() > 80


def test_timecode_is_burnt_in_on_request(face: Path, tmp_path: Path) -> None:
    """Below every picture, also of the first part, stands its own timecode."""
    for name, wishes in (("plain", ()), ("burnt", ("--burn-timecode",))):
        done = call("markers", face, "--clips", *wishes, "--out", tmp_path / name)
        assert done.exit_code == 0, done.stderr
    plain, burnt = (
        decoded(next((tmp_path / name / "A001C001.clips").glob("*.mp4")))
        for name in ("plain", "burnt")
    )
    assert len(plain) == len(burnt)
    high = plain[0].shape[0]
    below = slice(high - high // 12, high)
    assert np.abs(plain[0][below].astype(int) - burnt[0][below]).max() > 80
    assert np.abs(burnt[0][below].astype(int) - burnt[1][below]).max() > 60


def test_clips_are_of_takes_and_not_of_a_cut(tmp_path: Path) -> None:
    """A cut has its own pictures: the options do not go together."""
    cut = tmp_path / "cut.otio"
    otio.adapters.write_to_file(otio.schema.Timeline(), str(cut))
    done = call("markers", "--cut", cut, "--clips", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "--clips are of takes" in done.stderr
