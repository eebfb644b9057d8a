"""A take's score: terms that sum, weights that share, and laws that never turn round."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.errors import SettingsError
from takewise.model import Kind, Moment, Movement, Person, RegionMotion, TakeScore
from takewise.scoring import ScoreSettings, people, score
from tests.played import at_rest

N = 96
KINDS = st.sampled_from((Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION, Kind.HOLD))
shares = st.floats(0, 1)
weights = st.floats(0, 10)


def moment(
    start: int = 10,
    length: int = 10,
    *,
    confidence: float = 0.9,
    kind: Kind = Kind.SUBTLE,
    person: str = "A",
) -> Moment:
    """Return a moment with its apex in its middle."""
    return Moment(
        id=f"m-{start}",
        person=person,
        kind=kind,
        span=FrameRange(start, start + length),
        apex=start + length // 2,
        movements=(Movement(unit="AU1", name="inner brow raiser", side="both", peak=0.03),),
        strength=9.0,
        confidence=confidence,
        title="inner brows lift",
        because="inner brows rose",
    )


def motion(
    *,
    eye_width: float = 90.0,
    sharp: float = 1.0,
    light: float = 1.0,
    inside: float = 1.0,
    seen: slice = slice(0, N),
    person: str = "A",
) -> RegionMotion:
    """Return the motion of a person who is seen in some of the frames."""
    made = at_rest(N).motion(person=person)
    away = np.ones(N, dtype=bool)
    away[seen] = False
    made.legibility[:] = (eye_width, sharp, light, inside)
    made.legibility[away] = np.nan
    made.eyes[away] = np.nan
    return made


def scored(
    moments: tuple[Moment, ...] = (),
    motions: tuple[RegionMotion, ...] | None = None,
    settings: ScoreSettings | None = None,
) -> TakeScore:
    """Return the score of a take."""
    settings = settings or ScoreSettings()
    motions = (motion(),) if motions is None else motions
    return score(moments, people(motions, settings), motions, settings)


def term(made: TakeScore, name: str) -> float:
    """Return the value of a term."""
    return next(each.value for each in made.terms if each.name == name)


def person(made: RegionMotion, settings: ScoreSettings | None = None) -> Person:
    """Return the one person of a motion."""
    (seen,) = people((made,), settings or ScoreSettings())
    return seen


many = st.lists(
    st.builds(moment, st.integers(0, 70), st.integers(2, 20), confidence=shares, kind=KINDS),
    max_size=8,
).map(tuple)


@given(many, weights, weights, weights, weights)
def test_total_is_the_sum_of_its_terms(
    moments: tuple[Moment, ...], a: float, b: float, c: float, d: float
) -> None:
    """Whatever the weights, the terms sum to the total and their weights to 1, all from 0 to 1."""
    assume(a + b + c + d > 1e-6)
    made = scored(
        moments,
        settings=ScoreSettings(
            moments_weight=a, legibility_weight=b, blinks_weight=c, face_weight=d
        ),
    )
    assert sum(each.weight for each in made.terms) == pytest.approx(1.0)
    assert made.total == pytest.approx(sum(each.value * each.weight for each in made.terms))
    assert all(0.0 <= each.value <= 1.0 for each in made.terms)
    assert all(each.because for each in made.terms)
    assert -1e-9 <= made.total <= 1.0 + 1e-9


def test_only_shares_of_the_weights_count() -> None:
    """Weights ten times as large give the same score."""
    some = ScoreSettings()
    tenfold = replace(
        some,
        moments_weight=10 * some.moments_weight,
        legibility_weight=10 * some.legibility_weight,
        blinks_weight=10 * some.blinks_weight,
        face_weight=10 * some.face_weight,
    )
    one, ten = (scored((moment(),), settings=settings) for settings in (some, tenfold))
    assert ten.total == pytest.approx(one.total)


@given(many, st.floats(0, 1))
def test_more_moments_never_lower_the_score(moments: tuple[Moment, ...], confidence: float) -> None:
    """A further moment never lowers the first term."""
    more = (*moments, moment(80, 10, confidence=confidence))
    assert term(scored(more), "subtle moments") >= term(scored(moments), "subtle moments")


@given(many, st.floats(0, 1), st.floats(0, 1))
def test_clearer_moments_never_lower_the_score(
    moments: tuple[Moment, ...], low: float, high: float
) -> None:
    """A moment that is surer never lowers the first term."""
    low, high = sorted((low, high))
    unsure, sure = ((*moments, moment(80, 10, confidence=c)) for c in (low, high))
    assert term(scored(sure), "subtle moments") >= term(scored(unsure), "subtle moments")


def test_the_next_moment_adds_less() -> None:
    """Each further moment of equal clarity adds less than the one before."""
    values = [
        term(scored(tuple(moment(5 * k, 4) for k in range(n))), "subtle moments") for n in range(8)
    ]
    steps = np.diff(values)
    assert values[0] == 0.0
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_blinks_and_gaze_are_no_subtle_moments() -> None:
    """Eye events alone leave the first term at nought, with words for it."""
    made = scored((moment(kind=Kind.BLINK), moment(30, kind=Kind.GAZE)))
    assert term(made, "subtle moments") == 0.0
    assert made.terms[0].because == "no moment found"


@pytest.mark.parametrize(
    ("blink", "expected"), [((13, 4), 0.5), ((40, 4), 1.0)], ids=["over an apex", "elsewhere"]
)
def test_blink_over_an_apex(blink: tuple[int, int], expected: float) -> None:
    """A blink costs only where it covers the apex of a moment: here one of two."""
    moments = (moment(10, 10), moment(60, 10), moment(*blink, kind=Kind.BLINK))
    assert term(scored(moments), "open eyes") == expected


def test_another_persons_blink_costs_nothing() -> None:
    """A blink of one person does not cover the moment of another."""
    moments = (moment(10, 10), moment(13, 4, kind=Kind.BLINK, person="B"))
    both = (motion(), motion(person="B"))
    assert term(scored(moments, both), "open eyes") == 1.0


def test_nobody_seen_scores_nought() -> None:
    """A take without a face has a total of 0, and each term says why."""
    made = scored((), ())
    assert made.total == 0.0
    assert [each.because for each in made.terms] == [
        "no moment found",
        "nobody is seen",
        "nobody is seen",
        "no face in any frame",
    ]


@given(st.integers(1, N))
def test_share_of_frames_with_a_face(frames: int) -> None:
    """The last term is the share of frames in which anybody is seen."""
    made = scored((), (motion(seen=slice(0, frames)),))
    assert term(made, "face in the picture") == pytest.approx(frames / N)


def test_faces_of_two_people_cover_each_other() -> None:
    """Frames count once, whoever is seen in them."""
    halves = (motion(seen=slice(0, 48)), motion(seen=slice(48, N), person="B"))
    assert term(scored((), halves), "face in the picture") == 1.0


@given(st.floats(1, 400), st.floats(1, 400))
def test_smaller_face_never_reads_better(first: float, second: float) -> None:
    """Of two faces alike in all else, the smaller one's legibility is never higher."""
    small, large = sorted((first, second))
    assert person(motion(eye_width=small)).legibility <= person(motion(eye_width=large)).legibility


