"""What real hosts answered to the self-tests, and what README and manual say meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

RECORDED = Path(__file__).parent / "recorded"
"""Files that persons with a host have sent; there is none yet."""


@pytest.mark.parametrize("page", ["README.md", "docs/hosts/resolve.md", "docs/hosts/nuke.md"])
def test_the_readme_says_what_was_tried(page: str) -> None:
    """As long as no host has answered, README and manual say that none has run the plugins."""
    sent = [json.loads(path.read_text(encoding="utf-8")) for path in RECORDED.glob("*.json")]
    assert all(each["schema"] == "takewise.hosttest/1" for each in sent)
    readme = " ".join((REPOSITORY / page).read_text(encoding="utf-8").split())
    said = "File-tested and double-tested; not yet run on a real host" in readme
    assert said is not bool(sent)
