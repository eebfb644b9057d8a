"""Checks that need Resolve.

It puts markers and fields on the selected clips and takes them off again. It refuses
clips that have markers: a scratch project is meant, in which one take, a subclip of it
and an image sequence are selected, and a timeline is open that has the take once as it
is and once at another speed. What is missing is not asked, and the file says so.
"""

import os

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_resolve import clips
from takewise_resolve.connection import as_list, version
from takewise_resolve.progress import say

ROWS = {
    "keys": "whether the keys of markers are whole numbers",
    "duplicate": "whether a second marker on a frame is refused",
    "range": "whether markers outside of a clip are refused",
    "fraction": "what happens to a frame with a fraction",
    "note-length": "how much of a note stays",
    "custom-data-length": "how much of the data of a marker stays",
    "sequence": "whether frames of an image sequence count from 0",
    "subclip": "whether frames of a subclip count from its own first",
    "timeline-item": "which frames markers of a clip on a timeline count",
    "retimed-item": "which frames they count at another speed",
    "markers-on-items": "whether markers of the media show on clips that were cut before",
    "nothing": "how nothing is answered: None, or empty",
    "unknown-names": "whether every name seems to exist",
    "metadata": "whether Comments and third-party metadata keep what is written",
    "good-take": "whether a script can tick Good Take",
    "flags": "whether clearing a flag leaves the others",
    "clip-colour": "whether colours of clips are taken and cleared",
    "windows": "whether there are windows for scripts",
}
"""Open points, each of which the file answers, or lists as not asked."""

_LONG = "0123456789" * 60
_OURS = "takewise:1:selftest:"

_WHOLE_SINCE = (21, 1)
# First version whose list of methods gives frames as whole numbers.


def run_self_test(session):
    """Ask Resolve what its documents leave open, and write the answers; return the file's path.

    Raises `Problem` if no clip is selected, or one has markers.
    """
    items, _ = clips.selected_items(session.resolve, session.project)
    items = [item for item in items if clips.facts(item)]
    if not items:
        raise Problem("no clip is selected", "import a take into a scratch project, and select it")
    for item in items:
        if clips.present_markers(item):
            raise Problem(f"{item.GetName()} has markers", "use clips without any")
    resolve = session.resolve
    report = Report(resolve.GetProductName(), resolve.GetVersionString(), ROWS)
    for kind, thing in (
        ("Resolve", resolve),
        ("Project", session.project),
        ("MediaPool", session.project.GetMediaPool()),
        ("MediaPoolItem", items[0]),
    ):
        report.names(kind, thing)
    report.check("windows", "UIManager", lambda: resolve.Fusion().UIManager is not None)
    report.check("windows", "bmd among the script's names", lambda: "bmd" in session.names)
    try:
        for number, item in enumerate(items, 1):
            _ask_clip(report, item, items, f"clip {number}: ")
        _ask_markers(report, items[0])
        if version(resolve) < _WHOLE_SINCE:
            _ask_fraction(report, items[0])
        _ask_fields(report, items[0], version(resolve))
        _ask_timeline(report, session.project, items[0])
    finally:
        for item in items:
            for each in clips.present_markers(item):
                if each.data.startswith(_OURS) or not each.data:
                    item.DeleteMarkerAtFrame(each.frame)
    left = [len(clips.present_markers(item)) for item in items]
    report.check(None, "markers left behind", lambda: sum(left))
    path = report.write(os.path.expanduser("~"))
    say(f"Takewise: wrote {path}; please send it, with the names of the media's formats")
    return path


def _ask_clip(report, item, items, which):
    """Ask what a clip reports about itself, and where its frames begin; of paths only names."""
    clip = clips.facts(item)
    path = str(item.GetClipProperty("File Path"))
    row = None
    if clip.first_number is not None or "%0" in clip.path:
        row = "sequence"
    elif any(each is not item and clips.facts(each).path == clip.path for each in items):
        row = "subclip"
    for name in ("Frames", "FPS", "Start TC", "End TC", "Start", "In", "Out", "Type", "Drop frame"):
        report.check(
            row, f"{which}clip property {name}", lambda name=name: item.GetClipProperty(name)
        )
    report.check(
        row,
        f"{which}file name in File Path",
        lambda: os.path.basename(path.replace("\\", "/")),
    )
    last = (clip.frames or 1) - 1
    for frame in sorted({0, last, last + 1, (clip.first_number or 0) + last}):
        report.check(
            "range" if frame == last + 1 else row,
            f"{which}a marker on frame {frame} is taken",
            lambda frame=frame: item.AddMarker(frame, "Blue", "x", "", 1, f"{_OURS}{which}{frame}"),
        )
    for each in items:
        if each is not item and clips.facts(each).path == clip.path:
            report.check(
                "subclip",
                f"{which}where its markers lie on another clip of that file",
                lambda each=each: [[m.frame, m.data] for m in clips.present_markers(each)],
            )
    for each in clips.present_markers(item):
        item.DeleteMarkerAtFrame(each.frame)


