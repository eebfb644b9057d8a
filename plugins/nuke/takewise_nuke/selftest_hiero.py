"""What nobody could check without Hiero or Nuke Studio, checked in it.

Run it from the Script Editor, with one clip without tags selected in a scratch project:

    from takewise_nuke.selftest_hiero import run_self_test; run_self_test()
"""

import os

import hiero.core
import hiero.ui

from takewise_host.problems import Problem
from takewise_host.report import Report
from takewise_nuke import tags


def run_self_test(folder=None):
    """Ask Hiero what the documents leave open, and write what it answers.

    Parameters
    ----------
    folder
        Where to; None takes the home folder.

    Returns
    -------
    str
        Path of the file.

    Raises
    ------
    Problem
        If there is anything but one selected clip without tags.
    """
    found = tags.clips_of(hiero.ui.activeView().selection())
    if len(found) != 1 or found[0][0].tags():
        raise Problem("this is no selection of one clip without tags", "select one in a bin")
    clip, items = found[0]
    report = Report("Hiero", hiero.core.env["VersionString"])
    report.names("Clip", clip)
    report.names("hiero.core", hiero.core)
    for item in items:
        report.names("TrackItem", item)
    _ask_facts(report, clip)
    with clip.project().beginUndo("Takewise: self-test"):
        _ask_tags(report, clip)
        for tag in list(clip.tags()):
            clip.removeTag(tag)
    report.check("tags left behind", lambda: len(clip.tags()))
    return report.write(folder or os.path.expanduser("~"))


def _ask_facts(report, clip):
    report.check("duration", clip.duration)
    report.check("source in", clip.sourceIn)
    report.check("rate", lambda: clip.framerate().toRationalString())
    report.check(
        "file name", lambda: os.path.basename(clip.mediaSource().fileinfos()[0].filename())
    )


def _ask_tags(report, clip):
    def put(name, first, last):
        return clip.addTagToRange(hiero.core.Tag(name, "icons:TagRed.png"), first, last)

    def places():
        return [[tag.name(), tag.inTime(), tag.outTime()] for tag in clip.tags()]

    one = report.check("a tag of one frame", lambda: put("one", 0, 0))
    report.check("where it is", places)
    report.check("a tag of five frames", lambda: put("five", 2, 6))
    report.check("two of one name on one frame", lambda: put("one", 0, 0))
    report.check("where all are", places)
    if one is not None:
        report.check("its note is taken", lambda: one.setNote("note \u7709"))
        report.check(
            "its mark is taken", lambda: one.metadata().setValue(tags.DATA, "takewise:1:x")
        )
        report.check(
            "marks that are read", lambda: [present.data for present, _ in tags.present_tags(clip)]
        )
