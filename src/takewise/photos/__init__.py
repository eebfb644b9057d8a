"""Ranks the frames of a portrait session, with reasons; rejects none.

```
 MeasuredShots ─► bursts, scenes ─► each face next to its person's ─► terms ─► ranking,
                  (groups)          own habits and rest (context)    (score)   picks (pick)
```

A score says how a frame shows its people next to the other frames of the same
session; it is no judgement of a person.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "PHOTO_TERMS",
    "TERM_KEYS",
    "Agreement",
    "Fit",
    "Pair",
    "PickLimits",
    "PortraitSettings",
    "SheetShot",
    "agreement",
    "as_pdf",
    "as_png",
    "choose_pairs",
    "fit_weights",
    "is_sheet",
    "pages",
    "pair_pages",
    "placed",
    "rank_photos",
    "wanted_side",
]

if TYPE_CHECKING:
    from takewise.photos.groups import placed
    from takewise.photos.pair_sheet import pair_pages
    from takewise.photos.preferences import (
        Agreement,
        Fit,
        Pair,
        agreement,
        choose_pairs,
        fit_weights,
    )
    from takewise.photos.ranking import PickLimits, rank_photos
    from takewise.photos.settings import PHOTO_TERMS, TERM_KEYS, PortraitSettings
    from takewise.photos.sheet import SheetShot, as_pdf, as_png, is_sheet, pages, wanted_side
else:
    __getattr__ = lazy(
        __name__,
        {
            "preferences": "Agreement Fit Pair agreement choose_pairs fit_weights",
            "groups": "placed",
            "pair_sheet": "pair_pages",
            "ranking": "PickLimits rank_photos",
            "settings": "PHOTO_TERMS TERM_KEYS PortraitSettings",
            "sheet": "SheetShot as_pdf as_png is_sheet pages wanted_side",
        },
    )
