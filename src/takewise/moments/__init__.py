"""Moments: what a face did, when it began, peaked and was over.

Region motion is read through one channel per action unit and side (`units`); rises of the channels
(`excursions`) that belong together become one gesture, named by the units that explain its
displacement (`movements`). Blinks come from the lids (`blinks`), gaze shifts from the irises
(`gaze`), holds from gestures that stand still at their top (`holds`). Nothing is found in what is
covered (`occlusion`). `build` and `words` say what was seen.

Conventions: frames are counted from the take's first picture; see `takewise.model.Moment`.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = ["MomentSettings", "cover_warnings", "find_moments", "moved"]

if TYPE_CHECKING:
    from takewise.moments.build import moved
    from takewise.moments.find import find_moments
    from takewise.moments.occlusion import cover_warnings
    from takewise.moments.settings import MomentSettings
else:
    __getattr__ = lazy(
        __name__,
        {
            "occlusion": "cover_warnings",
            "find": "find_moments",
            "settings": "MomentSettings",
            "build": "moved",
        },
    )
