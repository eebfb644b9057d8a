"""Takes that were not analysed before: in the background, with an end that leaves nothing."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from takewise.pipeline.takes import Request, look_up
from tests.media.clips import write_clip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from tests.ui.windows import Opened

Review = Callable[..., "Opened"]


@pytest.fixture(scope="module")
def long_take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take whose analysis takes longer than a hand needs."""
    folder = tmp_path_factory.mktemp("long")
    return write_clip(folder / "long.mov", frames=600, size=(320, 180))


def test_an_analysis_is_told_and_can_be_cancelled(
    review: Review, long_take: Path, library: Path
) -> None:
    """The take stays to be looked at, says why it has no moments, and nothing is kept of it."""
    window = review(long_take)
    cancel = _cancel_button(window)
    window.until(cancel.isVisible)
    cancel.click()
    window.until(lambda: window.state.takes[0].trouble)
    window.shoot("cancelled")
    assert "cancelled" in window.state.takes[0].trouble
    assert not cancel.isVisible()
    assert window.state.takes[0].analysis is None
    assert look_up(Request(path=str(long_take), library=library, signals=True))[1] is None
    window.press("C", "Ctrl+Z")
    _ended()


@pytest.mark.alone
def test_closing_in_the_middle_leaves_nothing_behind(
    review: Review, long_take: Path, library: Path
) -> None:
    """No process that goes on, nothing half-written, and the window is gone at once."""
    window = review(long_take)
    window.until(_cancel_button(window).isVisible)
    begun = time.monotonic()
    window.close()
    assert time.monotonic() - begun < 5
    _ended()
    assert look_up(Request(path=str(long_take), library=library, signals=True))[1] is None
    assert {path.suffix for path in library.parent.iterdir()} <= {".db", ".db-wal", ".db-shm"}
    assert [path.name for path in long_take.parent.iterdir()] == [long_take.name]


def test_a_take_that_cannot_be_analysed_says_so(review: Review, tmp_path: Path) -> None:
    """In its lane and below, while it can be looked at and the others go on."""
    # Of lengths that no other test has: a library knows equal content again.
    good = write_clip(tmp_path / "good.mov", frames=31, size=(320, 180))
    gone = write_clip(tmp_path / "gone.mov", frames=33, size=(320, 180))
    window = review(good, gone)
    # Between its opening and its turn somebody takes it away.
    gone.unlink()
    window.until(lambda: window.state.takes[0].analysis)
    window.until(lambda: window.state.takes[1].trouble)
    assert "gone.mov" in window.state.message
    window.shoot("failed")


def _cancel_button(window: Opened) -> QPushButton:
    from PySide6.QtWidgets import QPushButton

    buttons = window.window.bar.findChildren(QPushButton)
    return next(each for each in buttons if each.text() == "Cancel")


def _ended() -> None:
    """Wait until no process is left."""
    end = time.monotonic() + 20
    while multiprocessing.active_children():
        assert time.monotonic() < end, "a process goes on"
        time.sleep(0.05)
