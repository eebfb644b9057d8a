"""The real window: opened, worked by its keys, looked at, and closed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.keymap import GROUPS
from takewise.library import open_library
from takewise.media import probe
from takewise.model.decisions import Verdict
from takewise.ui.takes import Layout
from takewise.ui.takes.curves import curves_of
from takewise.ui.takes.loader import Opened as OpenedTake
from tests.conftest import REPOSITORY
from tests.library.values import signals
from tests.media.clips import write_clip
from tests.ui.conftest import SAMPLES
from tests.ui.shown import moment, shown

if TYPE_CHECKING:
    from tests.ui.windows import Opened

Review = Callable[..., "Opened"]

ONE, TWO, THREE = (REPOSITORY / "sample_media" / name for name in SAMPLES)


def test_two_takes_are_reviewed_from_end_to_end(review: Review, library: Path) -> None:
    """Sync points, steps, stars, a circle, an undo and an export, all by keys."""
    window = review(ONE, TWO)
    window.press(*["Right"] * 8, "S", "Tab", *["Right"] * 3, "S")
    assert [take.decisions.sync for take in window.state.takes] == [8, 3]
    assert window.state.at == 0
    window.press("Right")
    frames = [take.frame_at(window.state.at) for take in window.state.takes]
    syncs = [take.decisions.sync for take in window.state.takes]
    assert frames[1] == (syncs[1] or 0) + 1
    window.press("4", "C", "N", "Ctrl+Z")
    assert window.state.takes[1].decisions.verdict is Verdict.CIRCLED
    with open_library(library) as kept:
        said = kept.decisions(probe(str(TWO)))
    assert (said.stars, said.verdict, said.sync) == (4, Verdict.CIRCLED, syncs[1])
    panel = window.window.export_panel()
    panel.choose("otio", "csv", only_circled=True)
    panel.write()
    assert panel.said.startswith("Written: scene12_take2.otio")
    written = json.loads((panel.export.folder / "scene12_take2.otio").read_text(encoding="utf-8"))
    assert written["name"] == "scene12_take2"
    window.press(*["Ctrl+Z"] * 4)
    assert all(not take.decisions for take in window.state.takes)


def test_the_picture_on_the_screen_is_the_one_that_is_told(review: Review) -> None:
    """After steps on and back each take shows the picture that its readout names."""
    window = review(ONE, TWO)
    window.press("Shift+Right", "Right", "Right", "Left")
    window.settled()
    for place in window.state.shown:
        take = window.state.takes[place]
        assert window.window.pictures.frame_shown(place) == take.frame_at(window.state.at)


def test_it_plays_and_stands_still(review: Review) -> None:
    """The space bar begins, the space bar ends, and the clock has moved meanwhile."""
    window = review(ONE)
    window.press("Space")
    window.until(lambda: window.state.at > Fraction(1, 4))
    window.press("Space")
    assert window.state.shuttle == 0
    at = window.state.at
    window.press("Q")
    assert window.state.at == at
    window.settled()
    assert window.window.playing.punctuality.due > 0


@pytest.mark.parametrize(
    ("key", "layout"), [("W", Layout.WIPE), ("B", Layout.OVERLAY), ("D", Layout.DIFFERENCE)]
)
def test_two_takes_in_one_picture(review: Review, key: str, layout: Layout) -> None:
    """Each way of laying one over the other is drawn, and shows something else."""
    window = review(ONE, TWO)
    window.press("Shift+Right")
    window.settled()
    beside = window.window.pictures.grab().toImage()
    window.press(key)
    window.settled()
    window.shoot(layout.value)
    assert window.state.layout is layout
    assert window.window.pictures.grab().toImage() != beside


def test_a_take_against_itself_differs_nowhere(review: Review, tmp_path: Path) -> None:
    """Where two pictures agree, their difference is black."""
    copy = tmp_path / "copy.mov"
    copy.write_bytes(ONE.read_bytes())
    window = review(ONE, copy)
    window.press("Shift+Right", "D")
    window.settled()
    # Both pictures come once more where the window has given them another size.
    window.until(lambda: _brightest(window) <= 16, seconds=20)


def _brightest(window: Opened) -> int:
    """Return the largest value of any colour in the pictures, but for their captions and edges."""
    image = window.window.pictures.grab().toImage().convertToFormat(_rgb())
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8)
    # Blue, green, red, and a byte that means nothing.
    colours = pixels.reshape(image.height(), image.width(), 4)[60:, 60:-60, :3]
    return int(colours.max())


def test_the_view_follows_the_face(review: Review) -> None:
    """With F the face fills the pane, and the eyes stay where they are."""
    window = review(ONE, real_detector=True)
    window.until(lambda: window.located)
    window.press(".", "F")
    window.settled()
    window.shoot("face")
    box = window.window.view_of(0, window.state.takes[0].frame_at(window.state.at))
    assert box is not None
    # The eyes of the astronaut are at 540, 217 of 960 x 540 (see the sample's truth).
    assert box.contains(0.5, 0.4)
    assert box.width() < 0.6


def test_the_threshold_shows_at_once_what_it_keeps(review: Review) -> None:
    """Dragging its line up with the mouse empties the list, dragging it down fills it again."""
    window = review(TWO)
    lanes = window.window.lanes
    full = len(window.window.list.rows)
    at = float(window.state.reach[1]) / 2
    window.drag(lanes.point_at(at, 0.0), lanes.point_at(at, 14))
    strengths = [row.moment.strength for row in window.window.list.rows]
    assert 0 < len(strengths) < full
    assert min(strengths) >= window.state.choice.threshold == pytest.approx(14, rel=0.1)
    assert "≥ 1" in window.window.list._count.text()
    window.drag(lanes.point_at(at, 14), lanes.point_at(at, 0.0))
    assert len(window.window.list.rows) == full
    assert "≥" not in window.window.list._count.text()


def test_the_ruler_goes_on_where_the_take_is_over(review: Review) -> None:
    """Timecode where the take has a picture, seconds where only longer takes go on."""
    window = review(TWO)
    words = window.window.lanes._axis_words
    assert words(1.0).count(":") == 3
    assert words(100.0) == "100 s"


def test_words_for_keys_fit_their_column(review: Review) -> None:
    """The sheet cuts no words in a window of 1280 by 720."""
    from PySide6.QtGui import QFontMetrics

    from takewise.ui.shell.theme import sans

    window = review(TWO, size=(1280, 720))
    metrics = QFontMetrics(sans(12))
    # A column of 310 pixels without its rim, its gap and the key.
    room = 310 - 64 // 4 - 24 - 68
    wide = {
        about: metrics.horizontalAdvance(about)
        for each in GROUPS.values()
        for about in each.values()
    }
    window.press("?")
    assert not {about for about, each in wide.items() if each > room}


def test_the_end_of_a_moment_is_dragged_to_another_frame(review: Review) -> None:
    """It is a decision that can be undone; the moment that was found stays as it was."""
    window = review(TWO)
    window.press(".")
    row = window.window.session.chosen
    assert row is not None
    lanes, take = window.window.lanes, window.state.takes[0]
    frame = row.moment.span.end + 6
    after, now = (float(take.common(each)) for each in (frame, row.moment.span.end))
    window.drag(lanes.point_at(now, 1.0), lanes.point_at(after, 1.0))
    changed = window.window.session.chosen
    assert changed is not None
    assert changed.moment.span == FrameRange(row.moment.span.start, frame)
    assert window.state.takes[0].decisions.edits[row.moment.id].span == changed.moment.span
    window.press("Ctrl+Z")
    assert window.window.session.chosen == row


def test_the_curves_are_zoomed_with_the_wheel(review: Review) -> None:
    """Around the mouse; dragged with Shift they move along, and the bar below shows where."""
    window = review(TWO)
    lanes = window.window.lanes
    start, end = window.state.reach
    at = float(end) / 4
    point = lanes.point_at(at, 3.0)
    window.wheel(point, 240)
    assert window.state.zoom is not None
    assert start < window.state.zoom[0] < window.state.zoom[1] < end
    assert lanes.time_at(point.x()) == pytest.approx(at, abs=0.02)
    before = window.state.zoom
    window.drag(lanes.point_at(at + 0.5, 3.0), lanes.point_at(at, 3.0), shift=True)
    assert window.state.zoom[0] > before[0]
    window.press("Ctrl+0")
    assert window.state.zoom is None


def test_the_chosen_moment_comes_into_sight(review: Review) -> None:
    """Zoomed curves follow the moment that is chosen."""
    window = review(TWO)
    window.press("Ctrl+=", "Ctrl+=", "Ctrl+=", "Ctrl+=")
    for _ in range(4):
        window.press(".")
        row, zoom = window.window.session.chosen, window.state.zoom
        assert row is not None
        assert zoom is not None
        take = window.state.takes[row.take]
        assert zoom[0] <= take.common(row.moment.span.start)
        assert take.common(row.moment.span.end - 1) <= zoom[1]


def test_the_playhead_costs_little(review: Review) -> None:
    """While it moves, no plot is drawn again."""
    window = review(TWO)
    window.press("Home")
    window.settled()
    drawn = window.window.lanes.times_drawn
    window.press(*["Right"] * 20)
    window.settled()
    assert window.window.lanes.times_drawn == drawn
    window.press("V")
    window.settled()
    assert window.window.lanes.times_drawn > drawn


def test_a_moment_is_looped_in_slow_motion(review: Review) -> None:
    """At a sixth of the speed, half a second before it to half a second after it."""
    window = review(TWO)
    window.press(".", "Q", "Return")
    row, state = window.window.session.chosen, window.state
    assert row is not None
    assert (state.pace, state.loop, state.shuttle) == (Fraction(1, 6), True, 1)
    take = state.takes[row.take]
    onset, after = (take.common(each) for each in (row.moment.span.start, row.moment.span.end))
    assert (state.mark_in, state.mark_out) == (onset - Fraction(1, 2), after + Fraction(1, 2))
    window.until(lambda: window.state.at > onset - Fraction(2, 5))
    window.press("Return")
    assert (window.state.loop, window.state.at) == (False, row.at)


def test_a_click_into_the_curves_moves_the_playhead(review: Review) -> None:
    """And a click onto a moment chooses it."""
    window = review(TWO)
    row = window.window.session.listed[1]
    lanes = window.window.lanes
    window.click(lanes.surface.viewport(), lanes.point_of(row))
    assert window.state.selected == (row.take, row.moment.id)
    empty = float(row.at) + 0.7
    window.click(lanes.surface.viewport(), lanes.point_at(empty, 3.0))
    assert float(window.state.at) == pytest.approx(empty, abs=0.05)


def test_the_sheet_has_every_group(review: Review) -> None:
    """A group that no column names would be missing on the sheet."""
    columns = review(ONE).window.sheet._columns
    assert sorted(group.heading for column in columns for group in column) == sorted(GROUPS)


def test_the_keys_are_shown_and_go_away(review: Review) -> None:
    """With the question mark, however the keyboard makes it."""
    window = review(ONE)
    window.press("?")
    window.shoot("keys")
    assert window.window.sheet.isVisible()
    window.press("Esc")
    assert not window.window.sheet.isVisible()


def test_a_preset_changes_what_a_key_does(review: Review) -> None:
    """In Avid's, 4 steps on and Alt+4 gives stars."""
    window = review(ONE, keys="avid")
    window.press("4")
    assert window.state.takes[0].frame_at(window.state.at) == 1
    window.press("Alt+4")
    assert window.state.takes[0].decisions.stars == 4
    window.press("Ctrl+Z")


