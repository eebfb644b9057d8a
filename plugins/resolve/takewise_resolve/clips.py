"""Clips of the Media Pool: what they are, and their markers.

Frames are offsets from the clip's first frame. Calls are positional, and a failure is
False or None with no reason, so every answer is checked, and markers are read back.
"""

from takewise_host.asking import sequence_path
from takewise_host.frames import HostClip
from takewise_host.plan import Present
from takewise_resolve.connection import as_list, version

_COLOURS = {
    "red": "Red",
    "green": "Green",
    "blue": "Blue",
    "cyan": "Cyan",
    "yellow": "Yellow",
}
# Ours to Resolve's marker colours, which are not its clip colours.

_SELECTION_SINCE = (19, 0)


def selected_items(resolve, project):
    """Return the selected items, and words for what they are.

    Before Resolve 19 scripts cannot read the selection, and all clips of the open bin are taken.
    """
    pool = project.GetMediaPool()
    if version(resolve) >= _SELECTION_SINCE:
        return as_list(pool.GetSelectedClips()), "selected in the Media Pool"
    return as_list(pool.GetCurrentFolder().GetClipList()), "in the open bin of the Media Pool"


def timeline_items(project):
    """Return the Media Pool items of the current timeline's video tracks, each once."""
    timeline = project.GetCurrentTimeline()
    found = {}
    if timeline is None:
        return []
    for track in range(1, int(timeline.GetTrackCount("video") or 0) + 1):
        for item in as_list(timeline.GetItemListInTrack("video", track)):
            media = item.GetMediaPoolItem()
            # Titles and generators have none.
            if media is not None:
                found.setdefault(media.GetUniqueId(), media)
    return list(found.values())


def all_items(project):
    """Return every clip of the Media Pool."""
    folders = [project.GetMediaPool().GetRootFolder()]
    items = []
    while folders:
        folder = folders.pop()
        items += as_list(folder.GetClipList())
        folders += as_list(folder.GetSubFolderList())
    return items


def facts(item):
    """Return a Media Pool item as `HostClip`.

    None stands for items without a file: timelines, compound clips, generators.
    """
    said = item.GetClipProperty("File Path")
    if not said:
        return None
    path, first = sequence_path(str(said))
    return HostClip(
        key=item.GetUniqueId(),
        name=item.GetName(),
        path=path,
        frames=_whole(item.GetClipProperty("Frames")),
        rate=str(item.GetClipProperty("FPS") or "") or None,
        start_timecode=str(item.GetClipProperty("Start TC") or "") or None,
        first_number=first,
    )


def present_markers(item):
    """Return every marker of a clip, the user's too."""
    found = item.GetMarkers()
    if not isinstance(found, dict):
        return []
    # Keys are floats in some versions and whole numbers in others.
    return [
        Present(round(float(frame)), str(marker.get("customData") or ""))
        for frame, marker in sorted(found.items())
    ]


def apply_plan(item, plan):
    """Carry out a plan for a Media Pool item, and check the result.

    Return the `Mark` values that Resolve did not take, and the `Present` ones that it did not
    remove.
    """
    for each in plan.remove:
        item.DeleteMarkerAtFrame(each.frame)
    refused = []
    for mark in plan.add:
        colour = _COLOURS[mark.colour]
        taken = item.AddMarker(mark.frame, colour, mark.name, mark.note, mark.duration, mark.data)
        if not taken:
            refused.append(mark)
    there = {(each.frame, each.data) for each in present_markers(item)}
    lost = [mark for mark in plan.add if (mark.frame, mark.data) not in there]
    stuck = [each for each in plan.remove if (each.frame, each.data) in there]
    return [mark for mark in plan.add if mark in refused or mark in lost], stuck


def remove_markers(item, markers):
    """Remove markers of a clip; return how many were removed."""
    return sum(bool(item.DeleteMarkerAtFrame(each.frame)) for each in markers)


def _whole(text):
    try:
        number = int(float(str(text)))
    except ValueError:
        return None
    return number if number > 0 else None
