"""Faces: from pictures to the people of a take.

```
pictures ──► detect_faces ──► the faces of each picture ──► follow ──► each person's points
```

Nothing that could tell a person in other footage is kept: the sightings of a session's
stills hold for their own light only.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "DETECTORS",
    "MAX_FACES",
    "FaceDetector",
    "LandmarkerDetector",
    "LitertDetector",
    "MeshDetector",
    "PhotoIdentities",
    "TrackSettings",
    "describe_detector",
    "detect_faces",
    "follow",
    "open_detector",
    "sightings_of",
]

if TYPE_CHECKING:
    from takewise.faces.detector import MAX_FACES, FaceDetector, detect_faces
    from takewise.faces.landmarker import LandmarkerDetector
    from takewise.faces.litert import LitertDetector
    from takewise.faces.mesh import MeshDetector
    from takewise.faces.photo_identities import PhotoIdentities, sightings_of
    from takewise.faces.registry import DETECTORS, describe_detector, open_detector
    from takewise.faces.tracks import TrackSettings, follow
else:
    __getattr__ = lazy(
        __name__,
        {
            "registry": "DETECTORS describe_detector open_detector",
            "detector": "MAX_FACES FaceDetector detect_faces",
            "photo_identities": "PhotoIdentities sightings_of",
            "landmarker": "LandmarkerDetector",
            "litert": "LitertDetector",
            "mesh": "MeshDetector",
            "tracks": "TrackSettings follow",
        },
    )
