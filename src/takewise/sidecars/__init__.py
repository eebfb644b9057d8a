"""Ratings and reasons in XMP sidecars, merged so that nothing else changes.

```
 bytes ─► read_packet ─► edits at known places ─► check_merge ─► write_bytes
          (expat: where   (merge: our properties   (lxml: all     (temporary file, look
           everything is)  and nothing else)        else equal)    again, replace; backup)
```
"""

from takewise.sidecars.embed import embed
from takewise.sidecars.merge import Facts, Merged, merge
from takewise.sidecars.names import sidecar_paths
from takewise.sidecars.settings import SidecarSettings
from takewise.sidecars.write import Written, mentions_us, write_sidecar

__all__ = [
    "Facts",
    "Merged",
    "SidecarSettings",
    "Written",
    "embed",
    "mentions_us",
    "merge",
    "sidecar_paths",
    "write_sidecar",
]
