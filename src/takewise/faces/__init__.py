"""Faces: from pictures to the people of a take.

```
pictures ──► detect_faces ──► the faces of each picture ──► follow ──► each person's points
```

Nothing that could tell a person in other footage is kept.
"""

from typing import TYPE_CHECKING

from takewise.deferred import deferred

__all__ = [
    "DETECTORS",
    "MAX_FACES",
    "FaceDetector",
    "Gallery",
    "LandmarkerDetector",
    "MeshDetector",
    "TrackSettings",
    "describe_detector",
    "detect_faces",
    "follow",
    "open_detector",
]

if TYPE_CHECKING:
    from takewise.faces.choice import DETECTORS, describe_detector, open_detector
    from takewise.faces.detector import MAX_FACES, FaceDetector, detect_faces
    from takewise.faces.gallery import Gallery
    from takewise.faces.landmarker import LandmarkerDetector
    from takewise.faces.mesh import MeshDetector
    from takewise.faces.tracks import TrackSettings, follow
else:
    __getattr__ = deferred(
        __name__,
        {
            "choice": "DETECTORS describe_detector open_detector",
            "detector": "MAX_FACES FaceDetector detect_faces",
            "gallery": "Gallery",
            "landmarker": "LandmarkerDetector",
            "mesh": "MeshDetector",
            "tracks": "TrackSettings follow",
        },
    )
