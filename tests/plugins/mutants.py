"""Plugins with one thing wrong: each is a mistake that somebody made, or might."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One mistake."""

    name: str
    """What is wrong."""
    file: str
    """Where, below the folder of plugins."""
    right: str
    """Source as it should be; stands there exactly once."""
    wrong: str
    """What stands there instead."""

    def grown(self, plugins: Path, folder: Path) -> Path:
        """Copy the plugins with the mistake in them; return the copy's folder."""
        unwanted = shutil.ignore_patterns("__pycache__", "acceptance", "*.md")
        shutil.copytree(plugins, folder, ignore=unwanted)
        path = folder / self.file
        source = path.read_text(encoding="utf-8")
        assert source.count(self.right) == 1, f"{self.name}: {self.right!r} is not there once"
        path.write_text(source.replace(self.right, self.wrong), encoding="utf-8")
        return folder


_CLIPS = "resolve/takewise_resolve/clips.py"
_RATINGS = "resolve/takewise_resolve/ratings.py"
_PLAN = "shared/takewise_host/plan.py"
_ADD = "mark.frame, colour, mark.name, mark.note, mark.duration, mark.data"

RESOLVE = (
    Mutant("frames as text", _CLIPS, _ADD, _ADD.replace("mark.frame", "str(mark.frame)", 1)),
    Mutant("frames with a fraction", _CLIPS, _ADD, _ADD.replace("frame", "frame + 0.5", 1)),
    Mutant("frames in timecode space", _CLIPS, _ADD, _ADD.replace("frame", "frame + 86400", 1)),
    Mutant("clip colour for a marker", _CLIPS, '"red": "Red"', '"red": "Orange"'),
    Mutant("marker colour for a clip", _RATINGS, '("Green", "Lime"', '("Green", "Mint"'),
    Mutant("arguments by name", _CLIPS, "mark.duration, mark.data", "mark.duration, customData=mark.data"),
    Mutant("too few arguments", _CLIPS, "mark.note, mark.duration, mark.data", "mark.note"),
    Mutant("no mark that it is ours", _CLIPS, "mark.duration, mark.data", "mark.duration, ''"),
    Mutant("a method that does not exist", _CLIPS, "item.AddMarker(", "item.AddMarkerAtFrame("),
    Mutant("an attribute is set", _CLIPS, "    refused = []\n", "    refused = item.Dirty = []\n"),
    Mutant("everything of a colour is deleted", _CLIPS, "bool(item.DeleteMarkerAtFrame(each.frame)) for", 'bool(item.DeleteMarkersByColor("Red")) for'),
    Mutant("deletes a user's marker", _PLAN, "if each.data.startswith(OURS)]", 'if each.data.startswith("takewise") or not each.data]'),
    Mutant("takes a user's marker for a stale one", _PLAN, "ours = [each for each in present if each.data.startswith(\"%s%s:\" % (OURS, scope))]", "ours = list(present)"),
    Mutant("another scope is removed", _PLAN, '"%s%s:" % (OURS, scope))]', "OURS)]"),
    Mutant("not idempotent", _PLAN, "known = as_wanted.pop((each.frame, each.data), None)", "known = None"),
    Mutant("stale markers stay", _PLAN, "(keep if known else remove).append(each)", "keep.append(each)"),
    Mutant("what it says is not in its mark", _PLAN, "hexdigest()[:8]", "hexdigest()[:0]"),
    Mutant("no way around a taken frame", _PLAN, "REACH = 3", "REACH = 0"),
    Mutant("any way around a taken frame", _PLAN, "REACH = 3", "REACH = 30"),
    Mutant("one frame too long", _PLAN, "                end - start,\n", "                end - start + 1,\n"),
    Mutant("ignores a False", _CLIPS, "return [mark for mark in plan.add if mark in refused or mark in lost]", "return []"),
    Mutant("a call of 19.0 on 18.6", _CLIPS, "if version(resolve) >= _SELECTION_SINCE:", "if resolve:"),
    Mutant("a note of 19.0 on 18.6", _RATINGS, "    if version >= _NOTES_SINCE:\n", "    if True:\n"),
    Mutant("two arguments where 21.1 takes one", _RATINGS, '{"Comments": words}', '"Comments", words'),
    Mutant("None for no markers", _CLIPS, "    if not isinstance(found, dict):\n        return []\n", ""),
    Mutant("None for no clips", "resolve/takewise_resolve/connection.py", "return list(answer) if isinstance(answer, (list, tuple)) else []", "return list(answer)"),
    Mutant("titles have media", _CLIPS, "            if media is not None:\n", "            if True:\n"),
    Mutant("markers on the wrong count", "shared/takewise_host/frames.py", "    if start is None or start < 0 or length < 1 or start + length > total:\n", "    start = start or 0\n    if False:\n"),
    Mutant("the subclip's start is ignored", _PLAN, 'start = max(0, moment["start"] - window.start)', 'start = max(0, moment["start"])'),
    Mutant("a user's comment is overwritten", _RATINGS, "if comment and not comment.startswith(COMMENT):", "if False:"),
    Mutant("a user's colour is overwritten", _RATINGS, "if there and there != noted:", "if False:"),
    Mutant("a flag for each comparison", _RATINGS, "if FLAG not in flags and not", "if not"),
    Mutant("every take is circled", _RATINGS, 'if ranked.get("circled"):', "if True:"),
    Mutant("the host's PYTHONHOME leaks", "shared/takewise_host/environment.py", "if name.upper() not in _HOSTS_OWN and not name.upper().startswith(_HOSTS_FAMILIES)", "if True"),
    Mutant("a result before the end", "resolve/takewise_resolve/commands.py", '            raise Problem(message["message"], message.get("hint") or "")', '            return {"takes": [], "ranking": []}'),
    Mutant("errors of takes are swallowed", "resolve/takewise_resolve/commands.py", "            say(error_words(message, labels))\n", "            pass\n"),
)  # fmt: skip
"""Those that the checks of Resolve must kill."""
