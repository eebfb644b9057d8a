"""The README's picture: what is found in one sample take, drawn from the analysis itself.

``python -m tests.performer.poster`` draws it anew.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from takewise import media
from takewise.model import Kind, Moment, Picture, RegionMotion
from takewise.pipeline.takes import Request, TakeResult, analyze_take

_CURVES = (
    ("brows", ("brow inner right", "brow inner left", "brow outer right", "brow outer left")),
    ("lip corners", ("lip corner right", "lip corner left")),
)
_INK, _PAPER, _QUIET = "#e8e6e1", "#1c1d20", "#7d7f86"
_SPANS = {Kind.BLINK: "#56b4e9"}
_SPAN = "#e69f00"
# Orange and sky blue of Okabe and Ito (2008), which the colour-blind can tell apart.


def draw_poster(take: Path, to: Path) -> None:
    """Draw a take's curves, moments and the faces at their apexes.

    Parameters
    ----------
    take
        A sample take.
    to
        The PNG to write.
    """
    mpl.use("Agg")
    result = analyze_take(Request(path=str(take), use_library=False, signals=True))
    assert result.signals
    shown = [each for each in result.analysis.moments if each.kind is not Kind.BLINK]
    figure = Figure(figsize=(12, 6.6), facecolor=_PAPER)
    grid = figure.add_gridspec(3, len(shown), height_ratios=(2.2, 1, 1), hspace=0.28, wspace=0.06)
    pictures = _pictures(take, result, shown)
    for column, moment in enumerate(shown):
        _face(figure.add_subplot(grid[0, column]), pictures[moment.apex], moment)
    for row, (name, regions) in enumerate(_CURVES):
        axes = figure.add_subplot(grid[1 + row, :])
        _curve(axes, name, regions, result.signals[0], result.analysis.moments)
    figure.text(
        0.125, 0.965, f"{take.name}: the moments that were found, and the frames of their apexes",
        color=_INK, fontsize=13,
    )  # fmt: skip
    figure.savefig(to, dpi=100, facecolor=_PAPER, bbox_inches="tight")


def _pictures(take: Path, result: TakeResult, shown: list[Moment]) -> dict[int, Picture]:
    """Return the face at each apex, cropped."""
    wanted = {moment.apex for moment in shown}
    height, width = result.analysis.media.height, result.analysis.media.width
    top, left = int(0.06 * height), int(0.28 * width)
    return {
        frame.index: frame.picture[top : int(0.94 * height), left : width - left]
        for frame in media.read_frames(media.probe(str(take)))
        if frame.index in wanted
    }


def _face(axes: Axes, picture: Picture, moment: Moment) -> None:
    axes.imshow(picture)
    axes.set_axis_off()
    axes.set_title(f"{moment.title}\nframe {moment.apex}", color=_INK, fontsize=10.5)


def _curve(
    axes: Axes,
    name: str,
    regions: tuple[str, ...],
    motion: RegionMotion,
    moments: tuple[Moment, ...],
) -> None:
    """Draw how far regions rose, with the moments as spans."""
    columns = [motion.regions.index(region) for region in regions]
    up: npt.NDArray[np.floating] = -100 * motion.shift[:, columns, 1].mean(axis=1)
    axes.plot(np.arange(len(up)), up, color=_INK, linewidth=1.2)
    for moment in moments:
        colour = _SPANS.get(moment.kind, _SPAN)
        axes.axvspan(moment.span.start, moment.span.end, color=colour, alpha=0.35, linewidth=0)
        axes.axvline(moment.apex, color=colour, linewidth=1)
    axes.set_facecolor(_PAPER)
    axes.set_xlim(0, len(up) - 1)
    axes.set_ylabel(f"{name}\nup, % of an\neye-width", color=_QUIET, fontsize=9)
    axes.tick_params(colors=_QUIET, labelsize=8)
    for spine in axes.spines.values():
        spine.set_color(_QUIET)
    if name == _CURVES[-1][0]:
        axes.set_xlabel("frame (orange: moments, blue: blinks)", color=_QUIET, fontsize=9)


if __name__ == "__main__":
    _SAMPLES = Path(__file__).parents[2] / "sample_media"
    draw_poster(_SAMPLES / "scene12_take2.mov", _SAMPLES / "moments.png")
