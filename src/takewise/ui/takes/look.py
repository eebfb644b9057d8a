"""How the chosen moment's face is looked at, as one frozen value; it knows no window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from takewise.pipeline.seen_moments import magnified_words

Part: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height, in shares of a picture's width and height."""

WHOLE_PART: Part = (0.0, 0.0, 1.0, 1.0)

TIMES = (2, 4, 6, 8)
"""How many times as far the skin can be shown to move. Beyond 8 a face becomes a caricature."""

LARGEST = 16.0
"""Most times that a view is enlarged: an eye then fills it."""

# One turn of a wheel, or one key.
_STEP = 1.25


class Closer(Enum):
    """Which part of the face fills the view."""

    FACE = "whole face"
    MOVED = "what moved"
    BROWS = "brows"
    EYES = "eyes"
    MOUTH = "mouth"


PARTS: dict[Closer, Part] = {
    Closer.FACE: WHOLE_PART,
    Closer.BROWS: (0.17, 0.18, 0.66, 0.26),
    Closer.EYES: (0.17, 0.27, 0.66, 0.26),
    Closer.MOUTH: (0.2, 0.62, 0.6, 0.3),
}
"""Where they are in the locked view, whose eyes are always at one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoom:
    """How far a view is enlarged, and where."""

    scale: float = 1.0
    """Times as large as what fits; 1 or more."""
    x: float = 0.5
    """Middle of what is shown, share of the width."""
    y: float = 0.5
    """The same of the height."""

    @property
    def part(self) -> Part:
        """What is shown, in shares of the whole."""
        side = 1 / self.scale
        return self.x - side / 2, self.y - side / 2, side, side


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceLook:
    """What the large face shows of the chosen moment."""

    open: bool = True
    """Whether the large face is shown when a moment is chosen."""
    after: bool = True
    """Whether the apex is shown; else the onset."""
    auto: bool = True
    """Whether onset and apex alternate by themselves."""
    magnified: bool = False
    """Whether the apex is shown with its movement magnified."""
    times: int = 4
    """How many times as far, one of `TIMES`."""
    loop: bool = False
    """Whether the moment is played again and again; else its onset and apex are shown."""
    difference: bool = False
    """Whether the difference of onset and apex is shown."""
    outline: bool = True
    """Whether the region that moved is outlined."""
    closer: Closer = Closer.FACE
    """Which part of the face fills the view."""
    zoom: Zoom = field(default_factory=Zoom)
    """How far that part is enlarged by hand."""
    picture: Zoom = field(default_factory=Zoom)
    """How far the take's picture is enlarged."""
    pixels: bool = False
    """Whether a pixel of the take's picture is a pixel of the screen."""


def flip(look: FaceLook) -> FaceLook:
    """Show the onset in place of the apex, or the apex again; by hand from now on."""
    return replace(look, after=not look.after, auto=False, difference=False, loop=False)


def toggle_auto(look: FaceLook) -> FaceLook:
    """Alternate onset and apex, or stop that."""
    auto = not look.auto or look.loop or look.difference
    return replace(look, auto=auto, after=True, difference=False, loop=False)


def toggle_magnified(look: FaceLook) -> FaceLook:
    """Show the movement magnified, or as it was."""
    return replace(look, magnified=not look.magnified, difference=False)


def change_times(look: FaceLook, steps: int) -> FaceLook:
    """Magnify more (1) or less (-1); this shows the movement magnified."""
    at = TIMES.index(look.times) + (steps if look.magnified else 0)
    times = TIMES[min(max(at, 0), len(TIMES) - 1)]
    return replace(look, times=times, magnified=True, difference=False)


def toggle_face_loop(look: FaceLook) -> FaceLook:
    """Play the moment again and again, or stop that."""
    return replace(look, loop=not look.loop, difference=False)


def toggle_difference(look: FaceLook) -> FaceLook:
    """Show what differs between onset and apex, or the face again."""
    return replace(look, difference=not look.difference, loop=False)


def toggle_outline(look: FaceLook) -> FaceLook:
    """Outline the region that moved, or not."""
    return replace(look, outline=not look.outline)


