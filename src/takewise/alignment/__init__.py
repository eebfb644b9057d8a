"""Takes on one clock, by the slate, by their sound, by what is said, or by chosen frames.

```
 Sound, Sound ─► align ─► Alignment      (sync: times of one take on another's clock)
   same sound         accents, cross-correlation by FFT
   same words         loudness in bands, dynamic time warping
   slate              the sharpest sound at the head
 takes on the clock ─► find_beats ─► find_differences
```

Each way says how sure it is. Where none is, the takes are aligned by their starts, and the answer
says so.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "AlignedTake",
    "AlignmentSettings",
    "By",
    "TakeToAlign",
    "align",
    "find_beats",
    "find_differences",
]

if TYPE_CHECKING:
    from takewise.alignment.aligned_take import AlignedTake
    from takewise.alignment.beats import find_beats
    from takewise.alignment.differences import find_differences
    from takewise.alignment.methods import TakeToAlign, align
    from takewise.alignment.settings import AlignmentSettings
    from takewise.alignment_methods import By
else:
    __getattr__ = lazy(
        __name__,
        {
            "methods": "By TakeToAlign align",
            "beats": "find_beats",
            "aligned_take": "AlignedTake",
            "differences": "find_differences",
            "settings": "AlignmentSettings",
        },
    )
