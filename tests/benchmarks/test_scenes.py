"""Tests of what is played: fair sets, and scenes that are what they say."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest

from tests.benchmarks.clips import clip, digest
from tests.benchmarks.faces import FACES, Face, SetName, present
from tests.benchmarks.scenes import Scene, scenes
from tests.performer.script import swell

SETS: tuple[SetName, ...] = ("development", "validation", "final")


@pytest.fixture(params=SETS)
def played(request: pytest.FixtureRequest) -> tuple[Scene, ...]:
    """Return 42 scenes of each set, of two faces."""
    face = Face(name="astronaut", file=None, set="development")
    return scenes(request.param, (face, face), 42, quick=False)


def test_no_face_plays_in_two_sets() -> None:
    """Every still and every name is there once."""
    assert len({face.name for face in FACES}) == len({face.file for face in FACES}) == len(FACES)


def test_without_real_media_the_astronaut_alone_plays() -> None:
    """The development set needs no other file; the others have nobody."""
    assert [[face.name for face in present(name, None)] for name in SETS] == [
        ["astronaut"], [], [],
    ]  # fmt: skip


def test_a_set_without_faces_has_no_scenes() -> None:
    """Nobody plays where nobody is."""
    assert scenes("final", (), 5, quick=True) == ()


def test_scenes_come_from_their_seed(played: tuple[Scene, ...]) -> None:
    """The same set is the same in every run, and no two scenes are alike."""
    again = scenes(
        next(name for name in SETS if played[0].name.startswith(name[:3])),
        (played[0].face, played[0].face), 42, quick=False,
    )  # fmt: skip
    assert again == played
    assert len({scene.script for scene in played}) == len(played)


def test_no_script_is_in_two_sets() -> None:
    """Each set has a seed of its own."""
    faces = present("development", None)
    seeds = [{scene.script.seed for scene in scenes(n, faces, 42, quick=False)} for n in SETS]
    assert len(set.union(*seeds)) == 3 * 42


def test_a_quarter_of_the_scenes_holds_nothing_to_find(played: tuple[Scene, ...]) -> None:
    """What is called otherwise than "movements" has none, and that is often enough."""
    empty = [scene for scene in played if not scene.script.movements]
    assert len(empty) >= len(played) / 4
    assert {scene.content for scene in empty} == {"stillness", "blinks", "speech", "gaze", "light"}


def test_scenes_with_movements_have_some(played: tuple[Scene, ...]) -> None:
    """Every scene of movements holds at least one, none beyond the wanted sizes and lengths."""
    for scene in played:
        if scene.content == "movements":
            assert scene.script.movements
        for each in scene.script.movements:
            seconds = (each.offset - each.onset) / float(scene.script.rate)
            assert 0.008 * 0.6 * 0.4 - 1e-4 <= each.peak <= 0.09
            assert 0.06 <= seconds <= 3.05
            assert each.onset <= each.apex < each.offset <= scene.script.frames
            assert swell(scene.script.frames, each.onset, each.apex, each.offset)[each.apex] == 1


def test_gestures_follow_each_other(played: tuple[Scene, ...]) -> None:
    """Between two gestures the face rests for 0.3 s or more, so that spans are well defined."""
    for scene in played:
        spans = sorted({(each.onset, each.offset) for each in scene.script.movements})
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert (start - end) / float(scene.script.rate) >= 0.3


def test_every_kind_of_difficulty_is_played(played: tuple[Scene, ...]) -> None:
    """Rates from 23.976 to 60, pictures of 360 to 1080 lines, heads from still to lively."""
    rates = {float(scene.script.rate) for scene in played}
    assert min(rates) < 24
    assert max(rates) == 60
    assert {scene.size[1] for scene in played} == {360, 540, 720, 1080}
    assert {scene.script.head.amplitude for scene in played} >= {0.0, 1.0, 4.0, 8.0}


def test_what_shapes_a_clip_shapes_its_digest() -> None:
    """Another script, size or compression is another file; another name is not."""
    scene = scenes("development", present("development", None), 1, quick=True)[0]
    others = (
        dataclasses.replace(scene, crf=scene.crf + 1),
        dataclasses.replace(scene, size=(320, 180)),
        dataclasses.replace(scene, script=dataclasses.replace(scene.script, noise_sd=9.0)),
    )
    assert len({digest(each) for each in (scene, *others)}) == 4
    assert digest(dataclasses.replace(scene, name="another")) == digest(scene)


def test_a_clip_is_rendered_once(tmp_path: Path) -> None:
    """A file that is there is taken as it is; nothing unfinished stays beside it."""
    first = scenes("development", present("development", None), 1, quick=True)[0]
    brief = dataclasses.replace(
        first, size=(320, 180), eye_width=40.0,
        script=dataclasses.replace(first.script, frames=2, movements=(), blinks=(), speech=()),
    )  # fmt: skip
    path = clip(brief, tmp_path)
    made = path.stat().st_mtime_ns
    assert clip(brief, tmp_path) == path
    assert path.stat().st_mtime_ns == made
    assert list(tmp_path.iterdir()) == [path]
