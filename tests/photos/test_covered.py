"""A face is covered where something is over it, not where the whole frame has other colours."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from takewise.model.photo import MeasuredShot
from takewise.photos import PickLimits, PortraitSettings, rank_photos
from takewise.pipeline.photo_sources import find_photo_sources
from takewise.pipeline.photos import measure_session
from takewise.settings import Settings

BURST = Path(__file__).parents[2] / "sample_media" / "portrait_burst"

# The matrix of the CSS filter `sepia(1)`: Filter Effects Module Level 1, section 6.1.
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def balanced(*gains: float) -> Callable[[Image.Image], Image.Image]:
    """Return what gives a picture another white balance."""
    return lambda image: pixels(np.asarray(image, float) * gains)


def pixels(values: np.ndarray) -> Image.Image:
    """Return a picture of eight bits."""
    return Image.fromarray(np.uint8(np.clip(values, 0, 255)))


TREATMENTS: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "grey": lambda image: image.convert("L"),
    "red filter": lambda image: image.split()[0],
    "sepia": lambda image: pixels(np.asarray(image, float) @ SEPIA.T),
    "blue toned": lambda image: ImageOps.colorize(image.convert("L"), "#0a143c", "#e6f0ff"),
    "split toned": lambda image: ImageOps.colorize(image.convert("L"), "#283c6e", "#ffebbe"),
    "faded": lambda image: ImageEnhance.Color(image).enhance(0.4),
    "vivid": lambda image: ImageEnhance.Color(image).enhance(1.6),
    "warm": balanced(1.15, 1, 0.7),
    "cool": balanced(0.75, 1, 1.3),
}


CARDS = ("grey", "white", "lightblue", "lightgreen", "plum")


def under(colour: str) -> Callable[[Image.Image], Image.Image]:
    """Return what puts a card of some colour over the mouth."""

    def put(image: Image.Image) -> Image.Image:
        wide, high = image.size
        box = (0.43 * wide, 0.50 * high, 0.57 * wide, 0.60 * high)
        ImageDraw.Draw(image).rectangle(box, fill=colour)
        return image

    return put


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, MeasuredShot]:
    """Return the sample burst, and its third frame in many treatments, measured."""
    folder = tmp_path_factory.mktemp("burst")
    changes = {
        **TREATMENTS,
        **{f"under {colour}": under(colour) for colour in CARDS},
    }
    # In one folder, after the untouched frames, by which the person is known.
    for file in BURST.glob("*.jpg"):
        shutil.copy(file, folder)
    for name, change in changes.items():
        image = Image.open(BURST / "P1010003.jpg")
        # The time of the shot keeps the frame in its scene.
        change(image.copy()).save(folder / f"{name}.jpg", quality=95, exif=image.getexif())
    found = find_photo_sources([str(folder)])
    return {Path(each.shot.path).stem: each for each in measure_session(found, Settings()).shots}


def unobstructed(shots: Mapping[str, MeasuredShot], name: str) -> float | None:
    """Return the value of the term for a frame among the untouched frames of the burst."""
    burst = [shot for stem, shot in shots.items() if stem.startswith("P10")]
    ranked = rank_photos([*burst, shots[name]], PickLimits(), PortraitSettings())
    (score,) = (each.score for each in ranked if each.measured is shots[name])
    (value,) = (term.value for term in score.terms if term.name == "unobstructed")
    return value


@pytest.mark.parametrize("name", TREATMENTS)
def test_a_frame_of_other_colours_is_not_covered(
    shots: Mapping[str, MeasuredShot], name: str
) -> None:
    """Black and white, toning, saturation and white balance cover nothing.

    A few points of the face may differ: which ones depends on hundredths of a pixel.
    """
    value = unobstructed(shots, name)
    assert value is not None
    assert value > 0.8


@pytest.mark.parametrize("colour", CARDS)
def test_a_card_over_the_mouth_is_seen(shots: Mapping[str, MeasuredShot], colour: str) -> None:
    """What covers a part of the face is not taken for a treatment of the frame."""
    value = unobstructed(shots, f"under {colour}")
    assert value is not None
    assert value < 0.7


@pytest.mark.parametrize("others", [1, 3, 8])
def test_a_colour_frame_among_grey_ones_is_not_covered(
    shots: Mapping[str, MeasuredShot], tmp_path: Path, others: int
) -> None:
    """Which of the two is usual does not matter."""
    files = sorted(BURST.glob("*.jpg"))[:8]
    for number, file in enumerate(files):
        image = Image.open(file)
        shown = image.convert("L") if number < others else image
        shown.save(tmp_path / file.name, quality=95, exif=image.getexif())
    measured = measure_session(find_photo_sources([str(tmp_path)]), Settings()).shots
    burst = [*measured, shots["P1010009"]]
    for each in rank_photos(burst, PickLimits(), PortraitSettings()):
        (value,) = (term.value for term in each.score.terms if term.name == "unobstructed")
        assert value is not None
        assert value > 0.7
