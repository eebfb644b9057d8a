"""The real window for photographs: bursts, decisions, sidecars, and how soon it shows."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from takewise.media import find_photos, probe_photo, read_preview
from takewise.model.decisions import ColourLabel, Decisions, Flag
from takewise.ui.photos.decision_store import LibraryDecisionStore
from takewise.ui.photos.reading import SMALL, Read, Reader, Size, WantedPhoto
from tests.conftest import REPOSITORY
from tests.sidecars.photographs import photograph, rated

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.stills import OpenedStills

BURST = REPOSITORY / "sample_media" / "portrait_burst"
Show = Callable[[Path], "OpenedStills"]


@pytest.fixture
def stills(
    application: QApplication, faults: list[BaseException], tmp_path: Path
) -> Iterator[Show]:
    """Return what opens a folder in the window; every window is closed at the end."""
    del application, faults
    from tests.ui.stills import OpenedStills

    opened: list[OpenedStills] = []

    def show(folder: Path) -> OpenedStills:
        opened.append(OpenedStills(folder, tmp_path / "library.db"))
        return opened[-1]

    yield show
    for each in opened:
        each.window.close()


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of 1,000 JPEG files with thumbnails inside, three to a second."""
    folder = tmp_path_factory.mktemp("thousand")
    big, small = Image.linear_gradient("L").resize((900, 600)).convert("RGB"), BytesIO()
    big.resize((160, 107)).save(small, "JPEG")
    whole = BytesIO()
    big.save(whole, "JPEG", quality=60)
    for number in range(1000):
        minute, second = divmod(number // 3 * 5, 60)
        taken = f"2026:11:20 {10 + minute // 60}:{minute % 60:02}:{second:02}".encode()
        content = whole.getvalue()
        segment = exif_of(taken, small.getvalue())
        (folder / f"IMG_{number:04}.JPG").write_bytes(content[:2] + segment + content[2:])
    return folder


def exif_of(taken: bytes, thumbnail: bytes) -> bytes:
    """Return an APP1 segment with a time and a thumbnail; EXIF 2.32, section 4.5.2."""
    head = b"II*\0" + (8).to_bytes(4, "little")

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        numbers = ((tag, 2), (kind, 2), (count, 4), (value, 4))
        return b"".join(number.to_bytes(size, "little") for number, size in numbers)

    text, image = 8 + 2 + 12 + 4, 8 + 2 + 12 + 4 + 20 + 2 + 24 + 4
    first = b"\1\0" + entry(0x0132, 2, 20, text) + (text + 20).to_bytes(4, "little")
    second = b"\2\0" + entry(0x0201, 4, 1, image) + entry(0x0202, 4, 1, len(thumbnail))
    block = b"Exif\0\0" + head + first + taken + b"\0" + second + bytes(4) + thumbnail
    return b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block


def test_a_burst_is_reviewed_from_end_to_end(stills: Show, tmp_path: Path) -> None:
    """Ranked in the background, decided by keys, kept under its content, written on request."""
    folder = tmp_path / "shoot"
    shutil.copytree(BURST, folder)
    window = stills(folder)
    window.press("4", "P", "7")
    window.ranked()
    assert [len(burst) for burst in window.state.bursts] == [12]
    said = [frame.decisions for frame in window.state.frames[:3]]
    # The ranking came, and no decision changed.
    assert said == [
        Decisions(stars=4),
        Decisions(flag=Flag.PICK),
        Decisions(colour=ColourLabel.YELLOW),
    ]
    window.press("B")
    best = window.state.frame
    assert best.ranked is not None
    assert best.ranked.place == 1
    window.press("C", "+", "Z")
    assert len(window.state.shown) == 3
    assert not list(folder.glob("*.xmp"))
    panel = window.window.panel()
    assert "3 sidecars would be written: 3 new" in panel.about.text()
    assert "1 pick: other programs see xmpDM:pick = 1" in panel.about.text()
    assert "Lightroom and Bridge read no sidecar of a JPEG" in panel.about.text()
    assert not list(folder.glob("*.xmp"))
    panel.write()
    first = (folder / "P1010001.jpg.xmp").read_text(encoding="utf-8")
    assert 'xmp:Rating="4"' in first
    assert "No sidecar would change" in window.window.panel().about.text()
    moved = tmp_path / "elsewhere" / "other.jpg"
    moved.parent.mkdir()
    shutil.copy(folder / "P1010001.jpg", moved)
    assert LibraryDecisionStore(tmp_path / "library.db").recall((str(moved),)) == Decisions(stars=4)


def test_the_dialog_asks_about_each_kind_of_rating(stills: Show, tmp_path: Path) -> None:
    """Ratings in the files are counted by value; each box replaces what it says, and no more."""
    folder = tmp_path / "shoot"
    folder.mkdir()
    for name, stars in (("a.jpg", "-1"), ("b.jpg", "1"), ("c.jpg", "3")):
        photograph(folder / name, rated(stars), source=BURST / "P1010001.jpg")
    window = stills(folder)
    window.press("4", "4", "4")
    panel = window.window.panel()
    left = "Ratings left as they were: "
    assert "No sidecar would change" in panel.about.text()
    assert f"{left}1 rejected, 1 with 1 star, 1 with 3 stars." in panel.about.text()
    panel.show()
    assert panel.about.height() >= panel.about.heightForWidth(panel.about.width())
    panel.single.setChecked(True)
    assert f"{left}1 rejected, 1 with 3 stars." in panel.about.text()
    panel.overwrite.setChecked(True)
    assert f"{left}1 rejected." in panel.about.text()
    panel.write()
    assert sorted(each.name for each in folder.glob("*.xmp")) == ["b.jpg.xmp", "c.jpg.xmp"]
    again = window.window.panel()
    again.replace_rejected.setChecked(True)
    again.write()
    assert 'xmp:Rating="4"' in (folder / "a.jpg.xmp").read_text(encoding="utf-8")


def test_a_folder_of_a_thousand_shows_at_once(stills: Show, thousand: Path) -> None:
    """The first picture is there soon, every burst a little later, and decisions do not wait."""
    window = stills(thousand)
    print(f"first picture of 1,000 after {window.first_picture:.2f} s")
    assert window.first_picture < 10
    window.press("5")
    assert window.state.frames[0].decisions.stars == 5
    window.until(lambda: window.state.grouped)
    assert {len(burst) for burst in window.state.bursts[:-1]} == {3}


def test_a_small_picture_is_the_cameras_own(thousand: Path) -> None:
    """The thumbnail inside the file is taken, and the size told is that of the whole."""
    shot = probe_photo(find_photos((str(thousand),))[0])
    photo = read_preview(shot, least=SMALL)
    assert photo.picture.shape == (107, 160, 3)
    assert photo.size == (900, 600)


def test_pictures_weigh_no_more_than_their_use(tmp_path: Path) -> None:
    """Without a thumbnail in the file, too: those of thousands must fit into memory."""
    path = tmp_path / "IMG_0001.JPG"
    Image.linear_gradient("L").resize((6000, 4000)).save(path, quality=60)
    read: list[Read] = []
    reader = Reader([(str(path),)], read.append, screen=1600)
    reader.want([WantedPhoto(0, size) for size in Size])
    while len(read) < 3:
        time.sleep(0.01)
    reader.close()
    shapes = {each.wanted.size: each.photo.picture.shape[:2] for each in read if each.photo}
    assert shapes == {Size.SMALL: (133, 200), Size.SCREEN: (1067, 1600), Size.WHOLE: (4000, 6000)}
    assert {each.photo.size for each in read if each.photo} == {(6000, 4000)}


def test_a_damaged_file_is_said_and_passed(stills: Show, tmp_path: Path) -> None:
    """In its place; the others are shown and grouped."""
    folder = tmp_path / "shoot"
    folder.mkdir()
    for name in ("P1010001.jpg", "P1010002.jpg"):
        shutil.copy(BURST / name, folder)
    (folder / "P1010003.jpg").write_bytes(b"no picture")
    window = stills(folder)
    window.until(lambda: window.state.grouped)
    assert "cannot be read" in window.state.frames[2].trouble
    assert [len(burst) for burst in window.state.bursts] == [2, 1]


def test_two_windows_of_photographs_on_one_library(stills: Show) -> None:
    """The second shows the first's stars within two seconds; the first's undo leaves its own."""
    one, two = stills(BURST), stills(BURST)
    two.until(lambda: all(frame.known for frame in two.state.frames))
    one.press("4")
    two.until(lambda: two.state.frames[0].decisions.stars == 4, seconds=2)
    two.press("2")
    one.press("Ctrl+Z")
    assert one.state.frames[0].decisions.stars == 2
    assert one.state.message.startswith("not undone")
