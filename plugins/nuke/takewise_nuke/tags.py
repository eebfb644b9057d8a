"""Tags on clips and track items of Hiero and Nuke Studio.

The time of a clip counts from 0, whatever its file's numbers are, so a moment's frames
are the tag's. A tag's out time belongs to it. Several tags may lie on one frame.
"""

import hiero.core
import hiero.ui

from takewise_host.asking import (
    counted,
    error_words,
    progress_words,
    remarks,
    request,
    sequence_path,
)
from takewise_host.frames import HostClip, window
from takewise_host.locate import find_core
from takewise_host.plan import Present, all_ours, marks_of, plan
from takewise_host.problems import Problem
from takewise_host.run import is_last
from takewise_nuke.job import Job
from takewise_nuke.qt import QtCore, QtWidgets

DATA = "tag.takewise.data"
"""Key of a tag's metadata that marks ours; only keys that begin with tag. are kept."""

_SHOWN = 8
# Lines of a message; of a selection of hundreds the rest is behind a button.

_boxes = []

_ICON = "icons:Tag{}.png"


def clips_of(selection):
    """Return the clips of a bin's or timeline's selection, each once, as (clip, [track items])."""
    found = {}
    for each in selection:
        items = []
        if isinstance(each, hiero.core.BinItem):
            clip = each.activeItem()
        elif isinstance(each, hiero.core.TrackItem):
            clip, items = each.source(), [each]
        else:
            continue
        if isinstance(clip, hiero.core.Clip):
            found.setdefault(clip.guid(), (clip, []))[1].extend(items)
    return list(found.values())


def host_clip(clip):
    """Return a clip as `HostClip`; raises `Problem` if it has no media."""
    infos = clip.mediaSource().fileinfos()
    if not infos:
        raise Problem(f"{clip.name()} has no media", "bring it online")
    # Of a sequence it reads shot.######.dpx (1-40).
    path, _ = sequence_path(infos[0].filename().split(" (")[0])
    return HostClip(
        key=clip.guid(),
        name=clip.name(),
        path=path,
        frames=int(clip.duration()),
        rate=clip.framerate().toRationalString(),
    )


def present_tags(owner):
    """Return the tags of a clip or track item, the user's too: `Present`, and the tag."""
    found = []
    for tag in owner.tags():
        metadata = tag.metadata()
        data = metadata.value(DATA) if metadata.hasKey(DATA) else ""
        found.append((Present(int(tag.inTime()), data), tag))
    return found


def apply_to(owner, marks, length):
    """Update the tags of a clip or track item to the marks; return the plan that was done.

    `length` is the number of frames of the clip.
    """
    present = present_tags(owner)
    todo = plan([each for each, _ in present], marks, "moment", length, crowded=True)
    _remove(owner, present, todo.remove)
    for mark in todo.add:
        tag = hiero.core.Tag(mark.name, _ICON.format(mark.colour.capitalize()))
        # The host returns the tag that it has added.
        added = owner.addTagToRange(tag, mark.frame, mark.frame + mark.duration - 1)
        added.setNote(mark.note)
        added.metadata().setValue(DATA, mark.data)
    return todo


def remove_tags(selection):
    """Remove only our tags from the clips of a selection; one undo restores them."""
    for clip, items in clips_of(selection):
        with clip.project().beginUndo("Takewise: remove tags"):
            for owner in [clip, *items]:
                present = present_tags(owner)
                _remove(owner, present, all_ours([each for each, _ in present]))


def tag_moments(selection):
    """Find and tag the moments of the clips of a bin's or timeline's selection.

    Return the `TagRun`, or None if there is nothing to do, which was reported.
    """
    from takewise_nuke.menus import library  # noqa: PLC0415 - it imports this

    try:
        run = TagRun(clips_of(selection), find_core(library()))
    except Problem as problem:
        _say(str(problem))
        return None
    run.start()
    return run


class TagRun:
    """Tags the clips that `clips_of` found, as the core answers."""

    def __init__(self, found, core):
        known = [(host_clip(clip), clip, items) for clip, items in found]
        if not known:
            raise Problem("no clip is selected", "select clips in a bin or on a timeline")
        self._known = {clip.key: (clip, owner, items) for clip, owner, items in known}
        self._names = {clip.key: clip.name for clip, _, _ in known}
        self._said = []
        parent = hiero.ui.mainWindow()
        self._dialog = QtWidgets.QProgressDialog("Takewise is starting", "Cancel", 0, 100, parent)
        self._dialog.setWindowTitle("Takewise")
        self._dialog.setMinimumDuration(0)
        self._dialog.setAutoClose(False)
        self._dialog.setMinimumWidth(420)
        self._job = Job(core, request("mark", [clip for clip, _, _ in known]), self._dialog)
        self._job.received.connect(self._hear)
        self._dialog.canceled.connect(self._job.cancel)

    def start(self):
        """Begin; the host goes on meanwhile."""
        self._dialog.show()
        self._job.start()

    def _hear(self, message):
        kind = message["type"]
        if kind == "progress":
            self._dialog.setLabelText(progress_words(message, self._names))
            self._dialog.setValue(int(100 * message["share"]))
            return
        if kind == "error":
            self._said.append(error_words(message, self._names))
        if kind == "result":
            for take in message["takes"]:
                self._tag(take)
            self._said += remarks(message["takes"], self._names)
        if is_last(message):
            self._dialog.reset()
            if kind != "cancelled" and self._said:
                _say("\n".join(self._said))

    def _tag(self, take):
        clip, owner, items = self._known[take["key"]]
        try:
            shown = window(clip, take["media"])
        except Problem as problem:
            self._said.append(str(problem))
            return
        marks = marks_of(take["moments"], shown)
        with owner.project().beginUndo("Takewise: tag moments"):
            done = apply_to(owner, marks, shown.length)
            for item in items:
                # Missing on track items before a later 15.
                if hasattr(item, "addTagToRange"):
                    apply_to(item, marks, shown.length)
        self._said.append(
            f"{clip.name}: {counted(len(done.add), 'tag')} added, {len(done.remove)} removed, "
            f"{len(done.keep)} as before"
        )


def _remove(owner, present, unwanted):
    left = list(unwanted)
    for each, tag in present:
        if each in left:
            left.remove(each)
            owner.removeTag(tag)


def _say(words):
    lines = words.split("\n")
    shown = (
        lines
        if len(lines) <= _SHOWN
        else [*lines[:_SHOWN], f"and {len(lines) - _SHOWN} more lines"]
    )
    box = QtWidgets.QMessageBox(hiero.ui.mainWindow())
    box.setIcon(QtWidgets.QMessageBox.Information)
    box.setWindowTitle("Takewise")
    # Names of clips are not markup.
    box.setTextFormat(QtCore.Qt.PlainText)
    box.setText("\n".join(shown))
    if len(lines) > _SHOWN:
        box.setDetailedText(words)
    # Not by exec: the host goes on meanwhile. Python would delete it.
    _boxes[:] = [box]
    box.open()
