"""A frame's score: what lowers it, what raises it, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takewise.errors import SettingsError
from takewise.model.photo import FrameScore, FrameTerm, MeasuredShot, RankedShot
from takewise.photos import PickLimits, PortraitSettings, rank_photos
from tests.photos.made import face, shot, usual

SETTINGS = PortraitSettings()


def ranked(
    shots: list[MeasuredShot], settings: PortraitSettings = SETTINGS
) -> dict[str, RankedShot]:
    """Return every shot by its name."""
    return {r.measured.shot.name: r for r in rank_photos(shots, PickLimits(top=1), settings)}


def score(candidate: MeasuredShot, *more: MeasuredShot) -> FrameScore:
    """Return the score of a shot beside six ordinary ones of the same people."""
    people = sorted({f.person for f in candidate.faces}) or ["A"]
    others = [s for n, p in enumerate(people) for s in usual(person=p, start=10 + 10 * n)]
    return ranked([*others, candidate, *more])[candidate.shot.name].score


def term(found: FrameScore, name: str) -> FrameTerm:
    """Return one term of a score."""
    return next(each for each in found.terms if each.name == name)


@pytest.mark.parametrize(
    ("name", "rungs"),
    [
        ("eyes open", [{"eyes": (x, x)} for x in (0.30, 0.26, 0.22, 0.17)]),
        ("sharp eyes", [{"blur": x} for x in (0.005, 0.008, 0.015, 0.03, 0.05)]),
        ("no motion blur", [{"smear": x} for x in (0.006, 0.012, 0.02, 0.03)]),
        ("looking at camera", [{"gaze": (x, 0.0)} for x in (0.0, 6.0, 14.0, 25.0)]),
        ("light", [{"stops": x} for x in (-1.5, -2.2, -3.0, -4.5)]),
        ("light", [{"blown": x} for x in (0.0, 0.03, 0.1, 0.3)]),
        ("pose and framing", [{"inside": x} for x in (1.0, 0.9, 0.7)]),
        ("pose and framing", [{"pose": (x, 0.0, 0.0)} for x in (20.0, 40.0, 60.0)]),
    ],
)
def test_the_worse_the_lower(name: str, rungs: list[dict[str, object]]) -> None:
    """Each fault lowers its own term and the total, the more of it the more."""
    scores = [score(shot(0, face(**rung))) for rung in rungs]
    values = [term(each, name).value for each in scores]
    totals = [each.total for each in scores]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert totals == sorted(totals, reverse=True)


def test_a_smile_raises_the_score_against_the_own_rest() -> None:
    """The further lip corners and cheeks rise from the person's own rest, the more alive."""
    scores = [score(shot(0, face(smile=s, cheeks=0.2 * s))) for s in (0.0, 0.03, 0.06, 0.12)]
    values = [term(each, "expression").value for each in scores]
    assert values == sorted(values)
    assert "lip corners up 12 % of an eye-width, cheeks with them" in scores[-1].because


def test_cheeks_tell_a_smile_that_takes_in_the_eyes() -> None:
    """The same lip corners score more where the cheeks rise with them."""
    posed = term(score(shot(0, face(smile=0.08))), "expression")
    real = term(score(shot(0, face(smile=0.08, cheeks=0.02))), "expression")
    assert (real.value or 0) > (posed.value or 0)
    assert "cheeks still" in posed.because


def test_a_blink_is_told_by_the_frames_beside_it() -> None:
    """Shut eyes between open ones, a seventh of a second away, are a blink."""
    burst = [shot(n, face(eyes=(0.05, 0.05) if n == 1 else (0.3, 0.3))) for n in range(3)]
    found = term(score(burst[1], burst[0], burst[2]), "eyes open")
    assert found.value == 0
    assert "a blink" in found.because


