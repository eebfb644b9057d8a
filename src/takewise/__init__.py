"""Takewise finds the small facial moments in takes and stills.

```
 media file ─► media ─► faces ─► motion ─► moments ─► scoring ─► Analysis ─► timeline
               probe,   points   regions,  onset,     terms      one value,  markers for
               frames   per      head      apex,      with       one JSON    every editor
                        person   removed   offset     reasons    schema
```

Each stage is a function from values (`takewise.model`) to values and knows no
other stage; only `takewise.pipeline.takes` knows their order.

>>> import takewise
>>> analysis = takewise.analyze("sample_media/scene12_take1.mov")
>>> [moment.title for moment in analysis.moments if moment.kind is takewise.Kind.MICRO]
['inner brows lift', 'brows lower']
>>> analysis.moments[0].title, analysis.moments[0].apex
('inner brows lift', 27)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takewise.errors import TakewiseError
    from takewise.model import (
        Analysis,
        Kind,
        Marker,
        MediaInfo,
        Moment,
        Movement,
        Person,
        ScoreTerm,
        TakeScore,
    )
    from takewise.model.selection import Selection, select_moments
    from takewise.pipeline.takes import analyze
    from takewise.settings import Settings, load_settings

__version__ = "0.2.0"

__all__ = [
    "Analysis",
    "Kind",
    "Marker",
    "MediaInfo",
    "Moment",
    "Movement",
    "Person",
    "ScoreTerm",
    "Selection",
    "Settings",
    "TakeScore",
    "TakewiseError",
    "__version__",
    "analyze",
    "load_settings",
    "select_moments",
]

# All other public names are values, which live in takewise.model.
_HOMES = {
    "TakewiseError": "takewise.errors",
    "Selection": "takewise.model.selection",
    "Settings": "takewise.settings",
    "analyze": "takewise.pipeline.takes",
    "load_settings": "takewise.settings",
    "select_moments": "takewise.model.selection",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: the stages take a second to import."""
    if name not in __all__:
        raise AttributeError(f"module 'takewise' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "takewise.model")), name)
