"""Pictures of what tables tell less well."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from takewise.model import FloatArray
from tests.benchmarks.figures import Sets
from tests.benchmarks.synthetic import Judged

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LENGTHS = (("up to 0.25 s", 0.0, 0.25), ("0.25–1 s", 0.25, 1.0), ("1–3 s", 1.0, 99.0))
_COLOURS = ("#d1495b", "#edae49", "#00798c")
_KERNEL = 0.18
# Standard deviation of the smoothing of recall, in the natural logarithm of the peak.
_FRAME = 0.04
_STEPS = (0.0, 0.6, 0.75, 0.87, 0.95, 0.98, 1.01)
# Bounds of the confidences that are told together: half of the moments are at the top.
_GREY = "#888888"


def draw(sets: Sets, into: Path) -> Path:
    """Draw recall by size, what confidence is worth, and apex errors, side by side.

    Parameters
    ----------
    sets
        Judged takes.
    into
        The PNG to write.

    Returns
    -------
    Path
        That file.
    """
    # Drawing needs no window, and matplotlib takes long to load.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.6, 3.9), dpi=100, layout="constrained")
    places = figure.subplots(1, 3)
    every = [scene for scenes in sets.values() for scene in scenes]
    _recall(places[0], every)
    _reliability(places[1], sets)
    _apexes(places[2], sets)
    for place in places:
        place.spines[["top", "right"]].set_visible(False)
        place.grid(color="#eeeeee", linewidth=0.8)
        place.set_axisbelow(True)
    figure.savefig(into, metadata={"Software": None})
    return into


def _recall(place: Axes, scenes: Sequence[Judged]) -> None:
    """Draw the share of movements that are found, by their peak, for three lengths."""
    moments = [
        (true.movements[0].peak, true.span.length / scene.rate, hit)
        for scene in scenes
        for trues, hit in (([t for _, t in scene.pairs], 1.0), (scene.missed, 0.0))
        for true in trues
    ]
    peaks, seconds, hits = np.array(moments, dtype=float).reshape(-1, 3).T
    at = np.geomspace(0.008, 0.09, 80)
    for (name, low, high), colour in zip(_LENGTHS, _COLOURS, strict=True):
        part = (seconds > low) & (seconds <= high)
        if not part.any():
            continue
        apart = (np.log(at[:, None]) - np.log(peaks[part])) / _KERNEL
        weights = np.exp(-0.5 * apart**2)
        found = weights @ hits[part] / weights.sum(axis=1)
        place.plot(at * 100, found, color=colour, linewidth=2, label=f"{name} ({part.sum()})")
        rug = np.where(hits[part] > 0, 1.03, -0.03)
        place.plot(peaks[part] * 100, rug, "|", color=colour, markersize=6, alpha=0.6)
    place.axvline(1.5, color=_GREY, linewidth=0.8, linestyle=":")
    place.set(
        xscale="log", xlabel="true peak, % of an eye-width", ylabel="found",
        title="Movements found, by size and length", ylim=(-0.06, 1.06),
    )  # fmt: skip
    place.set_xticks([1, 1.5, 2, 3, 5, 8], labels=["1", "1.5", "2", "3", "5", "8"])
    place.minorticks_off()
    place.legend(frameon=False, loc="lower right", fontsize=9)


def _reliability(place: Axes, sets: Sets) -> None:
    """Draw how often moments of some confidence are right, with what chance leaves open."""
    place.plot([0, 1], [0, 1], color=_GREY, linewidth=0.8, linestyle=":")
    for shift, ((name, scenes), colour) in enumerate(zip(sets.items(), _COLOURS, strict=False)):
        confidence, right = said(scenes)
        label: str | None = f"{name} ({len(confidence)})"
        for low, high in pairwise(_STEPS):
            part = (confidence >= low) & (confidence < high)
            if not part.any():
                continue
            least, most = wilson(right[part])
            x = float(confidence[part].mean()) + 0.004 * shift
            place.plot([x, x], [least, most], color=colour, linewidth=1.2, alpha=0.5)
            place.plot(x, right[part].mean(), "o", color=colour, markersize=5, label=label)
            label = None
    place.set(
        xlabel="confidence given", ylabel="right", title="What confidence is worth",
        xlim=(0.3, 1.02), ylim=(0, 1.04),
    )  # fmt: skip
    place.legend(frameon=False, loc="lower right", fontsize=9)


def said(scenes: Sequence[Judged]) -> tuple[FloatArray, FloatArray]:
    """Return the confidence of every moment, and 1 where it is right and 0 where not."""
    pairs = [(found.confidence, 1.0) for scene in scenes for found, _ in scene.pairs]
    pairs += [(found.confidence, 0.0) for scene in scenes for found in scene.wrong]
    confidence, right = np.array(pairs, dtype=float).reshape(-1, 2).T
    return confidence, right


def wilson(right: FloatArray) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score (J. Am. Stat. Assoc. 22:209, 1927)."""
    n, z = len(right), 1.96
    share = float(right.mean())
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


def _apexes(place: Axes, sets: Sets) -> None:
    """Draw the share of apexes that lie within some frames of the true ones."""
    for (name, scenes), colour in zip(sets.items(), _COLOURS, strict=False):
        errors = np.sort([
            abs(found.apex - true.apex) / scene.rate / _FRAME
            for scene in scenes
            for found, true in scene.pairs
        ])  # fmt: skip
        share = np.arange(1, len(errors) + 1) / max(len(errors), 1)
        place.step(errors, share, where="post", color=colour, linewidth=2, label=name)
    place.plot([1, 3], [0.5, 0.9], "x", color=_GREY, markersize=7, label="aimed at")
    place.set(
        xlabel="apex error, frames at 25 frames/s", ylabel="share of the moments found",
        title="Apexes", xlim=(-0.1, 6), ylim=(0, 1.04),
    )  # fmt: skip
    place.legend(frameon=False, loc="lower right", fontsize=9)