def _ask_markers(report, item):
    """Ask how markers behave, one after the other on its own frame."""

    def put(frame, name, note="", duration=1, mark="x"):
        return item.AddMarker(frame, "Blue", name, note, duration, _OURS + mark)

    def there(frame):
        found = item.GetMarkers() or {}
        return next((v for k, v in found.items() if round(float(k)) == frame), None)

    for row, question, answer in (
        ("nothing", "markers where there are none", item.GetMarkers),
        ("nothing", "flags where there are none", item.GetFlagList),
        ("unknown-names", "a name that does not exist", lambda: hasattr(item, "TakewiseNone")),
        ("keys", "first frame takes a marker", lambda: put(0, "first")),
        ("keys", "type of a marker's key", lambda: [type(k).__name__ for k in item.GetMarkers()]),
        ("duplicate", "a second marker on its frame", lambda: put(0, "second")),
        ("note-length", "a long note is taken", lambda: put(2, "note", _LONG)),
        ("note-length", "characters of a note that stay", lambda: len(there(2)["note"])),
        ("note-length", "a long name is taken", lambda: put(3, _LONG)),
        ("note-length", "characters of a name that stay", lambda: len(there(3)["name"])),
        ("custom-data-length", "long custom data is taken", lambda: put(4, "data", mark=_LONG)),
        (
            "custom-data-length",
            "characters of custom data that stay",
            lambda: len(there(4)["customData"]),
        ),
        (None, "other letters stay", lambda: (put(5, "\u7709\u6bdb \u00e9"), there(5))),
        (None, "a range is taken", lambda: (put(6, "range", duration=5), there(6))),
        (None, "a marker inside another's range", lambda: put(8, "inside")),
        (None, "a colour of clips", lambda: item.AddMarker(9, "Orange", "x", "", 1, _OURS)),
        (None, "a marker is deleted by its frame", lambda: item.DeleteMarkerAtFrame(0)),
        (None, "deleting where there is none", lambda: item.DeleteMarkerAtFrame(1)),
    ):
        report.check(row, question, answer)


def _ask_fraction(report, item):
    """Ask what happens to a frame with a fraction, where its type allows one."""
    data = _OURS + "half"
    report.check(
        "fraction", "frame 10.5 is taken", lambda: item.AddMarker(10.5, "Blue", "x", "", 1, data)
    )
    report.check("fraction", "where it is", lambda: [repr(key) for key in item.GetMarkers()])


def _ask_fields(report, item, number):
    """Ask which fields keep what is written; each is as it was afterwards."""

    def write(name, value):
        before = item.GetMetadata(name)
        taken = item.SetMetadata({name: value})
        read = item.GetMetadata(name)
        item.SetMetadata({name: str(before or "")})
        return [before, taken, read, item.GetMetadata(name)]

    report.check("metadata", "Comments", lambda: write("Comments", "words \u7709; 1 [x=y]"))
    for value in ("true", "1"):
        report.check(
            "good-take", f"Good Take, {value}", lambda value=value: write("Good Take", value)
        )
    if number >= (19, 0):
        report.check(
            "metadata",
            "third-party metadata",
            lambda: [
                item.SetThirdPartyMetadata({"takewise.selftest": "x=y, z"}),
                item.GetThirdPartyMetadata("takewise.selftest"),
                item.SetThirdPartyMetadata({"takewise.selftest": ""}),
                item.GetThirdPartyMetadata("takewise.selftest"),
            ],
        )
    if not item.GetFlagList():
        report.check(
            "flags",
            "two flags, one cleared, then the other",
            lambda: [
                item.AddFlag("Green"),
                item.AddFlag("Red"),
                item.GetFlagList(),
                item.ClearFlags("Green"),
                item.GetFlagList(),
                item.ClearFlags("Red"),
                item.GetFlagList(),
            ],
        )
    if not item.GetClipColor():
        report.check(
            "clip-colour",
            "a colour of clips, one of markers, none",
            lambda: [
                item.SetClipColor("Lime"),
                item.GetClipColor(),
                item.SetClipColor("Mint"),
                item.GetClipColor(),
                item.ClearClipColor(),
                item.GetClipColor(),
            ],
        )


def _ask_timeline(report, project, media):
    """Ask how clips on the open timeline that show the first selected one count."""
    timeline = project.GetCurrentTimeline()
    if timeline is None:
        return
    media.AddMarker(0, "Blue", "media", "", 1, _OURS + "media")
    for track in range(1, int(timeline.GetTrackCount("video") or 0) + 1):
        for number, item in enumerate(as_list(timeline.GetItemListInTrack("video", track)), 1):
            shown = item.GetMediaPoolItem()
            if shown is not None and shown.GetUniqueId() == media.GetUniqueId():
                _ask_item(report, item, f"item {track}.{number}: ")


def _ask_item(report, item, which):
    report.check("markers-on-items", f"{which}its markers", item.GetMarkers)
    length = item.GetEnd(False) - item.GetStart(False)
    # If a script cannot read the speed, the person who sends the file adds it.
    speed = "GetSpeed" in dir(item)
    percent = item.GetSpeed().get("Percentage") if speed else None
    row = "timeline-item" if percent in (None, 100, 100.0) else "retimed-item"
    report.check(row, f"{which}speed", lambda: percent)
    report.check(row, f"{which}frames on the timeline", lambda: length)
    offset = report.check(row, f"{which}left offset", lambda: item.GetLeftOffset(False))
    for frame in (0, int(offset or 0) + 1):
        mark = f"{_OURS}{which}{frame}"
        report.check(
            row,
            f"{which}a marker on frame {frame} is taken",
            lambda frame=frame, mark=mark: item.AddMarker(frame, "Blue", "x", "", 1, mark),
        )
    report.check(row, f"{which}where they are", item.GetMarkers)
    for frame in (0, int(offset or 0) + 1):
        item.DeleteMarkerByCustomData(f"{_OURS}{which}{frame}")
    report.check(None, f"{which}markers left behind", item.GetMarkers)
