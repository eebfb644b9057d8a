"""What the Resolve plugin promises, each promise a check; mutants must fail one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.plugins.bench import Core, load, moment, printed, result, take
from tests.plugins.resolve_double import Clip, Resolve
from tests.plugins.resolve_releases import Release

MOMENTS = (moment("m-a", 20, 32), moment("m-b", 70, 90, colour="yellow"))


class Bench:
    """One Resolve, the loaded plugin, and its core.

    Parameters
    ----------
    folder
        For files of this check.
    release
        Which Resolve.
    """

    def __init__(self, folder: Path, release: Release) -> None:
        self.core = Core(folder / "Späti 1")
        self.library = self.core.note(folder / "library")
        self.release = release
        self.clips = [Clip("/day 1/A.mov", 240), Clip("/day 1/B.mov", 240)]
        self.selected: list[int] | None = None
        self.timeline: list[Clip] | None = None

    def run(self, command: str) -> str:
        """Run a command of the menu, and return what it printed."""
        resolve = Resolve(self.release, self.clips, self.selected)
        resolve.timeline = self.timeline
        with printed() as caught:
            load("takewise_resolve.commands").main(
                command, str(self.library), {"resolve": resolve.remote_self}
            )
        return caught.getvalue()

    def finds(self, *moments: Mapping[str, Any], **media: Any) -> None:
        """Let the core find the same in every clip."""
        takes = [take(clip.path, moments, **media) for clip in self.clips]
        self.core.says([result(*takes)])

    def frames(self, number: int = 0) -> list[int]:
        """Return where a clip has markers."""
        return sorted(self.clips[number].markers)


def markers_land_on_the_frames_of_the_file(bench: Bench) -> None:
    """Markers stand on the moments' frames, with name, colour, length and our data."""
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    for clip in bench.clips:
        assert {
            (frame, each["name"], each["color"], each["duration"])
            for frame, each in clip.markers.items()
        } == {
            (20, "inner brows lift · 0.50 s", "Red", 12),
            (70, "inner brows lift · 0.50 s", "Yellow", 20),
        }
        assert all(type(frame) is int for frame in clip.markers)
        assert all(
            each["customData"].startswith("takewise:1:moment:m-")
            and len(each["customData"].encode()) < 200
            for each in clip.markers.values()
        )


def a_second_run_changes_nothing(bench: Bench) -> None:
    """The same moments again: nothing is added, removed or doubled."""
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    before = {frame: dict(each) for frame, each in bench.clips[0].markers.items()}
    said = bench.run("mark-selected")
    assert bench.clips[0].markers == before
    assert "0 markers added, 0 removed, 2 as before" in said


def changed_moments_are_replaced(bench: Bench) -> None:
    """What is no longer found goes, what is new comes, what is the same stays."""
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    bench.finds(MOMENTS[0], moment("m-c", 100, 110))
    said = bench.run("mark-selected")
    assert bench.frames() == [20, 100]
    assert "1 marker added, 1 removed, 1 as before" in said
    bench.finds({**MOMENTS[0], "note": "another measurement"}, moment("m-c", 100, 110))
    bench.run("mark-selected")
    assert bench.clips[0].markers[20]["note"] == "another measurement"


def the_users_markers_stay(bench: Bench) -> None:
    """Markers of the user, and of other tools, are never touched."""
    bench.clips[0].mark(70, "look here", "Yellow", "takewise is good")
    bench.clips[0].mark(5, "mine", "Red")
    bench.clips[0].mark(200, "other tool", "Blue", "tool:1:x")
    users = {frame: dict(each) for frame, each in bench.clips[0].markers.items()}
    for moments in (MOMENTS, MOMENTS[:1], MOMENTS):
        bench.finds(*moments)
        bench.run("mark-selected")
        assert users.items() <= bench.clips[0].markers.items()
    assert "4 markers of 2 clips removed" in bench.run("remove")
    assert bench.clips[0].markers == users
    assert bench.frames(1) == []
    assert "no clip of this project has markers of ours" in bench.run("remove")


