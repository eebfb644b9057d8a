"""Stars of `takewise pick` against what a photographer said in the pictures."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.cli.calls import call
from tests.media.dng import dng
from tests.sidecars.photographs import STARS, photograph, rated

SAID = {"one.jpg": ("1", {}), "rejected.jpg": ("-1", {}), "exif.jpg": ("", {STARS: 2})}

exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")


@pytest.fixture
def shoot(sample_media: Path, tmp_path: Path) -> Path:
    """Return a folder of a picture without a rating, and some that have one inside."""
    folder = tmp_path / "shoot"
    folder.mkdir()
    source = sample_media / "portrait_burst/P1010009.jpg"
    for name, (stars, exif) in {"free.jpg": ("", {}), **SAID}.items():
        photograph(folder / name, rated(stars) if stars else b"", exif=exif, source=source)
    return folder


def stars_beside(folder: Path) -> dict[str, str]:
    """Return the rating of each sidecar that has one."""
    found = {}
    for path in folder.glob("*.xmp"):
        if rating := re.search(rb'xmp:Rating="([^"]*)"', path.read_bytes()):
            found[path.stem] = rating[1].decode()
    return found


def pick(folder: Path, *options: str) -> Any:
    """Pick all pictures."""
    done = call("pick", folder, "--top", 9, "--quiet", *options)
    assert done.exit_code == 0, done.output
    return done


def test_a_photographers_own_stars_stay(shoot: Path) -> None:
    """Only the picture without a rating gets stars, and the summary counts the others."""
    done = pick(shoot, "--xmp")
    assert set(stars_beside(shoot)) == {"free.jpg"}
    assert "Ratings left as they were: 1 rejected, 1 with 1 star, 1 with 2 stars." in done.stderr
    assert "--treat-as-unrated 1" in done.stderr


@pytest.mark.parametrize(
    ("options", "rated_now"),
    [
        (["--treat-as-unrated", "1"], {"one.jpg"}),
        (["--treat-as-unrated", "1", "--treat-as-unrated", "2"], {"one.jpg", "exif.jpg"}),
        (["--overwrite-ratings"], {"one.jpg", "exif.jpg"}),
        (["--overwrite-rejected"], {"rejected.jpg"}),
        (["--overwrite-ratings", "--overwrite-rejected"], set(SAID)),
    ],
)
def test_each_option_replaces_what_it_says(
    shoot: Path, options: list[str], rated_now: set[str]
) -> None:
    """A rejected picture gets stars by the option that names it, and by no other."""
    done = pick(shoot, "--xmp", "--json", *options)
    assert set(stars_beside(shoot)) == rated_now | {"free.jpg"}
    left = json.loads(done.stdout)["ratings_left_alone"]
    assert sum(left.values()) == len(set(SAID) - rated_now)


def test_the_setting_treats_stars_as_unrated(shoot: Path, tmp_path: Path) -> None:
    """What darktable gives to all is named once, in the settings."""
    settings = tmp_path / "mine.toml"
    settings.write_text("[sidecars]\ntreat_as_unrated = [1]\n", encoding="utf-8")
    pick(shoot, "--xmp", "--settings", str(settings))
    assert set(stars_beside(shoot)) == {"free.jpg", "one.jpg"}


@exiftool
def test_only_changed_pictures_are_listed(shoot: Path) -> None:
    """--embed lists the picture that it wrote, and touches no other."""
    before = {name: (shoot / name).read_bytes() for name in SAID}
    done = pick(shoot, "--embed")
    listed = done.stdout.partition("Written")[2].split()
    assert listed == [str(shoot / "free.jpg")]
    assert {name: (shoot / name).read_bytes() for name in SAID} == before
    assert pick(shoot, "--embed").stdout.partition("Written")[2] == ""


@exiftool
def test_a_name_that_looks_like_an_option(shoot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture named as an option of ExifTool moves no other, named from its own folder."""
    monkeypatch.chdir(shoot)
    name = " -Directory=gone.jpg"
    shutil.copy("free.jpg", name)
    pick(Path(), "--embed")
    names = sorted(each.name for each in shoot.iterdir())
    assert names == sorted([*SAID, "free.jpg", "free.jpg_original", name, f"{name}_original"])


def test_the_options_need_something_to_write(shoot: Path) -> None:
    """Alone they are a wrong call, here and in the review."""
    for words in (["pick", shoot], ["review", shoot]):
        done = call(*words, "--overwrite-rejected")
        assert done.exit_code == 2
        assert "--xmp" in done.stderr


def test_where_adobe_reads_no_sidecar_it_is_said(shoot: Path) -> None:
    """Of a DNG, and of a JPEG where nothing is written into it; a DNG that was rated stays."""
    pytest.importorskip("rawpy", reason="the extra `raw` is not installed")
    picture = Image.open(shoot / "free.jpg")
    raw = dng(picture, picture=np.asarray(picture))
    (shoot / "raw.dng").write_bytes(raw)
    (shoot / "rejected.dng").write_bytes(raw + rated("-1"))
    done = pick(shoot, "--xmp")
    assert "read no sidecar of a DNG" in done.stderr
    assert "read no sidecar of a JPEG" in done.stderr
    # Its JPEG is of the same press, and both were rejected.
    assert set(stars_beside(shoot)) == {"free.jpg", "raw"}
