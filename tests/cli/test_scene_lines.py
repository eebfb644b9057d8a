"""The lines of a scene in the terminal, as JSON, and on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takewise.cli.render.scene_lines import (
    heading,
    order_of,
    print_scene_lines,
    scene_lines_document,
)
from takewise.dialogue import lines_across
from takewise.model.dialogue import OFF_CAMERA, Dialogue
from takewise.model.scene_lines import SceneLines
from takewise.report import render_page
from tests.dialogue.test_across import replies, said, take
from tests.report.pages import report
from tests.report.pages import take as page_take
from tests.report.test_page import NASTY, Reader

WIDTH = 80


def scene() -> tuple[SceneLines, list[str]]:
    """Return a scene of seven takes: one without the line, one whose lines are unknown."""
    takes = [
        *replies(1.0, 0.2, 3.0, 1.02, 1.4),
        take("take6", said((OFF_CAMERA, 1, 2))),
        take("take7", None),
    ]
    return lines_across(takes), [each.name for each in takes]


def printed(
    found: SceneLines, names: list[str], capsys: pytest.CaptureFixture[str]
) -> tuple[str, str]:
    """Return what is printed on both streams."""
    print_scene_lines(found, names)
    out, err = capsys.readouterr()
    return out, err


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))


class TestTable:
    """One table for each line."""

    def test_marks_what_differs(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A star stands at each take that differs from the median; the rest is said below."""
        out, err = printed(*scene(), capsys)
        rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
        assert rows["take1"] == ["1.00"]
        assert rows["take2"] == ["*", "0.20"]
        assert rows["take3"] == ["*", "3.00"]
        assert rows["take6"] == ["no", "line"]
        assert rows["median"] == ["1.02"]
        assert "take7" not in rows
        assert err.splitlines() == ["no lines are known of take7"]

    def test_names_the_order(self, capsys: pytest.CaptureFixture[str]) -> None:
        """From the shortest to the longest; what is alike within the errors says so."""
        out, _ = printed(*scene(), capsys)
        assert "reply: take2 < take1 ~ take4 < take5 < take3" in out

    def test_long_names_fit(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A terminal of 80 columns shows every number."""
        found, names = scene()
        long = [f"A001C{n:03}_the_second_unit_of_the_third_day.mov" for n, _ in enumerate(names)]
        whole = lines_across([
            take("one", said(("A", 1, 2), hold=12.5, hold_open=True, pause=10.25, breath=0.5,
                             blink=-0.25, blink_end="start")),
            take("two", said(("A", 1, 2))),
        ])  # fmt: skip
        for shown in (found, whole):
            out, _ = printed(shown, long, capsys)
            assert max(map(len, out.splitlines())) <= WIDTH
        assert ">12.50" in out
        assert "start -0.25" in out

    def test_nothing_where_nothing_is_known(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Takes without lines have no table."""
        takes = [take("one", None), take("two", Dialogue(track=None))]
        assert printed(lines_across(takes), ["one", "two"], capsys) == ("", "")

    def test_words_of_a_script(self) -> None:
        """A heading has them."""
        (line,) = scene()[0].lines
        assert heading(1, line) == "Line 1 of A"
        assert heading(2, replace(line, words="I know.")) == 'Line 2 of A: "I know."'

    def test_no_order_of_one(self) -> None:
        """What no two takes have, or what is alike in all, has no order."""
        found, names = scene()
        assert order_of(found.lines[0], "hold", names) == ""
        (line,) = lines_across(replies(1.0, 1.01)).lines
        assert order_of(line, "reply", names) == ""


def test_document() -> None:
    """The JSON has each number with its error, and the order by paths."""
    found, names = scene()
    paths = [f"/rushes/{name}.mov" for name in names]
    (line,) = scene_lines_document(found, paths)
    assert line["speaker"] == "A"
    assert line["medians"] == {"reply": 1.02}
    assert line["missing"] == ["/rushes/take6.mov"]
    assert line["order"] == {"reply": [[paths[1]], [paths[0], paths[3]], [paths[4]], [paths[2]]]}
    takes = line["takes"]
    assert isinstance(takes, list)
    assert takes[2] == {
        "path": paths[2],
        "start": 5.0,
        "end": 6.0,
        "reply": {
            "seconds": 3.0,
            "error_ms": 45,
            "at_least": False,
            "to": "line",
            "from_median": 1.98,
        },
    }


class TestPage:
    """The section of the page."""

    def page(self, found: SceneLines, names: list[str]) -> Reader:
        """Return the page of takes with these names."""
        shown = (page_take(name, rank=n, pictures=False) for n, name in enumerate(names, 1))
        return Reader(render_page(replace(report(*shown), lines=found)))

    def test_rows_from_the_shortest_reply(self) -> None:
        """Takes stand in the order of their replies, and what differs is marked."""
        page = self.page(*scene())
        bars = [
            (float(each["x"] or 0), float(each["width"] or 0))
            for name, each in page.tags
            if name == "rect" and each.get("class") == "l-line" and each.get("y") == "2.0"
        ]
        assert len(bars) == 5
        # All begin at the cue: the line stands the farther right the longer the reply.
        assert [x for x, _ in bars] == sorted(x for x, _ in bars)
        assert bars[-1][0] == pytest.approx(15 * bars[0][0], rel=0.02)
        apart = [each for name, each in page.tags if name == "td" and each.get("class") == "apart"]
        assert [str(each["title"]).split("; ")[1] for each in apart] == [
            "0.82 s less than the median",
            "0.38 s more than the median",
            "1.98 s more than the median",
        ]
        assert "Not heard in take6." in page.text

    def test_no_section_without_lines(self) -> None:
        """A page of takes without lines is as it was."""
        page = self.page(SceneLines(), ["one", "two"])
        assert "How each line is given" not in page.text

    def test_names_and_words_are_text(self) -> None:
        """Whatever a file or a line is called, it is no markup."""
        found, names = scene()
        line = replace(found.lines[0], words=NASTY)
        page = self.page(SceneLines(lines=(line,)), [NASTY, *names[1:]])
        assert page.count("script") == 1
        assert NASTY in page.text


def test_lines_without_a_cue() -> None:
    """Where a take has no cue, the lines stand below each other."""
    takes = [take("one", said(("A", 1, 2), pause=0.5)), *replies(1.0)]
    shown = (page_take(n, rank=r, pictures=False) for r, n in enumerate(("one", "two"), 1))
    page = Reader(render_page(replace(report(*shown), lines=lines_across(takes))))
    bars = {
        each["x"]
        for name, each in page.tags
        if name == "rect" and each.get("class") == "l-line" and each.get("y") == "2.0"
    }
    assert len(bars) == 1
    assert "Around the start of the line" in page.text
