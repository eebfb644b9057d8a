"""What the Resolve plugin promises of comparisons: what it writes, and takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.plugins.bench import result
from tests.plugins.resolve_checks import Bench

RANKING = tuple(
    {
        "key": key,
        "rank": rank,
        "score": score,
        "because": because,
        "circled": standing == "circled" or None,
        "standing": standing,
    }
    for key, rank, score, because, standing in (
        ("/day 1/B.mov", 1, 0.81, "subtle moments: 4", "circled"),
        ("/day 1/A.mov", 2, 0.76, "open eyes: 90 %", ""),
    )
)


def a_comparison_is_written_into_metadata(bench: Bench) -> None:
    """Score and reason go into Comments; a circle sets a flag, and Good Take where it can."""
    bench.core.says([result(ranking=RANKING)])
    said = bench.run("compare")
    first, second = bench.clips
    assert second.metadata["Comments"].startswith("Takewise: 1 of 2, score 0.81; circled; ")
    assert second.flags == ["Green"]
    if bench.release.good_take == "takes":
        assert second.metadata["Good Take"] == "true"
    else:
        assert not second.metadata.get("Good Take")
        assert "B.mov: this Resolve lets no script tick Good Take" in said
    assert "Good Take" not in first.metadata
    assert (first.flags, first.colour, second.colour) == ([], "", "")
    bench.run("compare")
    assert second.flags == ["Green"]


def a_circle_is_taken_back(bench: Bench) -> None:
    """When the circle is gone, so are the flag and Good Take that we set; the user's stay."""
    mine, ours = bench.clips
    mine.flags, mine.metadata["Good Take"] = ["Red", "Green"], "true"
    ours.flags = ["Blue"]
    both = [{**each, "circled": True, "standing": "circled"} for each in RANKING]
    bench.core.says([result(ranking=both)])
    bench.run("compare")
    assert ours.flags == ["Blue", "Green"]
    for circled in (None, False):
        gone = [{**each, "circled": circled, "standing": ""} for each in RANKING]
        bench.core.says([result(ranking=gone)])
        bench.run("compare")
        assert (ours.flags, ours.metadata.get("Good Take") or "") == (["Blue"], "")
        assert (mine.flags, mine.metadata["Good Take"]) == (["Red", "Green"], "true")
    assert "circled" not in ours.metadata["Comments"]
    # What a person took off, and set again by himself, is his.
    bench.core.says([result(ranking=both)])
    bench.run("compare")
    ours.flags = []
    bench.core.says([result(ranking=gone)])
    bench.run("compare")
    ours.flags = ["Green"]
    bench.run("compare")
    assert ours.flags == ["Green"]


def all_ratings_are_taken_back(bench: Bench) -> None:
    """On request comments, flag, Good Take and colour of ours go, and nothing of the user's."""
    bench.clips[0].metadata["Comments"] = "boom in shot"
    bench.core.says([result(ranking=RANKING)])
    bench.run("compare-colours")
    first, second = bench.clips
    second.flags.append("Red")
    second.metadata["Scene"] = "12"
    said = bench.run("remove-ratings")
    assert "the green flag" in said
    assert (second.flags, second.colour) == (["Red"], "")
    assert {k: v for k, v in second.metadata.items() if v} == {"Scene": "12"}
    assert second.third_party.get("takewise.set") in {None, "nothing"}
    assert (first.metadata["Comments"], first.flags) == ("boom in shot", [])
    assert "0 clips changed" in bench.run("remove-ratings")


def words_that_were_changed_stay(bench: Bench) -> None:
    """Our Comments with words of the user in them are his; what else we noted is still known."""
    bench.core.says([result(ranking=RANKING)])
    bench.run("compare")
    clip = bench.clips[1]
    edited = clip.metadata["Comments"].replace("score 0.81", "score 0.81, and the best laugh")
    clip.metadata["Comments"] = edited
    gone = [{**each, "circled": None, "standing": "", "score": 0.5} for each in RANKING]
    bench.core.says([result(ranking=gone)])
    said = bench.run("compare")
    assert "B.mov: its Comments are yours" in said
    assert "and the best laugh" in clip.metadata["Comments"]
    assert clip.flags == []


def a_flag_needs_a_note(bench: Bench) -> None:
    """Where nothing can be noted, as the Comments are the user's, no flag is set on 18.6."""
    bench.clips[1].metadata["Comments"] = "boom in shot"
    bench.core.says([result(ranking=RANKING)])
    said = bench.run("compare")
    old = bench.release.number < (19, 0)
    assert bench.clips[1].flags == ([] if old else ["Green"])
    assert ("no room to note" in said) is old
    assert bench.clips[1].metadata["Comments"] == "boom in shot"


def a_comment_of_the_user_stays(bench: Bench) -> None:
    """Comments that somebody wrote are left, and the user hears of it."""
    bench.clips[0].metadata["Comments"] = "boom in shot"
    bench.clips[0].colour = "Navy"
    bench.core.says([result(ranking=RANKING)])
    said = bench.run("compare-colours")
    assert bench.clips[0].metadata["Comments"] == "boom in shot"
    assert bench.clips[0].colour == "Navy"
    assert "A.mov: its Comments are yours" in said
    assert "A.mov: its clip colour is not ours" in said


def colours_follow_the_rank(bench: Bench) -> None:
    """On request clips are coloured by rank, with clip colours; a new rank replaces ours."""
    bench.core.says([result(ranking=RANKING)])
    bench.run("compare-colours")
    assert [clip.colour for clip in bench.clips] == ["Lime", "Green"]
    turned = [{**each, "rank": 3 - each["rank"]} for each in RANKING]
    bench.core.says([result(ranking=turned)])
    bench.run("compare-colours")
    assert [clip.colour for clip in bench.clips] == ["Green", "Lime"]


CHECKS: Mapping[str, Callable[[Bench], None]] = {
    check.__name__: check
    for check in (
        a_comparison_is_written_into_metadata,
        a_circle_is_taken_back,
        all_ratings_are_taken_back,
        words_that_were_changed_stay,
        a_flag_needs_a_note,
        a_comment_of_the_user_stays,
        colours_follow_the_rank,
    )
}
"""Name to check."""
