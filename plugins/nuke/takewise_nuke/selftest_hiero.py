"""Checks that need Hiero or Nuke Studio.

Run it from the Script Editor, in a scratch project, with one clip without tags selected
in a bin, or on a timeline:

    from takewise_nuke.selftest_hiero import run_self_test; run_self_test()
"""

import importlib
import inspect
import os

import hiero.core
import hiero.ui

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_nuke import qt, tags

ROWS = {
    "binding": "which Python and Qt there are",
    "zero-based": "whether the time of a clip counts from 0, of sequences too",
    "out-time": "whether a tag's out time belongs to it, and what a whole tag's is",
    "equal-names": "what happens to two tags of one name",
    "tag-metadata": "which metadata a tag has, and whether it keeps ours",
    "track-item-ranges": "whether track items take tags for a range",
    "track-item-times": "how times of a clip are placed on a timeline",
    "otio-markers": "whether the OTIO importer reads markers",
}
"""Open points, each of which the file answers, or lists as not asked."""


def run_self_test(folder=None):
    """Ask Hiero what its documents leave open, and write the answers; return the file's path.

    A folder of None is the home folder. Raises `Problem` unless exactly one clip without tags is
    selected.
    """
    found = tags.clips_of(hiero.ui.activeView().selection())
    owners = [each for clip, items in found for each in (clip, *items)]
    if len(found) != 1 or any(owner.tags() for owner in owners):
        raise Problem(
            "this is no selection of one clip without tags", "select one, in a scratch project"
        )
    clip, items = found[0]
    report = Report("Hiero", hiero.core.env["VersionString"], ROWS)
    for kind, thing in (("Clip", clip), ("hiero.core", hiero.core)):
        report.names(kind, thing)
    report.check("binding", "Qt", lambda: [qt.QtCore.__name__, qt.QtCore.qVersion()])
    report.check("otio-markers", "OpenTimelineIO", _otio_version)
    report.check("otio-markers", "its importer speaks of markers", _importer_reads_markers)
    _ask_facts(report, clip)
    with clip.project().beginUndo("Takewise: self-test"):
        _ask_tags(report, clip)
        for item in items[:1]:
            report.names("TrackItem", item)
            _ask_item(report, item)
        for owner in owners:
            for tag in list(owner.tags()):
                owner.removeTag(tag)
    report.check(None, "tags left behind", lambda: sum(len(owner.tags()) for owner in owners))
    return report.write(folder or os.path.expanduser("~"))


def _otio_version():
    return importlib.import_module("opentimelineio").__version__


def _importer_reads_markers():
    module = importlib.import_module("hiero.importers.FnOTIOImporter")
    return "marked_range" in inspect.getsource(module)


def _ask_facts(report, clip):
    info = clip.mediaSource().fileinfos()[0]
    for question, answer in (
        ("duration", clip.duration),
        ("source in", clip.sourceIn),
        ("rate", lambda: clip.framerate().toRationalString()),
        ("timecode start", clip.timecodeStart),
        ("file name", lambda: os.path.basename(info.filename())),
        ("number of the file's first picture", info.startFrame),
        ("number of the file's last picture", info.endFrame),
    ):
        report.check("zero-based", question, answer)


def _put(owner, name, first, last):
    return owner.addTagToRange(hiero.core.Tag(name, "icons:TagRed.png"), first, last)


def _places(owner):
    return [[tag.name(), tag.inTime(), tag.outTime()] for tag in owner.tags()]


def _ask_tags(report, clip):
    one = report.check("out-time", "a tag of one frame", lambda: _put(clip, "one", 0, 0))
    report.check("out-time", "where it is", lambda: _places(clip))
    report.check("out-time", "a tag of five frames", lambda: _put(clip, "five", 2, 6))
    report.check("out-time", "a whole tag", lambda: clip.addTag(hiero.core.Tag("whole")))
    report.check(
        "equal-names", "two of one name on one frame", lambda: _put(clip, "one", 0, 0) is not None
    )
    last = clip.duration() - 1
    report.check("zero-based", "a tag on the last frame", lambda: _put(clip, "last", last, last))
    report.check("equal-names", "where all are", lambda: _places(clip))
    if one is not None:
        report.check("tag-metadata", "its note is taken", lambda: one.setNote("note \u7709"))
        report.check(
            "tag-metadata",
            "its mark is taken",
            lambda: one.metadata().setValue(tags.DATA, "takewise:1:x"),
        )
        report.check("tag-metadata", "its keys", lambda: list(one.metadata().keys()))
        report.check(
            "tag-metadata",
            "marks that are read",
            lambda: [present.data for present, _ in tags.present_tags(clip)],
        )


def _ask_item(report, item):
    for question, answer in (
        ("source in", item.sourceIn),
        ("source out", item.sourceOut),
        ("timeline in", item.timelineIn),
        ("timeline out", item.timelineOut),
        ("speed", item.playbackSpeed),
        ("frame 0 on the timeline", lambda: item.mapSourceToTimeline(0)),
        ("frame 10 on the timeline", lambda: item.mapSourceToTimeline(10)),
    ):
        report.check("track-item-times", question, answer)
    ranges = report.check(
        "track-item-ranges", "it can have them", lambda: hasattr(item, "addTagToRange")
    )
    if ranges:
        report.check("track-item-ranges", "a tag from 2 to 6", lambda: _put(item, "item", 2, 6))
        report.check("track-item-ranges", "where it is", lambda: _places(item))
