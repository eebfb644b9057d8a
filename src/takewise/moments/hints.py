"""Opt-in readings of a gesture by EMFACS rules; never a verdict about a person.

A hint names the usual reading of a set of action units in pictures of posed
faces. It is off unless asked for: professional actors use variable
configurations (Le Mau et al. 2021, Nat. Commun. 12:5037), and most brief
movements are a single unit that goes with many readings.
"""

from __future__ import annotations

from takewise.model import Movement

RULES: tuple[tuple[str, frozenset[str]], ...] = (
    ("joy", frozenset({"AU6", "AU12"})),
    ("fear", frozenset({"AU1", "AU2", "AU4", "AU5"})),
    ("surprise", frozenset({"AU1", "AU2", "AU5", "AU26"})),
    ("surprise", frozenset({"AU1", "AU2", "AU5"})),
    ("surprise", frozenset({"AU1", "AU2", "AU26"})),
    ("sadness", frozenset({"AU1", "AU4", "AU15"})),
    ("sadness", frozenset({"AU1", "AU15"})),
    ("sadness", frozenset({"AU1", "AU4"})),
    ("surprise", frozenset({"AU1", "AU2"})),
    ("disgust", frozenset({"AU9"})),
    ("disgust", frozenset({"AU10"})),
    ("anger", frozenset({"AU4", "AU5"})),
    ("anger", frozenset({"AU4", "AU17"})),
)
"""Reading and the units that it needs, the most demanding first: EMFACS rules (FACS
table 11-1 and the OpenDBM table), as far as these units can be measured. Anger's full
rule is not among them: it needs lids that tighten (AU7) without a smile."""


def hint(movements: tuple[Movement, ...]) -> str | None:
    """Return what a gesture resembles, with the rule; None where no rule fits.

    Examples
    --------
    >>> hint((Movement(unit="AU12", name="lip corner puller", side="left", peak=0.02),))
    'resembles contempt (rule AU12 on one side)'
    """
    units = {movement.unit for movement in movements}
    for reading, rule in sorted(RULES, key=lambda each: -len(each[1])):
        if rule <= units:
            return f"resembles {reading} (rule {' + '.join(sorted(rule, key=_number))})"
    one_sided = [each.unit for each in movements if each.side != "both"]
    for unit in ("AU12", "AU14"):
        if unit in one_sided:
            return f"resembles contempt (rule {unit} on one side)"
    return None


def _number(unit: str) -> int:
    return int(unit.removeprefix("AU"))
