"""A marker format of your own: ``python examples/own_format.py ANALYSIS_FILE``.

Prints WebVTT chapters, which video players of the web show.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

from takewise.library import from_json
from takewise.timeline import MarkerSettings, Timeline, arrange, take


def chapters(timeline: Timeline) -> str:
    """Return the markers of a timeline as WebVTT."""
    cues = ["WEBVTT"]
    for marker in timeline.markers:
        first, last = (
            _time(frame, timeline.rate) for frame in (marker.span.start, marker.span.end)
        )
        cues.append(f"{first} --> {last}\n{_plain(marker.label)}")
    return "\n\n".join(cues)


def _time(frame: int, rate: Fraction) -> str:
    # Positions are frames and rates are fractions, so nothing is rounded before the end.
    minutes, thousandths = divmod(round(frame / rate * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{thousandths // 1000:02}.{thousandths % 1000:03}"


def _plain(text: str) -> str:
    # Names come from people: what the format takes for markup is written as text.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")


def main(path: str) -> None:
    """Print the chapters of one take."""
    analysis = from_json(Path(path).read_bytes(), where=path)
    print(chapters(arrange([take(analysis, MarkerSettings())])))


if __name__ == "__main__":
    main(sys.argv[1])
