"""What the panel needs of Nuke; tests replace it."""

import os

import nuke

from takewise_host.asking import counted, request
from takewise_host.frames import window
from takewise_host.locate import user_folder
from takewise_host.problems import Problem
from takewise_nuke import node, ranges, reads
from takewise_nuke.rows import rows_of


class NukeSession:
    """The script that is open."""

    def __init__(self):
        self._reads = {}
        self._clips = {}

    def ask(self):
        """Return the request for the selected Reads, names by key, and remarks on Reads left out.

        Raises `Problem` if no Read that has media is selected.
        """
        self._reads, self._clips, left = {}, {}, []
        for read in nuke.selectedNodes("Read"):
            try:
                clip = reads.clip_of(read, nuke.root())
                reads.script_frames(read)
            except Problem as problem:
                left.append(str(problem))
                continue
            self._reads[clip.key], self._clips[clip.key] = read, clip
        if not self._clips:
            raise Problem("; ".join(left) or "no Read node is selected", "select Reads with takes")
        clips = sorted(self._clips.values(), key=lambda clip: clip.key)
        asked = request("mark", clips, thumbnails=_thumbnail_folder())
        return asked, {clip.key: clip.name for clip in clips}, left

    def rows(self, take):
        """Return the rows of a take that the core has answered, and remarks on what was not placed.

        There are no rows if the frames cannot be trusted.
        """
        clip, read = self._clips[take["key"]], self._reads[take["key"]]
        try:
            shown = window(clip, take["media"])
            frames = reads.script_frames(read)
        except Problem as problem:
            return [], [str(problem)]
        above, _, below = take["media"]["rate"].partition("/")
        rows, outside = rows_of(take, clip.name, shown, frames, int(above) / int(below))
        said = f"{clip.name}: {counted(outside, 'moment')} outside of its frame range left out"
        return rows, [said] if outside else []

    def put_nodes(self, rows):
        """Make or update a Takewise node for each Read of some rows; return the nodes' names.

        Moments that are no longer among the rows are removed from the nodes.
        """
        names = []
        for key, clip in sorted(self._clips.items()):
            mine = [row for row in rows if row.read == clip.name]
            read = nuke.toNode(key)
            if read is not None and (mine or node.find_node(read)):
                names.append(node.put_node(read, mine).name())
        return names

    def loop(self, row):
        """Let the viewer play only a moment, from its first frame; raises `Problem` without one."""
        ranges.loop(row.first, row.last)
        nuke.frame(row.first)

    def end_loop(self):
        """Let the viewer play everything again; raises `Problem` if there is none."""
        ranges.end_loop()

    def set_range(self, row):
        """Let the project span a moment."""
        ranges.set_project(row.first, row.last)

    def set_whole_range(self, row):
        """Set the project's range to the whole Read of a moment.

        Raises `Problem` if the Read no longer exists.
        """
        reads_of = {clip.name: self._reads[key] for key, clip in self._clips.items()}
        try:
            frames = reads.script_frames(reads_of[row.read])
        except (KeyError, ValueError) as error:
            # A deleted node answers with a ValueError.
            raise Problem(f"{row.read} is gone", "find the moments again") from error
        ranges.set_project(frames.first, frames.last)

    def frame(self):
        """Return the frame of the playhead."""
        return int(nuke.frame())

    def go_to(self, frame):
        """Move the playhead."""
        nuke.frame(frame)


def _thumbnail_folder():
    # Not the folder for temporary files: other users may read it, or own ours.
    return os.path.join(user_folder(os.environ), "thumbnails")
