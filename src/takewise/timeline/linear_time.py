"""Constant speed: one time as a straight line over another, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearTime:
    """One time as a linear function of another; both in seconds.

    Examples
    --------
    Half speed from media time 10 s on, which is seen from record time 4 s on:

    >>> media = LinearTime.through(Fraction(4), Fraction(10), speed=Fraction(1, 2))
    >>> media.at(Fraction(6))
    Fraction(11, 1)
    >>> media.inverse().at(Fraction(11))
    Fraction(6, 1)
    """

    speed: Fraction = Fraction(1)
    """Seconds per second of the other time; not 0, negative in reverse."""
    origin: Fraction = Fraction(0)
    """Its value where the other time is 0, seconds."""

    @classmethod
    def through(
        cls, other: Fraction, value: Fraction, *, speed: Fraction = Fraction(1)
    ) -> LinearTime:
        """Return the line that has a value at a time."""
        return cls(speed=speed, origin=value - speed * other)

    def at(self, other: Fraction) -> Fraction:
        """Return the value at a time."""
        return self.origin + self.speed * other

    def span(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """Return where a stretch of the other time begins and ends; in order, in reverse too."""
        one, two = self.at(start), self.at(end)
        return min(one, two), max(one, two)

    def inverse(self) -> LinearTime:
        """Return the other time as a function of this one."""
        return LinearTime(speed=1 / self.speed, origin=-self.origin / self.speed)

    def after(self, first: LinearTime) -> LinearTime:
        """Return the function that applies another one first."""
        return LinearTime(speed=self.speed * first.speed, origin=self.at(first.origin))
