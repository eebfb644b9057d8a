"""Laws of human decisions, and of laying them over what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from takewise.clock import FrameRange
from takewise.errors import DecisionError
from takewise.model import Kind
from takewise.model.decisions import (
    Decisions,
    HandMarker,
    MomentEdit,
    Verdict,
    apply_decisions,
    marker_id,
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
        with pytest.raises(DecisionError, match="frame 9 lies outside"):
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