@given(
    st.tuples(shares, shares, shares),
    st.tuples(shares, shares, shares),
    st.sampled_from(["sharp", "light", "inside"]),
)
def test_each_part_only_helps(
    parts: tuple[float, float, float], other: tuple[float, float, float], name: str
) -> None:
    """A sharper, better lit or better framed face is never less legible; all is from 0 to 1."""
    looks = dict(zip(("sharp", "light", "inside"), parts, strict=True))
    changed = dict(zip(("sharp", "light", "inside"), other, strict=True))
    better = looks | {name: max(looks[name], changed[name])}
    low, high = (person(motion(**each)).legibility for each in (looks, better))
    assert 0.0 <= low <= high + 1e-7 <= 1.0 + 1e-6


@pytest.mark.parametrize("part", ["sharp", "light", "inside"])
def test_a_part_at_nought_makes_a_face_illegible(part: str) -> None:
    """A face wholly out of focus, in the dark, or outside is not legible, and says why."""
    seen = person(motion(**{part: 0.0}))
    assert seen.legibility == 0.0
    assert len(seen.because) == 1


@given(st.floats(0.05, 1))
def test_evenly_fair_face(share: float) -> None:
    """A face of which each part is as fair as the others is as legible as each of them."""
    settings = ScoreSettings(least_eye_width=20.0, full_eye_width=90.0)
    made = motion(eye_width=20 + 70 * share, sharp=share, light=share, inside=share)
    assert person(made, settings).legibility == pytest.approx(share, rel=1e-5)


def test_perfect_face_has_no_reasons() -> None:
    """A large, sharp, lit face inside the picture has legibility 1 and nothing against it."""
    seen = person(motion())
    assert seen.legibility == pytest.approx(1.0)
    assert seen.because == ()
    assert term(scored(), "legibility") == pytest.approx(1.0)


def test_reasons_tell_size_and_frames() -> None:
    """Reasons tell the eye-width of a small face, and from which frame a fault shows."""
    small = person(motion(eye_width=30.0))
    assert small.because == ("small face (eyes 30 px apart)",)
    soft = motion()
    soft.legibility[40:60, 1] = 0.1
    assert person(soft).because == ("soft focus in 20 frames from frame 40",)
    soft.legibility[:, 1] = 0.1
    assert person(soft).because == ("soft focus",)


def test_rare_faults_are_not_told() -> None:
    """A fault in fewer than a tenth of the frames is no reason."""
    made = motion()
    made.legibility[:5, 2] = 0.0
    assert person(made).because == ()


