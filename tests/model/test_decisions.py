"""Laws of human decisions, and of laying them over what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from takewise.clock import FrameRange
from takewise.errors import DecisionError
from takewise.model import Kind
from takewise.model.decisions import (
    ColourLabel,
    Decisions,
    Flag,
    HandMarker,
    MomentEdit,
    Verdict,
    apply_decisions,
    marker_id,
    merged,
    take_id,
)
from tests.library.values import PLAIN
from tests.made_decisions import decisions

FOUND = PLAIN.moments[0]
MARKER = HandMarker(span=FrameRange(3, 9), title="she hears the door", note="keep the hands")


class TestValues:
    """What can be decided."""

    def test_nothing_decided(self) -> None:
        """Decisions are false until somebody says something, be it no stars at all."""
        assert not Decisions()
        assert Decisions(stars=0)

    def test_circled(self) -> None:
        """Of the verdicts only the circle circles a take."""
        assert [each for each in Verdict if Decisions(verdict=each).circled] == [Verdict.CIRCLED]

    def test_the_words_that_files_have(self) -> None:
        """Libraries and exchanged files keep these words; another word would lose a decision."""
        assert [each.value for each in Verdict] == ["circled", "hold", "NG", "false start"]
        assert [each.value for each in Flag] == ["pick", "reject"]
        # As on Lightroom's keys 6 to 9.
        assert [each.value for each in ColourLabel] == ["red", "yellow", "green", "blue"]

    def test_the_least_that_can_be_decided(self) -> None:
        """The first frame is a sync point and the ends of a marker's span are apexes."""
        assert Decisions(sync=0)
        assert Decisions(stars=5, tags=("a", "b"))
        assert replace(MARKER, apex=3).apex == 3
        assert replace(MARKER, apex=8).apex == 8

    @pytest.mark.parametrize("stars", [-1, 6])
    def test_ratings_that_do_not_exist(self, stars: int) -> None:
        """A rating is 0 to 5 stars."""
        with pytest.raises(DecisionError, match="0 to 5"):
            Decisions(stars=stars)

    def test_what_else_cannot_be(self) -> None:
        """A sync point before the take, an empty tag and a tag given twice are refused."""
        for refused in ({"sync": -1}, {"tags": ("",)}, {"tags": ("a", "a")}):
            with pytest.raises(DecisionError):
                Decisions(**refused)  # type: ignore[arg-type]

    def test_an_apex_lies_in_its_marker(self) -> None:
        """A marker's apex outside its frames is refused."""
        with pytest.raises(DecisionError, match="frame 9 is outside"):
            replace(MARKER, apex=9)


class TestTakeId:
    """What decisions are kept under."""

    def test_content_decides(self) -> None:
        """A moved file is the same take, and a part of it another one."""
        moved = replace(PLAIN.media, path="/elsewhere/B.mov")
        assert take_id(moved) == take_id(PLAIN.media)
        part = replace(PLAIN.media, part=FrameRange(10, 20))
        assert take_id(part) == f"{PLAIN.media.digest}@10-20"


class TestMarkerId:
    """Names of new markers."""

    def test_stable(self) -> None:
        """Equal markers have one id: of `printf "1 2 a" | sha256sum`, the first twelve digits."""
        assert marker_id(FrameRange(1, 2), "a") == "h-05b7448e5595"
        others = [(FrameRange(1, 3), "a"), (FrameRange(1, 2), "b")]
        assert "h-05b7448e5595" not in {marker_id(span, title) for span, title in others}


