"""The large face in the real window: keys, mouse, and what is prepared in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.media import probe
from takewise.pipeline.seen_moments import SeenMoment
from takewise.ui.takes.look import Closer
from takewise.ui.takes.seer import MomentSeer, Wish
from tests.conftest import REPOSITORY
from tests.ui.conftest import SAMPLES
from tests.ui.faces import AstronautFace
from tests.ui.shown import moment

if TYPE_CHECKING:
    from tests.ui.windows import Opened

Review = Callable[..., "Opened"]

ONE = REPOSITORY / "sample_media" / SAMPLES[0]


def ready(window: Opened) -> None:
    """Wait until everything that is wished for is there."""
    window.until(lambda: not window.window.stage.seer.busy)
    window.press()


def test_chosen_moment_opens_its_face(review: Review) -> None:
    """The next moment's face is shown before and after, and the key puts it away."""
    window = review(ONE)
    stage = window.window.stage
    assert not stage.face.isVisible()
    window.press(".")
    assert stage.face.isVisible()
    ready(window)
    window.press("7")
    assert stage.face.words() == "after"
    after = stage.face.picture()
    window.press("6")
    assert stage.face.words() == "before"
    before = stage.face.picture()
    assert before is not None
    assert after is not None
    assert before.shape == after.shape
    assert not np.array_equal(before, after)
    window.press("Shift+F")
    assert not stage.face.isVisible()


def test_face_has_more_room_where_one_take_is_alone(review: Review) -> None:
    """The face has three fifths of the width of one take, and half of that of two."""
    window = review(ONE, REPOSITORY / "sample_media" / SAMPLES[1])
    window.press(".")
    stage = window.window.stage
    assert stage.face.width() == pytest.approx(window.window.pictures.width(), rel=0.05)
    window.press("Shift+Z")
    assert stage.face.width() > 1.3 * window.window.pictures.width()


def test_no_word_of_a_button_is_cut(review: Review) -> None:
    """In a small window with the list of takes, all buttons have room for their words."""
    window = review(ONE, size=(1280, 720))
    window.press(".", "Y")
    buttons = window.window.stage.bar._buttons.values()
    window.until(lambda: all(each.width() >= each.sizeHint().width() for each in buttons), 5)


def test_buttons_do_what_the_keys_do(review: Review) -> None:
    """Every button of the face sends its command."""
    window = review(ONE)
    window.press(".")
    bar = window.window.stage.bar
    asked: list[object] = []
    bar.asked.connect(asked.append)
    for command, button in bar._buttons.items():
        button.click()
        assert asked[-1] is command
    assert not window.state.look.open


def test_wheel_comes_closer_and_a_double_click_goes_back(review: Review) -> None:
    """The wheel enlarges about the mouse; the key goes to the parts of the face."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    window = review(ONE)
    window.press(".")
    face = window.window.stage.face
    for widget, name in ((face, "zoom"), (window.window.pictures, "picture")):
        window.turn(widget, QPoint(widget.width() // 2, widget.height() // 2), 360)
        assert getattr(window.state.look, name).scale > 1.5
    window.press("\\", "\\")
    assert window.state.look.closer is Closer.BROWS
    QTest.mouseDClick(face, Qt.MouseButton.LeftButton)
    assert window.state.look.closer is Closer.FACE
    window.press("Z")
    assert window.state.look.picture.scale == 1
    window.press("Z")
    assert window.state.look.pixels


def wish(*, clip: FrameRange | None = None, times: int | None = None) -> Wish:
    """Return a wish for a moment of the sample take."""
    return Wish(
        place=0,
        info=probe(str(ONE)),
        moment=moment(20, 25, 30),
        face=lambda _: None,
        times=times,
        clip=clip,
    )


def wait(seer: MomentSeer) -> None:
    """Wait until a seer has done everything."""
    import time

    end = time.monotonic() + 60
    while seer.busy:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_seer_prepares_what_is_wished_for() -> None:
    """The pair comes first, then the magnified apex, then every picture of the clip."""
    reports: list[None] = []
    seer = MomentSeer(lambda: reports.append(None), detector=AstronautFace)  # type: ignore[arg-type]
    wanted = wish(times=4, clip=FrameRange(22, 28))
    seer.wish((wanted,))
    wait(seer)
    sight = seer.sight(wanted)
    assert isinstance(sight.seen, SeenMoment)
    assert [*sight.magnified] == [4]
    assert [each.index for each in sight.clips[4]] == [*range(22, 28)]
    before = sight.seen
    seer.wish((wish(),))
    wait(seer)
    assert seer.sight(wish()).seen is before
    seer.close()
    assert reports


def test_seer_says_why_there_is_no_face() -> None:
    """Where no face is found the words say so, and it is not tried again."""

    class NoFace(AstronautFace):
        """Finds none."""

        def detect(self, picture: object, time: float) -> tuple[()]:  # type: ignore[override]
            """Return nothing."""
            del picture, time
            return ()

    seer = MomentSeer(lambda: None, detector=NoFace)  # type: ignore[arg-type]
    seer.wish((wish(times=4),))
    wait(seer)
    assert seer.sight(wish()).trouble == "the face cannot be found in these pictures"
    seer.close()
