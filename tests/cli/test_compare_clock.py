"""`takewise compare` and `takewise report`: one clock, differences, decisions, one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from takewise.clock import FrameRange
from takewise.library import open_library
from takewise.media import content_digest, probe
from takewise.model.decisions import Decisions, HandMarker, MomentEdit, Verdict
from tests.browser import needs_chromium
from tests.cli.calls import call
from tests.cli.films import write_face
from tests.media.clips import write_clip


@pytest.fixture(scope="session")
def later_face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take in which the brows rise, fall, and rise again in reverse."""
    return write_face(tmp_path_factory.mktemp("later") / "A001C003.mov", frames=58)


@pytest.fixture
def nobody(tmp_path: Path) -> Path:
    """Return a take that shows no face."""
    return write_clip(tmp_path / "Z.mov", frames=5)


def decide(library: Path, take: Path, said: Decisions) -> None:
    """Decide on a take."""
    media = probe(str(take), digest=content_digest(str(take)))
    with open_library(library) as opened:
        opened.decide(media, old=Decisions(), new=said)


def compared(*words: object) -> dict[str, Any]:
    """Return the JSON of a comparison."""
    done = call("compare", *words, "--json")
    assert done.exit_code == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


class TestCompare:
    """On one clock."""

    def test_silent_takes(self, face: Path, later_face: Path) -> None:
        """Takes without sound are aligned by their starts, and the table says so."""
        text = " ".join(call("compare", face, later_face).stdout.split())
        assert "On one clock, that of A001C001.mov" in text
        assert "not aligned: there is no sound" in text
        assert "Where they differ" in text

    def test_frames_on_the_command_line(self, face: Path, later_face: Path) -> None:
        """Frames and timecodes that are named here make the clock."""
        document = compared(
            face, later_face, "--sync", "A001C001=10", "--sync", f"{later_face}=01:00:01:06"
        )
        alignment = document["alignments"][1]
        assert (alignment["method"], alignment["told"]) == ("frame", True)
        # Frame 30 of the second take lies on frame 10 of the first.
        assert alignment["knots"] == [[0.0, pytest.approx(-20 / 24, abs=1e-3)]]

    @pytest.mark.parametrize(
        ("wish", "told"),
        [
            ("B.mov=3", "none of the takes"),
            ("3", "none of the takes"),
            ("A001C001=99", "30 frames"),
            ("A001C001=01:00:99:00", "A001C001=|timecode|seconds"),
        ],
    )
    def test_frames_that_cannot_be(
        self, face: Path, later_face: Path, wish: str, told: str
    ) -> None:
        """A take that is not there and a frame that it has not are wrong usage."""
        done = call("compare", face, later_face, "--sync", wish)
        assert done.exit_code == 2
        assert any(word in done.stderr for word in told.split("|"))

    def test_decisions_are_shown_and_never_overruled(
        self, face: Path, nobody: Path, library: Path
    ) -> None:
        """The circle stands by its take, wherever that is ranked."""
        decide(library, nobody, Decisions(verdict=Verdict.CIRCLED, stars=3))
        text = " ".join(call("compare", face, nobody).stdout.split())
        assert "circled ★★★" in text
        document = compared(face, nobody)
        assert [each["verdict"] for each in document["decisions"]] == [None, "circled"]
        assert [Path(each["path"]).name for each in document["takes"]] == ["A001C001.mov", "Z.mov"]

    def test_rejected_moments(self, face: Path, later_face: Path, library: Path) -> None:
        """A moment that was rejected is in no difference."""
        before = compared(face, later_face)["differences"]
        taken = {id_ for each in before for id_ in each["moments"].values()}
        assert taken
        for take in (face, later_face):
            decide(library, take, Decisions(rejected=frozenset(taken)))
        assert compared(face, later_face)["differences"] == []

    def test_a_scene(self, face: Path, later_face: Path, nobody: Path) -> None:
        """Only takes of the scene are compared, and a scene without takes is told."""
        document = compared(face, later_face, nobody, "--scene", "a001")
        assert len(document["takes"]) == 2
        done = call("compare", face, nobody, "--scene", "scene13")
        assert done.exit_code == 3
        assert "scene13" in done.stderr

    def test_signals_beside_an_analysis_file(
        self, face: Path, later_face: Path, tmp_path: Path
    ) -> None:
        """Analysis files with their curves beside them compare as their takes do."""
        call("analyze", face, later_face, "--out", tmp_path / "out", "--signals")
        files = sorted((tmp_path / "out").glob("*.takewise.json"))
        ours, theirs = compared(face, later_face), compared(*files)
        assert [each["words"] for each in ours["differences"]] == [
            each["words"] for each in theirs["differences"]
        ]


