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
    killer: str
    """Name of the check that must fail."""
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
    Mutant("frames as text", "markers_land_on_the_frames_of_the_file", _CLIPS, _ADD, _ADD.replace("mark.frame", "str(mark.frame)", 1)),
    Mutant("frames with a fraction", "markers_land_on_the_frames_of_the_file", _CLIPS, _ADD, _ADD.replace("frame", "frame + 0.5", 1)),
    Mutant("frames in timecode space", "markers_land_on_the_frames_of_the_file", _CLIPS, _ADD, _ADD.replace("frame", "frame + 86400", 1)),
    Mutant("clip colour for a marker", "markers_land_on_the_frames_of_the_file", _CLIPS, '"red": "Red"', '"red": "Orange"'),
    Mutant("marker colour for a clip", "colours_follow_the_rank", _RATINGS, '("Green", "Lime"', '("Green", "Mint"'),
    Mutant("arguments by name", "markers_land_on_the_frames_of_the_file", _CLIPS, "mark.duration, mark.data", "mark.duration, customData=mark.data"),
    Mutant("too few arguments", "markers_land_on_the_frames_of_the_file", _CLIPS, "mark.note, mark.duration, mark.data", "mark.note"),
    Mutant("no mark that it is ours", "a_second_run_changes_nothing", _CLIPS, "mark.duration, mark.data", "mark.duration, ''"),
    Mutant("a method that does not exist", "markers_land_on_the_frames_of_the_file", _CLIPS, "item.AddMarker(", "item.AddMarkerAtFrame("),
    Mutant("an attribute is set", "markers_land_on_the_frames_of_the_file", _CLIPS, "    refused = []\n", "    refused = item.Dirty = []\n"),
    Mutant("everything of a colour is deleted", "the_users_markers_stay", _CLIPS, "bool(item.DeleteMarkerAtFrame(each.frame)) for", 'bool(item.DeleteMarkersByColor("Red")) for'),
    Mutant("deletes a user's marker", "the_users_markers_stay", _PLAN, "if each.data.startswith(OURS)]", 'if each.data.startswith("takewise") or not each.data]'),
    Mutant("takes a user's marker for a stale one", "the_users_markers_stay", _PLAN, 'ours = [each for each in present if each.data.startswith(f"{OURS}{scope}:")]', "ours = list(present)"),
    Mutant("another scope is removed", "picks_and_moments_do_not_touch_each_other", _PLAN, 'startswith(f"{OURS}{scope}:")]', "startswith(OURS)]"),
    Mutant("not idempotent", "a_second_run_changes_nothing", _PLAN, "known = as_wanted.pop((each.frame, each.data), None)", "known = None"),
    Mutant("stale markers stay", "changed_moments_are_replaced", _PLAN, "(keep if known else remove).append(each)", "keep.append(each)"),
    Mutant("what it says is not in its mark", "changed_moments_are_replaced", _PLAN, "hexdigest()[:8]", "hexdigest()[:0]"),
    Mutant("no way around a taken frame", "a_taken_frame_moves_a_marker_a_little", _PLAN, "REACH = 3", "REACH = 0"),
    Mutant("any way around a taken frame", "a_taken_frame_moves_a_marker_a_little", _PLAN, "REACH = 3", "REACH = 30"),
    Mutant("one frame too long", "markers_land_on_the_frames_of_the_file", _PLAN, "                end - start,\n", "                end - start + 1,\n"),
    Mutant("ignores a False", "a_refusal_of_resolve_is_told", _CLIPS, "return [mark for mark in plan.add if mark in refused or mark in lost], stuck", "return [], stuck"),
    Mutant("a call of 19.0 on 18.6", "the_selection_is_what_is_marked", _CLIPS, "if version(resolve) >= _SELECTION_SINCE:", "if resolve:"),
    Mutant("a note of 19.0 on 18.6", "colours_follow_the_rank", _RATINGS, "self._own_field = version >= _NOTES_SINCE", "self._own_field = True"),
    Mutant("asks with hasattr, which is always true", "the_selection_is_what_is_marked", _CLIPS, "if version(resolve) >= _SELECTION_SINCE:", 'if hasattr(pool, "GetSelectedClips"):'),
    Mutant("two arguments where 21.1 takes one", "a_comparison_is_written_into_metadata", _RATINGS, '{"Comments": whole}', '"Comments", whole'),
    Mutant("only whole numbers are keys", "a_second_run_changes_nothing", _CLIPS, "        for frame, marker in sorted(found.items())\n", "        for frame, marker in sorted(found.items())\n        if isinstance(frame, int)\n"),
    Mutant("None for no markers", "markers_land_on_the_frames_of_the_file", _CLIPS, "    if not isinstance(found, dict):\n        return []\n", ""),
    Mutant("None for no clips", "nothing_selected_is_said", "resolve/takewise_resolve/connection.py", "return list(answer) if isinstance(answer, (list, tuple)) else []", "return list(answer)"),
    Mutant("titles have media", "the_timelines_media_are_marked", _CLIPS, "            if media is not None:\n", "            if True:\n"),
    Mutant("markers on the wrong count", "unequal_counts_are_refused", "shared/takewise_host/frames.py", "    if start is None or start < 0 or length < 1 or start + length > total:\n", "    start = start or 0\n    if False:\n"),
    Mutant("the subclip's start is ignored", "a_subclip_is_followed_by_its_timecode", _PLAN, 'start = max(0, moment["start"] - window.start)', 'start = max(0, moment["start"])'),
    Mutant("a user's comment is overwritten", "a_comment_of_the_user_stays", _RATINGS, '        if self._words and not self._ours:\n            return ["its', '        if False:\n            return ["its'),
    Mutant("a user's colour is overwritten", "a_comment_of_the_user_stays", _RATINGS, "if there and there != self._noted.get(_Colour.name):", "if False:"),
    Mutant("a flag for each comparison", "a_comparison_is_written_into_metadata", _RATINGS, "        there = mark.read(self._item)\n        if there == value:\n", "        there = mark.read(self._item)\n        if False:\n"),
    Mutant("every take is circled", "a_comparison_is_written_into_metadata", _RATINGS, 'if ranked.get("circled") else', "if True else"),
    Mutant("a circle is never taken back", "a_circle_is_taken_back", _RATINGS, "else self._hide(mark)", "else []"),
    Mutant("a user's flag is noted as ours", "a_circle_is_taken_back", _RATINGS, "        if there == value:\n            return []\n        before", "        if there == value:\n            self._note(mark, value)\n            self._save()\n            return []\n        before"),
    Mutant("all flags are cleared", "a_circle_is_taken_back", _RATINGS, "item.ClearFlags(FLAG)", 'item.ClearFlags("All")'),
    Mutant("what a user took off is still ours", "a_circle_is_taken_back", _RATINGS, "                return [f\"Resolve did not take back {mark.words}\"]\n        self._note(mark, None)\n", "                return [f\"Resolve did not take back {mark.words}\"]\n"),
    Mutant("a True is trusted", "a_comparison_is_written_into_metadata", _RATINGS, "        if mark.read(self._item) == value:\n            return []\n        self._note", "        if True:\n            return []\n        self._note"),
    Mutant("edited words are overwritten", "words_that_were_changed_stay", _RATINGS, 'self._ours = self._noted.get("comment") == _digest(self._words)', 'self._ours = "comment" in self._noted'),
    Mutant("a flag that nobody can take back", "a_flag_needs_a_note", _RATINGS, "            return not self._noted\n", "            return True\n"),
    Mutant("a marker that stayed is told as gone", "a_refusal_of_resolve_is_told", _CLIPS, "in refused or mark in lost], stuck", "in refused or mark in lost], []"),
    Mutant("the host's PYTHONHOME leaks", "the_hosts_python_stays_outside", "shared/takewise_host/environment.py", "if name.upper() not in _HOSTS_OWN and not name.upper().startswith(_HOSTS_FAMILIES)", "if True"),
    Mutant("a result before the end", "the_end_without_a_result_changes_nothing", "resolve/takewise_resolve/commands.py", '            raise Problem(message["message"], message.get("hint") or "")', '            return {"takes": [], "ranking": []}'),
    Mutant("errors of takes are swallowed", "a_failed_take_costs_no_other", "resolve/takewise_resolve/commands.py", "            say(error_words(message, labels))\n", "            pass\n"),
)  # fmt: skip
"""Those that the checks of Resolve must kill."""