def test_a_note_is_written(review: Review) -> None:
    """Semicolon asks for it, Return keeps it."""
    from PySide6.QtTest import QTest

    window = review(ONE)
    window.press(";")
    QTest.keyClicks(window.window.note.line, "the look at the door")
    QTest.keyClick(window.window.note.line, "\r")
    assert window.state.takes[0].decisions.note == "the look at the door"
    window.press("Ctrl+Z")


def test_a_moment_is_renamed(review: Review) -> None:
    """R asks for its title, Return keeps it, no title gives its own back, and undo too."""
    from PySide6.QtTest import QTest

    window = review(ONE)
    window.press(".")
    own = window.window.session.listed[0].moment.title
    for words, title in (("the flinch", "the flinch"), ("", own)):
        window.press("R")
        window.window.note.line.clear()
        QTest.keyClicks(window.window.note.line, words)
        window.shoot("rename")
        QTest.keyClick(window.window.note.line, "\r")
        assert window.window.session.listed[0].moment.title == title
    window.press("Ctrl+Z", "Ctrl+Z")
    assert not window.state.takes[0].decisions


def test_a_take_without_a_face_says_so(review: Review, tmp_path: Path) -> None:
    """It is analysed in the background, plays meanwhile, and its lane says what is missing."""
    path = write_clip(tmp_path / "no face.mov", frames=24, size=(320, 180))
    window = review(path)
    window.until(lambda: window.state.takes[0].analysis)
    window.settled()
    window.shoot("no face")
    analysis = window.state.takes[0].analysis
    assert analysis is not None
    assert analysis.people == ()
    assert window.window.list.rows == ()
    window.press("M")
    assert [row.moment.title for row in window.window.list.rows] == ["marker"]