class TestReport:
    """One page to send."""

    def test_a_page(self, face: Path, later_face: Path, library: Path, tmp_path: Path) -> None:
        """A page has every take, what was decided, and pictures of the moments."""
        decide(library, face, Decisions(verdict=Verdict.CIRCLED, note="<b>the pause</b>"))
        page = tmp_path / "pages" / "dailies.html"
        done = call("report", face, later_face, "--out", page)
        assert done.exit_code == 0, done.stderr
        assert f"  {page}" in done.stdout.splitlines()
        text = page.read_text(encoding="utf-8")
        assert "&lt;b&gt;the pause&lt;/b&gt;" in text
        assert text.count("data:image/jpeg;base64,") >= 2
        assert "<title>A001C</title>" in text

    def test_a_take_that_failed(self, face: Path, tmp_path: Path) -> None:
        """A take that cannot be analysed is named on the page, and in the exit status."""
        broken = tmp_path / "broken.mov"
        broken.write_text("no film", encoding="utf-8")
        done = call("report", face, broken, "--out", tmp_path / "page.html", "--no-pictures")
        assert done.exit_code == 1
        text = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "Not on this page, as it could not be analysed: broken.mov." in text

    @pytest.mark.parametrize(
        ("options", "words"),
        [(("--no-pictures",), "without pictures"), ((), "with its pictures inside")],
    )
    def test_what_is_said_of_its_size(
        self, face: Path, tmp_path: Path, options: tuple[str, ...], words: str
    ) -> None:
        """The size is named with what is in the page, and nothing that is not."""
        done = call("report", face, "--out", tmp_path / "page.html", *options)
        assert words in done.stderr.replace("\n", " ")

    def test_the_same_again(self, face: Path, tmp_path: Path) -> None:
        """The same takes give the same page to the last byte."""
        pages = [tmp_path / "1.html", tmp_path / "2.html"]
        for page in pages:
            call("report", face, "--out", page, "--title", "Mine")
        assert pages[0].read_bytes() == pages[1].read_bytes()

    def test_only_circled(
        self, face: Path, later_face: Path, library: Path, tmp_path: Path
    ) -> None:
        """Only circled takes are on the page where that is wished; without any, it is told."""
        page = tmp_path / "dailies.html"
        done = call("report", face, later_face, "--only", "circled", "--out", page)
        assert done.exit_code == 3
        assert "none of 2 takes is circled" in done.stderr
        assert not page.exists()
        decide(library, later_face, Decisions(verdict=Verdict.CIRCLED))
        call("report", face, later_face, "--only", "circled", "--no-pictures", "--out", page)
        text = page.read_text(encoding="utf-8")
        assert "A001C003.mov" in text
        assert "A001C001.mov" not in text
        assert "data:image" not in text

    def test_media_that_is_gone(self, face: Path, tmp_path: Path) -> None:
        """An analysis file whose film is gone has a page without pictures, and says so."""
        copy = tmp_path / "gone.mov"
        copy.write_bytes(face.read_bytes())
        call("analyze", copy, "--out", tmp_path)
        copy.unlink()
        done = call("report", tmp_path / "gone.mov.takewise.json", "--out", tmp_path / "p.html")
        assert done.exit_code == 0
        assert "no pictures of gone.mov" in done.stderr

    def test_no_browser(self, face: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where no browser can print, that is said before the work begins."""
        monkeypatch.setenv("TAKEWISE_BROWSER", "no-such-browser")
        out, pdf = tmp_path / "p.html", tmp_path / "p.pdf"
        done = call("report", face, "--out", out, "--pdf", pdf)
        assert done.exit_code == 3
        assert "print it to PDF there" in done.stderr
        assert not out.exists()

    @needs_chromium
    def test_pdf(self, face: Path, tmp_path: Path) -> None:
        """The page is printed as well where that is wished."""
        pdf = tmp_path / "p.pdf"
        done = call("report", face, "--out", tmp_path / "p.html", "--pdf", pdf, "--json")
        assert json.loads(done.stdout)["files"] == [str(tmp_path / "p.html"), str(pdf)]
        assert pdf.read_bytes().startswith(b"%PDF-")


class TestMarkers:
    """Markers honour what was decided."""

    def test_rejected_edited_and_added(self, face: Path, library: Path, tmp_path: Path) -> None:
        """A rejected moment is no marker, a renamed one has its name, one set by hand is there."""
        words = ("markers", face, "--to", "json", "--out", tmp_path, "--kinds", "all")
        call(*words)
        first = names(tmp_path)
        assert first
        found = json.loads(call("analyze", face, "--out", tmp_path, "--json").stdout)
        moments = found["takes"][0]["analysis"]["moments"]
        marker = HandMarker(span=FrameRange(2, 4), title="door")
        decide(
            library,
            face,
            Decisions(
                edits={moments[0]["id"]: MomentEdit(title="a doubt")}, markers={"h-1": marker}
            ),
        )
        call(*words)
        assert any(name.startswith("a doubt") for name in names(tmp_path))
        assert any(name.startswith("door") for name in names(tmp_path))
        said = Decisions(rejected=frozenset(each["id"] for each in moments))
        with open_library(library) as opened:
            media = probe(str(face), digest=content_digest(str(face)))
            opened.decide(media, old=opened.decisions(media), new=said)
        call(*words)
        assert names(tmp_path) == []

    def test_only_circled(
        self, face: Path, later_face: Path, library: Path, tmp_path: Path
    ) -> None:
        """Only circled takes are written where that is wished, and ALE says which they are."""
        decide(library, face, Decisions(verdict=Verdict.CIRCLED))
        call(
            "markers", face, later_face, "--to", "avid-ale", "--out", tmp_path, "--only", "circled"
        )
        (file,) = tmp_path.glob("*.ale")
        assert file.name.startswith("A001C001")
        assert "\tYes\t" in file.read_text(encoding="utf-8")

    def test_a_cut_chooses_by_itself(self, tmp_path: Path) -> None:
        """Takes cannot be chosen where a cut has its own."""
        (tmp_path / "cut.otio").write_text("{}")
        done = call(
            "markers", "--cut", tmp_path / "cut.otio", "--only", "circled", "--out", tmp_path
        )
        assert done.exit_code == 2


def names(folder: Path) -> list[str]:
    """Return what the markers in a folder's JSON are called."""
    (file,) = folder.glob("*.markers.json")
    return [str(each["name"]) for each in json.loads(file.read_text())["markers"]]
