"""The values that flow between the stages.

Conventions
-----------
* Every value is frozen: a stage answers with new values.
* The unit stands under each field. An **eye-width** is the inter-ocular
  distance: between the midpoints of the two eyes, each the mean of its outer
  and inner corner (about 63 mm on an adult).
* **Left and right are the performer's own**: the performer's right is on the
  left of an unmirrored picture.
* Frames are counted from 0 in presentation order, over the pictures that
  decode; ranges are half-open. Times are seconds from the first picture, from
  the file's own presentation times.
* Arrays are read-only by convention; NaN means *not seen* or *not measurable*.
"""

from takewise.model.analysis import Analysis
from takewise.model.arrays import BoolArray, FloatArray, Picture
from takewise.model.face import (
    EYE_CORNERS,
    DetectedFrame,
    DetectorInfo,
    FacePoints,
    Person,
    RegionMotion,
    TrackedFrame,
)
from takewise.model.marker import Colour, Marker
from takewise.model.media import MOST_MEGAPIXELS, Frame, MediaInfo, content_name
from takewise.model.moment import Kind, Moment, Movement, Side
from takewise.model.score import ScoreTerm, TakeScore

__all__ = [
    "EYE_CORNERS",
    "MOST_MEGAPIXELS",
    "Analysis",
    "BoolArray",
    "Colour",
    "DetectedFrame",
    "DetectorInfo",
    "FacePoints",
    "FloatArray",
    "Frame",
    "Kind",
    "Marker",
    "MediaInfo",
    "Moment",
    "Movement",
    "Person",
    "Picture",
    "RegionMotion",
    "ScoreTerm",
    "Side",
    "TakeScore",
    "TrackedFrame",
    "content_name",
]
