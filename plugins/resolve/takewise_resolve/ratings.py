"""What a comparison writes on a clip: words, the user's choice, and a colour on request.

All of it can be removed, and only what is ours: a note on the clip records what was set
here. What a person set, or changed since, is his.

```
 from 19.0   the note is third-party metadata of the clip
 before      it stands in brackets at the end of our Comments
```
"""

import hashlib
import re

FLAG = "Green"
"""Flag of a take that a person circled."""

_NOTE = "takewise.set"
_NOTES_SINCE = (19, 0)
# First version with third-party metadata.

_IN_COMMENT = re.compile(r"(.*) \[set by Takewise: ([^\]]*)\]$", re.DOTALL)

_RANK_COLOURS = ("Green", "Lime", "Yellow", "Orange", "Brown")
# Clip colours, which are not marker colours; the last stands for all further ranks.

_UNSET = ("", "0", "false", "no", "none")
# Possible values of a box that is not ticked.


class _Flag:
    """The flag of a circled take."""

    name = "flag"
    words = "the green flag"
    refused = "Resolve did not take the green flag"

    @staticmethod
    def read(item):
        return FLAG if FLAG in (item.GetFlagList() or []) else ""

    @staticmethod
    def put(item, value):
        item.AddFlag(value)

    @staticmethod
    def clear(item):
        item.ClearFlags(FLAG)


class _GoodTake:
    """The box of that name, which scripts cannot tick in every Resolve."""

    name = "good take"
    words = "Good Take"
    refused = "this Resolve lets no script tick Good Take; the green flag shows the circle"

    @staticmethod
    def read(item):
        said = str(item.GetMetadata("Good Take") or "").strip().lower()
        return "" if said in _UNSET else "true"

    @staticmethod
    def put(item, value):
        item.SetMetadata({"Good Take": value})

    @staticmethod
    def clear(item):
        item.SetMetadata({"Good Take": ""})


class _Colour:
    """The clip's colour."""

    name = "colour"
    words = "the clip colour"
    refused = "Resolve did not take the clip colour"

    @staticmethod
    def read(item):
        return item.GetClipColor() or ""

    @staticmethod
    def put(item, value):
        item.SetClipColor(value)

    @staticmethod
    def clear(item):
        item.ClearClipColor()


class Rating:
    """Our data on one clip, a Media Pool item, in Resolve of a version (major, minor)."""

    def __init__(self, item, version):
        self._item = item
        self._own_field = version >= _NOTES_SINCE
        self._words = item.GetMetadata("Comments") or ""
        noted = (item.GetThirdPartyMetadata(_NOTE) or "") if self._own_field else ""
        found = None if self._own_field else _IN_COMMENT.match(self._words)
        if found:
            self._words, noted = found.groups()
        self._noted = dict(part.split("=", 1) for part in noted.split(", ") if "=" in part)
        # Words that the user changed are the user's from then on.
        self._ours = self._noted.get("comment") == _digest(self._words)
        self._room = bool(self._own_field or found or not self._words)

    def write(self, ranked, takes):
        """Write the score of a take of the core's ``ranking``, with the reason, and a circle.

        `takes` is how many were compared. Return what could not be written, and why.
        """
        left = self._say(
            "; ".join(
                filter(
                    None,
                    (
                        f"Takewise: {ranked['rank']} of {takes}, score {ranked['score']:.2f}",
                        ranked["standing"],
                        ranked["because"],
                    ),
                )
            )
        )
        for mark, value in ((_Flag, FLAG), (_GoodTake, "true")):
            left += self._show(mark, value) if ranked.get("circled") else self._hide(mark)
        return left

    def colour(self, rank):
        """Colour the clip by its rank; return what could not be done, and why."""
        wanted = _RANK_COLOURS[min(rank, len(_RANK_COLOURS)) - 1]
        there = _Colour.read(self._item)
        if there == wanted:
            return []
        if there and there != self._noted.get(_Colour.name):
            return ["its clip colour is not ours, and was left as it is"]
        return self._show(_Colour, wanted)

    def take_back(self):
        """Remove all of it; return words for what was removed."""
        taken = [
            mark.words
            for mark in (_Flag, _GoodTake, _Colour)
            if self._is_ours(mark) and not self._hide(mark)
        ]
        if self._ours and self._save(""):
            taken.append("Comments")
        return taken

    def _say(self, words):
        """Write our words into Comments, if it has none but ours."""
        if self._words and not self._ours:
            return ["its Comments are yours, and were left as they are"]
        if words == self._words or self._save(words):
            return []
        return ["Resolve did not take its Comments"]

    def _is_ours(self, mark):
        value = self._noted.get(mark.name)
        return value is not None and mark.read(self._item) == value

    def _show(self, mark, value):
        """Set a missing mark; it is noted first, so that it can be removed."""
        there = mark.read(self._item)
        if there == value:
            return []
        before = self._noted.get(mark.name)
        self._note(mark, value)
        if not self._save():
            self._note(mark, before)
            return [f"{mark.words} was not set, as there is no room to note that it is ours"]
        mark.put(self._item, value)
        # Read back: some values are taken with a True, and dropped.
        if mark.read(self._item) == value:
            return []
        self._note(mark, before if there else None)
        self._save()
        return [mark.refused]

    def _hide(self, mark):
        """Remove a mark, if it is ours and as we set it."""
        if mark.name not in self._noted:
            return []
        if self._is_ours(mark):
            mark.clear(self._item)
            if self._is_ours(mark):
                return [f"Resolve did not take back {mark.words}"]
        self._note(mark, None)
        self._save()
        return []

    def _note(self, mark, value):
        if value is None:
            self._noted.pop(mark.name, None)
        else:
            self._noted[mark.name] = value

    def _save(self, words=None):
        """Write the note, and new words into Comments; return whether all of it is there."""
        if not self._room:
            return not self._noted
        noted = dict(self._noted)
        new = self._words if words is None else words
        if new and (words is not None or self._ours):
            noted["comment"] = _digest(new)
        else:
            noted.pop("comment", None)
        note = ", ".join(f"{name}={value}" for name, value in sorted(noted.items()))
        whole = f"{new} [set by Takewise: {note}]" if note and not self._own_field else new
        if words is not None or not self._own_field:
            self._item.SetMetadata({"Comments": whole})
            if (self._item.GetMetadata("Comments") or "") != whole:
                return False
        # Not empty: whether Resolve takes that as a value is not known.
        if self._own_field and not self._item.SetThirdPartyMetadata({_NOTE: note or "nothing"}):
            return False
        self._words, self._noted = new, noted
        self._ours = "comment" in noted
        return True


def _digest(words):
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]
