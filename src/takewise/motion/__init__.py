"""Facial motion: each region's displacement, with the head's own motion removed.

A face-fixed view is cut from every picture (`view`), dense optical flow from a
recent anchor gives each region's displacement against the nose (`flow`), and
what the pose of the head explains is regressed away (`head`). Where the points of
the mesh contradict it they count instead (`fusion`). Lids, gaze and mouth come from
the mesh points (`features`).

For people a face is locked in a larger view in colour (`locked`), and a movement is shown
several times as far as it went (`magnify`).

Conventions: see `takewise.model.RegionMotion`.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "REGIONS",
    "LockedFace",
    "Magnified",
    "MotionSettings",
    "SkinMotion",
    "calmed",
    "close_up",
    "lock_face",
    "magnified",
    "measure",
    "moved_outline",
    "picture_difference",
    "relock",
    "skin_motion",
]

if TYPE_CHECKING:
    from takewise.motion.closeup import close_up
    from takewise.motion.locked import LockedFace, lock_face, relock
    from takewise.motion.magnify import (
        Magnified,
        SkinMotion,
        calmed,
        magnified,
        moved_outline,
        picture_difference,
        skin_motion,
    )
    from takewise.motion.measurement import measure
    from takewise.motion.regions import REGIONS
    from takewise.motion.settings import MotionSettings
else:
    __getattr__ = lazy(
        __name__,
        {
            "closeup": "close_up",
            "locked": "LockedFace lock_face relock",
            "magnify": "Magnified SkinMotion calmed magnified moved_outline picture_difference "
            "skin_motion",
            "measurement": "measure",
            "regions": "REGIONS",
            "settings": "MotionSettings",
        },
    )