def test_a_file_that_is_no_take_leaves_the_others(review: Review, tmp_path: Path) -> None:
    """What is wrong with it is said, and the other take is reviewed."""
    broken = tmp_path / "broken.mov"
    broken.write_bytes(b"no film at all" * 100)
    window = review()
    from takewise.pipeline.takes import Request
    from takewise.ui.takes.loader import TakeLoader

    requests = [Request(path=str(path), signals=True, use_library=False) for path in (broken, ONE)]
    opening = TakeLoader(requests, ["broken.mov", "one"], {}, window.window.news.emit)
    window.window.on_close(opening.close)
    opening.start()
    window.until(lambda: window.state.takes)
    assert [take.name for take in window.state.takes] == ["one"]
    assert "broken.mov" in window.state.message


@pytest.mark.slow
def test_three_and_four_takes_have_room(review: Review, tmp_path: Path) -> None:
    """Each pane lies within the window, and no two overlap."""
    copy = tmp_path / "scene12_take4.mov"
    copy.write_bytes(TWO.read_bytes())
    window = review(ONE, TWO, THREE, copy)
    window.press(".", ".", "C", "5", "Tab", "N", "Tab", "H", "3")
    window.settled()
    window.shoot("four takes")
    panes = window.window.pictures.panes()
    assert len(panes) == 4
    for number, pane in enumerate(panes):
        room = pane.slate.united(pane.picture)
        assert window.window.pictures.rect().contains(room)
        assert not any(room.intersects(other.picture) for other in panes[number + 1 :])
    window.press("Shift+Z")
    assert len(window.window.pictures.panes()) == 1
    window.press(*["Ctrl+Z"] * 5)


