"""Takes as they come from cards, phones and downloads: one sentence each, the rest intact."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.calls import call, check_analysis
from tests.cli.films import write_corner, write_face, write_glimpse, write_phone
from tests.media.clips import cut, write_clip, write_sound

REFUSED = {
    "empty.mov": "the file is empty; copy it again from its source",
    "text.mov": "it cannot be opened as media",
    "sound.mov": "it holds sound only; name the file that has the pictures",
    "truncated.mov": "it cannot be opened as media",
    "nothing here": "the folder holds no moving picture; name the takes themselves",
    "none.mov": "there is no such file or folder",
}
"""What cannot be used, and what is said of it."""

LIMITED = {
    "single.mov": "only one picture: nothing can move in it",
    "cut.mkv": "the file is cut off or damaged after frame",
    "nobody.mov": "no face was found, so there are no moments",
    "glimpse.mov": "a face was found in 2 pictures only, never long enough to be followed",
    "corner.mov": "person A is small (eyes ",
}
"""What can be used within limits, and what is said of it."""

FACES = {"good.mov": 30, "corner.mov": 30, "fast.mov": 60, "phone.mov": 30}
"""What shows a face, and its pictures."""


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Analyse all of them in one call, a good one among them."""
    folder = tmp_path_factory.mktemp("card")
    (folder / "nothing here").mkdir()
    (folder / "empty.mov").touch()
    (folder / "text.mov").write_text("scene 12\n" * 100)
    write_sound(folder / "sound.mov")
    cut(write_face(folder / "truncated.mov"), 0.6)
    write_clip(folder / "single.mov", frames=1)
    cut(write_clip(folder / "cut.mkv", frames=60), 0.6)
    write_clip(folder / "nobody.mov")
    write_glimpse(folder / "glimpse.mov")
    write_corner(folder / "corner.mov")
    write_face(folder / "fast.mov", frames=60, rate=Fraction(120))
    write_phone(folder / "phone.mov")
    write_face(folder / "good.mov")
    takes = (folder / name for name in sorted({*REFUSED, *LIMITED, *FACES}))
    return call("analyze", *takes, "--out", folder / "out", "--json", "--quiet", "--no-cache")


@pytest.fixture(scope="module")
def done(analysed: Result) -> dict[str, Any]:
    """Return the analyses by the takes' names."""
    takes = json.loads(analysed.stdout)["takes"]
    return {Path(take["path"]).name: take["analysis"] for take in takes}


def test_some_failed_ends_with_1(analysed: Result) -> None:
    """There are as many sentences as there are inputs that failed."""
    assert analysed.exit_code == 1
    assert len(analysed.stderr.splitlines()) == len(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_said_in_one_sentence(analysed: Result, name: str) -> None:
    """The sentence names the file, and stands in the JSON as well."""
    (line,) = [line for line in analysed.stderr.splitlines() if f"{name}: " in line]
    assert REFUSED[name] in line
    failures = json.loads(analysed.stdout)["failures"]
    assert line.removeprefix("Error: ") in [each["error"] for each in failures]


@pytest.mark.parametrize("name", LIMITED)
def test_what_is_limited_says_how(done: dict[str, Any], name: str) -> None:
    """The limit stands in the analysis itself, which passes its schema."""
    check_analysis(done[name])
    said = (*done[name]["media"]["warnings"], *done[name]["warnings"])
    assert any(each.startswith(LIMITED[name]) for each in said), said


@pytest.mark.parametrize("name", FACES)
def test_faces_are_found_however_they_were_recorded(done: dict[str, Any], name: str) -> None:
    """One person is seen through the whole take, small, fast or turned by a phone."""
    check_analysis(done[name])
    assert done[name]["media"]["frame_count"] == FACES[name]
    (person,) = done[name]["people"]
    assert person["seen"] > 0.9


def test_turned_pictures_are_the_same_to_us(done: dict[str, Any]) -> None:
    """A phone's take has the size and the eye-width of the upright one."""
    upright, phone = done["good.mov"], done["phone.mov"]
    assert phone["media"]["rotation"] in {90, 270}
    assert phone["media"]["width"] == upright["media"]["width"]
    (one,), (other,) = upright["people"], phone["people"]
    assert other["eye_width"] == pytest.approx(one["eye_width"], rel=0.02)


def test_a_small_face_is_measured(done: dict[str, Any]) -> None:
    """The face in the corner is 30 px wide between its eyes."""
    assert done["corner.mov"]["people"][0]["eye_width"] == pytest.approx(30, abs=1.5)


def test_a_take_of_two_pictures_is_short_and_not_covered(tmp_path: Path) -> None:
    """It is analysed, without a moment, and says why there is none."""
    film = write_face(tmp_path / "a.mov", frames=2)
    done = call("analyze", film, "--out", tmp_path / "out", "--no-cache")
    assert done.exit_code == 0, done.stderr
    said = " ".join((done.stdout + done.stderr).split())
    assert "only two pictures: too few to see a movement in" in said
    assert "covers" not in said