_NODE = "nuke/takewise_nuke/node.py"
_READS = "nuke/takewise_nuke/reads.py"
_ROWS = "nuke/takewise_nuke/rows.py"
_RANGES = "nuke/takewise_nuke/ranges.py"
_JOB = "nuke/takewise_nuke/job.py"
_TAGS = "nuke/takewise_nuke/tags.py"
_MENUS = "nuke/takewise_nuke/menus.py"

NUKE = (
    Mutant("a movie counts from zero", "a_movies_first_frame_is_one", _ROWS, "frames.base + place - window.start", "frames.first - 1 + place - window.start"),
    Mutant("the sequence's number is ignored", "a_sequence_keeps_its_numbers", _READS, "first_number=first if numbered else None", "first_number=None"),
    Mutant("start at is ignored", "start_at_is_followed", _READS, "shift = int(text) - first", "shift = 0"),
    Mutant("an expression is passed over", "an_expression_is_refused", _READS, 'if "start at" not in mode or', "if"),
    Mutant("moments outside of the range are listed", "moments_outside_of_the_range_are_counted", _ROWS, " or not frames.first <= apex <= frames.last", ""),
    Mutant("the last frame is the first after", "a_movies_first_frame_is_one", _ROWS, 'moment["end"] - 1]', 'moment["end"]]'),
    Mutant("wired to the selection", "the_node_drives_with_the_moments", _NODE, "    node.setInput(0, read)\n", ""),
    Mutant("a key where the playhead was", "the_node_drives_with_the_moments", _NODE, "    if stray:\n", "    if False:\n"),
    Mutant("the knob glides from key to key", "the_node_drives_with_the_moments", _NODE, "    curve.changeInterpolation(curve.keys(), nuke.CONSTANT)\n", ""),
    Mutant("the knob ends a frame early", "the_node_drives_with_the_moments", _ROWS, "{row.last + 1 for row in rows}", "{row.last for row in rows}"),
    Mutant("a node for each run", "the_node_is_brought_up_to_date", _NODE, "node = find_node(read) or _made(read)", "node = _made(read)"),
    Mutant("any NoOp is ours", "the_node_is_brought_up_to_date", _NODE, "if knob is not None and knob.value() == read.fullName():", "if True:"),
    Mutant("old keys stay", "the_node_is_brought_up_to_date", _NODE, "    knob.clearAnimated()\n", ""),
    Mutant("no undo", "one_undo_takes_it_back", _NODE, '    with nuke.Undo("Takewise moments"):\n', "    if True:\n"),
    Mutant("jumps to where it is", "keys_go_to_the_next_moment", _ROWS, "(frame - current) * direction > 0", "(frame - current) * direction >= 0"),
    Mutant("a loop outside of undo", "a_frame_range_is_set_on_request", _RANGES, '    with nuke.Undo("Takewise: loop"):\n', "    if True:\n"),
    Mutant("the viewer is not kept to its range", "a_frame_range_is_set_on_request", _RANGES, '        viewer["frame_range_lock"].setValue(True)\n', ""),
    Mutant("a range for the first frame after", "a_frame_range_is_set_on_request", _RANGES, '["last_frame"].setValue(last)', '["last_frame"].setValue(last + 1)'),
    Mutant("two undos for one range", "a_frame_range_is_set_on_request", _RANGES, '    with nuke.Undo("Takewise: frame range"):\n        root["first_frame"].setValue(first)\n', '    with nuke.Undo("Takewise"):\n        root["first_frame"].setValue(first)\n    with nuke.Undo("Takewise"):\n'),
    Mutant("a range without a viewer", "a_frame_range_needs_no_panel", _RANGES, "    if window is None:\n", "    if False:\n"),
    Mutant("the range of the first moment", "a_frame_range_is_set_on_request", _ROWS, "return min(rows, key=distance) if rows else None", "return rows[0] if rows else None"),
    Mutant("the main thread is blocked", "the_host_goes_on_meanwhile", _JOB, "        self._thread.start()\n", "        self._thread.run()\n"),
    Mutant("cancel is not heard", "the_host_goes_on_meanwhile", _JOB, "messages(core, request, self._wished.is_set)", "messages(core, request)"),
    Mutant("the core's processes are left", "the_host_goes_on_meanwhile", "shared/takewise_host/run.py", "    _kill(child)\n", "    child.kill()\n"),
    Mutant("widgets and nodes are touched on the thread", "a_movies_first_frame_is_one", _JOB, "                self._queue.put(message)\n", "                self.received.emit(message) if not is_last(message) else self.parent()._session.rows(message['takes'][0]) and self._queue.put(message)\n"),
    Mutant("a thread that dies silently", "errors_are_told", _JOB, "        if last is not None:\n", "        if False:\n"),
    Mutant("menus are made twice", "menus_are_made_once", _MENUS, '    _made.add("nuke")\n', ""),
    Mutant("a tag one frame too long", "tags_last_to_the_last_frame", _TAGS, "mark.frame + mark.duration - 1", "mark.frame + mark.duration"),
    Mutant("the note is on the free tag", "tags_last_to_the_last_frame", _TAGS, "added.setNote(mark.note)", "tag.setNote(mark.note)"),
    Mutant("a key that importers drop", "tags_last_to_the_last_frame", _TAGS, 'DATA = "tag.takewise.data"', 'DATA = "takewise.data"'),
    Mutant("tags outside of undo", "tags_last_to_the_last_frame", _TAGS, 'with owner.project().beginUndo("Takewise: tag moments"):', "if True:"),
    Mutant("tags count from the file's number", "a_sequences_tags_count_from_zero", _TAGS, "owner.addTagToRange(tag, mark.frame, mark.frame", "owner.addTagToRange(tag, mark.frame + owner.sourceIn(), mark.frame + owner.sourceIn()"),
    Mutant("the range stays in the path", "a_sequences_tags_count_from_zero", _TAGS, '.split(" (")[0]', ""),
    Mutant("a user's tag is removed", "the_users_tags_stay", _TAGS, "if each in left:", "if True:"),
    Mutant("a missing key raises", "the_users_tags_stay", _TAGS, 'metadata.value(DATA) if metadata.hasKey(DATA) else ""', "metadata.value(DATA)"),
    Mutant("ranges for track items of 15.0", "track_items_are_tagged_where_they_can_be", _TAGS, 'if hasattr(item, "addTagToRange"):', "if True:"),
    Mutant("a clip for each track item", "track_items_are_tagged_where_they_can_be", _TAGS, "found.setdefault(clip.guid(), ", "found.setdefault(id(each), "),
)  # fmt: skip
"""Those that the checks of Nuke and Hiero must kill."""
