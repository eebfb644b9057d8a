"""Start timecode and reel: where each container keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from takewise.clock import Timecode, parse_timecode
from takewise.errors import ClockError
from takewise.media.source import Source

_TIMECODE_KEYS = ("timecode", "TIMECODE")
"""MOV, MP4 and MXF write it small, Matroska in capitals."""

_REEL_KEYS = (
    "reel_name",
    "REEL_NAME",
    "com.apple.proapps.reel",
    "reel",
    "material_package_name",
)
"""The timecode track of MOV, the tape of MXF; Matroska; Apple's own; and last the
clip's name in MXF, which stands for the reel of a tapeless camera."""

_FROM_ZERO = "frame 0 counts as 00:00:00:00"


def start_timecode(source: Source, rate: Fraction) -> tuple[Timecode | None, tuple[str, ...]]:
    """Read the timecode of the first picture.

    Parameters
    ----------
    source
        The opened take.
    rate
        Its frames per second.

    Returns
    -------
    tuple
        The timecode, or None where the file has none that can be; and warnings.
    """
    text = _first_tag(source, _TIMECODE_KEYS)
    if text is None:
        return None, (f"no start timecode in the file: {_FROM_ZERO}",)
    try:
        return parse_timecode(text, rate), ()
    except ClockError as error:
        return None, (f"the start timecode is ignored: {error.what}; {_FROM_ZERO}",)


def reel_name(source: Source) -> str | None:
    """Return the name of the reel or tape; None where the file has none."""
    return _first_tag(source, _REEL_KEYS)


def _first_tag(source: Source, keys: tuple[str, ...]) -> str | None:
    tags = _tags(source)
    values = (place[key].strip() for key in keys for place in tags if key in place)
    return next((value for value in values if value), None)


def _tags(source: Source) -> tuple[Mapping[str, str], ...]:
    """Return the places that carry tags, the most trusted first."""
    container = source.container
    tracks = [stream.metadata for stream in container.streams.data]
    pictures = source.stream.metadata
    if "mxf" in container.format.name:
        # MPEG-2 in MXF has a second timecode in its picture groups, often unset.
        return (*tracks, container.metadata, pictures)
    return (*tracks, pictures, container.metadata)
