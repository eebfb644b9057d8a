"""What a take says, and its pictures in order: the only stage that knows FFmpeg.

```
 paths ─► find_takes ─► probe ─► MediaInfo ─► read_frames ─► Frame, Frame, ...
                          │
                          └─ content_digest, fingerprint: which take it is
```

A **take** is one file, or an image sequence (``take.%04d.png``). Everything that
PyAV leaves open, such as missing times, wrong rates and rotation, is settled here.
"""

from takewise.media.digests import content_digest, fingerprint, stamp
from takewise.media.facts import probe
from takewise.media.frames import read_frames
from takewise.media.takes import find_takes

__all__ = ["content_digest", "find_takes", "fingerprint", "probe", "read_frames", "stamp"]
