"""Write the markers of takes to OpenTimelineIO.

``python examples/markers_to_otio.py FOLDER ANALYSIS_FILE...`` writes ``FOLDER/takes.otio``
with all takes on one timeline.
"""

from __future__ import annotations

import sys
from pathlib import Path

from takewise.library import from_json
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, arrange, take


def main(folder: str, *paths: str) -> None:
    """Write the timeline, and print what the file does not hold."""
    analyses = [from_json(Path(path).read_bytes(), where=path) for path in paths]
    settings = MarkerSettings(label="{title} ({confidence} %)", handles=2)
    timeline = arrange([take(analysis, settings) for analysis in analyses])
    written = FORMATS["otio"].write(Path(folder), "takes", timeline, ExportSettings())
    for path in written.paths:
        print(f"{path}: {len(timeline.markers)} markers")
    for loss in written.losses:
        print(loss)


if __name__ == "__main__":
    main(*sys.argv[1:])
