"""Hiero and Nuke Studio as their contract describes them: clips, track items, tags.

Each rule names its evidence: N the signatures and the bundled Python of Nuke Studio 15.0,
L those of a later 15.x, F Foundry's guide.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.plugins.strict import Contract, ContractError, Remote, forms, imported, model_of

CONTRACT = Path(__file__).parent / "contract" / "hiero-15.json"


@dataclass(eq=False)
class Tag:
    """A tag; free until it is added."""

    name: str
    icon: str = "icons:Tag.png"
    note: str = ""
    # A tag of the whole object has a negative out time (N).
    first: int = 0
    last: int = -1
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Clip:
    """A clip in a bin."""

    name: str
    path: str
    frames: int
    source_in: int = 0
    tags: list[Tag] = field(default_factory=list)


@dataclass(eq=False)
class Item:
    """A clip on a track."""

    clip: Clip
    tags: list[Tag] = field(default_factory=list)


class RemoteClip(Remote):
    """A clip as scripts see it."""


class RemoteBinItem(Remote):
    """What a selection in a bin holds."""


class RemoteTrackItem(Remote):
    """What a selection on a timeline holds."""


class Hiero:
    """A running Hiero.

    Parameters
    ----------
    later
        Whether it is a later 15.x, whose track items take tags for a range.
    window
        Qt's main window; None for none.
    """

    def __init__(self, *, later: bool = False, window: object = None) -> None:
        self.depth = 0
        self.loose: list[str] = []
        self.groups: list[str] = []
        self.interests: list[tuple[str, Any]] = []
        recorded = json.loads(CONTRACT.read_text(encoding="utf-8"))
        methods = {
            kind: {name: forms(words) for name, words in each.items()}
            for kind, each in recorded["classes"].items()
        }
        self.missing: tuple[str, ...] = ()
        if not later:
            for name in recorded["later"]:
                kind, method = name.split(".")
                del methods[kind][method]
                self.missing += (method,)
        self.window = window
        self.selected: list[Any] = []
        self.contract = Contract(
            methods=methods,
            words={},
            constants={
                "core": {
                    "env": {"VersionString": "15.0v1"},
                    "Clip": RemoteClip,
                    "BinItem": RemoteBinItem,
                    "TrackItem": RemoteTrackItem,
                    "events": SimpleNamespace(
                        registerInterest=lambda *interest: self.interests.append(interest)
                    ),
                }
            },
            named=False,
            thread=threading.get_ident(),
        )
        self.core = self.remote("core", _Core(self))
        self.ui = self.remote("ui", _Ui(self))

    def remote(self, kind: str, model: object, cls: type[Remote] = Remote) -> Remote:
        """Return an object of this Hiero."""
        return cls(kind, self.contract, model)

    def clip(self, clip: Clip) -> Remote:
        """Return a clip as scripts see it."""
        return self.remote("Clip", _Clip(self, clip), RemoteClip)

    def bin_item(self, clip: Clip) -> Remote:
        """Return what a selection in a bin holds."""
        return self.remote("BinItem", _BinItem(self, clip), RemoteBinItem)

    def track_item(self, item: Item) -> Remote:
        """Return what a selection on a timeline holds."""
        cls = type("TrackItem15", (RemoteTrackItem,), {"__getattr__": _without(self.missing)})
        return self.remote("TrackItem", _TrackItem(self, item), cls)

    def changed(self, what: str) -> None:
        """Note a change that no undo group holds."""
        if not self.depth:
            self.loose.append(what)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let plugins import it."""
        modules: dict[str, Any] = {
            "hiero": SimpleNamespace(core=self.core, ui=self.ui),
            "hiero.core": self.core,
            "hiero.ui": self.ui,
        }
        with imported(modules, "takewise_nuke"):
            yield


def _without(missing: tuple[str, ...]) -> Any:
    def get(self: Remote, name: str) -> Any:
        # These are true Python objects: hasattr tells the truth (N).
        if name in missing:
            raise AttributeError(name)
        return Remote.__getattr__(self, name)

    return get


class _Part:
    def __init__(self, host: Hiero) -> None:
        self.host = host


class _Core(_Part):
    def Tag(self, name: str, icon: str = "icons:Tag.png") -> Remote:
        return self.host.remote("Tag", _Tag(self.host, Tag(name, icon)))


class _Ui(_Part):
    def mainWindow(self) -> object:
        return self.host.window

    def activeView(self) -> Remote:
        return self.host.remote("View", _View(self.host))

    def createMenuAction(self, name: str, method: Any) -> Any:
        return SimpleNamespace(name=name, trigger=method)


class _View(_Part):
    def selection(self) -> list[Any]:
        return self.host.selected


