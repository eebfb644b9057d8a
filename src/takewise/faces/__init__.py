"""Faces: from pictures to the people of a take.

```
pictures ──► detect_faces ──► the faces of each picture ──► follow ──► each person's points
```

Nothing is kept that could identify a person in other footage: the sightings of a session's
photographs hold for their own light only.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "DEFAULT_DETECTOR",
    "DETECTORS",
    "MAX_FACES",
    "FaceDetector",
    "PhotoIdentities",
    "TrackSettings",
    "describe_detector",
    "detect_faces",
    "follow",
    "open_detector",
    "sightings_of",
]

if TYPE_CHECKING:
    from takewise.faces.detector import FaceDetector, detect_faces
    from takewise.faces.photo_identities import PhotoIdentities, sightings_of
    from takewise.faces.registry import (
        DEFAULT_DETECTOR,
        DETECTORS,
        MAX_FACES,
        describe_detector,
        open_detector,
    )
    from takewise.faces.tracks import TrackSettings, follow
else:
    __getattr__ = lazy(
        __name__,
        {
            "registry": "DEFAULT_DETECTOR DETECTORS MAX_FACES describe_detector open_detector",
            "detector": "FaceDetector detect_faces",
            "photo_identities": "PhotoIdentities sightings_of",
            "tracks": "TrackSettings follow",
        },
    )
