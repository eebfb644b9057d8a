"""Pictures that were read, as Qt draws them; those not shown for longest are dropped first."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

from takewise.model import Picture
from takewise.ui.photos.reading import Size, WantedPhoto

# 24 megapixels weigh 72 MB, a picture for the window 5 (18 on a screen of 3,000 pixels), a
# thumbnail 80 kB.
_MOST = {Size.SMALL: 1500, Size.SCREEN: 16, Size.WHOLE: 4}


class PictureStore:
    """Keeps a limited number of pictures of each size."""

    def __init__(self) -> None:
        self._images: dict[Size, OrderedDict[int, QImage]] = {size: OrderedDict() for size in Size}

    def put(self, wanted: WantedPhoto, picture: Picture) -> None:
        """Keep a picture."""
        high, wide = picture.shape[:2]
        image = QImage(picture.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()
        images = self._images[wanted.size]
        images[wanted.place] = image
        while len(images) > _MOST[wanted.size]:
            images.popitem(last=False)

    def has(self, wanted: WantedPhoto) -> bool:
        """Return whether a picture is here."""
        return wanted.place in self._images[wanted.size]

    def best(self, place: int, *sizes: Size) -> QImage | None:
        """Return the first of these sizes that is here; None if none is."""
        for size in sizes:
            image = self._images[size].get(place)
            if image is not None:
                self._images[size].move_to_end(place)
                return image
        return None
