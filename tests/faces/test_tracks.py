"""People keep their letter, whatever the faces and their detector do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from types import TracebackType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.errors import SettingsError
from takewise.faces import TrackSettings, detect_faces, follow
from takewise.model import DetectorInfo, FacePoints, Frame, Picture, TrackedFrame

RATE = 25.0
WIDTH, HEIGHT = 640, 120
EYE_WIDTH = 40.0

SKINS = {
    # Mean colour, and where the light comes from: x right, y down.
    "ann": ((200, 150, 120), (60, 0)),
    "bob": ((120, 80, 60), (-40, 30)),
    "cas": ((160, 150, 150), (0, 50)),
    "dee": ((220, 180, 110), (-30, -60)),
    "eve": ((90, 90, 60), (40, 40)),
}

SPREAD = np.random.default_rng(478).uniform(-1.0, 1.0, (478, 3))
SPREAD[[33, 133, 362, 263]] = [(-0.7, 0, 0), (-0.3, 0, 0), (0.3, 0, 0), (0.7, 0, 0)]

Place = tuple[float, float]
"""Between the eyes, pixels."""

Shot = Mapping[str, Place]
"""Who is where in one picture."""


def mesh_at(place: Place, eye_width: float = EYE_WIDTH) -> FacePoints:
    """Return 478 points spread over a face, with the eye corners where they belong."""
    points = SPREAD * eye_width + (*place, 0)
    return FacePoints(points=points.astype(np.float32), confidence=1.0)


@cache
def paint(shot: tuple[tuple[str, Place], ...]) -> Picture:
    """Return a picture with everybody's skin, later ones in front."""
    picture = np.full((HEIGHT, WIDTH, 3), 40.0)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    for who, (x, y) in shot:
        colour, light = SKINS[who]
        face = (np.abs(columns - x) < 1.2 * EYE_WIDTH) & (np.abs(rows - y) < 1.2 * EYE_WIDTH)
        shade = (columns - x) / EYE_WIDTH * light[0] + (rows - y) / EYE_WIDTH * light[1]
        picture[face] = (np.array(colour) + shade[..., None])[face]
    return picture.clip(0, 255).astype(np.uint8)


@dataclass(frozen=True)
class ScriptedDetector:
    """Returns the scripted faces of each picture, in the scripted order."""

    script: tuple[tuple[Place, ...], ...]

    @property
    def info(self) -> DetectorInfo:
        """Return a description of no model."""
        return DetectorInfo(name="scripted", model="none", digest="sha256:0")

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Return the faces that the script has at a time."""
        assert picture.shape == (HEIGHT, WIDTH, 3)
        return tuple(mesh_at(place) for place in self.script[round(time * RATE)])

    def close(self) -> None:
        """Hold nothing."""

    def __enter__(self) -> ScriptedDetector:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hold nothing."""


def film(shots: Iterable[Shot]) -> list[Frame]:
    """Return the pictures of some shots at 25 frames a second."""
    return [
        Frame(index=i, pts=i, time=i / RATE, picture=paint(tuple(shot.items())))
        for i, shot in enumerate(shots)
    ]


def run(
    shots: list[Shot],
    seen: list[tuple[str, ...]] | None = None,
    limits: TrackSettings | None = None,
) -> list[TrackedFrame]:
    """Follow the shots; ``seen`` tells whom the detector finds in each, in which order."""
    order = seen or [tuple(shot) for shot in shots]
    script = tuple(
        tuple(shot[who] for who in names) for shot, names in zip(shots, order, strict=True)
    )
    return list(
        follow(detect_faces(film(shots), ScriptedDetector(script)), limits or TrackSettings())
    )


def test_pictures_are_looked_at_as_they_are_wanted() -> None:
    """A picture is neither read nor looked at before somebody asks for its faces."""
    shots: list[Shot] = [{"ann": (100.0, 100.0)}] * 3
    reading = iter(film(shots))
    detected = detect_faces(reading, ScriptedDetector((((100.0, 100.0),),) * 3))
    first = next(detected)
    assert (first.frame.index, len(first.faces)) == (0, 1)
    assert [frame.index for frame in reading] == [1, 2]


def letters(tracked: TrackedFrame, shot: Shot) -> dict[str, str]:
    """Return who carries which letter in a picture."""
    return {
        who: letter
        for letter, face in tracked.faces.items()
        for who, place in shot.items()
        if np.allclose(face.points, mesh_at(place).points)
    }


