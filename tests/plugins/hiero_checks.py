"""What the plugin promises in Hiero and Nuke Studio; mutants must fail one of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.plugins.bench import load, moment, result, take
from tests.plugins.hiero_double import Clip, Hiero, Item, Tag
from tests.plugins.nuke_checks import MOMENTS, Bench
from tests.plugins.screen import wait_until


def tagged(bench: Bench, hiero: Hiero, selection: list[Any], *moments: Any, **media: Any) -> str:
    """Tag the moments of a selection; return what was said."""
    clips = load("takewise_nuke.tags").clips_of(selection)
    bench.core.says([result(*(take(c.guid(), moments, **media) for c, _ in clips))], by_key=True)
    tags = load("takewise_nuke.tags")
    said: list[str] = []
    tags._say = said.append
    run = tags.TagRun(clips, bench.core.command)
    run.start()
    wait_until(lambda: bool(said))
    assert hiero.contract.wrongs == []
    return said[0]


def tags_last_to_the_last_frame(bench: Bench) -> None:
    """A tag's out time is its moment's last frame; note and mark are on the tag that is there."""
    hiero, clip = Hiero(), Clip("A", "/day 1/A.mov", 240)
    with hiero.running():
        tagged(bench, hiero, [hiero.bin_item(clip)], *MOMENTS)
    assert [(t.first, t.last, t.icon) for t in clip.tags] == [
        (20, 31, "icons:TagRed.png"),
        (70, 89, "icons:TagYellow.png"),
    ]
    assert all(tag.note for tag in clip.tags)
    assert all(t.metadata["tag.takewise.data"].startswith("takewise:1:moment:") for t in clip.tags)
    assert hiero.loose == []
    assert hiero.groups == ["Takewise: tag moments"]


def a_sequences_tags_count_from_zero(bench: Bench) -> None:
    """A clip's time begins at 0, whatever number its first picture has."""
    hiero = Hiero()
    clip = Clip("A", "/day 1/shot.####.exr (1001-1240)", 240, source_in=1001)
    with hiero.running():
        tagged(bench, hiero, [hiero.bin_item(clip)], *MOMENTS, first_number=1001)
    assert [tag.first for tag in clip.tags] == [20, 70]
    assert bench.core.seen[0]["request"]["takes"][0]["path"] == "/day 1/shot.%04d.exr"


def the_users_tags_stay(bench: Bench) -> None:
    """Tags of the user are not touched; ours are not doubled, and go when they are stale."""
    hiero, clip = Hiero(), Clip("A", "/A.mov", 240)
    mine = [
        Tag("mine", first=20, last=20),
        Tag("whole clip"),
        Tag("brows", metadata={"tag.x": "1"}),
    ]
    clip.tags += mine
    with hiero.running():
        selection = [hiero.bin_item(clip)]
        tagged(bench, hiero, selection, *MOMENTS)
        ours = [tag for tag in clip.tags if tag not in mine]
        assert "0 tags added, 0 removed, 2 as before" in tagged(bench, hiero, selection, *MOMENTS)
        assert [tag for tag in clip.tags if tag not in mine] == ours
        tagged(bench, hiero, selection, MOMENTS[0], moment("m-c", 100, 110))
        assert [tag.first for tag in clip.tags if tag not in mine] == [20, 100]
        load("takewise_nuke.tags").remove_tags(selection)
    assert clip.tags == mine
    assert hiero.loose == []


def track_items_are_tagged_where_they_can_be(bench: Bench) -> None:
    """A selection on a timeline tags its clips, and track items of hosts that have it."""
    for later in (False, True):
        hiero, clip = Hiero(later=later), Clip("A", "/A.mov", 240)
        items = [Item(clip), Item(clip)]
        with hiero.running():
            tagged(bench, hiero, [hiero.track_item(item) for item in items], *MOMENTS)
        assert [tag.first for tag in clip.tags] == [20, 70]
        assert len(bench.core.seen[0]["request"]["takes"]) == 1
        expected = [20, 70] if later else []
        assert [[tag.first for tag in item.tags] for item in items] == [expected, expected]


def a_trimmed_clip_is_refused(bench: Bench) -> None:
    """A clip whose frames are counted otherwise than its file's gets no tag, and both numbers."""
    hiero, clip = Hiero(), Clip("A", "/A.mov", 100)
    with hiero.running():
        said = tagged(bench, hiero, [hiero.bin_item(clip)], *MOMENTS)
    assert "100 frames here, and 240 in its file" in said
    assert clip.tags == []


CHECKS: Mapping[str, Callable[[Bench], None]] = {
    check.__name__: check
    for check in (
        tags_last_to_the_last_frame,
        a_sequences_tags_count_from_zero,
        the_users_tags_stay,
        track_items_are_tagged_where_they_can_be,
        a_trimmed_clip_is_refused,
    )
}
"""Name to check."""
