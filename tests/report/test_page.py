"""The page as text: what is on it, and that it needs nothing from elsewhere."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from takewise.model import Kind
from takewise.model.decisions import Decisions, Verdict
from takewise.report import SeenPictures, render_page
from takewise.report.curves import HEIGHT, LENGTH, lanes
from takewise.report.pictures import jpeg
from tests.library.values import signals
from tests.report.pages import KINDS, large_page, picture, report, take, two
from tests.timeline.analyses import moment

NASTY = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted" \'too\''


class Reader(HTMLParser):
    """Reads a page: its tags, their attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def count(self, tag: str) -> int:
        """Return how many of a tag there are."""
        return sum(name == tag for name, _ in self.tags)


class TestSelfContained:
    """The page loads nothing."""

    def test_nothing_from_elsewhere(self) -> None:
        """No tag refers to anything but places in the page and data within it."""
        for _, attributes in Reader(render_page(two())).tags:
            for name in ("src", "href", "srcset", "poster", "data", "action", "xlink:href"):
                value = attributes.get(name)
                assert value is None or value.startswith(("#", "data:image/jpeg;base64,"))
        assert b"url(" not in render_page(two())
        assert b"@import" not in render_page(two())

    def test_the_policy_forbids_the_rest(self) -> None:
        """The page's own policy lets in its style and script by digest, and pictures as data."""
        page = Reader(render_page(two()))
        policy = next(
            attributes["content"]
            for tag, attributes in page.tags
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy is not None
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert len(re.findall("'sha256-[A-Za-z0-9+/]{43}='", policy)) == 2
        assert not any("style" in attributes for _, attributes in page.tags)
        assert not any(name.startswith("on") for _, each in page.tags for name in each)

    def test_equal_reports_give_equal_pages(self) -> None:
        """The page has no clock times and nothing else that changes from run to run."""
        assert render_page(two()) == render_page(two())


class TestEscaping:
    """Whatever people call things is text."""

    def test_every_place_for_words(self) -> None:
        """Scripts in names, titles, notes, tags and reasons stand there as words."""
        nasty = replace(moment(45, 50), title=NASTY, because=NASTY, hint=NASTY)
        decisions = Decisions(verdict=Verdict.HOLD, note=NASTY, tags=(NASTY,))
        takes = [take(f"{number}{NASTY}", nasty, decisions=decisions) for number in (1, 2)]
        page = Reader(render_page(report(*takes, title=NASTY)))
        assert page.count("script") == 1
        assert page.count("img") == 4
        assert page.text.count(NASTY) >= 12

    @settings(max_examples=10, deadline=None)
    @given(words=st.text(max_size=30))
    def test_any_words(self, words: str) -> None:
        """A note of any characters is on the page as it was typed, and changes no tag."""
        plain = Reader(render_page(report(take(decisions=Decisions(note="x"), pictures=False))))
        noted = Reader(
            render_page(report(take(decisions=Decisions(note=words or "x"), pictures=False)))
        )
        assert [tag for tag, _ in noted.tags] == [tag for tag, _ in plain.tags]

    def test_names_that_are_no_text(self) -> None:
        """A file name with bytes that are no UTF-8 does not hinder the page."""
        assert b"A?1.mov" in render_page(report(take("A\udcff1.mov")))


class TestContent:
    """What is on the page."""

    def test_takes_by_rank_with_what_was_decided(self) -> None:
        """Ranking first, the circled take marked, its stars, note and tags beside its name."""
        text = " ".join(Reader(render_page(two())).text.split())
        assert text.index("Which take offers what") < text.index("Where they differ")
        for words in ("circled", "★★★★", "the pause before", "close", "The choice is yours."):
            assert words in text

    def test_an_unsure_clock_is_reported(self) -> None:
        """The page names a take that is aligned by its start only, and says why."""
        text = " ".join(Reader(render_page(two())).text.split())
        assert "A001C004.mov is aligned only by its start, so what came earlier" in text
        assert "there is no sound to go by" in text

    def test_differences_lead_to_their_moments(self) -> None:
        """Every link on the page leads to something on it."""
        page = Reader(render_page(two()))
        ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        links = [each["href"] for tag, each in page.tags if tag == "a"]
        assert links
        assert all(link is not None and link[1:] in ids for link in links)

    def test_each_moment_has_a_card(self) -> None:
        """A shown moment has its pictures, its timecode to copy, its length and its reason."""
        page = render_page(report(take("A.mov", moment(45, 50, apex=47))))
        text = " ".join(Reader(page).text.split())
        # 45 frames of 23.976 from 01:00:00:00, and two more to the apex.
        assert "01:00:01:23" in text
        assert "0.21 s · 81 % sure · 6 × the noise" in text
        assert Reader(page).count("article") == 1

    def test_a_take_alone_is_not_compared(self) -> None:
        """One take has no ranking and no differences, but its reasons and moments."""
        text = " ".join(Reader(render_page(report(take()))).text.split())
        assert "Where they differ" not in text
        assert "legibility" in text

    def test_what_all_have_alike_is_said_once(self) -> None:
        """A term that sets no take apart is named below the ranking, not in each row."""
        text = Reader(render_page(two())).text
        assert "Much the same in all of them: legibility" in " ".join(text.split())
        assert "sharp and lit" not in text

    def test_without_pictures_and_curves(self) -> None:
        """A take whose file is gone still has its page."""
        bare = replace(take(pictures=False), signals=())
        page = Reader(render_page(report(bare)))
        assert page.count("img") == 0
        assert page.count("article") == 2

    def test_movement_is_shown_magnified(self) -> None:
        """A movement has its apex and the magnified one, with its words, and an animation."""
        one = moment(45, 50, apex=47)
        seen = SeenPictures(
            apex=picture(1), magnified=picture(2), words="moved 3.5 times as far as it did",
            animation=b"RIFF",
        )  # fmt: skip
        page = Reader(render_page(report(replace(take("A.mov", one), seen={one.id: seen}))))
        images = [each for tag, each in page.tags if tag == "img"]
        assert [str(each["src"])[:16] for each in images] == [
            "data:image/jpeg;", "data:image/jpeg;", "data:image/webp;",
        ]  # fmt: skip
        assert "moved 3.5 times as far as it did" in page.text
        still = replace(take("A.mov", one), seen={one.id: replace(seen, animation=b"")})
        assert Reader(render_page(report(still))).count("img") == 2

    def test_every_kind_has_a_colour(self) -> None:
        """Each kind of moment has a colour of its own in the style."""
        page = render_page(report(take("A.mov", *(moment(10 * n, 10 * n + 5, kind=each)
                                             for n, each in enumerate(Kind)))))  # fmt: skip
        assert set(KINDS) == set(Kind)
        for kind in Kind:
            assert f".k-{kind.value} {{" in unescape(page.decode())

    def test_size(self) -> None:
        """Two hundred moments with their pictures can be mailed: less than 8 MB."""
        assert len(large_page()) < 8e6


class TestPictures:
    """Pictures within the page."""

    def test_small_jpegs(self) -> None:
        """A picture becomes a JPEG of at most 240 pixels a side, and keeps its shape."""
        made = jpeg(np.full((540, 960, 3), (200, 40, 40), np.uint8))
        data = base64.b64decode(made.uri.removeprefix("data:image/jpeg;base64,"))
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("JPEG", (240, 135))
        assert (made.width, made.height) == image.size
        assert np.asarray(image)[60, 60] == pytest.approx((200, 40, 40), abs=4)

    def test_never_larger(self) -> None:
        """A picture smaller than that stays as it is."""
        made = jpeg(picture(1, side=96))
        assert (made.width, made.height) == (96, 96)


class TestCurves:
    """Curves as paths."""

    def test_lanes(self) -> None:
        """There are four lanes, each with a line for every person, all within their box."""
        drawn = lanes((signals("A", n=900), signals("B", n=900, seed=2)))
        assert [lane.name for lane in drawn] == ["face", "eyes", "mouth", "head"]
        for lane in drawn:
            assert [curve.person for curve in lane.curves] == ["A", "B"]
            for curve in lane.curves:
                points = [
                    tuple(map(float, point.split())) for point in re.split("[ML]", curve.path)[1:]
                ]
                assert 400 < len(points) <= 500
                assert all(0 <= x <= LENGTH and 0 <= y <= HEIGHT for x, y in points)

    def test_a_lost_face_lifts_the_pen(self) -> None:
        """Where the face is not seen the line is broken, and nothing is drawn."""
        (lane, *_) = lanes((signals("A", n=20),))
        # Of the twenty frames the second is not seen.
        assert lane.curves[0].path.count("M") == 2
        assert lane.curves[0].path.count("L") == 17

    def test_nobody(self) -> None:
        """Without signals there are no lanes; with a face never seen there is no line."""
        assert lanes(()) == ()
        gone = signals("A", n=4)
        for values in (gone.shift, gone.eyes, gone.mouth, gone.head):
            values[:] = np.nan
        assert {curve.path for lane in lanes((gone,)) for curve in lane.curves} == {""}