def assert_everybody_keeps_their_letter(
    tracked: list[TrackedFrame], shots: list[Shot], seen: list[tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Fail unless each person that is seen has one letter; return the letters."""
    known: dict[str, str] = {}
    for i, (frame, shot) in enumerate(zip(tracked, shots, strict=True)):
        whom = set(shot) if seen is None else set(seen[i])
        here = letters(frame, {who: shot[who] for who in whom})
        assert set(here) == whom, f"picture {i}"
        for who, letter in here.items():
            assert known.setdefault(who, letter) == letter, f"{who} in picture {i}"
    assert len(set(known.values())) == len(known)
    return known


def test_letters_go_from_left_to_right_at_first() -> None:
    """People who appear together are lettered from the left, whatever the detector's order."""
    shots: list[Shot] = [{"ann": (500, 60), "bob": (100, 60), "cas": (300, 60)}] * 5
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"bob": "A", "cas": "B", "ann": "C"}


def test_every_picture_comes_back_once_and_in_order() -> None:
    """The pictures that come out are those that went in, in their order."""
    shots: list[Shot] = [{"ann": (100, 60)} if i % 3 else {} for i in range(20)]
    assert [tracked.frame.index for tracked in run(shots)] == list(range(20))


def test_a_take_without_faces_names_nobody() -> None:
    """Pictures without faces come out with an empty mapping."""
    tracked = run([{}] * 8)
    assert len(tracked) == 8
    assert all(not one.faces for one in tracked)


def test_no_pictures_give_nothing() -> None:
    """An empty take is no error."""
    assert run([]) == []


@pytest.mark.parametrize("steps", [9, 25, 60])
def test_people_who_cross_keep_their_letters(steps: int) -> None:
    """Two people walk through each other and keep their letters."""
    path = np.linspace(120, 520, steps)
    shots: list[Shot] = [{"ann": (x, 55), "bob": (640 - x, 65)} for x in path]
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"ann": "A", "bob": "B"}


def test_who_is_hidden_while_they_cross_keeps_the_letter() -> None:
    """The detector misses the one behind, and finds the same person after."""
    path = np.linspace(120, 520, 40)
    shots: list[Shot] = [{"ann": (x, 55), "bob": (640 - x, 65)} for x in path]
    seen = [("bob",) if abs(x - 320) < 60 else ("ann", "bob") for x in path]
    known = assert_everybody_keeps_their_letter(run(shots, seen), shots, seen)
    assert known == {"ann": "A", "bob": "B"}


def test_people_who_meet_and_turn_back_keep_their_letters() -> None:
    """Two people come together and part again on their own sides."""
    path = [*np.linspace(200, 310, 12), *np.linspace(310, 200, 12)]
    shots: list[Shot] = [{"ann": (x, 55), "bob": (640 - x, 65)} for x in path]
    assert_everybody_keeps_their_letter(run(shots), shots)


def test_people_who_change_places_in_a_cut_keep_their_letters() -> None:
    """After a reverse shot each person is known by look, though the places are swapped."""
    shots: list[Shot] = [{"ann": (200, 60), "bob": (440, 60)}] * 10
    shots += [{"ann": (440, 60), "bob": (200, 60)}] * 10
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"ann": "A", "bob": "B"}


def test_somebody_else_in_the_same_place_is_somebody_else() -> None:
    """A cut to another face in the same place starts a new person."""
    shots: list[Shot] = [{"ann": (300, 60)}] * 10 + [{"bob": (300, 60)}] * 10
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"ann": "A", "bob": "B"}


@pytest.mark.parametrize("away", [1, 5, 25, 100])
def test_who_leaves_and_returns_elsewhere_keeps_the_letter(away: int) -> None:
    """A person comes back to another place after any while and is the same."""
    shots: list[Shot] = [{"ann": (100, 60), "bob": (300, 60)}] * 10
    shots += [{"bob": (300, 60)}] * away
    shots += [{"bob": (300, 60), "ann": (520, 60)}] * 10
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"ann": "A", "bob": "B"}


@pytest.mark.parametrize("away", [1, 10, 25, 50])
def test_a_face_that_is_missed_for_a_while_keeps_its_letter(away: int) -> None:
    """A person whom the detector misses is the same when it finds the face again."""
    shots: list[Shot] = [{"ann": (100 + i, 60), "bob": (400, 60)} for i in range(40 + away)]
    seen = [("bob",) if 20 <= i < 20 + away else ("ann", "bob") for i in range(40 + away)]
    assert_everybody_keeps_their_letter(run(shots, seen), shots, seen)


