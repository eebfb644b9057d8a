"""The window's report on sidecars that were written, or would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from takewise.app.rate_photos import PhotosRated
from takewise.app.rating_words import ADOBE_KEEPS, kept_words
from takewise.model.decisions import Flag
from takewise.sidecars import SidecarSettings
from takewise.sidecars.settings import FlagFields

# Failures that are shown one by one.
_MOST_SHOWN = 5


def sidecar_count(many: int) -> str:
    """Return "1 sidecar" or "5 sidecars"."""
    return "1 sidecar" if many == 1 else f"{many} sidecars"


def sidecar_remarks(rated: PhotosRated, settings: SidecarSettings) -> tuple[str, ...]:
    """Return sentences to show in addition to the number of files written."""
    lines = []
    if rated.unchanged:
        lines.append(f"{sidecar_count(rated.unchanged)} already up to date.")
    lines += _flags_seen(rated.flags, settings)
    if words := kept_words(rated.kept, others=rated.kept_labels):
        lines.append(words)
    lines += [f"{ADOBE_KEEPS[why]} ({rated.unread[why]} here)." for why in sorted(rated.unread)]
    return (*lines, *map(str, rated.failures[:_MOST_SHOWN]))


def _flags_seen(flags: Counter[Flag], settings: SidecarSettings) -> Iterator[str]:
    """Yield what other programs see of the flags that were given."""
    for flag in Flag:
        if many := flags[flag]:
            noun = flag.value if many == 1 else f"{flag.value}s"
            words = _field_words(settings.fields_of(flag), flag)
            yield f"{many} {noun}: other programs see {words}."


def _field_words(fields: FlagFields, flag: Flag) -> str:
    parts = []
    if fields.pick:
        sign = "1" if flag is Flag.PICK else "-1"
        parts.append(f"xmpDM:pick = {sign}, the flag of newer Lightroom Classic")
    if fields.label is not None:
        parts.append(f'the label "{fields.label}", where no colour was given')
    parts += [f'the keyword "{word}"' for word in fields.keywords]
    if fields.rating:
        parts.append("the rating -1, rejected, in the place of stars")
    if not parts:
        return f"nothing of it (flag_{flag.value} in [sidecars] of the settings is empty)"
    return " and ".join(parts)
