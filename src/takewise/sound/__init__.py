"""Sound: when a person speaks or breathes, and when a door slams.

```
 samples ─► voice chances ─┐
         ─► levels, bands ─┴► spans with exact edges ─► breaths, loud onsets ─► Heard
```

The samples stream through once, ten seconds at a time; what is kept are about five
hundred numbers a second. Who speaks is not heard: the stage `dialogue` sees it.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = ["RATE", "SoundSettings", "listen"]

if TYPE_CHECKING:
    from takewise.sound.hearing import listen
    from takewise.sound.levels import RATE
    from takewise.sound.settings import SoundSettings
else:
    __getattr__ = lazy(
        __name__,
        {"levels": "RATE", "hearing": "listen", "settings": "SoundSettings"},
    )
