"""Avid Log Exchange: columns of a bin, for what a take is worth looking at.

An ALE carries columns, not markers: of each take the score and its best moment.
Merged into a bin (File > Import > Merge events with known master clips) it is
matched by name or tape together with the start timecode. ``FPS`` must read as
Avid writes it, 23.976 and 29.97.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from takewise.model import Marker
from takewise.timeline.losses import Carries, Rendered, lost, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.markers import one_line
from takewise.timeline.media_paths import file_name, media_path
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import Take, Timeline

CARRIES = Carries(
    places=("take",),
    colour=False,
    length=False,
    start=False,
)
"""What an ALE has room for."""

COLUMNS = (
    "Name",
    "Tracks",
    "Start",
    "End",
    "Tape",
    "Source File",
    "Takewise Score",
    "Best Moment",
    "Moments",
    "Circled",
    "Comments",
)
"""Headings, in order."""

# Avid's own words for the height of a picture; all else is CUSTOM.
_HEIGHTS = {486: "NTSC", 480: "NTSC", 576: "PAL", 720: "720", 1080: "1080"}

# Three digits for these; two for 29.97, 59.94 and 119.88.
_RATES = {Fraction(24000, 1001): "23.976", Fraction(48000, 1001): "47.952"}


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write the takes as Avid Log Exchange, one file for each rate.

    It is UTF-8 with tabs between columns; lines end in LF.
    """
    takes = [placed.take for placed in timeline.takes]
    rates = list(dict.fromkeys(take.info.rate for take in takes))
    files = {
        f"-{_fps(rate)}" if len(rates) > 1 else "": _file(
            [take for take in takes if take.info.rate == rate], settings
        )
        for rate in rates
    }
    # By identity: two takes may have one name, and two markers one value.
    best = {id(best_moment(take)) for take in takes}
    others = [
        lost("marker", "not the take's best moment", marker)
        for marker in timeline.placed
        if id(marker.source) not in best
    ]
    return Rendered(files=files, losses=(*others, *unsupported(timeline, CARRIES)))


def best_moment(take: Take) -> Marker | None:
    """Find the marker of the clearest and surest moment; None if there is no marker."""
    return max(take.markers, key=_worth, default=None)


def _worth(marker: Marker) -> float:
    """Rank as the limit of markers on a take does: confidence times strength."""
    return float(marker.data.get("confidence", 0)) * float(marker.data.get("strength", 0))


def _file(takes: Sequence[Take], settings: ExportSettings) -> bytes:
    info = takes[0].info
    heading = (
        ("FIELD_DELIM", "TABS"),
        ("VIDEO_FORMAT", _HEIGHTS.get(info.height, "CUSTOM")),
        ("AUDIO_FORMAT", "48khz"),
        ("FPS", _fps(info.rate)),
    )
    lines = ["Heading", *map("\t".join, heading), "", "Column", "\t".join(COLUMNS), "", "Data"]
    lines += ["\t".join(_row(take, settings)) for take in takes]
    return "".join(f"{line}\n" for line in lines).encode()


def _row(take: Take, settings: ExportSettings) -> tuple[str, ...]:
    best = best_moment(take)
    said = ": ".join(filter(None, (best.label, best.note))) if best else ""
    return (
        take.name,
        "V",
        str(take.start),
        str(take.start.plus(take.length)),
        take.reel,
        one_line(file_name(media_path(take.info, settings.path_map))),
        f"{take.score:.2f}",
        str(take.start.plus(best.span.start)) if best else "",
        str(len(take.markers)),
        "Yes" if take.circled else "",
        said,
    )


def _fps(rate: Fraction) -> str:
    return _RATES.get(rate) or f"{float(rate):.2f}".removesuffix(".00")


FORMAT = Format(
    name="avid-ale",
    suffix=".ale",
    about="Avid Log Exchange: a bin's columns with each take's score and best moment",
    carries=CARRIES,
    render=render,
)
"""The format."""