def test_eyes_shut_for_long_cannot_be_judged() -> None:
    """Eyes that stay shut longer than a blink may be meant: can't tell."""
    burst = [shot(n, face(eyes=(0.05, 0.05)), seconds=0.3 * n) for n in range(4)]
    found = term(score(burst[0], *burst[1:]), "eyes open")
    assert found.value is None
    assert "longer than a blink" in found.because


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"smile": 0.1, "cheeks": 0.03, "eyes": (0.08, 0.08)}, "shut in a laugh"),
        ({"eyes": (0.08, 0.08), "pose": (0.0, 22.0, 0.0)}, "looks down"),
        ({"socket": 0.2}, "sunglasses"),
    ],
)
def test_eyes_that_cannot_be_judged(changes: dict[str, object], words: str) -> None:
    """A laugh, a look down and dark glasses are no blinks: can't tell, with the reason."""
    found = term(score(shot(0, face(**changes))), "eyes open")
    assert found.value is None
    assert words in found.because
    assert "can't tell" in found.because


def test_a_kiss_cannot_be_judged() -> None:
    """Shut eyes of two faces that touch may be a kiss."""
    one = face("A", eyes=(0.05, 0.05), eye_places=((0.40, 0.4), (0.48, 0.4)))
    two = face("B", eyes=(0.05, 0.05), eye_places=((0.52, 0.4), (0.60, 0.4)))
    found = term(score(shot(0, one, two)), "eyes open")
    assert found.value is None
    assert "kiss" in found.because


def test_a_laugh_may_narrow_the_eyes() -> None:
    """Eyes as narrow as the same person's other laughs are open."""
    laughs = [
        shot(n, face(smile=0.1, cheeks=0.03, eyes=(0.24, 0.24)), seconds=20.0 * n) for n in range(4)
    ]
    found = term(score(laughs[0], *laughs[1:]), "eyes open")
    assert found.value == 1
    assert found.because == "eyes narrowed by a laugh, and open"


def test_one_frame_alone_has_no_rest() -> None:
    """Of somebody seen once, the expression cannot be told."""
    (found,) = rank_photos([shot(0, face(smile=0.1))], PickLimits(), SETTINGS)
    assert term(found.score, "expression").value is None
    assert term(found.score, "eyes open").value == 1
    assert found.picked == 1


def test_no_face_is_no_score() -> None:
    """A frame without a face comes last, without a score, and is not picked."""
    found = rank_photos([shot(0), *usual(3, start=1)], PickLimits(per_burst=1), SETTINGS)
    assert found[-1].measured.shot.name == "IMG_0000.JPG"
    assert found[-1].score.total is None
    assert found[-1].picked is None


def test_the_worst_eyes_of_a_group_count() -> None:
    """One blinker lowers a group's eyes to the blinker's; the person is named."""
    pair = shot(0, face("A"), face("B", eyes=(0.18, 0.18)))
    found = term(score(pair), "eyes open")
    alone = term(score(shot(0, face("B", eyes=(0.18, 0.18)))), "eyes open")
    assert found.value == alone.value
    assert found.because.startswith("B: ")


def test_people_count_as_the_user_says() -> None:
    """A person of weight 0 does not count, one of weight 0.5 half."""
    pair = shot(0, face("A"), face("B", eyes=(0.05, 0.05)))
    others = [s for n, p in enumerate("AB") for s in usual(person=p, start=10 + 10 * n)]
    values = []
    for weight in ("B=0", "B=0.5", "B=1"):
        settings = PortraitSettings(person_weights=(weight,))
        found = ranked([*others, pair], settings)[pair.shot.name].score
        values.append(term(found, "eyes open").value)
    assert values == [1.0, 0.5, 0.0]


def test_bystanders_count_less() -> None:
    """Somebody small in the background does not spoil a frame."""
    pair = shot(0, face("A"), face("B", eyes=(0.05, 0.05), eye_width=35.0))
    assert term(score(pair), "eyes open").value == 1


