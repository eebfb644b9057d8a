"""Dialogue: who says which line, what lies between the lines, and how faces answer.

```
 Heard ───────┐
 RegionMotion ┼► lines with speakers ─► pauses, breaths, unspoken words ─► deliveries ─► Dialogue
 Moment ──────┘                                                        ─► reactions
                                        places of moments, new moments ─► Moment
 Dialogue of each take ─► matched lines ─► what differs ─► SceneLines
```

Times are exact seconds from the file's first picture; `PictureTimes` says which frame is
shown when. Nothing is judged: a delay is a number, next to that of the other takes.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "DialogueSettings",
    "FoundDialogue",
    "PictureTimes",
    "Speech",
    "SpokenTake",
    "find_dialogue",
    "lines_across",
    "read_script",
    "voiced_frames",
    "with_script",
]

if TYPE_CHECKING:
    from takewise.dialogue.across import SpokenTake, lines_across
    from takewise.dialogue.finding import FoundDialogue, find_dialogue
    from takewise.dialogue.pictures import PictureTimes, voiced_frames
    from takewise.dialogue.script import Speech, read_script, with_script
    from takewise.dialogue.settings import DialogueSettings
else:
    __getattr__ = lazy(
        __name__,
        {
            "across": "SpokenTake lines_across",
            "finding": "FoundDialogue find_dialogue",
            "pictures": "PictureTimes voiced_frames",
            "script": "Speech read_script with_script",
            "settings": "DialogueSettings",
        },
    )
