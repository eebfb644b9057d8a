"""An analysis on an editor's timeline.

```
 Analysis ─► markers ─► Take ─► arrange ─► Timeline ─► FORMATS ─► file content
             which,     one     takes in    record      .otio,
             words,     take    a row       frames      XML, text, ...
             colour
```

A writer is a function from a timeline to the content of files, and says what
these do not hold; none knows another.

```
 render(Timeline, ExportSettings) ─► Rendered(files, losses)
```

Each is a module of `formats`, which says all about its format.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "DEFAULT_FORMAT",
    "FORMATS",
    "PALETTE",
    "AvidSettings",
    "Carries",
    "Drop",
    "ExportSettings",
    "FcpxmlSettings",
    "Format",
    "Loss",
    "MarkerSettings",
    "MarkersOn",
    "OtioSettings",
    "PlacedTake",
    "Rendered",
    "ResolveEdlSettings",
    "Take",
    "Timeline",
    "WrittenFiles",
    "arrange",
    "common_rate",
    "fit_for_file",
    "grid_of",
    "make_markers",
    "picture_timecode",
    "record_start",
    "take",
    "tally",
]

if TYPE_CHECKING:
    from takewise.timeline.file_names import fit_for_file
    from takewise.timeline.formats import DEFAULT_FORMAT, FORMATS
    from takewise.timeline.losses import Carries, Loss, Rendered, tally
    from takewise.timeline.marker_format import Format, WrittenFiles
    from takewise.timeline.markers import MarkerSettings, grid_of, make_markers
    from takewise.timeline.palette import PALETTE
    from takewise.timeline.settings import (
        AvidSettings,
        ExportSettings,
        FcpxmlSettings,
        MarkersOn,
        OtioSettings,
        ResolveEdlSettings,
    )
    from takewise.timeline.start_timecode import Drop, record_start
    from takewise.timeline.timeline import (
        PlacedTake,
        Take,
        Timeline,
        arrange,
        common_rate,
        picture_timecode,
        take,
    )
else:
    __getattr__ = lazy(
        __name__,
        {
            "file_names": "fit_for_file",
            "formats": "DEFAULT_FORMAT FORMATS",
            "losses": "Carries Loss Rendered tally",
            "marker_format": "Format WrittenFiles",
            "markers": "MarkerSettings grid_of make_markers",
            "palette": "PALETTE",
            "settings": "AvidSettings ExportSettings FcpxmlSettings "
            "MarkersOn OtioSettings ResolveEdlSettings",
            "start_timecode": "Drop record_start",
            "timeline": "PlacedTake Take Timeline arrange common_rate picture_timecode take",
        },
    )