def test_something_over_the_face_is_seen() -> None:
    """A face that is half of another colour than in its other frames is partly covered."""
    skin = face().skin.copy()
    skin[:60] = (30, 60, 160)
    found = score(shot(0, face(skin=skin)))
    value = term(found, "unobstructed").value
    assert value is not None
    assert value < 0.2
    assert term(found, "expression").because == "expression hidden"


def test_darker_skin_is_not_darker_light() -> None:
    """Two people of different skin, each as always, get the same for their light."""
    dark, pale = (score(shot(0, face(stops=s)), *(
        shot(n, face(stops=s), seconds=20.0 * n) for n in range(40, 50)
    )) for s in (-4.0, -0.8))  # fmt: skip
    assert term(dark, "light").value == pytest.approx(term(pale, "light").value)


def test_weights_are_shares() -> None:
    """The weights of a score sum to 1, and the total is their sum with what is unknown half."""
    found = score(shot(0, face(smile=0.05, socket=0.2)))
    assert sum(each.weight for each in found.terms) == pytest.approx(1)
    expected = sum(t.weight * (0.5 if t.value is None else t.value) for t in found.terms)
    assert found.total == pytest.approx(expected)


def test_picks_are_not_all_alike() -> None:
    """Of ten copies of the best frame and one other expression, both kinds are picked."""
    smiles = [shot(n, face(smile=0.10, cheeks=0.03), seconds=20.0 * n) for n in range(10)]
    brows = face()
    marks = brows.marks.copy()
    marks[6:10, 1] -= 0.10
    other = shot(30, replace(brows, marks=marks), seconds=600)
    found = rank_photos([*smiles, other, *usual(6, start=40)], PickLimits(top=2), SETTINGS)
    names = {each.measured.shot.name for each in found if each.picked}
    assert other.shot.name in names
    assert len(names) == 2


def test_one_burst_does_not_take_all_picks() -> None:
    """A calm frame of another burst comes before the fifth smile of the best one."""
    smiles = [
        shot(n, face(smile=0.08 + 0.04 * n, cheeks=0.005 * n), seconds=0.2 * n) for n in range(6)
    ]
    found = rank_photos([*smiles, *usual(6, start=40)], PickLimits(top=5), SETTINGS)
    bursts = {each.burst for each in found if each.picked}
    assert len(bursts) > 1


def test_frames_of_a_clip_are_picked_apart() -> None:
    """Two picks of a clip are at least 0.4 s apart."""
    frames = [
        shot(0, face(smile=0.001 * n), path="a.mov", frame=n, time=n / 25, taken=None)
        for n in range(50)
    ]
    found = rank_photos(frames, PickLimits(top=4), SETTINGS)
    picked = sorted(r.measured.shot.time or 0 for r in found if r.picked)
    assert len(picked) == 4
    assert min(np.diff(picked)) >= 0.4


def test_equal_input_gives_equal_ranking() -> None:
    """Ties are kept in the order of shooting, whatever order the shots came in."""
    shots = usual(8)
    names = [r.measured.shot.name for r in rank_photos(shots, PickLimits(), SETTINGS)]
    assert names == [r.measured.shot.name for r in rank_photos(shots[::-1], PickLimits(), SETTINGS)]
    assert names == sorted(names)


@pytest.mark.parametrize(
    "wrong",
    [
        {"eyes_open_weight": -1.0},
        {"unknown": 1.5},
        {"person_weights": ("B",)},
        {"person_weights": ("B=2",)},
        {f"{n}_weight": 0.0 for n in ("eyes_open", "expression", "sharp_eyes", "looking", "light",
                                      "motion", "framing", "unobstructed")},
    ],
)  # fmt: skip
def test_impossible_settings_are_refused(wrong: dict[str, object]) -> None:
    """Weights that make no score are refused where they are made."""
    with pytest.raises(SettingsError):
        PortraitSettings(**wrong)  # type: ignore[arg-type]
