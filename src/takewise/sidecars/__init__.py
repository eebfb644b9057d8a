"""Ratings and reasons in XMP sidecars, merged so that nothing else changes.

```
 bytes ─► read_packet ─► edits at known places ─► check_merge ─► write_bytes
          (expat: where   (merge: our properties   (lxml: all     (temporary file, look
           everything is)  and nothing else)        else equal)    again, replace; backup)
```
"""

from typing import TYPE_CHECKING

from takewise.deferred import deferred

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

if TYPE_CHECKING:
    from takewise.sidecars.embedding import embed
    from takewise.sidecars.merging import Facts, Merged, merge
    from takewise.sidecars.names import sidecar_paths
    from takewise.sidecars.settings import SidecarSettings
    from takewise.sidecars.write import Written, mentions_us, write_sidecar
else:
    __getattr__ = deferred(
        __name__,
        {
            "embedding": "embed",
            "merging": "Facts Merged merge",
            "names": "sidecar_paths",
            "settings": "SidecarSettings",
            "write": "Written mentions_us write_sidecar",
        },
    )
