"""A rate is what explains the times of the pictures."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES
from takewise.media.frame_rate import Pace, find_pace

MILLISECOND = Fraction(1, 1000)
rates = st.sampled_from([*STANDARD_RATES, Fraction(8), Fraction(12), Fraction(15), Fraction(25, 2)])
bases = st.sampled_from(
    [Fraction(1, 90000), Fraction(1, 1000), Fraction(1, 600), Fraction(1, 15360)]
)


@given(rates, bases, st.integers(2, 3000), st.integers(0, 10**6), st.sampled_from([floor, round]))
def test_rounding_to_the_time_base_never_looks_variable(
    rate: Fraction, base: Fraction, pictures: int, start: int, rounding: type[int]
) -> None:
    """A steady take is found steady at its declared rate, however its times were rounded."""
    ticks = [start + rounding(number / (rate * base)) for number in range(pictures)]
    assert find_pace(ticks, base, [rate]) == Pace(rate=rate, variable=False)


@given(st.sampled_from(STANDARD_RATES), st.integers(24, 500), st.randoms())
def test_a_standard_rate_is_measured_where_none_is_declared(
    rate: Fraction, pictures: int, random: object
) -> None:
    """Without the container's word the times alone give the rate, in whatever order they come."""
    ticks = [round(number * 90000 / rate) for number in range(pictures)]
    random.shuffle(ticks)  # type: ignore[attr-defined]
    assert find_pace(ticks, Fraction(1, 90000), []) == Pace(rate=rate, variable=False)


@given(st.integers(1, 98))
def test_one_dropped_picture_makes_the_rate_variable(dropped: int) -> None:
    """Wherever it is missing inside the take, later pictures no longer lie at n / rate."""
    ticks = [number * 512 for number in range(100) if number != dropped]
    pace = find_pace(ticks, Fraction(1, 12800), [Fraction(25)])
    assert pace == Pace(rate=Fraction(25), variable=True)


def test_a_wrong_declaration_is_not_believed() -> None:
    """An average of 12.5 and a base rate of 50 yield to the times: GIF and MPEG headers are so."""
    gif = [round(number * 100 / 12) for number in range(35)]
    assert find_pace(gif, Fraction(1, 100), [Fraction(25, 2), Fraction(12)]).rate == 12
    mpeg = [number * 3600 for number in range(75)]
    assert find_pace(mpeg, Fraction(1, 90000), [Fraction(50), Fraction(25)]).rate == 25


def test_rounded_headers_snap() -> None:
    """2997/100 in a header means 30000/1001."""
    ticks = [round(number * 1000 * 1001 / 30000) for number in range(60)]
    assert find_pace(ticks, MILLISECOND, [Fraction(2997, 100)]) == Pace(
        rate=Fraction(30000, 1001), variable=False
    )


def test_a_rate_that_drifts_off_the_standard_is_placed_by_time() -> None:
    """True 29.98 fps is a frame off the 29.97 grid after two minutes, so it counts as variable."""
    rate = Fraction(2998, 100)
    short, long = ([round(number * 90000 / rate) for number in range(n)] for n in (300, 6000))
    assert not find_pace(short, Fraction(1, 90000), [rate]).variable
    assert find_pace(long, Fraction(1, 90000), [rate]) == Pace(
        rate=Fraction(30000, 1001), variable=True
    )


def test_the_grid_of_a_varying_rate_is_what_most_pictures_keep() -> None:
    """Telephones that slow down in the dark are placed on the rate that they aim at."""
    ticks = [0, 512, 1024, 1536, 2560, 3072, 3584]
    assert find_pace(ticks, Fraction(1, 15360), [Fraction(20)]).rate == 30


def test_the_grid_falls_back_on_the_declared_then_on_the_next_rate_above() -> None:
    """Where most intervals fit no standard rate the header counts, else the average, rounded up."""
    ticks = [0, 33, 66, 100, 170, 203, 236]
    assert find_pace(ticks, MILLISECOND, [Fraction(30)]).rate == 30
    slow = [0, 45, 90, 160, 205, 250, 330]  # 18.2 on average
    assert find_pace(slow, MILLISECOND, [Fraction(90000)]).rate == Fraction(24000, 1001)


def test_one_picture_has_the_declared_rate_or_that_of_film() -> None:
    """No interval, no failure."""
    assert find_pace([7], MILLISECOND, [Fraction(2997, 100)]).rate == Fraction(30000, 1001)
    assert find_pace([], MILLISECOND, []) == Pace(rate=Fraction(24), variable=False)
    assert find_pace([5, 5, 5], MILLISECOND, []) == Pace(rate=Fraction(24), variable=False)
