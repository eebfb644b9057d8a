"""Ratings and reasons in XMP sidecars, merged so that nothing else changes.

```
 bytes ─► read_packet ─► edits at known places ─► check_merge ─► write_bytes
          (expat: where   (merge: our properties   (lxml: all     (temporary file, look
           everything is)  and nothing else)        else equal)    again, replace; backup)
```
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "Embedded",
    "Facts",
    "Given",
    "MergedSidecar",
    "RatingRules",
    "SidecarSettings",
    "WrittenSidecar",
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
    from takewise.sidecars.merging import MergedSidecar, merge
    from takewise.sidecars.names import sidecar_paths
    from takewise.sidecars.settings import SidecarSettings
    from takewise.sidecars.stars import Given, RatingRules
    from takewise.sidecars.write import (
        WrittenSidecar,
        given_in_sidecar,
        given_inside,
        mentions_us,
        write_sidecar,
    )
else:
    __getattr__ = lazy(
        __name__,
        {
            "embedding": "Embedded embed",
            "facts": "Facts",
            "merging": "MergedSidecar merge",
            "names": "sidecar_paths",
            "settings": "SidecarSettings",
            "stars": "Given RatingRules",
            "write": "WrittenSidecar given_in_sidecar given_inside mentions_us write_sidecar",
        },
    )
