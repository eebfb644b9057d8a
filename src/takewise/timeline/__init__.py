"""An analysis on an editor's timeline.

```
 Analysis ─► markers ─► Take ─► arrange ─► Timeline ─► FORMATS ─► file content
             which,     one     takes in    record      .otio,
             words,     take    a row       frames      marker EDL
             colour
```
"""

from takewise.timeline.arrangement import (
    PlacedTake,
    Take,
    Timeline,
    arrange,
    common_rate,
    take,
)
from takewise.timeline.export import ExportSettings, MarkersOn
from takewise.timeline.formats import FORMATS, Format
from takewise.timeline.markers import COLOURS, LabelStyle, MarkerSettings, markers

__all__ = [
    "COLOURS",
    "FORMATS",
    "ExportSettings",
    "Format",
    "LabelStyle",
    "MarkerSettings",
    "MarkersOn",
    "PlacedTake",
    "Take",
    "Timeline",
    "arrange",
    "common_rate",
    "markers",
    "take",
]
