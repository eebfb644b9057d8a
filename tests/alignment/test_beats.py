"""Which moments are the same beat, and what is told of where takes differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from takewise.alignment import AlignedTake, AlignmentSettings, find_beats, find_differences
from takewise.clock import FrameRange
from takewise.model import Kind, Moment, Movement, RegionMotion, Side
from takewise.model.alignment import Alignment, Difference, offset
from tests.library.values import signals
from tests.timeline.analyses import analysis, media_info, moment, person

RATE = Fraction(25)
SETTINGS = AlignmentSettings()
SURE = offset("sound", 0.0, sureness=1.0, because="the same sound")
SMILE = "lip corners rise"
UNSURE = offset("start", 0.0, sureness=0.0, because="there is no sound to go by")


def act(
    second: float,
    unit: str = "AU12",
    *,
    seconds: float = 0.6,
    side: Side = "both",
    kind: Kind = Kind.SUBTLE,
    person: str = "A",
    confidence: float = 0.9,
) -> Moment:
    """Return a movement whose apex lies at a second, at 25 frames a second."""
    apex = round(second * 25)
    start = apex - round(seconds * 25) // 2
    made = moment(start, start + round(seconds * 25), apex=apex, kind=kind, person=person)
    names = {"AU12": "lip corners rise", "AU4": "brows lower", "AU1": "inner brows lift"}
    return replace(
        made,
        id=f"{made.id}{unit}",
        title=names[unit],
        confidence=confidence,
        movements=(Movement(unit=unit, name=unit, side=side, peak=0.03),),
    )


def face(*, unseen: tuple[float, float] | None = None, width: float = 100.0) -> RegionMotion:
    """Return ten seconds of a face that is seen well but for some seconds."""
    made = replace(signals(n=250), times=np.arange(250) / 25)
    made = replace(made, shift=np.zeros_like(made.shift), gaze=np.zeros_like(made.gaze))
    legible = np.tile(np.array([width, 0.9, 0.9, 1.0], np.float32), (250, 1))
    if unseen:
        legible[round(unseen[0] * 25) : round(unseen[1] * 25)] = np.nan
    return replace(made, legibility=legible)


def doing(face: RegionMotion, moment: Moment, share: float = 1.0) -> RegionMotion:
    """Return a face that does some of a movement, rising to the apex and falling after it."""
    frames = np.arange(len(face.times))
    ends = (moment.span.start, moment.apex, moment.span.end)
    rise = share * np.interp(frames, ends, (0.0, 1.0, 0.0)).astype(np.float32)[:, None]
    if moment.kind is Kind.GAZE:
        way = np.array([-1.0 if moment.title.endswith("left") else 1.0, 0.0], np.float32)
        return replace(face, gaze=face.gaze + 0.4 * rise * way)
    units = [each.unit for each in moment.movements]
    draw = np.random.default_rng([ord(letter) for letter in units[0]] if units else 1)
    where = draw.normal(0, 0.01, face.shift.shape[1:]).astype(np.float32)
    return replace(face, shift=face.shift + rise[..., None] * where)


def take(
    name: str,
    *moments: Moment,
    alignment: Alignment = SURE,
    signals: RegionMotion | None = None,
    people: tuple[str, ...] = ("A",),
) -> AlignedTake:
    """Return a take of ten seconds on the clock."""
    found = analysis(
        *moments, media=media_info(rate=RATE, start=None, frame_count=250), people=people
    )
    motion = face() if signals is None else signals
    for each in moments:
        motion = doing(motion, each) if each.person == motion.person else motion
    return AlignedTake(
        name=name,
        analysis=replace(found, people=tuple(replace(person(each), last=249) for each in people)),
        signals=(motion,),
        alignment=alignment,
        trusted=alignment.told,
    )


def differences(*takes: AlignedTake) -> Sequence[Difference]:
    """Return where takes differ."""
    return find_differences(takes, find_beats(takes, SETTINGS), SETTINGS)


def words(*takes: AlignedTake) -> list[str]:
    """Return what is told of that."""
    return [f"{each.beat.title}: {each.words}" for each in differences(*takes)]


class TestSameBeat:
    """What is taken for the same."""

    def test_the_same_at_the_same_time(self) -> None:
        """Takes that do the same at the same time do not differ."""
        assert words(take("one", act(3)), take("two", act(3.1))) == []

    def test_another_movement(self) -> None:
        """Another movement at the same time is another beat."""
        assert words(take("one", act(3)), take("two", act(3, "AU4"))) == [
            "brows lower: only in two",
            "lip corners rise: only in one",
        ]

    def test_too_far_apart(self) -> None:
        """The same movement a long time later is another beat."""
        found = words(take("one", act(3)), take("two", act(6)))
        assert found == ["lip corners rise: only in one", "lip corners rise: only in two"]

    def test_the_nearest_wins(self) -> None:
        """Where a take does it twice, the nearer one is the same, and the other its own."""
        found = words(take("one", act(3)), take("two", act(2.9), act(4.2)))
        assert found == ["lip corners rise: only in two"]

    def test_pairs_cross_no_more_than_they_must(self) -> None:
        """Two smiles in each of two takes are paired first with first, and second with second."""
        one, two = take("one", act(3), act(4)), take("two", act(3.4), act(4.4))
        beats = find_beats((one, two), SETTINGS)
        assert [round(beat.at, 2) for beat in beats] == [3.2, 4.2]
        assert all(len(beat.moments) == 2 for beat in beats)

    def test_a_hold_is_no_movement(self) -> None:
        """A hold and the movement that led to it are two beats."""
        held = act(3.2, seconds=2, kind=Kind.HOLD)
        assert len(find_beats((take("one", act(3), held),), SETTINGS)) == 2
        assert words(take("one", act(3)), take("two", act(3), held)) == [
            "lip corners rise: only in two"
        ]

    def test_blinks_and_markers_are_no_beats(self) -> None:
        """Everybody blinks, and a marker is no movement: neither is a difference."""
        blink, marker = act(3, kind=Kind.BLINK), replace(act(4), kind=Kind.MARKER, movements=())
        assert words(take("one", blink, marker), take("two")) == []

    def test_glances_go_somewhere(self) -> None:
        """A glance to the left and one to the right are not the same."""
        left = replace(act(3), kind=Kind.GAZE, movements=(), title="eyes glance left")
        right = replace(left, id="m-r", title="eyes go right")
        there = replace(left, id="m-l", title="eyes go left")
        assert len(words(take("one", left), take("two", right))) == 2
        assert words(take("one", left), take("two", there)) == []

    def test_whose_movement(self) -> None:
        """With several people each is compared with the one of the same letter."""
        one = take("one", act(3, person="A"), people=("A", "B"))
        two = take("two", act(3, person="B"), people=("A", "B"))
        assert len(words(one, two)) == 2

    def test_the_only_person_of_each(self) -> None:
        """Where each take has one person, that is the same one, whatever the letter."""
        assert words(take("one", act(3)), take("two", act(3, person="B"), people=("B",))) == []


class TestPresence:
    """What only some takes have."""

    def test_a_face_out_of_sight(self) -> None:
        """Where the other face is out of sight then, nothing is claimed."""
        hidden = take("two", signals=face(unseen=(2.5, 3.5)))
        assert words(take("one", act(3)), hidden) == []

    def test_out_of_sight_at_another_time(self) -> None:
        """A face that is out of sight at another time hides nothing."""
        hidden = take("two", signals=face(unseen=(6, 8)))
        assert words(take("one", act(3)), hidden) == ["lip corners rise: only in one"]

    @pytest.mark.parametrize("column", [1, 2, 3])
    def test_a_face_that_cannot_be_read(self, column: int) -> None:
        """A face out of focus, in the dark or half out of the picture hides what it does."""
        dim = face()
        dim.legibility[:, column] = 0.1
        assert words(take("one", act(3)), take("two", signals=dim)) == []

    def test_a_small_face(self) -> None:
        """A face too small for such a movement hides what it does."""
        assert words(take("one", act(3)), take("two", signals=face(width=30))) == []

    def test_one_of_three_is_hidden(self) -> None:
        """Where one of three takes hides it, the words say of whom it cannot be told, and why."""
        hidden = take("three", signals=face(unseen=(2.5, 3.5)))
        assert words(take("one", act(3)), take("two"), hidden) == [
            "lip corners rise: in one, not in two; unknown for three "
            "(the face is out of sight there)"
        ]

    def test_most_have_it(self) -> None:
        """Where most takes have it, the one without is named."""
        assert words(take("one", act(3)), take("two", act(3)), take("three")) == [
            "lip corners rise: not in three"
        ]

    def test_a_take_that_is_over(self) -> None:
        """A take that does not run that long is not told to lack what comes after its end."""
        over = take("two", alignment=offset("sound", -5.0, sureness=1.0, because=""))
        assert words(take("one", act(7)), over) == []
        begun = take("two", alignment=offset("sound", 5.0, sureness=1.0, because=""))
        assert words(take("one", act(3)), begun) == []

    def test_nobody_there(self) -> None:
        """A take in which no face is seen lacks nothing that can be told."""
        assert words(take("one", act(3)), take("two", people=())) == []

    def test_a_doubtful_moment(self) -> None:
        """What is less than even odds is not told to be lacking elsewhere."""
        assert words(take("one", act(3, confidence=0.4)), take("two")) == []

    def test_without_signals(self) -> None:
        """Without curves the analysis decides: a face that is seen throughout hides nothing."""
        plain = replace(take("two"), signals=None)
        assert words(take("one", act(3)), plain) == ["lip corners rise: only in one"]
        partly = replace(person(), seen=0.5, last=249)
        hidden = replace(plain, analysis=replace(plain.analysis, people=(partly,)))
        assert words(take("one", act(3)), hidden) == []

    def test_a_part_of_a_file(self) -> None:
        """The curves of a part of a file count from its first frame."""
        part = take("two", signals=face(unseen=(2.5, 3.5)))
        media = replace(part.analysis.media, part=FrameRange(100, 350), frame_count=400)
        part = replace(
            part,
            analysis=replace(part.analysis, media=media),
            alignment=offset("sound", -4.0, sureness=1.0, because=""),
        )
        assert words(take("one", act(3)), part) == []
        assert words(take("one", act(5)), part) == ["lip corners rise: only in one"]


class TestMuchAlike:
    """A face in which a moment was not found, and that moves all the same."""

    def test_most_of_it(self) -> None:
        """Where the other face does four fifths of it, nothing is claimed."""
        smile = act(3)
        beat = find_beats(
            (take("one", smile), take("two", signals=doing(face(), smile, 0.8))), SETTINGS
        )
        assert beat[0].unseen == {1: "it moves much like that there"}
        assert words(take("one", smile), take("two", signals=doing(face(), smile, 0.8))) == []

    def test_a_little_of_it(self) -> None:
        """Where it does a fifth, it lacks it."""
        smile = act(3)
        faint = doing(face(), smile, 0.2)
        assert words(take("one", smile), take("two", signals=faint)) == [f"{SMILE}: only in one"]

    def test_at_another_time(self) -> None:
        """What it does two seconds later is no reason to be silent."""
        later = doing(face(), act(5))
        assert words(take("one", act(3)), take("two", signals=later)) == [f"{SMILE}: only in one"]

    def test_the_opposite(self) -> None:
        """A face that comes back from the opposite does not do it."""
        frown = doing(face(), act(3), -1.0)
        assert words(take("one", act(3)), take("two", signals=frown)) == [f"{SMILE}: only in one"]

    def test_on_its_own_clock(self) -> None:
        """The other face is looked at when the beat comes on its own clock."""
        ahead = offset("sound", -2.0, sureness=1.0, because="the same sound")
        alike = take("two", signals=doing(face(), act(5)), alignment=ahead)
        assert words(take("one", act(3)), alike) == []
        apart = take("two", signals=doing(face(), act(3)), alignment=ahead)
        assert words(take("one", act(3)), apart) == [f"{SMILE}: only in one"]

    def test_twice_in_both(self) -> None:
        """Two moments that are each in both takes are no beat that came later."""
        first, second = act(3), act(4)
        one = take("one", first, signals=doing(face(), second))
        two = take("two", second, signals=doing(face(), first))
        assert words(one, two) == []


class TestShifts:
    """What came earlier or later, and what was longer."""

    def test_later(self) -> None:
        """A beat that came later on the clock is told with how much, against the first take."""
        (found,) = differences(take("one", act(3)), take("two", act(3.6)))
        assert (found.kind, found.take, found.against) == ("shift", 1, 0)
        assert found.seconds == pytest.approx(0.6)
        assert found.words == "0.60 s later in two than in one"

    def test_on_the_clock(self) -> None:
        """It is the clock that counts, not the take's own time."""
        two = take("two", act(5), alignment=offset("sound", -2.4, sureness=1.0, because=""))
        assert words(take("one", act(3)), two) == [
            "lip corners rise: 0.40 s earlier in two than in one"
        ]

    def test_a_small_shift(self) -> None:
        """What the clock is uncertain by is not told."""
        assert words(take("one", act(3)), take("two", act(3.16))) == []

    def test_a_longer_hold(self) -> None:
        """A hold that was longer is told with both lengths."""
        one = take("one", act(3, seconds=1.2, kind=Kind.HOLD))
        two = take("two", act(3, seconds=2.4, kind=Kind.HOLD))
        assert words(one, two) == [
            "lip corners rise: 1.20 s longer in two (2.40 s) than in one (1.20 s)"
        ]


class TestWithoutAClock:
    """Takes that lie by their starts."""

    def test_nothing_came_later(self) -> None:
        """Of a take that is not surely on the clock no shift is told."""
        assert words(take("one", act(3)), take("two", act(4), alignment=UNSURE)) == []

    def test_wherever_it_is(self) -> None:
        """A movement anywhere in such a take may be the same beat, so it is not lacking."""
        assert words(take("one", act(3)), take("two", act(9), alignment=UNSURE)) == []

    def test_lacking_altogether(self) -> None:
        """What such a take does not do at all, its face seen throughout, it lacks."""
        assert words(take("one", act(3)), take("two", alignment=UNSURE)) == [
            "lip corners rise: only in one"
        ]
        hidden = take("two", alignment=UNSURE, signals=face(unseen=(0, 5)))
        assert words(take("one", act(3)), hidden) == []

    def test_the_first_may_be_the_unsure_one(self) -> None:
        """The order of the takes does not change what can be told."""
        assert words(take("two", act(9), alignment=UNSURE), take("one", act(3))) == []


def test_one_take_alone() -> None:
    """A take alone differs from nothing."""
    assert words(take("one", act(3))) == []