def a_taken_frame_moves_a_marker_a_little(bench: Bench) -> None:
    """A marker moves up to three frames to a free one, and stays there the next time."""
    bench.clips[0].mark(20, "mine")
    bench.clips[0].mark(21, "mine")
    for frame in range(70, 74):
        bench.clips[0].mark(frame, "mine")
    bench.finds(*MOMENTS)
    said = bench.run("mark-selected")
    assert bench.frames() == [20, 21, 22, 70, 71, 72, 73]
    assert "frame 70 is taken" in said
    assert "0 markers added, 0 removed, 1 as before" in bench.run("mark-selected")


def a_markers_edit_by_the_user_stays(bench: Bench) -> None:
    """A person who renames or colours our marker keeps that, as the moment is the same."""
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    bench.clips[0].markers[20]["color"] = "Pink"
    bench.clips[0].markers[20]["name"] = "use this one"
    bench.run("mark-selected")
    assert bench.clips[0].markers[20]["name"] == "use this one"


def a_refusal_of_resolve_is_told(bench: Bench) -> None:
    """If Resolve does not take a marker, the user hears of it, and it is not counted."""
    bench.finds(MOMENTS[0])
    clip = bench.clips[0]
    # A marker that appears after the plugin has looked, as another script's would.
    clip.markers = _Late(20)
    said = bench.run("mark-selected")
    assert "Resolve did not take a marker at frame 20" in said
    assert "A.mov: 0 markers added" in said
    stale = bench.clips[1]
    stale.markers = _Stuck(stale.markers)
    bench.finds()
    said = bench.run("mark-selected")
    assert "B.mov: 0 markers added, 0 removed" in said
    assert "Resolve did not remove our old marker at frame 20" in said


def unequal_counts_are_refused(bench: Bench) -> None:
    """A clip whose frames the host counts otherwise gets no marker, and both numbers."""
    bench.clips[0].frames = 300
    bench.finds(*MOMENTS)
    said = bench.run("mark-selected")
    assert bench.frames(0) == []
    assert "300 frames here, and 240 in its file" in said
    assert bench.frames(1) == [20, 70]


def a_subclip_is_followed_by_its_timecode(bench: Bench) -> None:
    """A subclip that starts 10 frames later has its markers 10 frames earlier."""
    bench.clips[0].frames = 50
    bench.clips[0].start_timecode = "01:00:00:10"
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    assert bench.frames(0) == [10]
    assert bench.frames(1) == [20, 70]


def the_selection_is_what_is_marked(bench: Bench) -> None:
    """From 19 on the selected clips are marked, before it all of the open bin."""
    bench.selected = [1]
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    assert bench.frames(1) == [20, 70]
    assert bench.frames(0) == ([] if bench.release.number >= (19, 0) else [20, 70])


def nothing_selected_is_said(bench: Bench) -> None:
    """Without clips nothing is run, and the user hears what to select."""
    bench.clips, bench.selected = [], []
    assert "select takes" in bench.run("mark-selected")
    assert bench.core.seen == []


def the_timelines_media_are_marked(bench: Bench) -> None:
    """The current timeline's media are marked, each once; titles have none."""
    bench.timeline = [bench.clips[1], bench.clips[1]]
    bench.finds(*MOMENTS)
    bench.run("mark-timeline")
    assert [each["path"] for each in bench.core.seen[0]["request"]["takes"]] == ["/day 1/B.mov"]
    assert bench.frames(1) == [20, 70]
    assert bench.frames(0) == []
    bench.timeline = None
    assert "timeline has no clips" in bench.run("mark-timeline")


def what_has_no_file_is_left_out(bench: Bench) -> None:
    """Timelines and compound clips among the selection are passed over."""
    bench.clips.append(Clip("", 500, name="Timeline 1"))
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    assert len(bench.core.seen[0]["request"]["takes"]) == 2
    assert bench.frames(1) == [20, 70]


