"""Blinks, from how far the lids are open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import median_filter, percentile_filter

from takewise.clock import FrameRange
from takewise.model import FloatArray
from takewise.moments.excursions import excursions, noise_sd

SHORTEST, LONGEST = 0.06, 0.8
"""Seconds: 0.1-0.4 s from lid to lid is usual (Stern, Walrath and Goldstein 1984),
with room for one frame either way at 24 frames/s and for a slow, tired blink."""


# How far a blink stands above the trembling of the lid points, in standard deviations.
_OVER_NOISE = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blink:
    """One closing and opening of both eyes."""

    span: FrameRange
    """From the first frame of closing to the first with the lids back."""
    apex: int
    """Frame of the least opening."""
    depth: float
    """How much of the usual opening was lost, 0 to 1."""
    shut: FrameRange
    """The frames around the apex in which the lids are as good as down; before them they
    close, after them they open."""
    half: bool = False
    """Whether the lids stayed clearly above where this person's blinks close."""


# Share of the person's deepest blink below which one is a half-blink. The mesh rounds a
# closed eye differently on every face, so only the person's own blinks show it. Of 118
# full blinks on the benchmark's faces 98 % keep to 0.8 and more of their deepest; lids
# that come half of the way down read 0.35 to 0.59.
_HALF = 0.65


def blinks(eyes: FloatArray, rate: float, *, least_depth: float) -> tuple[Blink, ...]:
    """Find the blinks of one person, in order of time.

    `eyes` is the finite opening, float (n, 2), of the right and left eye, height over width;
    `least_depth` is the share of the person's own opening that must be lost.
    """
    depth = closure(eyes, rate)
    found: list[Blink] = []
    least_depth = max(least_depth, _OVER_NOISE * noise_sd(depth))
    for rise in excursions(depth, rate, least=least_depth * 0.8, window=1.5, smooth=0.0):
        seconds = (rise.offset - rise.onset) / rate
        lost = float(depth[rise.apex])
        if lost >= least_depth and SHORTEST <= seconds <= LONGEST:
            span = FrameRange(rise.onset, rise.offset)
            if found and found[-1].span.overlap(span):
                # Lids that bounce half open close once, not twice.
                first = found.pop()
                apex = max((first.apex, rise.apex), key=lambda frame: float(depth[frame]))
                span = FrameRange(first.span.start, max(span.end, first.span.end))
                found.append(_blink(span, apex, depth))
            else:
                found.append(_blink(span, rise.apex, depth))
    return _halved(found)


# Share of the blink's own depth from which the lids are down: what is above it is
# within the rounding of the mesh, which never shows an eye quite closed.
_DOWN = 0.85


def _blink(span: FrameRange, apex: int, depth: FloatArray) -> Blink:
    """Put a blink together; how much of the opening is lost is given for every frame."""
    inside = depth[span.start : span.end]
    up = span.start + np.flatnonzero(inside < _DOWN * depth[apex])
    before, after = up[up < apex], up[up > apex]
    start = int(before[-1]) + 1 if len(before) else span.start
    end = int(after[0]) if len(after) else span.end
    return Blink(span=span, apex=apex, depth=float(depth[apex]), shut=FrameRange(start, end))


def _halved(found: list[Blink]) -> tuple[Blink, ...]:
    """Distinguish half-blinks from full ones; a single blink cannot be compared."""
    full = max((blink.depth for blink in found), default=0.0)
    return tuple(replace(blink, half=blink.depth < _HALF * full) for blink in found)


def closure(eyes: FloatArray, rate: float) -> FloatArray:
    """Measure how much of the person's usual opening is lost in each frame.

    0 is the person's own open eye (the 80th percentile over 4 s), 1 a closed one; a wide eye is
    below 0. The mean of both eyes counts: one eye alone is a wink, or a head turned away.
    """
    opening = eyes.mean(axis=1)
    usual = percentile_filter(opening, 80, size=max(3, round(4 * rate)), mode="nearest")
    usual = median_filter(usual, size=max(3, round(2 * rate)), mode="nearest")
    return 1 - opening / np.maximum(usual, 1e-3)
