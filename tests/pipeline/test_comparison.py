"""Takes with real files beside each other: heard, laid on one clock, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from takewise.alignment import AlignmentSettings, By
from takewise.clock import FrameRange
from takewise.media import probe
from takewise.model.decisions import Decisions, HandMarker
from takewise.pipeline.comparison import Comparison, TakeToCompare, compare
from tests.alignment.test_beats import act
from tests.media.test_sound import write
from tests.spoken import RATE, noisy, script, silence, spoken
from tests.timeline.analyses import analysis, person

SAID = spoken(script(3, 9), seed=1)
SETTINGS = AlignmentSettings()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return takes of the same words, one of which begins two seconds later, and a silent one."""
    folder = tmp_path_factory.mktemp("films")
    return {
        "one": write(folder / "one.mkv", noisy(SAID, 25, 1)),
        "two": write(folder / "two.mkv", noisy(SAID[2 * RATE :], 25, 2)),
        "silent": write(folder / "silent.mkv", silence(3.0)),
    }


def take(path: Path, *moments: object, said: Decisions | None = None) -> TakeToCompare:
    """Return a film as a take of nine seconds with moments in it."""
    found = analysis(*moments, media=replace(probe(str(path)), frame_count=225))  # type: ignore[arg-type]
    people = (replace(person(), last=224),)
    return TakeToCompare(
        name=path.stem, analysis=replace(found, people=people), decisions=said or Decisions()
    )


def compared(*takes: TakeToCompare, by: By = "auto", **syncs: int) -> Comparison:
    """Compare takes."""
    return compare(takes, by=by, syncs=syncs, settings=SETTINGS)


def told(comparison: Comparison) -> list[str]:
    """Return what is told of where they differ."""
    return [each.words for each in comparison.differences]


def test_what_cannot_be_told_is_counted(films: dict[str, Path]) -> None:
    """Where a beat is in one take and nobody is seen in the other, silence is explained."""
    empty = take(films["two"])
    empty = replace(empty, analysis=replace(empty.analysis, people=()))
    found = compared(take(films["one"], act(5)), empty)
    assert told(found) == []
    assert [note for note in found.notes if note.startswith("Of one beat it is unknown")]
    assert not compared(take(films["one"], act(5)), take(films["two"], act(3))).notes


class TestClock:
    """Which clock they are on."""

    def test_by_their_sound(self, films: dict[str, Path]) -> None:
        """Takes lie where their sound belongs, and what comes with the same word is the same."""
        found = compared(take(films["one"], act(5)), take(films["two"], act(3)))
        assert found.takes[1].alignment.method == "sound"
        assert float(found.takes[1].alignment.on_clock(0.0)) == pytest.approx(2.0, abs=0.02)
        assert told(found) == []

    def test_without_a_clock(self, films: dict[str, Path]) -> None:
        """Asked for none, the starts lie on each other, and the shift is told."""
        found = compared(take(films["one"], act(4)), take(films["two"], act(3)), by="none")
        assert told(found) == ["1.00 s earlier in two than in one"]

    def test_the_first_with_sound_gives_the_clock(self, films: dict[str, Path]) -> None:
        """A silent take gives no clock to others, and of it nothing is told to be later."""
        found = compared(take(films["silent"], act(5)), take(films["one"]), take(films["two"]))
        assert found.clock == 1
        assert [each.trusted for each in found.takes] == [False, True, True]

    def test_chosen_frames_come_first(self, films: dict[str, Path]) -> None:
        """Sync points that were decided on decide, and those named here before them."""
        one = take(films["one"], said=Decisions(sync=50))
        two = take(films["two"], said=Decisions(sync=25))
        alignment = compared(one, two).takes[1].alignment
        assert (alignment.method, float(alignment.on_clock(1.0))) == ("frame", 2.0)
        alignment = compared(one, two, one=75).takes[1].alignment
        assert float(alignment.on_clock(1.0)) == 3.0

    def test_a_file_that_is_gone(self, films: dict[str, Path]) -> None:
        """A take whose file is gone is silent, and that is told."""
        gone = take(films["two"])
        media = replace(gone.analysis.media, path="/gone/two.mkv")
        found = compared(
            take(films["one"]), replace(gone, analysis=replace(gone.analysis, media=media))
        )
        assert not found.takes[1].trusted
        assert found.notes == ("the sound of two was not heard: there is no such file",)

    def test_a_part_of_a_file(self, films: dict[str, Path]) -> None:
        """A part of a file is laid by the sound of that part, its frames still the file's."""
        whole = take(films["one"], act(5))
        media = replace(whole.analysis.media, part=FrameRange(75, 200))
        part = replace(whole, name="part", analysis=replace(whole.analysis, media=media))
        found = compared(take(films["two"], act(3)), part)
        assert float(found.takes[1].alignment.on_clock(5.0)) == pytest.approx(3.0, abs=0.02)
        assert told(found) == []


class TestDecisions:
    """What was decided."""

    def test_rejected_moments_do_not_differ(self, films: dict[str, Path]) -> None:
        """A moment that was rejected is in no comparison, and a marker makes no difference."""
        smile = act(3)
        said = Decisions(
            rejected=frozenset({smile.id}),
            markers={"h-1": HandMarker(span=FrameRange(3, 9), title="door")},
        )
        takes = take(films["one"], smile, said=said), take(films["two"])
        assert told(compared(*takes, by="none")) == []
        assert told(compared(replace(takes[0], decisions=Decisions()), takes[1], by="none")) == [
            "only in one"
        ]


def test_several_people_are_noted(films: dict[str, Path]) -> None:
    """With more than one face the user is told how people are taken for the same."""
    one = take(films["one"])
    people = (person("A"), person("B"))
    two = replace(take(films["two"]), analysis=replace(take(films["two"]).analysis, people=people))
    assert "order of appearance" in compared(one, two, by="none").notes[0]
    assert np.all([each.trusted for each in compared(one, two, by="none").takes])