def picks_and_moments_do_not_touch_each_other(bench: Bench) -> None:
    """Picked frames are markers of their own; finding moments leaves them."""
    bench.finds(*MOMENTS)
    bench.run("pick")
    assert bench.frames() == [26, 80]
    bench.run("mark-selected")
    assert bench.frames() == [20, 26, 70, 80]
    bench.finds(MOMENTS[0])
    bench.run("mark-selected")
    assert bench.frames() == [20, 26, 80]
    bench.run("remove")
    assert bench.frames() == []


def a_failed_take_costs_no_other(bench: Bench) -> None:
    """The error of one take is told with its name; the others are marked."""
    error = {"type": "error", "key": "/day 1/A.mov", "code": "unreadable-media"}
    bench.core.says(
        [{**error, "message": "it cannot be read", "hint": "check the disk"},
         result(take("/day 1/B.mov", MOMENTS))]
    )  # fmt: skip
    said = bench.run("mark-selected")
    assert "A.mov: it cannot be read; check the disk" in said
    assert bench.frames(1) == [20, 70]


def the_end_without_a_result_changes_nothing(bench: Bench) -> None:
    """An error or a crash of the core leaves every marker, and is told."""
    bench.finds(*MOMENTS)
    bench.run("mark-selected")
    fatal = {"type": "error", "key": None, "code": "detector-error"}
    bench.core.says([{**fatal, "message": "the model is damaged", "hint": "install anew"}])
    assert "the model is damaged; install anew" in bench.run("mark-selected")
    bench.core.says([], then="crash")
    said = bench.run("mark-selected")
    assert "ended without an answer" in said
    assert "Fatal: something broke" in said
    assert bench.frames() == [20, 70]


def the_hosts_python_stays_outside(bench: Bench) -> None:
    """The core's process inherits none of the host's Python, Qt and libraries."""
    bench.finds(*MOMENTS)
    hosts = dict.fromkeys(HOSTS_OWN, "/host")
    before = dict(os.environ)
    os.environ.update(hosts)
    try:
        bench.run("mark-selected")
    finally:
        os.environ.clear()
        os.environ.update(before)
    inherited = bench.core.seen[0]["environment"]
    assert not inherited.keys() & hosts.keys()
    assert inherited["PYTHONUTF8"] == "1"
    assert inherited["PATH"] == before["PATH"]


HOSTS_OWN = ("PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class _Late(dict[int, dict[str, Any]]):
    """Markers of a clip, one of which appears only when a new one is put there."""

    def __init__(self, frame: int) -> None:
        super().__init__()
        self._frame = frame

    def __contains__(self, frame: object) -> bool:
        return frame == self._frame or super().__contains__(frame)


class _Stuck(dict[int, dict[str, Any]]):
    """Markers of a clip that nobody can remove."""

    def pop(self, frame: int, *default: Any) -> Any:
        del frame
        return default[0]


CHECKS: Mapping[str, Callable[[Bench], None]] = {
    check.__name__: check
    for check in (
        markers_land_on_the_frames_of_the_file,
        a_second_run_changes_nothing,
        changed_moments_are_replaced,
        the_users_markers_stay,
        a_taken_frame_moves_a_marker_a_little,
        a_markers_edit_by_the_user_stays,
        a_refusal_of_resolve_is_told,
        unequal_counts_are_refused,
        a_subclip_is_followed_by_its_timecode,
        the_selection_is_what_is_marked,
        nothing_selected_is_said,
        the_timelines_media_are_marked,
        what_has_no_file_is_left_out,
        picks_and_moments_do_not_touch_each_other,
        a_failed_take_costs_no_other,
        the_end_without_a_result_changes_nothing,
        the_hosts_python_stays_outside,
    )
}
"""Name to check."""