class _Owner(_Part):
    tags_of: list[Tag]

    def project(self) -> Remote:
        return self.host.remote("Project", _Project(self.host))

    def tags(self) -> tuple[Remote, ...]:
        return tuple(self.host.remote("Tag", _Tag(self.host, tag)) for tag in self.tags_of)

    def addTagToRange(self, tag: Remote, first: int, last: int) -> Remote:
        self.host.changed("addTagToRange")
        if not 0 <= first <= last:
            raise ContractError(f"a tag from {first} to {last}")
        # The tag that is there is a copy; the one that was given stays free (L).
        given: Tag = model_of(tag).tag
        added = Tag(given.name, given.icon, "", first, last, {})
        self.tags_of.append(added)
        return self.host.remote("Tag", _Tag(self.host, added))

    def addTag(self, tag: Remote) -> Remote:
        self.host.changed("addTag")
        self.tags_of.append(model_of(tag).tag)
        return tag

    def removeTag(self, tag: Remote) -> None:
        self.host.changed("removeTag")
        self.tags_of.remove(model_of(tag).tag)


class _Clip(_Owner):
    def __init__(self, host: Hiero, clip: Clip) -> None:
        super().__init__(host)
        self.clip = clip
        self.tags_of = clip.tags

    def name(self) -> str:
        return self.clip.name

    def guid(self) -> str:
        return f"guid-{self.clip.name}"

    def duration(self) -> int:
        return self.clip.frames

    def sourceIn(self) -> int:
        return self.clip.source_in

    def framerate(self) -> Remote:
        return self.host.remote("TimeBase", _TimeBase())

    def mediaSource(self) -> Remote:
        return self.host.remote("MediaSource", _MediaSource(self.host, self.clip))

    def timecodeStart(self) -> int:
        return 86400


class _TrackItem(_Owner):
    def __init__(self, host: Hiero, item: Item) -> None:
        super().__init__(host)
        self.item = item
        self.tags_of = item.tags

    def name(self) -> str:
        return self.item.clip.name

    def source(self) -> Remote:
        return self.host.clip(self.item.clip)

    def sourceIn(self) -> int:
        return 10

    def sourceOut(self) -> int:
        return 33

    def timelineIn(self) -> int:
        return 100

    def timelineOut(self) -> int:
        return 123

    def playbackSpeed(self) -> float:
        return 1.0

    def mapSourceToTimeline(self, time: float) -> float:
        return time - self.sourceIn() + self.timelineIn()


class _BinItem(_Part):
    def __init__(self, host: Hiero, clip: Clip) -> None:
        super().__init__(host)
        self.clip = clip

    def activeItem(self) -> Remote:
        return self.host.clip(self.clip)


class _MediaSource(_Part):
    def __init__(self, host: Hiero, clip: Clip) -> None:
        super().__init__(host)
        self.clip = clip

    def fileinfos(self) -> list[Remote]:
        return [self.host.remote("MediaFileInfo", self)] if self.clip.path else []

    def filename(self) -> str:
        return self.clip.path

    def startFrame(self) -> int:
        return self.clip.source_in

    def endFrame(self) -> int:
        return self.clip.source_in + self.clip.frames - 1


class _TimeBase:
    def toRationalString(self) -> str:
        return "24/1"


class _Tag(_Part):
    def __init__(self, host: Hiero, tag: Tag) -> None:
        super().__init__(host)
        self.tag = tag

    def name(self) -> str:
        return self.tag.name

    def setNote(self, note: str) -> None:
        self.host.changed("setNote")
        self.tag.note = note

    def inTime(self) -> int:
        return self.tag.first

    def outTime(self) -> int:
        return self.tag.last

    def metadata(self) -> Remote:
        return self.host.remote("DataCollection", _Data(self.host, self.tag))


class _Data(_Part):
    def __init__(self, host: Hiero, tag: Tag) -> None:
        super().__init__(host)
        self.tag = tag

    def keys(self) -> list[str]:
        return list(self.tag.metadata)

    def hasKey(self, key: str) -> bool:
        return key in self.tag.metadata

    def value(self, key: str) -> str:
        # It raises when the key is absent (N).
        if key not in self.tag.metadata:
            raise RuntimeError(f"{key} is not there")
        return self.tag.metadata[key]

    def setValue(self, key: str, value: str) -> None:
        self.host.changed("setValue")
        if not key.startswith("tag."):
            raise ContractError(f"{key} would be lost by the bundled importer")
        self.tag.metadata[key] = value


class _Project(_Part):
    def beginUndo(self, name: str) -> Remote:
        self.host.groups.append(name)
        return self.host.remote("UndoGroup", _Group(self.host))


class _Group(_Part):
    def enter(self) -> None:
        self.host.depth += 1

    def leave(self) -> None:
        self.host.depth -= 1
