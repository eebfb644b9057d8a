"""The page itself: a template, a style and a short script, all in one file."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from takewise.report.curves import HEIGHT, LENGTH
from takewise.report.lines import MEASURE_NAMES, line_views
from takewise.report.values import Report
from takewise.report.view import difference_views, kinds, shared_terms, take_views


def render_page(report: Report) -> bytes:
    """Write a page as one self-contained HTML file in UTF-8; equal reports have equal pages.

    Text from file names, notes and tags is escaped.
    """
    style, script = _part("page.css"), _part("page.js")
    environment = Environment(
        loader=PackageLoader("takewise.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    views = take_views(report)
    text = environment.get_template("page.html.j2").render(
        report=report,
        takes=sorted(views, key=lambda view: view.rank),
        in_order=views,
        differences=difference_views(report),
        lines=line_views(report),
        measures=MEASURE_NAMES,
        kinds=kinds(views),
        alike=shared_terms(report),
        unsure=[each.name for each in report.takes if not each.trusted],
        shown=sum(len(view.cards) for view in views),
        length=LENGTH,
        height=HEIGHT,
        # Our own, which the page's policy allows by their digests.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'",
    )
    # File names that are not UTF-8 have lone surrogates.
    return text.encode("utf-8", "replace")


def _part(name: str) -> str:
    return (files("takewise.report") / "page" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
