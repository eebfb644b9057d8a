"""Scenes with hands: always the same, apart from the others, and rightly counted."""

from __future__ import annotations

from takewise.clock import FrameRange
from takewise.model import Kind, Moment, Movement
from tests.benchmarks.clips import digest
from tests.benchmarks.faces import present
from tests.benchmarks.hands import hand_scenes, table
from tests.benchmarks.scenes import Scene, scenes
from tests.benchmarks.synthetic import Judged

FACES = present("development", None)


def test_scenes_come_from_their_seed() -> None:
    """The same set gives the same scenes, however many; another set gives others."""
    few, many = hand_scenes("development", FACES, 4), hand_scenes("development", FACES, 6)
    assert few == many[:4]
    assert few != hand_scenes("validation", FACES, 4)


def test_other_scenes_have_no_hand() -> None:
    """The scenes of the sets are played without hands, and keep their files."""
    assert not any(scene.hands for scene in scenes("development", FACES, 14, quick=True))


def test_a_hand_makes_a_file_of_its_own() -> None:
    """The same script with and without its hands are two files."""
    (scene,) = hand_scenes("development", FACES, 1)
    fields = {name: getattr(scene, name) for name in Scene.__slots__}
    assert digest(Scene(**{**fields, "hands": ()})) != digest(scene)


def test_every_other_scene_has_movements_in_sight() -> None:
    """Odd scenes have movements during each hand, even ones none; all fit into the take."""
    for number, scene in enumerate(hand_scenes("development", FACES, 12)):
        assert len(scene.hands) == 2
        assert bool(scene.script.movements) == bool(number % 2)
        for hand in scene.hands if number % 2 else ():
            assert any(
                move.onset < hand.offset and move.offset > hand.onset
                for move in scene.script.movements
            )
        ends = [each.offset for each in (*scene.hands, *scene.script.movements)]
        assert max(ends) < scene.script.frames


def test_moments_at_a_hand_are_counted_apart() -> None:
    """A false moment that touches a hand, and one that does not, stand in their columns."""
    scene = hand_scenes("development", FACES, 1)[0]
    start = scene.hands[0].onset
    wrong = (_moment("m-1", start + 2, start + 12), _moment("m-2", 0, 10))
    judged = Judged(scene=scene, found=wrong, people=1)
    row = dict(zip(table({"x": [judged]}).columns, table({"x": [judged]}).rows[0], strict=True))
    assert row["false moments at a hand"] == "1"
    assert row["other false moments"] == "1"


def _moment(name: str, start: int, end: int) -> Moment:
    return Moment(
        id=name, person="A", kind=Kind.SUBTLE, span=FrameRange(start, end), apex=start + 1,
        movements=(Movement(unit="AU12", name="", side="both", peak=0.02),),
        strength=9.0, confidence=0.9, title="lip corners rise", because="",
    )  # fmt: skip