def test_people_tell_where_they_are_seen() -> None:
    """A person has the first and last frame and the share in which they are seen; others none."""
    (seen,) = people(
        (motion(seen=slice(24, 72)), motion(seen=slice(0, 0), person="B")), ScoreSettings()
    )
    assert (seen.id, seen.first, seen.last, seen.seen) == ("A", 24, 71, 0.5)
    assert seen.eye_width == 90.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"moments_weight": -0.1},
        {"moments_weight": 0.0, "legibility_weight": 0.0, "blinks_weight": 0.0, "face_weight": 0.0},
        {"enough_moments": 0.0},
        {"least_eye_width": 0.0},
        {"least_eye_width": 90.0, "full_eye_width": 90.0},
    ],
    ids=", ".join,
)
def test_settings_that_make_no_score_are_refused(wrong: dict[str, float]) -> None:
    """Weights and scales that make no score are refused with a settings error."""
    with pytest.raises(SettingsError, match="scoring"):
        ScoreSettings(**wrong)


def words(made: TakeScore, name: str) -> str:
    """Return the reason of a term."""
    return next(each.because for each in made.terms if each.name == name)


def test_the_moments_are_counted_in_words() -> None:
    """The first term counts moments, clear ones from a confidence of 0.8 on, and brief ones."""
    assert (
        words(scored((moment(confidence=0.8),)), "subtle moments")
        == "1 moment, 1 of them clear, 0 brief"
    )
    two = (moment(confidence=0.79), moment(30, kind=Kind.MICRO))
    assert words(scored(two), "subtle moments") == "2 moments, 1 of them clear, 1 brief"


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ((), "no blinks, none over the apex of a moment"),
        ((40,), "1 blink, none over the apex of a moment"),
        ((13, 40), "2 blinks, 1 over the apex of a moment"),
    ],
    ids=str,
)
def test_the_blinks_are_counted_in_words(starts: tuple[int, ...], expected: str) -> None:
    """The term of open eyes counts blinks, and the moments whose apex one of them covers."""
    blinks = (moment(start, 4, kind=Kind.BLINK) for start in starts)
    assert words(scored((moment(10, 10), *blinks)), "open eyes") == expected


@pytest.mark.parametrize(
    ("inside", "frames", "expected"),
    [
        (1.0, N, "a face in 100 % of the frames"),
        (1.0, N // 2, "a face in 50 % of the frames"),
        (0.9375, N // 2, "a face in 50 % of the frames, 94 % of it inside the picture"),
        (0.96875, N // 2, "a face in 50 % of the frames"),
        (0.5, N, "a face in 100 % of the frames, 50 % of it inside the picture"),
    ],
    ids=str,
)
def test_the_words_of_a_face(inside: float, frames: int, expected: str) -> None:
    """Reasons give the share of frames with a face, and how much of it, below 95 %, is inside."""
    made = scored((), (motion(inside=inside, seen=slice(0, frames)),))
    assert words(made, "face in the picture") == expected
    assert term(made, "face in the picture") == pytest.approx(inside * frames / N)


def test_what_makes_a_face_illegible_is_listed_once() -> None:
    """Two people in soft focus make one reason; the one who is seen for longer weighs more."""
    both = (motion(sharp=0.0), motion(seen=slice(0, N // 2), person="B"))
    assert words(scored((), both), "legibility") == "soft focus"
    assert term(scored((), both), "legibility") == pytest.approx(1 / 3)
    assert words(scored(), "legibility") == "sharp, lit and large enough"
    soft = (motion(sharp=0.0), motion(sharp=0.0, person="B"))
    assert words(scored((), soft), "legibility") == "soft focus"


def test_a_fault_in_a_tenth_of_the_frames_is_a_reason() -> None:
    """A tenth of the frames is enough, nine tenths are not yet all; both name the first frame."""
    made = motion(seen=slice(0, 80))
    made.legibility[8:16, 2] = 0.0
    assert person(made).because == ("poor light on the face in 8 frames from frame 8",)
    made.legibility[8:80, 2] = 0.0
    assert person(made).because == ("poor light on the face in 72 frames from frame 8",)


def test_frames_are_those_of_the_file() -> None:
    """A part of a file has its people and their faults by the frames of the whole file."""
    made = motion(seen=slice(8, 88))
    made.legibility[20:30, 1] = 0.1
    (seen,) = people((made,), ScoreSettings(), start=1000)
    assert (seen.first, seen.last) == (1008, 1087)
    assert seen.because == ("soft focus in 10 frames from frame 1020",)


def test_enough_moments_is_a_scale() -> None:
    """As many sure moments as are enough give 1 - 1/e of the first term."""
    made = scored(
        (moment(confidence=1.0), moment(30, confidence=1.0)),
        settings=ScoreSettings(enough_moments=2.0),
    )
    assert term(made, "subtle moments") == pytest.approx(1 - math.exp(-1))
