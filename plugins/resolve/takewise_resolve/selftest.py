"""What nobody could check without Resolve, checked in it.

It puts markers on the first selected clip and takes them off again. It refuses a clip
that has markers: a scratch project with one imported take is meant.
"""

import os

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_resolve import clips
from takewise_resolve.progress import say

_LONG = "0123456789" * 60
_OURS = "takewise:1:selftest:"


def run_self_test(session):
    """Ask Resolve what the documents leave open, and write what it answers.

    Parameters
    ----------
    session
        `takewise_resolve.commands.Session`.

    Returns
    -------
    str
        Path of the file.

    Raises
    ------
    Problem
        If no clip is selected, or it has markers.
    """
    items, _ = clips.selected_items(session.resolve, session.project)
    if not items:
        raise Problem("no clip is selected", "import a take into a scratch project, and select it")
    item = items[0]
    if clips.present_markers(item):
        raise Problem(f"{item.GetName()} has markers", "use a clip without any")
    report = Report(session.resolve.GetProductName(), session.resolve.GetVersionString())
    for kind, thing in (
        ("Resolve", session.resolve),
        ("Project", session.project),
        ("MediaPool", session.project.GetMediaPool()),
        ("MediaPoolItem", item),
    ):
        report.names(kind, thing)
    _ask_facts(report, item)
    try:
        _ask_markers(report, item)
    finally:
        for each in clips.present_markers(item):
            if each.data.startswith(_OURS) or not each.data:
                item.DeleteMarkerAtFrame(each.frame)
    report.check("markers left behind", lambda: len(clips.present_markers(item)))
    path = report.write(os.path.expanduser("~"))
    say(f"Takewise: wrote {path}; please send it, with the name of the media's format")
    return path


def _ask_facts(report, item):
    """Ask what a clip tells of itself; paths are shortened to names."""
    for name in ("Frames", "FPS", "Start TC", "End TC", "Start", "Type", "Drop frame", "Reel Name"):
        report.check(f"clip property {name}", lambda name=name: item.GetClipProperty(name))
    report.check(
        "file name in File Path",
        lambda: os.path.basename(str(item.GetClipProperty("File Path")).replace("\\", "/")),
    )
    report.check("markers where there are none", item.GetMarkers)
    report.check("flags where there are none", item.GetFlagList)


def _ask_markers(report, item):
    """Ask how markers behave, one after the other on its own frame."""

    def put(frame, name, note="", duration=1, mark="x"):
        return item.AddMarker(frame, "Blue", name, note, duration, _OURS + mark)

    def there(frame):
        found = item.GetMarkers() or {}
        return next((v for k, v in found.items() if round(float(k)) == frame), None)

    report.check("first frame takes a marker", lambda: put(0, "first"))
    report.check("type of a marker's key", lambda: [type(k).__name__ for k in item.GetMarkers()])
    report.check("a second marker on its frame", lambda: put(0, "second"))
    report.check("a long note is taken", lambda: put(2, "note", _LONG))
    report.check("characters of a note that stay", lambda: len(there(2)["note"]))
    report.check("a long name is taken", lambda: put(3, _LONG))
    report.check("characters of a name that stay", lambda: len(there(3)["name"]))
    report.check("long custom data is taken", lambda: put(4, "data", mark=_LONG))
    report.check("characters of custom data that stay", lambda: len(there(4)["customData"]))
    report.check("other letters stay", lambda: (put(5, "\u7709\u6bdb \u00e9"), there(5)))
    report.check("a range is taken", lambda: (put(6, "range", duration=5), there(6)))
    report.check("a marker inside another's range", lambda: put(8, "inside"))
    last = clips.facts(item).frames
    report.check("last frame takes a marker", lambda: put(last - 1, "last"))
    report.check("the frame after the last", lambda: put(last, "after"))
    report.check("a colour of clips", lambda: item.AddMarker(9, "Orange", "x", "", 1, _OURS))
    report.check("a marker is deleted by its frame", lambda: item.DeleteMarkerAtFrame(0))
    report.check("deleting where there is none", lambda: item.DeleteMarkerAtFrame(1))
