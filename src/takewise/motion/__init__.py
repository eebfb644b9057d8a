"""Facial motion: each region's displacement, with the head's own motion removed.

A face-fixed view is cut from every picture (`view`), dense optical flow from a
recent anchor gives each region's displacement against the nose (`flow`), and
what the pose of the head explains is regressed away (`head`). Lids, gaze and
mouth come from the mesh points (`features`).

Conventions: see `takewise.model.RegionMotion`.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = ["REGIONS", "MotionSettings", "close_up", "measure"]

if TYPE_CHECKING:
    from takewise.motion.closeup import close_up
    from takewise.motion.measurement import measure
    from takewise.motion.regions import REGIONS
    from takewise.motion.settings import MotionSettings
else:
    __getattr__ = lazy(
        __name__,
        {
            "closeup": "close_up",
            "measurement": "measure",
            "regions": "REGIONS",
            "settings": "MotionSettings",
        },
    )
