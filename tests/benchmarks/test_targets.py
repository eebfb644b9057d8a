"""Tests of the targets, of what counts toward them, and of what is shown of faults."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from takewise.clock import FrameRange
from tests.benchmarks import detectors, plots, worst
from tests.benchmarks.matching import Counts
from tests.benchmarks.naming import rightness
from tests.benchmarks.real import Labels, Outcome
from tests.benchmarks.speed import OVER_BARE
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table
from tests.benchmarks.targets import table
from tests.benchmarks.test_figures import found, judged
from tests.performer import astronaut, pictures, write_film

OUTCOME = Outcome(
    labels=Labels(
        clip="talk.mpg", face=None, seen=FrameRange(0, 1500), blinks=(), speech=(),
        events=(("smile", FrameRange(0, 20)), ("frown", FrameRange(40, 60))),
    ),
    rate=25.0, blinks=Counts(2, 0, 0), found_events=1, others=4, in_speech=0,
)  # fmt: skip
PACE = Table(
    title="One take",
    columns=("picture height", OVER_BARE),
    rows=(("540p, whole", "1.18"), ("1080p, whole", "2.00")),
)


def met(sets: dict[str, list[Judged]], start: str, real: list[Outcome] | None = None) -> list[str]:
    """Return what is seen and whether it is met, in the row that begins so."""
    rows = table(sets, real or [], [PACE]).rows
    return next(list(row[2:]) for row in rows if row[0].startswith(start))


def with_peak(take: Judged, peak: float) -> Judged:
    """Return a take whose movements all have one true peak."""
    script = take.scene.script
    movements = tuple(dataclasses.replace(each, peak=peak) for each in script.movements)
    script = dataclasses.replace(script, movements=movements)
    return dataclasses.replace(take, scene=dataclasses.replace(take.scene, script=script))


def test_small_movements_and_small_false_moments_are_left_out() -> None:
    """Of peaks below 2.5 % there is the brow; the false moment measures 1.5 %."""
    take = judged(found(21, 41), found(110, 120))
    assert take.counts_from(0.025) == Counts(1, 0, 0)
    assert take.counts_from(0.025, every_false=True) == Counts(1, 1, 0)
    assert take.counts_from(0.015) == take.counts == Counts(1, 1, 1)


def test_the_last_set_decides() -> None:
    """All found in the development set, half in the final one: the target is not met."""
    sets = {
        "development": [judged(found(21, 41), found(60, 70, "AU1", "both"))],
        "final": [judged(found(21, 41), found(110, 120))],
    }
    seen, verdict = met(sets, "synthetic, peak")
    assert seen.startswith("1.00 ")
    assert "; 0.50 (" in seen
    assert verdict == "**no**"
    assert met({"development": sets["development"]}, "synthetic, peak")[1] == "yes"


def test_faint_movements_are_reported() -> None:
    """Below 1.5 % one of two is found."""
    assert met({"final": [with_peak(judged(found(21, 41)), 0.01)]}, "the same, 0.8")[0] == "0.50"


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    """Without sets and real clips nothing is told of them."""
    assert met({}, "synthetic, peak") == ["not measured", "–"]
    assert met({}, "blinks, real") == ["not measured", "–"]
    assert met({}, "takewise --help") == ["not measured", "–"]


def test_real_clips_are_held_against_their_targets() -> None:
    """Half of the events are too few, four others in a minute too many."""
    assert met({}, "real movements", [OUTCOME]) == ["1 of 2", "**no**"]
    assert met({}, "other moments", [OUTCOME]) == ["4.0 (4 in 1.00 min)", "**no**"]
    assert met({}, "blinks, real", [OUTCOME]) == ["1.00 (of 2)", "yes"]


def test_pace_is_told_as_time() -> None:
    """Half of the bare loop's pace is twice its time."""
    assert met({}, "whole analysis") == ["1.18; 2.00", "**no**"]


def test_a_cheek_is_the_right_region_for_no_lip() -> None:
    """A smile called by its cheek has a true unit, and another part of the face."""
    assert rightness([judged(found(21, 41, "AU6"))]) == pytest.approx(
        (0.0, 1.0, np.nan), nan_ok=True
    )
    assert rightness([judged(found(21, 41))]) == (1.0, 1.0, 1.0)


def test_wilson_narrows_with_more() -> None:
    """Nine of ten: 0.60 to 0.98, as in the tables; ninety of a hundred are surer."""
    few, many = (plots.wilson(np.repeat([1.0, 0.0], [9 * n, n])) for n in (1, 10))
    assert few == pytest.approx((0.596, 0.982), abs=0.001)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]


def test_plot_is_a_small_picture(tmp_path: Path) -> None:
    """The plot of one take is a PNG of less than 200 kB."""
    drawn = plots.draw(
        {"development": [judged(found(21, 41), found(110, 120))]}, tmp_path / "p.png"
    )
    with Image.open(drawn) as picture:
        assert picture.width > 1000
    assert drawn.stat().st_size < 200_000


def test_the_worst_come_first() -> None:
    """A missed smile of 3 % is worse than a missed brow of 2 %, a false moment of 1.5 % least."""
    faults = worst.worst({"development": [judged(found(110, 120))]})
    assert [fault.movements[0].unit for fault in faults] == ["AU12", "AU1", "AU12"]
    assert [fault.kind for fault in faults] == ["missed", "missed", "false"]
    rows = worst.table(faults).rows
    assert rows[0][6] == "AU12 left 3.0 %, AU6 left 2.0 %"


def test_strips_show_the_faces_of_faults(tmp_path: Path) -> None:
    """A row of five pictures stands for each fault."""
    take = judged()
    script = dataclasses.replace(take.scene.script, blinks=())
    path = tmp_path / "take.mp4"
    write_film(path, pictures(astronaut(480, 270, 60.0), script), script.rate)
    scene = dataclasses.replace(take.scene, script=script, eye_width=60.0)
    faults = worst.worst({"development": [dataclasses.replace(take, scene=scene, path=str(path))]})
    with Image.open(worst.strips(faults, tmp_path / "worst.jpg")) as picture:
        sheet = np.asarray(picture)
    assert sheet.shape == (2 * 218, 1000, 3)
    assert sheet[20:210].std() > 30


def test_detectors_are_told_side_by_side() -> None:
    """Each detector has a row; one that found nothing has no precision."""
    rows = detectors.table({"mesh": [judged(found(21, 41))], "landmarker": [judged()]}).rows
    assert [row[0] for row in rows] == ["mesh", "landmarker"]
    assert rows[0][4] == "1.00"
    assert rows[1][4] == "–"
