"""A performer made of one still picture: takes whose every movement is known.

```
portrait ──► script ──► render ──► film
(a still,    (what      (pictures) (a file with rate,
 its mesh     moves,                timecode, reel)
 points)      when)
```

Limits: no wrinkles, shading, tongue or hair; one direction for each action
unit; one frozen texture. What is measured on it is an upper bound for geometry
and says nothing of naming or reading the movements of real people.
"""

from tests.performer.film import write_film
from tests.performer.hand import ScriptedHand, with_hands
from tests.performer.head import head_poses
from tests.performer.portrait import Portrait, astronaut, load_portrait
from tests.performer.render import pictures, points_at
from tests.performer.script import (
    HeadMotion,
    ScriptedBlink,
    ScriptedGaze,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
    random_script,
    still_script,
    truth,
)
from tests.performer.units import UNITS, centre

__all__ = [
    "UNITS",
    "HeadMotion",
    "Portrait",
    "ScriptedBlink",
    "ScriptedGaze",
    "ScriptedHand",
    "ScriptedMovement",
    "ScriptedSpeech",
    "TakeScript",
    "astronaut",
    "centre",
    "head_poses",
    "load_portrait",
    "pictures",
    "points_at",
    "random_script",
    "still_script",
    "truth",
    "with_hands",
    "write_film",
]