def toggle_open(look: FaceLook) -> FaceLook:
    """Show the large face, or hide it."""
    return replace(look, open=not look.open)


def next_part(look: FaceLook) -> FaceLook:
    """Go closer: to what moved, the brows, the eyes, the mouth, and back to the whole face."""
    parts = list(Closer)
    closer = parts[(parts.index(look.closer) + 1) % len(parts)]
    return replace(look, closer=closer, zoom=Zoom())


def fit(look: FaceLook) -> FaceLook:
    """Show the whole face."""
    return replace(look, closer=Closer.FACE, zoom=Zoom())


def zoom_face(look: FaceLook, steps: float, at: tuple[float, float]) -> FaceLook:
    """Enlarge the face by some turns of the wheel about a place of what is shown."""
    return replace(look, zoom=zoomed(look.zoom, steps, at))


def pan_face(look: FaceLook, by: tuple[float, float]) -> FaceLook:
    """Move what is shown of the face by shares of the view."""
    return replace(look, zoom=panned(look.zoom, by))


def zoom_picture(look: FaceLook, steps: float, at: tuple[float, float]) -> FaceLook:
    """Enlarge the take's picture by some turns of the wheel about a place of what is shown."""
    return replace(look, picture=zoomed(look.picture, steps, at), pixels=False)


def pan_picture(look: FaceLook, by: tuple[float, float]) -> FaceLook:
    """Move what is shown of the take's picture by shares of the view."""
    return replace(look, picture=panned(look.picture, by))


def toggle_pixels(look: FaceLook) -> FaceLook:
    """Show the take's picture one to one, or all of it."""
    larger = look.pixels or look.picture.scale > 1
    return replace(look, pixels=not larger, picture=Zoom())


def zoomed(zoom: Zoom, steps: float, at: tuple[float, float]) -> Zoom:
    """Enlarge a view by some steps; the place `at`, in shares of what is shown, stays there."""
    scale = min(max(zoom.scale * _STEP**steps, 1.0), LARGEST)
    left, top, width, height = zoom.part
    x, y = left + at[0] * width, top + at[1] * height
    return _within(Zoom(scale=scale, x=x + (0.5 - at[0]) / scale, y=y + (0.5 - at[1]) / scale))


def panned(zoom: Zoom, by: tuple[float, float]) -> Zoom:
    """Move what is shown by shares of the view."""
    moved = Zoom(scale=zoom.scale, x=zoom.x + by[0] / zoom.scale, y=zoom.y + by[1] / zoom.scale)
    return _within(moved)


def face_part(part: Part, zoom: Zoom) -> Part:
    """Return what a zoom shows of a part of a picture."""
    left, top, width, height = part
    x, y, wide, high = zoom.part
    return left + x * width, top + y * height, wide * width, high * height


def around(lines: tuple[Part, ...]) -> Part:
    """Return the part around the boxes of what moved, with some air; the whole without any."""
    if not lines:
        return WHOLE_PART
    left, top = min(each[0] for each in lines), min(each[1] for each in lines)
    right = max(each[0] + each[2] for each in lines)
    bottom = max(each[1] + each[3] for each in lines)
    wide, high = (min(max(1.25 * side, 0.3), 1.0) for side in (right - left, bottom - top))
    x = min(max((left + right - wide) / 2, 0.0), 1 - wide)
    y = min(max((top + bottom - high) / 2, 0.0), 1 - high)
    return x, y, wide, high


def look_words(look: FaceLook, times: float | None) -> str:
    """Return what is shown, for people; `times` are those that the skin truly moved."""
    if look.difference:
        return "what differs, four times as bright"
    farther = "" if times is None else magnified_words(times)
    if look.loop:
        return f"the moment, {farther}" if look.magnified and farther else "the moment"
    if not look.after:
        return "before"
    return farther if look.magnified and farther else "after"


def _within(zoom: Zoom) -> Zoom:
    """Keep a view inside its picture."""
    half = 0.5 / zoom.scale
    return replace(zoom, x=min(max(zoom.x, half), 1 - half), y=min(max(zoom.y, half), 1 - half))
