"""Everything that can go wrong in a way the user can act on.

```
TakewiseError            what happened, where, what to do
├── MediaError           the file cannot be used
│   ├── UnreadableMedia  it cannot be opened, or no picture of it decodes
│   └── NoPictures       it opens, but holds no moving picture
├── MalformedText        a text from outside cannot be read: no JSON, nested too deeply
├── ClockError           a rate, frame range or timecode that cannot be
├── DetectorError        the face detector or its model is missing or damaged
├── SettingsError        an unknown key or a value out of range
├── DecisionError        a human decision that cannot be meant: six stars
├── LibraryError         the library file cannot be read or written
├── OutputError          a result cannot be written
├── DisplayError         a window cannot be opened
├── SoundError           nothing can be heard on this machine
└── MissingExtra         an optional library is not installed
```

Each error is one sentence for a person: *where: what; remedy*.
"""

from __future__ import annotations


class TakewiseError(Exception):
    """Base of every error that Takewise raises on purpose.

    `what` failed, in words that a user of the program knows; `where` is the file, folder, setting
    or option that it concerns; `remedy` is what the user can do about it. The latter two may be
    empty.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        """What failed."""
        self.where = where
        """The file, folder, setting or option; empty if none."""
        self.remedy = remedy
        """What to do; empty if nothing is known."""

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes whole: keyword arguments would be lost."""
        return (_rebuild, (type(self), self.what, self.where, self.remedy))

    def __str__(self) -> str:
        """Return *where: what; remedy* with the empty parts left out."""
        return f"{self.where}: {self.without_place}" if self.where else self.without_place

    @property
    def without_place(self) -> str:
        """What happened and what to do, for those who see already what it is about."""
        return f"{self.what}; {self.remedy}" if self.remedy else self.what


class MediaError(TakewiseError):
    """A media file cannot be used."""


class UnreadableMedia(MediaError):
    """A media file cannot be opened, or not one picture of it decodes."""


class NoPictures(MediaError):
    """A media file opens, but has no moving picture (sound only, or empty)."""


class MalformedText(TakewiseError):
    """A text from outside is not what it should be, or beyond a limit of its reader."""


class ClockError(TakewiseError):
    """A rate, frame range or timecode that cannot exist."""


class DetectorError(TakewiseError):
    """The face detector cannot run: its model is missing or damaged."""


class SettingsError(TakewiseError):
    """An unknown settings key, or a value out of its range."""


class DecisionError(TakewiseError):
    """A human decision that cannot be meant: six stars, an apex outside its marker."""


class LibraryError(TakewiseError):
    """The library file cannot be read or written."""


class OutputError(TakewiseError):
    """A result cannot be written: folder missing or read-only, disk full."""


class DisplayError(TakewiseError):
    """A window cannot be opened: no screen, or Qt cannot start."""


class SoundError(TakewiseError):
    """No sound can be played on this machine; all other functions work."""


class MissingExtra(TakewiseError):
    """An optional library is not installed; the remedy names the pip command."""


def _rebuild(kind: type[TakewiseError], what: str, where: str, remedy: str) -> TakewiseError:
    return kind(what, where=where, remedy=remedy)
