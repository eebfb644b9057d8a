"""Names of markers, from a template such as ``{title} {score}``."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from takewise.clock import FrameRange
from takewise.errors import SettingsError
from takewise.model import Analysis, Moment

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "what moved, such as: inner brows lift",
        "length": "seconds, such as: 0.21",
        "frames": "its length in frames",
        "score": "confidence from 0 to 1, such as: 0.81",
        "confidence": "confidence in percent, such as: 81",
        "strength": "times the noise, such as: 6.4",
        "kind": "such as: micro-expression",
        "person": "A, B, ...",
        "units": "action units, such as: AU1+AU2",
        "take_score": "the take's score from 0 to 1",
    }
)
"""What a template can name, and what it stands for."""

DEFAULT = "{title} · {length} s"
"""What a marker list shows by default."""


def check_template(template: str) -> None:
    """Raise `SettingsError` for a template that is no template.

    It is a text with fields in braces; ``{{`` and ``}}`` stand for braces. A brace may not be open,
    a field must be known, and there must be one: without any, every marker would have one name.
    """
    remedy = f"the fields are {', '.join(FIELDS)}, each in braces"
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise SettingsError(
            f"{template!r} is not a template ({error})", where="label", remedy=remedy
        ) from error
    for _, name, form, conversion in parts:
        # Only whole fields: "{title.x}" and "{title:>9}" would reach into the values.
        if name is not None and (name not in FIELDS or form or conversion):
            raise SettingsError(f"{{{name}}} is not a field", where="label", remedy=remedy)
    if all(name is None for _, name, _, _ in parts):
        raise SettingsError(f"{template!r} has no field", where="label", remedy=remedy)


def names_person(template: str) -> bool:
    """Return whether a template says by itself whose moment it is."""
    return any(name == "person" for _, name, _, _ in Formatter().parse(template))


def label(template: str, analysis: Analysis, moment: Moment, span: FrameRange) -> str:
    """Fill in a checked template; the text may still have several lines.

    `span` is the frames of the moment on the take's steady grid.
    """
    return template.format_map(
        {
            "title": moment.title,
            "length": f"{float(span.length / analysis.media.rate):.2f}",
            "frames": span.length,
            "score": f"{moment.confidence:.2f}",
            "confidence": f"{100 * moment.confidence:.0f}",
            "strength": f"{moment.strength:.1f}",
            "kind": moment.kind.value,
            "person": moment.person,
            "units": units(moment),
            "take_score": f"{analysis.score.total:.2f}",
        }
    )


def units(moment: Moment) -> str:
    """Join the action units of a moment, each once, such as ``AU1+AU2``."""
    return "+".join(dict.fromkeys(movement.unit for movement in moment.movements))