@pytest.mark.parametrize("size", [(1280, 720), (2560, 1440)])
def test_small_and_large_screens(review: Review, size: tuple[int, int]) -> None:
    """Everything that is written fits where it is written."""
    window = review(ONE, TWO, size=size)
    window.press(".", ".", "C", "4")
    window.settled()
    window.until(lambda: window.located == 2)
    window.settled()
    window.shoot(f"two takes {size[0]}x{size[1]}")
    assert (window.window.width(), window.window.height()) == size
    assert window.window.pictures.height() > 0.3 * size[1]
    window.press("Ctrl+Z", "Ctrl+Z")


@pytest.mark.alone
def test_a_long_list_is_quick(review: Review) -> None:
    """Two thousand moments are listed, and each next one takes no time that is felt."""
    window = review()
    moments = tuple(
        moment(
            n * 7, n * 7 + 4, n * 7 + 6, id=f"m-{n:08x}", strength=4.0 + n % 60,
            title=("brows lift", "a very long title of a moment that does not fit at all")[n % 2],
        )
        for n in range(2000)
    )  # fmt: skip
    take = replace(
        shown("a name that is longer than anybody would want it to be.mov", frames=14400),
        analysis=replace(shown(moments=moments, frames=14400).analysis, moments=moments),  # type: ignore[type-var]
    )
    curves = curves_of((signals(n=14400),))
    window.window.hear(OpenedTake(place=0, take=take, curves=curves))
    before = time.process_time()
    window.press(*["."] * 30)
    # Of the processor, so that what else the machine does counts for nothing.
    assert (time.process_time() - before) / 30 < 0.2
    window.shoot("long list")
    assert len(window.window.list.rows) == 2000
    assert window.state.selected == (0, moments[29].id)


def _rgb() -> object:
    from PySide6.QtGui import QImage

    return QImage.Format.Format_RGB32


