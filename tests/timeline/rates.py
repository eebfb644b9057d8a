"""Every rate that editors have, with the starts that have broken writers."""

from __future__ import annotations

from fractions import Fraction

STARTS = ("00:00:00_00", "00:59:59_20", "01:00:00_00", "23:59:50_00")
"""Record timecodes of the first frame, ``_`` for the sign before the frames."""

RATES = (
    (Fraction(24000, 1001), ":"),
    (Fraction(24), ":"),
    (Fraction(25), ":"),
    (Fraction(30000, 1001), ";"),
    (Fraction(30000, 1001), ":"),
    (Fraction(30), ":"),
    (Fraction(48000, 1001), ":"),
    (Fraction(48), ":"),
    (Fraction(50), ":"),
    (Fraction(60000, 1001), ";"),
    (Fraction(60000, 1001), ":"),
    (Fraction(60), ":"),
    (Fraction(120000, 1001), ";"),
    (Fraction(120000, 1001), ":"),
    (Fraction(120), ":"),
)
"""Rates, each with the sign before the frames of its timecode."""


def label(start: str, rate: Fraction, sign: str) -> str:
    """Write a start at a rate; from 100 frames a second on frames have three digits."""
    frames = f"0{start[9:]}" if rate > 100 else start[9:]
    return f"{start[:8]}{sign}{frames}"
