"""A take with pictures and sound: from the file to lines, places, files and markers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from takewise.media import probe
from takewise.model.dialogue import OFF_CAMERA
from takewise.pipeline.listening import heard_in
from takewise.pipeline.takes import analyze
from takewise.sound import SoundSettings
from tests.media.clips import write_clip
from tests.media.test_sound import write
from tests.sound.made import RATE, SPEAKS, Samples, dialogue, line, with_noise, with_slate

speaks = pytest.mark.skipif(not SPEAKS, reason="espeak-ng is not installed; bursts are no voice")


def called(*arguments: str) -> tuple[int, str]:
    """Run the command; return its exit status and what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "takewise", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


def with_sound(source: Path, path: Path, samples: Samples) -> Path:
    """Write a copy of a film with uncompressed sound from its first picture on."""
    with av.open(str(source)) as before, av.open(str(path), "w") as after:
        pictures = after.add_stream_from_template(before.streams.video[0])
        track = after.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for packet in before.demux(before.streams.video[0]):
            if packet.dts is not None:
                packet.stream = pictures
                after.mux(packet)
        heard = (np.clip(samples, -1, 1) * 32767).astype(np.int16)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(heard, format="s16", layout="mono")
        frame.rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        after.mux([*track.encode(frame), *track.encode(None)])
    return path


def two_lines() -> Samples:
    """Return two lines in six seconds, at 2 and at 4.5."""
    samples = np.zeros(6 * RATE, np.float32)
    for number, at in ((0, 2.0), (6, 4.5)):
        said = line(number)
        samples[round(at * RATE) :][: len(said)] += said
    return with_noise(samples, 50)


@speaks
def test_a_take_with_a_face_and_two_lines(tmp_path: Path, sample_media: Path) -> None:
    """A mouth that stays closed speaks none of the lines, and the moments lie between them."""
    path = with_sound(sample_media / "scene12_take1.mov", tmp_path / "A.mov", two_lines())
    found = analyze(str(path))
    assert found.dialogue is not None
    assert [each.speaker for each in found.dialogue.lines] == [OFF_CAMERA] * 2
    assert [float(each.start) for each in found.dialogue.lines] == pytest.approx([2, 4.5], abs=0.03)
    plain = analyze(str(sample_media / "scene12_take1.mov"))
    assert plain.dialogue is not None
    assert plain.dialogue.unknown == (
        "the take has no sound track, so lines, pauses and breaths cannot be known",
    )
    places = {(each.kind, each.span): each.place for each in found.moments}
    assert all(places[each.kind, each.span] for each in plain.moments)
    brows = next(each for each in found.moments if "brow" in each.title)
    assert brows.place is not None
    assert brows.place.endswith("s before the line off camera")


@speaks
def test_pauses_become_markers(tmp_path: Path) -> None:
    """Asked for, pauses are markers with their seconds; a cue and a script name them."""
    with_sound(write_clip(tmp_path / "silent.mov", frames=150), tmp_path / "B.mov", two_lines())
    (tmp_path / "scene.txt").write_text("ANNA: I know.\nANNA: No.\n", encoding="utf-8")
    library = ("--library", str(tmp_path / "library.db"))
    script = ("--script", str(tmp_path / "scene.txt"))
    out = ("--out", str(tmp_path), "--quiet", *library)
    assert called("analyze", str(tmp_path / "B.mov"), *out, *script)[0] == 0
    written = tmp_path / "B.mov.takewise.json"
    document = json.loads(written.read_text(encoding="utf-8"))
    assert [each["words"] for each in document["dialogue"]["lines"]] == ["I know.", "No."]
    assert called("markers", str(written), "--kinds", "pause,breath", "--to", "csv", *out)[0] == 0
    (listed,) = tmp_path.glob("*.csv")
    assert "after 'I know'" in listed.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--cue", "01:00:00:00"], "this take carries no timecode"),
        (["--script", "{folder}/none.srt"], "the script cannot be read"),
        (["--script", "{folder}/empty.txt"], "nothing is said in this script"),
    ],
)
def test_what_cannot_be_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    """A cue that is no frame of the take, and a script that is none, are errors by name."""
    path = write(tmp_path / "B.mov", np.zeros(RATE, np.float32))
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    given = [each.format(folder=tmp_path) for each in arguments]
    out = ("--out", str(tmp_path / "o"), "--quiet", "--no-cache")
    status, printed = called("analyze", str(path), *out, *given)
    assert status in {2, 3}
    assert said in printed


def test_a_track_of_six_channels(tmp_path: Path) -> None:
    """Of a track of six channels it is said that they are heard as one."""
    path = tmp_path / "A.mkv"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("mpeg4", rate=25)
        pictures.width, pictures.height = 64, 48
        track = container.add_stream("pcm_s16le", rate=RATE, layout="5.1")
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8))
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux([*pictures.encode(frame), *pictures.encode(None)])
        loud = (with_slate(with_noise(np.zeros(RATE, np.float32), 40), 0.4) * 32767).astype(
            np.int16
        )
        sound = av.AudioFrame.from_ndarray(
            np.repeat(loud, 6)[np.newaxis], format="s16", layout="5.1"
        )
        sound.rate, sound.time_base, sound.pts = RATE, Fraction(1, RATE), 0
        container.mux([*track.encode(sound), *track.encode(None)])
    heard = heard_in(probe(str(path)), SoundSettings())
    assert heard.track is not None
    assert heard.track.channels == 6
    assert heard.unknown[0].startswith("the sound has 6 channels")
    assert [float(each.at) for each in heard.onsets] == pytest.approx([0.4], abs=0.01)


@speaks
def test_a_track_that_begins_late(tmp_path: Path) -> None:
    """Lines of a track that begins 0.32 s after the picture lie that much later, exactly."""
    samples = with_noise(dialogue(1).samples, 50)
    early = heard_in(probe(str(write(tmp_path / "A.mkv", samples))), SoundSettings())
    late = heard_in(probe(str(write(tmp_path / "B.mkv", samples, late=0.32))), SoundSettings())
    apart = {
        after.start - before.start for before, after in zip(early.voices, late.voices, strict=True)
    }
    assert apart == {Fraction(8, 25)}
