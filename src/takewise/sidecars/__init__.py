"""Ratings and reasons in XMP sidecars, merged so that nothing else changes.

```
 bytes ─► read_packet ─► edits at known places ─► check_merge ─► write_bytes
          (expat: where   (merge: our properties   (lxml: all     (temporary file, look
           everything is)  and nothing else)        else equal)    again, replace; backup)
```
"""

from typing import TYPE_CHECKING

from takewise.lazy import deferred

__all__ = [
    "Embedded",
    "Facts",
    "Given",
    "Merged",
    "RatingRules",
    "SidecarSettings",
    "Written",
    "embed",
    "given_in_sidecar",
    "given_inside",
    "mentions_us",
    "merge",
    "sidecar_paths",
    "write_sidecar",
]

if TYPE_CHECKING:
    from takewise.sidecars.embedding import Embedded, embed
    from takewise.sidecars.facts import Facts
    from takewise.sidecars.merging import Merged, merge
    from takewise.sidecars.names import sidecar_paths
    from takewise.sidecars.settings import SidecarSettings
    from takewise.sidecars.stars import Given, RatingRules
    from takewise.sidecars.write import (
        Written,
        given_in_sidecar,
        given_inside,
        mentions_us,
        write_sidecar,
    )
else:
    __getattr__ = deferred(
        __name__,
        {
            "embedding": "Embedded embed",
            "facts": "Facts",
            "merging": "Merged merge",
            "names": "sidecar_paths",
            "settings": "SidecarSettings",
            "stars": "Given RatingRules",
            "write": "Written given_in_sidecar given_inside mentions_us write_sidecar",
        },
    )
