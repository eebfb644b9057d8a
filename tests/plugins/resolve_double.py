"""DaVinci Resolve as its contract describes it, from 18.6 to 21.1.

Each rule names its evidence: V the vendor's list, G measured on a live Resolve by the
authors of davinci-resolve-mcp, A the code of ayon-resolve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.plugins.resolve_releases import Release, contract_of
from tests.plugins.strict import Remote, model_of


@dataclass
class Clip:
    """A Media Pool item."""

    path: str
    frames: int
    fps: str = "24.0"
    start_timecode: str = "01:00:00:00"
    name: str = ""
    uid: str = ""
    markers: dict[int, dict[str, Any]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    third_party: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    colour: str = ""

    def mark(self, frame: int, name: str, colour: str = "Red", data: str = "") -> None:
        """Put a marker there as a user does, or another tool."""
        self.markers[frame] = {
            "color": colour,
            "duration": 1,
            "note": "mine",
            "name": name,
            "customData": data,
        }


class Resolve:
    """A running Resolve with one project.

    Parameters
    ----------
    release
        Which.
    clips
        What is in the Media Pool: in the root's one bin.
    selected
        Numbers of the clips that are selected; None selects all.
    ui
        What makes windows for scripts; None where there are none.
    """

    def __init__(
        self,
        release: Release,
        clips: list[Clip],
        selected: list[int] | None = None,
        *,
        ui: object = None,
    ) -> None:
        self.release = release
        self.clips = clips
        self.selected = range(len(clips)) if selected is None else selected
        self.timeline: list[Clip] | None = None
        windows = {"Fusion": {"UIManager": ui}} if ui else {}
        self.contract = replace(contract_of(release), constants=windows)
        for number, clip in enumerate(clips):
            clip.uid = clip.uid or f"uid-{number}"
            clip.name = clip.name or Path(clip.path).name
        self.remotes = [self.remote("MediaPoolItem", _Item(self, clip)) for clip in clips]
        self.remote_self = self.remote("Resolve", _Root(self))

    def remote(self, kind: str, model: object) -> Remote:
        """Return an object of this Resolve."""
        return Remote(kind, self.contract, model)

    def item(self, clip: Clip) -> Remote:
        """Return the Media Pool item of a clip."""
        return next(r for r, c in zip(self.remotes, self.clips, strict=True) if c is clip)

    def listed(self, found: list[Any]) -> list[Any] | None:
        """Return a list as this release answers with one."""
        return None if not found and self.release.nothing_is_none else found


class _Part:
    def __init__(self, host: Resolve) -> None:
        self.host = host


class _Root(_Part):
    def GetProjectManager(self) -> Remote:
        return self.host.remote("ProjectManager", _Manager(self.host))

    def GetProductName(self) -> str:
        return "DaVinci Resolve Studio" if self.host.release.studio else "DaVinci Resolve"

    def GetVersion(self) -> list[Any]:
        return [*self.host.release.number, 0, 1, ""]

    def GetVersionString(self) -> str:
        return f"{self.host.release.version}.0.1"

    def Fusion(self) -> Any:
        return self.host.remote("Fusion", _Part(self.host))


class _Manager(_Part):
    def GetCurrentProject(self) -> Remote:
        return self.host.remote("Project", _Project(self.host))


class _Project(_Part):
    def GetName(self) -> str:
        return "scratch"

    def GetMediaPool(self) -> Remote:
        return self.host.remote("MediaPool", _Pool(self.host))

    def GetCurrentTimeline(self) -> Remote | None:
        if self.host.timeline is None:
            return None
        return self.host.remote("Timeline", _Timeline(self.host))


class _Pool(_Part):
    def GetRootFolder(self) -> Remote:
        return self.host.remote("Folder", _Folder(self.host, root=True))

    def GetCurrentFolder(self) -> Remote:
        return self.host.remote("Folder", _Folder(self.host, root=False))

    def GetSelectedClips(self) -> list[Remote] | None:
        return self.host.listed([self.host.remotes[number] for number in self.host.selected])


class _Folder(_Part):
    def __init__(self, host: Resolve, *, root: bool) -> None:
        super().__init__(host)
        self.root = root

    def GetClipList(self) -> list[Remote] | None:
        return self.host.listed([] if self.root else list(self.host.remotes))

    def GetSubFolderList(self) -> list[Remote] | None:
        bins = [self.host.remote("Folder", _Folder(self.host, root=False))]
        return self.host.listed(bins if self.root else [])


class _Timeline(_Part):
    def __init__(self, host: Resolve) -> None:
        super().__init__(host)
        self.items = [_TimelineItem(host, clip) for clip in host.timeline or ()]
        # The last one is a title, which has no media.
        self.items.append(_TimelineItem(host, None))

    def GetTrackCount(self, track_type: str) -> int:
        return 1 if track_type == "video" else 0

    def GetItemListInTrack(self, track_type: str, index: int) -> list[Remote] | None:
        found = [self.host.remote("TimelineItem", each) for each in self.items]
        return self.host.listed(found if (track_type, index) == ("video", 1) else [])


class _TimelineItem(_Part):
    def __init__(self, host: Resolve, clip: Clip | None) -> None:
        super().__init__(host)
        self.clip = clip

        self.markers: dict[int, dict[str, Any]] = {}

    def GetMediaPoolItem(self) -> Remote | None:
        return None if self.clip is None else self.host.item(self.clip)

    def GetStart(self, subframe_precision: bool) -> int:  # noqa: ARG002, FBT001
        return 86400

    def GetEnd(self, subframe_precision: bool) -> int:  # noqa: ARG002, FBT001
        return 86424

    def GetLeftOffset(self, subframe_precision: bool) -> int:  # noqa: ARG002, FBT001
        return 48

    def GetSpeed(self) -> dict[str, float]:
        return {"Percentage": 100.0}

    def GetMarkers(self) -> dict[float, dict[str, Any]]:
        return {float(frame): dict(marker) for frame, marker in self.markers.items()}

    def AddMarker(
        self, frame: float, colour: str, name: str, note: str, duration: float, data: str = ""
    ) -> bool:
        # Where it shows is not known: it is kept where it was put (A).
        if int(frame) in self.markers or colour not in self.host.contract.words["MarkerColor"]:
            return False
        self.markers[int(frame)] = {"color": colour, "name": name, "note": note,
                                    "duration": duration, "customData": data}  # fmt: skip
        return True

    def DeleteMarkerByCustomData(self, data: str) -> bool:
        found = [f for f, each in sorted(self.markers.items()) if each["customData"] == data]
        return bool(found) and self.markers.pop(found[0], None) is not None


class _Item(_Part):
    def __init__(self, host: Resolve, clip: Clip) -> None:
        super().__init__(host)
        self.clip = clip

    def GetName(self) -> str:
        return self.clip.name

    def GetUniqueId(self) -> str:
        return self.clip.uid

    def GetClipProperty(self, name: str) -> Any:
        clip = self.clip
        # Text, but for FPS, which 21.1 tells as a number (V).
        fps = clip.fps if self.host.release.number < (21, 1) else float(clip.fps.split()[0])
        known = {
            "File Path": clip.path,
            "Frames": str(clip.frames),
            "FPS": fps,
            "Start TC": clip.start_timecode,
        }
        return known.get(name, "")

    def GetMarkers(self) -> dict[float, dict[str, Any]] | None:
        key: Callable[[int], float] = float if self.host.release.float_keys else int
        found = {key(frame): dict(marker) for frame, marker in self.clip.markers.items()}
        return None if not found and self.host.release.nothing_is_none else found

    def AddMarker(
        self, frame: float, colour: str, name: str, note: str, duration: float, data: str = ""
    ) -> bool:
        # One marker a frame, and 16 colours (G).
        if int(frame) in self.clip.markers or colour not in self.host.contract.words["MarkerColor"]:
            return False
        if not 0 <= frame < self.clip.frames:
            # Unchecked for timelines (G, PR 66); here it would be lost to the eye.
            raise AssertionError(f"a marker at frame {frame} of {self.clip.frames}")
        if frame != int(frame):
            raise AssertionError(f"a marker at {frame}, between two frames")
        self.clip.markers[int(frame)] = {
            "color": colour,
            "duration": duration,
            "note": note[: self.host.release.longest_note],
            "name": name,
            "customData": data,
        }
        return True

    def DeleteMarkerAtFrame(self, frame: float) -> bool:
        return self.clip.markers.pop(int(frame), None) is not None

    def DeleteMarkerByCustomData(self, data: str) -> bool:
        # The first match only (V).
        for frame, marker in sorted(self.clip.markers.items()):
            if marker["customData"] == data:
                del self.clip.markers[frame]
                return True
        return False

    def DeleteMarkersByColor(self, colour: str) -> bool:
        # The user's, too (A).
        found = [f for f, m in self.clip.markers.items() if colour in {m["color"], "All"}]
        for frame in found:
            del self.clip.markers[frame]
        return bool(found)

    def GetMetadata(self, name: str | None = None) -> Any:
        return dict(self.clip.metadata) if name is None else self.clip.metadata.get(name, "")

    def SetMetadata(self, first: Any, second: str | None = None) -> bool:
        fields = {first: second} if isinstance(first, str) else dict(first)
        if "Good Take" in fields and self.host.release.good_take != "takes":
            del fields["Good Take"]
            if not fields:
                return self.host.release.good_take == "drops"
        self.clip.metadata.update(fields)
        return True

    def GetThirdPartyMetadata(self, name: str | None = None) -> Any:
        return dict(self.clip.third_party) if name is None else self.clip.third_party.get(name, "")

    def SetThirdPartyMetadata(self, first: Any, second: str | None = None) -> bool:
        self.clip.third_party.update({first: second} if isinstance(first, str) else first)
        return True

    def GetFlagList(self) -> list[str] | None:
        return self.host.listed(list(self.clip.flags))

    def AddFlag(self, colour: str) -> bool:
        if colour not in self.host.contract.words["FlagColor"]:
            return False
        self.clip.flags.append(colour)
        return True

    def ClearFlags(self, colour: str) -> bool:
        # "All" would take the user's, too (V).
        gone = [each for each in self.clip.flags if colour in {each, "All"}]
        for each in gone:
            self.clip.flags.remove(each)
        return bool(gone)

    def GetClipColor(self) -> str:
        return self.clip.colour

    def SetClipColor(self, colour: str) -> bool:
        # Marker colours are no clip colours (G, issue 124).
        if colour not in self.host.contract.words["ClipColor"]:
            return False
        self.clip.colour = colour
        return True

    def ClearClipColor(self) -> bool:
        self.clip.colour = ""
        return True


def clip_of(remote: Remote) -> Clip:
    """Return the clip behind a Media Pool item."""
    found: Clip = model_of(remote).clip
    return found
