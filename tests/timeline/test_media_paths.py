"""Where media lie, as hosts write it."""

from __future__ import annotations

import pytest

from takewise.errors import SettingsError
from takewise.timeline import ExportSettings
from takewise.timeline.media_paths import PathMap, file_name, file_url, local_path, media_path
from tests.timeline.analyses import media_info


@pytest.mark.parametrize(
    ("path", "path_map", "expected"),
    [
        ("/proxies/day1/a.mov", (), "/proxies/day1/a.mov"),
        ("/proxies/day1/a.mov", (("/proxies", "/rushes"),), "/rushes/day1/a.mov"),
        ("/proxies/day1/a.mov", (("/proxies/", "/rushes/"),), "/rushes/day1/a.mov"),
        ("/proxies2/a.mov", (("/proxies", "/rushes"),), "/proxies2/a.mov"),
        ("/proxies/a.mov", (("/proxies/a.mov", "/b.mov"),), "/b.mov"),
        ("/p/q/a.mov", (("/p/q", "/1"), ("/p", "/2")), "/1/a.mov"),
        ("/p/r/a.mov", (("/p/q", "/1"), ("/p", "/2")), "/2/r/a.mov"),
        ("/p/q/a.mov", (("/p", "D:\\rushes"),), "D:\\rushes\\q\\a.mov"),
        ("/p/back\\slash.mov", (("/p", "/r"),), "/r/back\\slash.mov"),
        ("/p/a.mov", (("/p", ""),), "/a.mov"),
    ],
)
def test_beginnings_are_replaced(path: str, path_map: PathMap, expected: str) -> None:
    """Whole folders only, the first that fits, with the separators of what stands there now."""
    assert media_path(media_info(path=path), path_map) == expected


def test_a_relative_path_can_be_mapped_as_it_was_given() -> None:
    """The user need not know where the command ran."""
    assert media_path(media_info(path="proxies/a.mov"), (("proxies", "/rushes"),)) == (
        "/rushes/a.mov"
    )


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/rushes/a.mov", "file:///rushes/a.mov"),
        ("D:\\day 1\\a#1.mov", "file:///D:/day%201/a%231.mov"),
        ("\\\\server\\day 1\\a.mov", "file://server/day%201/a.mov"),
        ("/back\\slash.mov", "file:///back%5Cslash.mov"),
    ],
)
def test_addresses_of_any_system(path: str, url: str) -> None:
    """Drives and shares of Windows too; RFC 8089."""
    assert file_url(path) == url


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///rushes/a%20b.mov", "/rushes/a b.mov"),
        ("file:///D:/day%201/a%231.mov", "D:/day 1/a#1.mov"),
        ("file://localhost/C:/a.mov", "C:/a.mov"),
        ("file://server/day%201/a.mov", "//server/day 1/a.mov"),
        ("file:///1:/a.mov", "/1:/a.mov"),
        ("file:///DD/a.mov", "/DD/a.mov"),
        ("/rushes/50%20off.mov", "/rushes/50%20off.mov"),
    ],
)
def test_paths_of_any_system(url: str, path: str) -> None:
    """A drive's letter leads the path of Windows, a share's server stands before it; RFC 8089."""
    assert local_path(url).as_posix() == path


def test_the_last_part_is_the_name() -> None:
    """Of a path of any system."""
    assert file_name("/a/b.mov") == file_name("C:\\a\\b.mov") == "b.mov"


def test_nothing_cannot_be_replaced() -> None:
    """An empty beginning would be that of every path."""
    with pytest.raises(SettingsError, match="must not be empty"):
        ExportSettings(path_map=(("", "/rushes"),))