def test_two_windows_on_one_library(review: Review, tmp_path: Path) -> None:
    """The second shows the first's circle within two seconds; the first's undo leaves its hold."""
    del tmp_path
    one, two = review(ONE), review(ONE)
    one.press("C")
    two.until(lambda: two.state.takes[0].decisions.circled, seconds=2)
    two.press("H")
    assert two.state.takes[0].decisions.verdict is Verdict.HOLD
    one.press("Ctrl+Z")
    assert one.state.takes[0].decisions.verdict is Verdict.HOLD
    assert one.state.message.startswith("not undone")
    two.press("Ctrl+Z", "Ctrl+Z")
    one.press("C")
    one.press("Ctrl+Z")


def test_curves_without_room_are_counted(review: Review) -> None:
    """Where not all chosen curves fit, the menu says how many are shown."""
    window = review(ONE, TWO, THREE, size=(1280, 720))
    window.press(*["V"] * 5)
    menu = window.window.lanes.menu
    shown, all_of_them = (int(word) for word in menu.text().split()[1:4:2])
    assert 1 <= shown < all_of_them == len(window.state.tracks)
    while len(window.state.tracks) > 1:
        window.press("V")
    assert menu.text() == "curves ▾"


def test_takes_are_chosen_in_their_list(review: Review) -> None:
    """A click shows one alone, one with Ctrl puts another next to it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window = review(ONE, TWO, THREE)
    assert not window.window.bin.isVisible()
    window.press("Y")
    assert [each.place for each in window.window.bin.entries] == [0, 1, 2]
    view = window.window.bin.view
    for place, held in ((2, Qt.KeyboardModifier.ControlModifier), (0, Qt.KeyboardModifier(0))):
        centre = view.visualRect(view.model().index(place, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, centre)
    assert window.state.shown == (0, 1)
    window.window.bin.searched.emit("take3")
    assert [each.place for each in window.window.bin.entries] == [2]


def test_further_takes_are_dropped_into_the_window(review: Review) -> None:
    """They come after those that are open; one that is open already is not opened twice."""
    from takewise.pipeline.takes import Request
    from takewise.ui.takes.window.takes_opener import TakesOpener

    window = review()
    example = Request(path="", library=window.library, signals=True)
    opener = TakesOpener(window.window, example)
    window.window.paths_chosen.emit((str(ONE),))
    window.until(lambda: len(window.state.takes) == 1)
    opener.add((str(ONE), str(TWO)))
    window.until(lambda: len(window.state.takes) == 2)
    assert [take.name for take in window.state.takes] == [ONE.name, TWO.name]
    opener.add((str(TWO),))
    assert window.state.message == "these takes are open already"
    window.press("Ctrl+W")
    assert window.state.shown == (1,)
    window.window.paths_chosen.emit((str(ONE),))
    assert (window.state.shown, window.state.message) == ((0, 1), "open again")
    opener.add((str(ONE.parent / "missing.mov"),))
    assert "missing.mov" in window.state.message


def test_every_command_is_in_the_menus(review: Review) -> None:
    """With its key; a click on it does the same."""
    from PySide6.QtWidgets import QMenuBar

    from takewise.keymap import GROUPS

    window = review(ONE)
    menus = [action.menu() for action in window.window.findChild(QMenuBar).actions()]
    actions = [action for menu in menus for action in menu.actions()]
    assert len(actions) == sum(map(len, GROUPS.values()))
    (circle,) = [action for action in actions if action.text().startswith("Circle")]
    assert circle.text().endswith("\tC")
    circle.trigger()
    assert window.state.takes[0].decisions.circled


def test_a_window_opens_on_the_screen_it_is_on(review: Review, tmp_path: Path) -> None:
    """Not larger than it; where it was last, it is again."""
    from PySide6.QtCore import QSettings

    from takewise.ui.takes.window.run import place_window

    window = review(ONE).window
    file = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    place_window(window, file)
    screen = window.screen().availableGeometry()
    assert window.width() <= max(screen.width(), window.minimumWidth())
    assert window.height() <= max(screen.height(), window.minimumHeight())
    window.resize(960, 640)
    file.setValue("review/geometry", window.saveGeometry())
    window.resize(1100, 700)
    place_window(window, file)
    assert (window.width(), window.height()) == (960, 640)
