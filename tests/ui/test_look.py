"""How the large face is looked at: a value and what changes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.keymap import Command
from takewise.ui.takes import look
from takewise.ui.takes.commands import apply_command
from takewise.ui.takes.look import TIMES, Closer, FaceLook, Zoom
from takewise.ui.takes.state import ReviewState

shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


def after(*commands: Command) -> FaceLook:
    """Return the look after some commands."""
    state = ReviewState()
    for command in commands:
        state = apply_command(state, command).state
    return state.look


def test_flip_by_hand_ends_the_flip_by_itself() -> None:
    """Onset and apex take turns at first; the key shows the one and then the other."""
    assert FaceLook().auto
    once = after(Command.FLIP)
    assert (once.auto, once.after) == (False, False)
    assert after(Command.FLIP, Command.FLIP).after


def test_one_thing_is_shown_at_a_time() -> None:
    """The difference ends the loop, and the loop the difference."""
    assert after(Command.LOOK_LOOP, Command.CHANGE) == FaceLook(difference=True)
    assert after(Command.CHANGE, Command.LOOK_LOOP) == FaceLook(loop=True)
    assert after(Command.CHANGE, Command.AUTO_FLIP) == FaceLook(auto=True)


def test_magnification_begins_at_four_times_and_stays_in_its_range() -> None:
    """The first key shows four times; more and less stop at eight and two."""
    assert after(Command.MAGNIFY_MORE) == FaceLook(magnified=True, times=4)
    assert after(*[Command.MAGNIFY_MORE] * 9).times == TIMES[-1] == 8
    assert after(*[Command.MAGNIFY_MORE, *[Command.MAGNIFY_LESS] * 9]).times == 2


def test_closer_goes_round() -> None:
    """The key leads to what moved, the brows, the eyes, the mouth, and the whole face."""
    seen = [after(*[Command.CLOSER] * n).closer for n in range(len(Closer) + 1)]
    assert seen == [*Closer, Closer.FACE]
    left, top, width, height = look.PARTS[Closer.MOUTH]
    assert top > 0.5
    assert left + width / 2 == pytest.approx(0.5)
    assert top + height < 1


@given(at=shares, steps=st.integers(-3, 12))
def test_place_under_the_mouse_stays(at: tuple[float, float], steps: int) -> None:
    """A zoom keeps the place under the mouse, and never shows what is outside."""
    before = Zoom(scale=2.0, x=0.5, y=0.5)
    now = look.zoomed(before, steps, at)
    for zoom in (before, now):
        left, top, width, height = zoom.part
        assert left >= -1e-9
        assert top >= -1e-9
        assert left + width <= 1 + 1e-9
        assert top + height <= 1 + 1e-9
    if steps >= 0:
        for part, other in ((before, now),):
            x = part.part[0] + at[0] * part.part[2]
            assert other.part[0] + at[0] * other.part[2] == pytest.approx(x, abs=1e-6)


def test_pan_stops_at_the_edge() -> None:
    """What is shown moves with the mouse, to the edge of the picture."""
    zoom = Zoom(scale=4.0)
    assert look.panned(zoom, (0.5, 0)).x == pytest.approx(0.625)
    assert look.panned(zoom, (9, 9)).part[:2] == pytest.approx((0.75, 0.75))


def test_picture_key_shows_pixels_or_all_of_it() -> None:
    """Z goes one to one, and from any enlargement back to all of the picture."""
    assert after(Command.PICTURE_ZOOM).pixels
    assert not after(Command.PICTURE_ZOOM, Command.PICTURE_ZOOM).pixels
    enlarged = look.zoom_picture(FaceLook(), 3, (0.5, 0.5))
    assert enlarged.picture.scale > 1
    assert look.toggle_pixels(enlarged) == FaceLook()


def test_part_around_what_moved_holds_it() -> None:
    """The part holds every box, and is never smaller than an eye."""
    x, y, wide, high = look.around(((0.6, 0.7, 0.1, 0.05), (0.3, 0.72, 0.1, 0.05)))
    assert x <= 0.3
    assert x + wide >= 0.7
    assert y <= 0.7
    assert y + high >= 0.77
    assert look.around(((0.5, 0.5, 0.01, 0.01),))[2] >= 0.3
    assert look.around(()) == look.WHOLE_PART


@pytest.mark.parametrize(
    ("shown", "times", "words"),
    [
        (FaceLook(after=False), None, "before"),
        (FaceLook(), None, "after"),
        (FaceLook(magnified=True), 4.0, "moved 4 times as far as it did"),
        (FaceLook(magnified=True), 2.7, "moved 2.7 times as far as it did"),
        (FaceLook(magnified=True, after=False), 4.0, "before"),
        (FaceLook(difference=True), None, "what differs, four times as bright"),
        (FaceLook(loop=True, magnified=True), 4.0, "the moment, moved 4 times as far as it did"),
    ],
)
def test_words_say_what_is_shown(shown: FaceLook, times: float | None, words: str) -> None:
    """The label names the picture, and how far the skin truly moved."""
    assert look.look_words(shown, times) == words