def test_a_false_face_of_two_pictures_is_nobody() -> None:
    """Fewer pictures than `confirm_frames` make no person and take no letter."""
    shots: list[Shot] = [{"ann": (100, 60)}] * 30
    shots[10:12] = [{"ann": (100, 60), "bob": (400, 60)}] * 2
    tracked = run(shots)
    assert all(set(one.faces) == {"A"} for one in tracked)


def test_a_true_face_loses_no_picture() -> None:
    """A person is there from the very first picture, not from the confirming one."""
    shots: list[Shot] = [{}] * 4 + [{"ann": (100, 60)}] * 3 + [{}] * 4
    found = [one.frame.index for one in run(shots) if "A" in one.faces]
    assert found == [4, 5, 6]


@pytest.mark.parametrize("length", [1, 2])
def test_a_take_too_short_to_confirm_anybody_still_has_its_people(length: int) -> None:
    """A still, or two pictures, names the faces that are in all of them."""
    shots: list[Shot] = [{"ann": (400, 60), "bob": (100, 60)}] * length
    known = assert_everybody_keeps_their_letter(run(shots), shots)
    assert known == {"bob": "A", "ann": "B"}


def test_a_false_face_at_the_very_end_is_nobody() -> None:
    """The end of a take confirms nobody who was not there throughout."""
    shots: list[Shot] = [{"ann": (100, 60)}] * 9 + [{"ann": (100, 60), "bob": (400, 60)}]
    assert set(run(shots)[-1].faces) == {"A"}


def test_a_fifth_person_is_nobody() -> None:
    """There are four letters; who comes fifth gets none and takes none."""
    four: Shot = {"ann": (60, 60), "bob": (180, 60), "cas": (300, 60), "dee": (420, 60)}
    shots: list[Shot] = [four] * 5 + [{**four, "eve": (560, 60)}] * 10
    tracked = run(shots)
    assert all(set(one.faces) == set("ABCD") for one in tracked)
    assert set(letters(tracked[-1], shots[-1])) == set(four)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_order_of_detection_does_not_matter(data: st.DataObject) -> None:
    """Any order of the faces in each picture gives everybody the same letters."""
    shots: list[Shot] = [
        {"ann": (100 + 4 * i, 60), "bob": (320, 58 + i / 4), "cas": (540 - 4 * i, 62)}
        for i in range(24)
    ]
    orders = st.sampled_from(list(permutations(("ann", "bob", "cas"))))
    seen = [data.draw(orders) for _ in shots]
    known = assert_everybody_keeps_their_letter(run(shots, seen), shots)
    assert known == {"ann": "A", "bob": "B", "cas": "C"}


@settings(max_examples=40, deadline=None)
@given(
    confirm=st.integers(1, 5),
    present=st.lists(st.lists(st.sampled_from(("ann", "bob")), unique=True), max_size=30),
)
def test_a_letter_is_never_given_twice_nor_out_of_turn(
    confirm: int, present: list[list[str]]
) -> None:
    """Whoever comes and goes: pictures stay in order, faces are true, letters start at A."""
    places: dict[str, Place] = {"ann": (160, 60), "bob": (480, 60)}
    shots: list[Shot] = [{who: places[who] for who in names} for names in present]
    tracked = run(shots, limits=TrackSettings(confirm_frames=confirm))
    assert [one.frame.index for one in tracked] == list(range(len(shots)))
    used: dict[str, str] = {}
    for one, shot in zip(tracked, shots, strict=True):
        here = letters(one, shot)
        assert len(here) == len(one.faces)
        for who, letter in here.items():
            assert used.setdefault(letter, who) == who
    assert sorted(used) == list("AB")[: len(used)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_people", 0), ("max_people", 5), ("confirm_frames", 0), ("confirm_frames", 6)]
    + [(name, 0.0) for name in ("lost_after", "reach", "drift", "same_look", "other_look")]
    + [("reach", float("nan"))],
)
def test_a_setting_out_of_range_is_refused(name: str, value: float) -> None:
    """The message names the setting."""
    with pytest.raises(SettingsError, match=f"faces.{name}"):
        TrackSettings(**{name: value})