class TestDecided:
    """An analysis with the decisions laid over it."""

    def test_rejected_moments_are_left_out(self) -> None:
        """A rejected moment is gone, and the rest of the analysis as it was."""
        shown = apply_decisions(PLAIN, Decisions(rejected=frozenset({FOUND.id})))
        assert shown == replace(PLAIN, moments=PLAIN.moments[1:])

    def test_edited_moments(self) -> None:
        """An edit changes what it names, and the reason says whose frames they are."""
        edit = MomentEdit(title="a half smile", span=FrameRange(40, 60), apex=44)
        shown = apply_decisions(PLAIN, Decisions(edits={FOUND.id: edit}))
        moment = next(each for each in shown.moments if each.id == FOUND.id)
        assert (moment.title, moment.span, moment.apex) == (
            "a half smile",
            FrameRange(40, 60),
            44,
        )
        assert moment.because == f"{FOUND.because}; its frames were set by hand"
        assert moment.movements == FOUND.movements

    def test_a_new_title_leaves_the_reason(self) -> None:
        """A moment that is only renamed keeps its reason."""
        shown = apply_decisions(PLAIN, Decisions(edits={FOUND.id: MomentEdit(title="x")}))
        assert shown.moments[0] == replace(FOUND, title="x")

    def test_the_apex_stays_inside(self) -> None:
        """A span that no longer holds the apex takes the nearest frame that it has."""
        earlier = FrameRange(0, FOUND.apex)
        shown = apply_decisions(PLAIN, Decisions(edits={FOUND.id: MomentEdit(span=earlier)}))
        assert shown.moments[0].apex == FOUND.apex - 1

    def test_only_the_apex_is_moved(self) -> None:
        """An apex set by hand is kept, the take's first frame too, and the reason says so."""
        start = replace(FOUND, span=FrameRange(0, 10), apex=5)
        analysis = replace(PLAIN, moments=(start,))
        shown = apply_decisions(analysis, Decisions(edits={FOUND.id: MomentEdit(apex=0)}))
        because = f"{FOUND.because}; its frames were set by hand"
        assert shown.moments == (replace(start, apex=0, because=because),)

    def test_an_apex_before_the_span(self) -> None:
        """A span after the apex takes its first frame."""
        later = MomentEdit(span=FrameRange(FOUND.apex + 3, FOUND.apex + 9))
        shown = apply_decisions(PLAIN, Decisions(edits={FOUND.id: later}))
        moment = next(each for each in shown.moments if each.id == FOUND.id)
        assert moment.apex == FOUND.apex + 3

    def test_a_marker_as_a_moment(self) -> None:
        """A marker is sure, has no strength, and its own apex; without a note it says whose."""
        plain = replace(MARKER, note="", person="B", apex=7)
        shown = apply_decisions(PLAIN, Decisions(markers={"h-1": plain}))
        moment = next(each for each in shown.moments if each.id == "h-1")
        assert (moment.person, moment.apex, moment.because) == ("B", 7, "set by hand")
        assert (moment.strength, moment.confidence, moment.movements) == (0.0, 1.0, ())

    def test_markers_join_in_order(self) -> None:
        """A marker becomes a moment of its own kind, in its place by onset."""
        shown = apply_decisions(PLAIN, Decisions(markers={"h-1": MARKER}))
        first = shown.moments[0]
        assert (first.id, first.kind, first.span, first.apex) == (
            "h-1",
            Kind.MARKER,
            FrameRange(3, 9),
            3,
        )
        assert (first.title, first.because) == ("she hears the door", "keep the hands")
        assert shown.moments[1:] == PLAIN.moments

    @given(decisions)
    def test_what_is_shown(self, said: Decisions) -> None:
        """Whatever is decided, moments are in order, apexes inside, the score untouched."""
        shown = apply_decisions(PLAIN, said)
        assert shown.score == PLAIN.score
        keys = [(each.span.start, each.person, each.id) for each in shown.moments]
        assert keys == sorted(keys)
        assert all(each.apex in each.span for each in shown.moments)
        ids = {each.id for each in shown.moments}
        assert ids == ({each.id for each in PLAIN.moments} - said.rejected) | set(said.markers)

    def test_no_decision_no_change(self) -> None:
        """An analysis on which nobody decided is shown as it is."""
        assert apply_decisions(PLAIN, Decisions()) == PLAIN


class TestMerged:
    """A change made to what is said now."""

    @given(now=decisions, before=decisions, after=decisions)
    def test_every_value_is_of_the_change_or_of_now(
        self, now: Decisions, before: Decisions, after: Decisions
    ) -> None:
        """What the change touches is as after it; all the rest is as it is now."""
        done = merged(now, before=before, after=after)
        for name in ("verdict", "stars", "flag", "colour", "note", "tags", "sync"):
            touched = getattr(before, name) != getattr(after, name)
            assert getattr(done, name) == getattr(after if touched else now, name)
        for name in ("edits", "markers"):
            old, new, held = (getattr(each, name) for each in (before, after, now))
            expected = {
                key: value
                for key in {*old, *new, *held}
                if (value := (new if old.get(key) != new.get(key) else held).get(key))
            }
            assert getattr(done, name) == expected
        assert done.rejected == {
            key
            for key in before.rejected | after.rejected | now.rejected
            if key
            in (after if (key in before.rejected) != (key in after.rejected) else now).rejected
        }
