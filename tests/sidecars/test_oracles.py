"""Other programs read our sidecars, and find in them what was there before."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from takewise.sidecars import Facts, RatingRules, embed, merge, write_sidecar
from tests.sidecars.packets import PACKETS

REPLACE = RatingRules(ratings=True)

FACTS = Facts(rating=4, label="Green", keywords=("takewise pick",), ours={"Score": "91"})

exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")


def told(path: Path) -> dict[str, Any]:
    """Return what ExifTool reads in a file."""
    done = subprocess.run(
        ["exiftool", "-json", "-G1", "-struct", "-XMP:all", str(path)],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    document: dict[str, Any] = json.loads(done.stdout)[0]
    del document["SourceFile"]
    return document


@exiftool
@pytest.mark.parametrize("kind", PACKETS)
def test_exiftool_reads_the_same(kind: str, tmp_path: Path) -> None:
    """ExifTool reads our rating, label and keyword, and all else as before."""
    before, after = tmp_path / "before.xmp", tmp_path / "after.xmp"
    before.write_bytes(PACKETS[kind])
    after.write_bytes(merge(PACKETS[kind], FACTS, where=kind, rules=REPLACE).content)
    old, new = told(before), told(after)
    ours = {name: new.pop(name) for name in list(new) if name.split(":")[1] in
            {"Rating", "Label", "Subject"} or "akewise" in name}  # fmt: skip
    assert ours["XMP-xmp:Rating"] == 4
    assert ours["XMP-xmp:Label"] == "Green"
    assert "takewise pick" in ours["XMP-dc:Subject"]
    assert new == {name: text for name, text in old.items() if name not in ours}


@pytest.mark.parametrize("kind", PACKETS)
def test_exiv2_reads_the_same(kind: str, tmp_path: Path) -> None:
    """Exiv2 reads our rating as a number of stars, keywords as a Bag, and all else as before."""
    exiv2 = pytest.importorskip("exiv2", reason="python-exiv2 is not installed")
    if kind == "UTF-16":
        pytest.skip("Exiv2 reads UTF-8 only")

    def read(content: bytes) -> dict[str, str]:
        path = tmp_path / "seen.xmp"
        path.write_bytes(content)
        image = exiv2.ImageFactory.open(str(path))
        image.readMetadata()
        return {each.key(): each.toString() for each in image.xmpData()}

    old = read(PACKETS[kind])
    new = read(merge(PACKETS[kind], FACTS, where=kind, rules=REPLACE).content)
    assert new["Xmp.xmp.Rating"] == "4"
    assert "takewise pick" in new["Xmp.dc.subject"]
    ours = {"Xmp.xmp.Rating", "Xmp.xmp.Label", "Xmp.dc.subject"}
    kept = {name: text for name, text in new.items() if name not in ours and "akewise" not in name}
    assert kept == {name: text for name, text in old.items() if name not in ours}


@exiftool
def test_a_new_sidecar_is_valid(tmp_path: Path) -> None:
    """ExifTool's validator finds no fault in a sidecar made by us."""
    path = tmp_path / "IMG_0001.xmp"
    write_sidecar(path, ("IMG_0001.CR3",), FACTS)
    done = subprocess.run(
        ["exiftool", "-validate", "-warning", "-a", str(path)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split(":", 1)[1].strip() == "OK"


@exiftool
def test_stars_inside_a_jpeg(sample_media: Path, tmp_path: Path) -> None:
    """ExifTool writes stars into a JPEG, keeps the file as it was, and leaves given ones."""
    path = tmp_path / "P1010001.jpg"
    shutil.copy(sample_media / "portrait_burst/P1010001.jpg", path)
    before = path.read_bytes()
    done = embed({str(path): FACTS})
    assert (done.changed, done.kept, done.failures) == ((str(path),), {}, ())
    assert told(path)["XMP-xmp:Rating"] == 4
    assert path.with_name("P1010001.jpg_original").read_bytes() == before
    again = embed({str(path): Facts(rating=2)})
    assert again.kept == {str(path): 4}
    assert (again.changed, again.unchanged) == ((), (str(path),))
    assert told(path)["XMP-xmp:Rating"] == 4


@exiftool
def test_nothing_is_written_into_raw(tmp_path: Path) -> None:
    """A camera raw file is refused before ExifTool sees it."""
    path = tmp_path / "IMG_0001.CR3"
    path.write_bytes(b"raw")
    done = embed({str(path): FACTS})
    assert not done.changed
    assert [error.where for error in done.failures] == [str(path)]
    assert path.read_bytes() == b"raw"
