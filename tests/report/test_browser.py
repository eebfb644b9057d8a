"""The page in a real browser: quiet, self-contained, and usable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from takewise.errors import MissingExtra, OutputError
from takewise.model.decisions import Decisions
from takewise.report import print_to_pdf, render_page
from takewise.report.pdf import BROWSER_VARIABLE
from tests.browser import Page, browser_page, needs_chromium
from tests.report.pages import large_page, report, take, two
from tests.report.test_page import NASTY
from tests.timeline.analyses import moment


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """Open a browser, for one page after the other."""
    with browser_page() as opened:
        yield opened


def written(folder: Path, content: bytes) -> Path:
    """Write a page into a file."""
    path = folder / "dailies.html"
    path.write_bytes(content)
    return path


@needs_chromium
class TestInBrowser:
    """What a browser makes of it."""

    @pytest.mark.parametrize("width", [390, 1280])
    def test_quiet_and_alone(self, page: Page, tmp_path: Path, width: int) -> None:
        """It says nothing, asks for nothing but itself, and is no wider than the screen."""
        path = written(tmp_path, render_page(two()))
        page.open(path, width=width)
        assert page.said() == []
        assert {each for each in page.asked() if not each.startswith("data:")} == {path.as_uri()}
        assert page.value("document.documentElement.scrollWidth") == width
        assert page.value("[...document.images].every(each => each.naturalWidth == 240)")

    def test_scripts_in_names_are_harmless(self, page: Page, tmp_path: Path) -> None:
        """Scripts in names and notes do not run, and are read as they were typed."""
        nasty = replace(moment(45, 50), title=NASTY, because=NASTY)
        content = render_page(
            report(take(NASTY, nasty, decisions=Decisions(note=NASTY)), title=NASTY)
        )
        page.open(written(tmp_path, content))
        assert page.said() == []
        assert page.value("document.scripts.length") == 1
        assert page.value("document.querySelector('h1').textContent") == NASTY
        assert page.value("document.title") == NASTY

    def test_the_policy_holds(self, page: Page, tmp_path: Path) -> None:
        """Script that got onto the page in spite of all would not run."""
        content = render_page(two()).replace(b"</main>", b"<script>window.bad = 1</script></main>")
        page.open(written(tmp_path, content))
        assert page.value("window.bad === undefined")
        assert page.said() != []

    def test_timecodes_copy_with_a_click(self, page: Page, tmp_path: Path) -> None:
        """A click on a timecode puts it onto the clipboard and says so; it works from a disk."""
        page.open(written(tmp_path, render_page(report(take("A.mov", moment(45, 50, apex=47))))))
        page.value(
            "document.addEventListener('copy', () => window.copied = getSelection() + '');"
            "navigator.clipboard.writeText = text => { window.copied = text;"
            " return Promise.resolve(); }; true"
        )
        page.value("document.querySelector('.card .tc').click()", gesture=True)
        assert page.value("window.copied") == "01:00:01:23"
        assert page.value("document.getElementById('copied').textContent") == "01:00:01:23 copied"
        page.value("window.copied = ''; document.querySelector('.times .tc').focus()")
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter")
        assert page.value("window.copied") == "01:00:00:00"

    def test_text_can_be_selected(self, page: Page, tmp_path: Path) -> None:
        """Names, reasons and timecodes are selectable text."""
        page.open(written(tmp_path, render_page(two())))
        page.value("getSelection().selectAllChildren(document.body)")
        selected = page.value("getSelection().toString()")
        for words in ("A001C003.mov", "2 clear moments", "01:00:01:23"):
            assert words in selected

    def test_light_and_dark(self, page: Page, tmp_path: Path) -> None:
        """Ink stands out from the paper by 7 to 1 (WCAG 2.2, AAA), small print by 4.5 (AA)."""
        path = written(tmp_path, render_page(two()))
        for dark in (False, True):
            page.open(path, dark=dark)
            colours = page.value(
                "[getComputedStyle(document.body).color,"
                " getComputedStyle(document.body).backgroundColor]"
            )
            assert contrast(*colours) > 7
            card = page.value("getComputedStyle(document.querySelector('.card')).backgroundColor")
            for small in (".quiet", ".because", ".tc[role]", "h2 a, .name, .differences a"):
                ink = page.value(f"getComputedStyle(document.querySelector('{small}')).color")
                assert min(contrast(ink, card), contrast(ink, colours[1])) > 4.5, (small, dark)

    def test_two_hundred_moments_are_quick(self, page: Page, tmp_path: Path) -> None:
        """Eight takes with 25 moments each are laid out in less than two seconds."""
        # To be told of each of four hundred pictures costs the browser more than they do.
        for watching in ("Audits", "Network", "Log"):
            page.call(f"{watching}.disable")
        page.open(written(tmp_path, large_page()))
        assert page.value("document.querySelectorAll('.card').length") >= 160
        taken = page.value(
            "performance.getEntriesByType('navigation')[0].loadEventEnd"
            " || performance.timing.loadEventEnd - performance.timing.navigationStart"
        )
        assert 0 < taken < 2000


@needs_chromium
class TestPdf:
    """The page on paper."""

    def test_pages(self) -> None:
        """A printed page is a PDF, each take after the first on a sheet of its own."""
        pdf = print_to_pdf(render_page(two()), Path("dailies.pdf"))
        assert pdf.startswith(b"%PDF-")
        assert pdf.count(b"/Type /Page\n") >= 2

    def test_a_browser_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A browser that prints nothing is an error that says what to do instead."""
        monkeypatch.setenv(BROWSER_VARIABLE, "true")
        with pytest.raises(OutputError, match=r"true could not print .*; open the page"):
            print_to_pdf(b"", Path("dailies.pdf"))


def test_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no browser, that is said in one sentence with the ways out."""
    monkeypatch.setenv(BROWSER_VARIABLE, "no-such-browser")
    with pytest.raises(MissingExtra, match=r"no program no-such-browser; .*print it to PDF there"):
        print_to_pdf(b"", Path("dailies.pdf"))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    lights = sorted(luminance(each) for each in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``rgb(r, g, b)``."""
    parts = [int(each) / 255 for each in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
              for each in parts]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_SPY = """#!{python}
import sys
open({log!r}, "w").write("\\0".join(sys.argv[1:]))
(where,) = (each[15:] for each in sys.argv if each.startswith("--print-to-pdf="))
open(where, "wb").write(b"%PDF")
"""


@pytest.mark.parametrize("name", ["--renderer-cmd-prefix=x.pdf", " -a.pdf", "a;$(touch b).pdf"])
def test_no_name_of_the_users_reaches_the_browser(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser prints a page in a folder of ours, and does not learn what it is for."""
    log, browser = tmp_path / "log", tmp_path / "browser"
    browser.write_text(_SPY.format(python=sys.executable, log=str(log)), encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv(BROWSER_VARIABLE, str(browser))
    assert print_to_pdf(b"<p>page</p>", Path(name)) == b"%PDF"
    given = log.read_text(encoding="utf-8")
    assert name not in given
    assert all(word.startswith(("--", "file:///")) for word in given.split("\0"))
