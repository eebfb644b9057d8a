"""Photographs: every kind of file, upright, as large as asked for, and when they were taken."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from takewise.errors import MediaError, UnreadableMedia
from takewise.media import encode_still, find_photos, probe_photo, read_photo, read_preview
from takewise.media.colours import matrix_profile
from tests.media.dng import dng


def scene(width: int = 120, height: int = 80) -> Image.Image:
    """Return a picture with another colour in each corner: red, green, blue, white."""
    picture = np.full((height, width, 3), 60, np.uint8)
    picture[: height // 2, : width // 2] = (220, 30, 30)
    picture[: height // 2, width // 2 :] = (30, 200, 30)
    picture[height // 2 :, : width // 2] = (30, 30, 220)
    picture[height // 2 :, width // 2 :] = (250, 250, 250)
    return Image.fromarray(picture)


def stored(path: Path, image: Image.Image, **options: object) -> tuple[str, ...]:
    """Save a picture; return it as the files of one press."""
    image.save(path, **options)
    return (str(path),)


def corner(picture: np.ndarray) -> tuple[int, ...]:
    """Return the colour near the upper left corner, each channel to high or low."""
    return tuple(int(level > 128) for level in picture[8, 8])


@pytest.mark.parametrize("ending", ["jpg", "png", "tiff", "webp", "avif", "heic"])
def test_every_kind_is_read(tmp_path: Path, ending: str) -> None:
    """JPEG, PNG, TIFF, WebP, AVIF and HEIC give the same picture."""
    if ending == "heic":
        pytest.importorskip("pillow_heif", reason="the extra heif is not installed")
        from pillow_heif import register_heif_opener

        register_heif_opener()
    files = stored(tmp_path / f"a.{ending}", scene())
    shot = probe_photo(files)
    photo = read_photo(shot)
    assert (shot.width, shot.height) == photo.size == (120, 80)
    assert corner(photo.picture) == (1, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_upright(tmp_path: Path, orientation: int) -> None:
    """Whatever way up it was stored, the red corner comes upper left, as EXIF tells."""
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    image = scene() if orientation == 1 else scene().transpose(turned[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    shot = probe_photo(stored(tmp_path / "a.jpg", image, exif=exif, quality=95))
    photo = read_photo(shot)
    assert (shot.width, shot.height) == photo.size == photo.picture.shape[1::-1] == (120, 80)
    assert corner(photo.picture) == (1, 0, 0)


def test_a_jpeg_is_decoded_no_larger_than_needed(tmp_path: Path) -> None:
    """A large JPEG comes at the smallest eighth that is large enough, its true size told."""
    shot = probe_photo(stored(tmp_path / "a.jpg", scene(4000, 3000)))
    photo = read_photo(shot, least=900)
    assert photo.picture.shape[:2] == (750, 1000)
    assert photo.size == (4000, 3000)
    assert photo.scale == 0.25


@pytest.mark.parametrize(
    ("image", "ending"),
    [
        (scene().convert("CMYK"), "jpg"),
        (scene().convert("L"), "png"),
        (scene().convert("P"), "png"),
        (Image.fromarray(np.full((80, 120), 52000, np.uint16)), "png"),
        (Image.new("RGBA", (120, 80), (255, 0, 0, 0)), "png"),
        (Image.new("1", (120, 80), 1), "tiff"),
    ],
    ids=["CMYK", "grey", "palette", "sixteen bits", "transparent", "one bit"],
)
def test_every_mode_becomes_rgb(tmp_path: Path, image: Image.Image, ending: str) -> None:
    """Whatever the pixels are, RGB of eight bits comes out, bright where the picture is."""
    photo = read_photo(probe_photo(stored(tmp_path / f"a.{ending}", image)))
    assert photo.picture.dtype == np.uint8
    assert photo.picture.shape == (80, 120, 3)
    assert photo.picture[70, 110].min() > 180


SRGB = np.array([(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708),
                 (0.14307, 0.06061, 0.71410)])  # fmt: skip
P3 = np.array([(0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189),
               (0.15710, 0.06657, 0.78407)])  # fmt: skip
ADOBE = np.array([(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087),
                  (0.14919, 0.06322, 0.74457)])  # fmt: skip
"""Primaries against D50, a row each: IEC 61966-2-1, SMPTE EG 432-1, Adobe RGB (1998)."""
SKIN = (201, 146, 119)


def stored_as(primaries: np.ndarray, gamma: float) -> Image.Image:
    """Return a picture of skin as it is stored in a space of other primaries."""
    linear = np.array([
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (level / 255 for level in SKIN)
    ])  # fmt: skip
    stored = (linear @ SRGB @ np.linalg.inv(primaries)) ** (1 / gamma)
    return Image.fromarray(np.full((80, 120, 3), np.rint(255 * stored), np.uint8))


@pytest.mark.parametrize("ending", ["jpg", "png", "tiff", "webp", "avif"])
@pytest.mark.parametrize("primaries", [P3, ADOBE], ids=["Display P3", "Adobe RGB"])
def test_colours_are_brought_to_the_screen(
    tmp_path: Path, primaries: np.ndarray, ending: str
) -> None:
    """By the profile in the file; for measuring they stay as they are stored."""
    profile = matrix_profile(tuple(map(tuple, primaries)), 2.19921875)
    image = stored_as(primaries, 2.19921875)
    shot = probe_photo(stored(tmp_path / f"a.{ending}", image, icc_profile=profile, quality=98))
    shown = read_photo(shot, for_display=True).picture[40, 60].astype(int)
    kept = read_photo(shot).picture[40, 60].astype(int)
    assert np.abs(shown - SKIN).max() <= 3
    assert np.abs(kept - SKIN).max() > 6


def test_adobe_rgb_of_a_camera_needs_no_profile(tmp_path: Path) -> None:
    """Cameras say it in the EXIF data alone: index R03 of DCF's optional colour space."""
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {
        ExifTags.Base.ColorSpace: 0xFFFF,
        ExifTags.IFD.Interop: {1: "R03", 2: b"0100"},
    }
    image = stored_as(ADOBE, 2.19921875)
    shot = probe_photo(stored(tmp_path / "_MG_0001.JPG", image, exif=exif, quality=98))
    shown = read_photo(shot, for_display=True).picture[40, 60].astype(int)
    assert np.abs(shown - SKIN).max() <= 3


def exif_time(when: str, fraction: str | None, zone: str | None) -> Image.Exif:
    """Return EXIF data with a time."""
    exif = Image.Exif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = when
    if fraction is not None:
        details[ExifTags.Base.SubsecTimeOriginal] = fraction
    if zone is not None:
        details[ExifTags.Base.OffsetTimeOriginal] = zone
    exif[ExifTags.Base.Model] = "X100"
    return exif


@pytest.mark.parametrize(
    ("when", "fraction", "zone", "expected", "precise"),
    [
        (
            "2026:05:01 10:11:12", "34", None,
            datetime.fromisoformat("2026-05-01T10:11:12.340"), True,
        ),
        ("2026:05:01 10:11:12", None, None, datetime.fromisoformat("2026-05-01T10:11:12"), False),
        (
            "2026:05:01 10:11:12", "007", "+02:00",
            datetime(2026, 5, 1, 10, 11, 12, 7000, timezone(timedelta(hours=2))), True,
        ),
        (
            "2026:05:01 10:11:12", None, "-03:30",
            datetime(2026, 5, 1, 10, 11, 12, 0, timezone(-timedelta(hours=3.5))), False,
        ),
        ("0000:00:00 00:00:00", None, None, None, False),
        ("    :  :     :  :  ", None, None, None, False),
    ],
)  # fmt: skip
def test_when_it_was_taken(
    tmp_path: Path,
    when: str,
    fraction: str | None,
    zone: str | None,
    expected: datetime | None,
    precise: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """The time comes with fractions and zone where the camera wrote them, else not at all."""
    exif = exif_time(when, fraction, zone)
    shot = probe_photo(stored(tmp_path / "IMG_0042.jpg", scene(), exif=exif))
    assert shot.taken == expected
    assert shot.precise == precise
    assert shot.camera == "X100"
    assert shot.number == 42


def test_a_raw_file_is_seen_by_its_preview(tmp_path: Path) -> None:
    """Of a raw file the camera's preview is taken; developed on demand."""
    pytest.importorskip("rawpy", reason="the extra raw is not installed")
    path = tmp_path / "IMG_0001.dng"
    path.write_bytes(dng(scene(1200, 900)))
    shot = probe_photo((str(path),))
    assert shot.taken == datetime.fromisoformat("2026-05-01T10:11:12")
    assert corner(read_photo(shot).picture) == (1, 0, 0)
    developed = read_photo(shot, develop=True).picture
    assert developed.shape[:2] == (96, 128)
    assert np.ptp(developed.reshape(-1, 3).mean(axis=0)) < 200


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_raw_file_is_developed_in_its_colours(tmp_path: Path, orientation: int) -> None:
    """Demosaiced, white as the camera was set, and upright, as the preview is."""
    pytest.importorskip("rawpy", reason="the extra raw is not installed")
    turned = {1: 0, 3: 2, 6: 1, 8: 3}[orientation]
    upright = np.asarray(scene(320, 240))
    stored = np.ascontiguousarray(np.rot90(upright, turned))
    path = tmp_path / "IMG_0001.dng"
    preview = Image.fromarray(np.rot90(np.asarray(scene(1200, 900)), turned))
    path.write_bytes(dng(preview, picture=stored, orientation=orientation, fraction="25"))
    shot = probe_photo((str(path),))
    assert shot.precise
    assert shot.taken == datetime.fromisoformat("2026-05-01T10:11:12.250")
    seen = read_photo(shot)
    developed = read_photo(shot, develop=True)
    assert seen.size == (1200, 900)
    assert developed.size == (shot.width, shot.height) == (320, 240)
    for picture in (seen.picture, developed.picture):
        across, down = picture.shape[1] * 3 // 4, picture.shape[0] * 3 // 4
        assert [int(c) for c in picture[8, 8] > 128] == [1, 0, 0]
        assert [int(c) for c in picture[8, across] > 128] == [0, 1, 0]
        assert [int(c) for c in picture[down, 8] > 128] == [0, 0, 1]
        # White is grey in every channel, whatever the sensor's own balance.
        assert np.ptp(picture[down, across].astype(int)) < 12
        assert picture[down, across].min() > 220


def test_a_raw_file_without_a_usable_preview_is_developed(tmp_path: Path) -> None:
    """A thumbnail is not taken for a preview."""
    pytest.importorskip("rawpy", reason="the extra raw is not installed")
    path = tmp_path / "IMG_0001.dng"
    path.write_bytes(dng(scene(160, 120)))
    assert read_photo(probe_photo((str(path),))).picture.shape[:2] == (96, 128)


def test_raw_and_jpeg_are_one_press(tmp_path: Path) -> None:
    """A raw file and the picture of its name are one shot, in which the picture is seen."""
    for name in ("a.JPG", "a.CR3", "b.NEF", "c.png", "c.jpg", "notes.txt", ".hidden.jpg"):
        (tmp_path / name).touch()
    found = find_photos((str(tmp_path),))
    assert [tuple(Path(path).name for path in press) for press in found] == [
        ("a.JPG", "a.CR3"), ("b.NEF",), ("c.jpg",), ("c.png",),
    ]  # fmt: skip


def test_files_of_a_pair_find_each_other(tmp_path: Path) -> None:
    """Named one by one, a raw file and its JPEG are one press too."""
    for name in ("a.jpg", "a.CR3"):
        (tmp_path / name).touch()
    assert len(find_photos((str(tmp_path / "a.CR3"), str(tmp_path / "a.jpg")))) == 1


def test_what_other_programs_made_for_themselves_is_no_photograph(tmp_path: Path) -> None:
    """Thumbnails and bins of disks and systems are passed over, unless they are named alone."""
    for name in (
        "a.jpg", "day1/b.jpg", "@eaDir/a.jpg/SYNOFILE_THUMB_M.jpg", "#recycle/c.jpg",
        "__MACOSX/._a.jpg", ".thumbnails/a.jpg", ".Trash-1000/files/d.jpg", "._a.jpg",
        "Previews.lrdata/e.jpg", "$RECYCLE.BIN/f.jpg",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    def found(*patterns: str) -> list[str]:
        presses = find_photos([str(tmp_path / pattern) for pattern in patterns])
        return sorted(Path(path).name for press in presses for path in press)

    by_shell = [path.name for path in tmp_path.iterdir() if path.name[0] != "."]
    assert found(".") == found("**/*.jpg") == found(*by_shell) == ["a.jpg", "b.jpg"]
    assert found("#recycle") == found("#recycle/*") == ["c.jpg"]


@pytest.mark.parametrize("name", ["a.jpg", "a.heic", "a.png", "a.tif", "a.CR3", "a.dng"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_content_decides_what_a_file_is(tmp_path: Path, name: str, kind: str) -> None:
    """A HEIC named .jpg and a JPEG named .heic, or as a raw file, are read."""
    if kind == "HEIF":
        pytest.importorskip("pillow_heif", reason="the extra heif is not installed")
        from pillow_heif import register_heif_opener

        register_heif_opener()
    files = stored(tmp_path / name, scene(), format=kind)
    photo = read_photo(probe_photo(files))
    assert (photo.size, corner(photo.picture)) == ((120, 80), (1, 0, 0))


POSTSCRIPT = b"""%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 0 0 72 72
%%EndComments
0 1 0 setrgbcolor 0 0 72 72 rectfill showpage
%%EOF
"""


@pytest.mark.parametrize("ending", ["jpg", "heic", "png", "tif", "webp", "dng"])
def test_a_picture_never_starts_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """PostScript under a photograph's name is refused, and no interpreter is called."""
    called = tmp_path / "called"
    (tmp_path / "gs").write_text(f"#!/bin/sh\ntouch '{called}'\n")
    (tmp_path / "gs").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(POSTSCRIPT)
    assert tried((str(path),)) == str(path)
    assert not called.exists()


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TGA", "PPM", "ICO", "JPEG2000", "PCX", "DDS"])
def test_only_the_promised_kinds_are_opened(tmp_path: Path, kind: str) -> None:
    """Pillow knows forty kinds; each that is not promised is a way in that nobody needs."""
    files = stored(tmp_path / "a.jpg", scene(), format=kind)
    assert tried(files) == files[0]


def test_a_photograph_of_200_megapixels_is_read(tmp_path: Path) -> None:
    """Telephones take 16320 × 12240; it is decoded at an eighth, and never in full size."""
    files = stored(tmp_path / "a.jpg", Image.new("RGB", (16320, 12240), (200, 30, 30)), quality=60)
    shot = probe_photo(files)
    small, whole = read_photo(shot, least=1600), read_photo(shot)
    assert small.size == whole.size == (shot.width, shot.height) == (16320, 12240)
    assert small.picture.shape == (1530, 2040, 3)
    assert whole.picture.shape == (6120, 8160, 3)


def test_a_photograph_above_the_limit_is_too_large(tmp_path: Path) -> None:
    """The error names the limit and the setting; it is not the card that is to blame."""
    files = stored(tmp_path / "a.png", Image.new("L", (1000, 1000)))
    assert probe_photo(files, most_megapixels=1).width == 1000
    with pytest.raises(UnreadableMedia, match=r"too large \(1 megapixels; at most 0\.9") as caught:
        probe_photo(files, most_megapixels=0.9)
    assert "most_megapixels" in caught.value.remedy
    assert "card" not in caught.value.remedy


def test_a_header_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    """A PNG of a few bytes that claims 10,000 megapixels is refused before it is decoded."""
    file = io.BytesIO()
    Image.new("L", (8, 8)).save(file, "PNG")
    content = bytearray(file.getvalue())
    content[16:24] = (100_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match="too large"):
        probe_photo((str(path),))


def test_a_thumbnail_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    """A thumbnail that claims 4,000 megapixels is left; the picture itself is shown."""
    file = io.BytesIO()
    Image.new("L", (8, 8)).save(file, "JPEG")
    claimed = bytearray(file.getvalue())
    frame = claimed.index(b"\xff\xc0")
    claimed[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    exif = with_thumbnail(bytes(claimed))
    shot = probe_photo(stored(tmp_path / "a.jpg", scene(), exif=exif))
    assert read_preview(shot, least=100).picture.shape == (80, 120, 3)


def with_thumbnail(content: bytes) -> bytes:
    """Return EXIF data with a thumbnail: EXIF 2.32, section 4.6.4, table 4."""
    head = b"II*\0" + struct.pack("<LHL", 8, 0, 14)
    first = struct.pack("<H", 2)
    first += struct.pack("<HHLL", 0x0201, 4, 1, 14 + 2 + 24 + 4)
    first += struct.pack("<HHLL", 0x0202, 4, 1, len(content)) + bytes(4)
    return b"Exif\0\0" + head + first + content


def test_large_pictures_of_other_kinds_are_reduced_before_they_are_copied(tmp_path: Path) -> None:
    """What cannot be decoded at reduced size is reduced at once: copies would fill the memory."""
    files = stored(tmp_path / "a.png", Image.new("L", (9000, 7000)))
    photo = read_photo(probe_photo(files), least=1600)
    assert (photo.size, photo.picture.shape) == ((9000, 7000), (1400, 1800, 3))


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    """A folder without photographs is named, with what would do."""
    with pytest.raises(MediaError, match=r"no photograph here; name JPEG"):
        find_photos((str(tmp_path),))


@given(at=st.integers(0, 3000), bits=st.binary(min_size=1, max_size=40), cut=st.integers(0, 1))
def test_damage_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, at: int, bits: bytes, cut: int
) -> None:
    """A damaged JPEG gives a picture or one error that names it, and never anything else."""
    file = io.BytesIO()
    scene().save(file, "JPEG", exif=exif_time("2026:05:01 10:11:12", "1", None))
    content = bytearray(file.getvalue())
    at %= len(content)
    content[at : at + len(bits)] = bits
    path = tmp_path_factory.mktemp("damaged") / "a.jpg"
    path.write_bytes(bytes(content[: at + 1] if cut else content))
    outcome = tried((str(path),))
    assert outcome in {"a picture", str(path)}


def tried(files: tuple[str, ...]) -> str:
    """Read a photograph; return what came of it: a picture, or where the error says it was."""
    try:
        return "a picture" if read_photo(probe_photo(files), for_display=True).size else ""
    except UnreadableMedia as error:
        return error.where


@pytest.mark.parametrize("kind", ["png", "tiff", "jpg"])
def test_a_frame_says_where_it_is_from(kind: str) -> None:
    """A clip's frame is written whole, with its words in EXIF and XMP, the same each time."""
    picture = np.asarray(scene())
    words = {"Title": "A_01", "Description": "brows up 3 %", "Timecode": "01:00:00:12",
             "Source": "A.mov", "Software": "Takewise"}  # fmt: skip
    content = encode_still(picture, kind, words)
    assert content == encode_still(picture, kind, words)
    with Image.open(io.BytesIO(content)) as image:
        told = image.getexif()[ExifTags.Base.ImageDescription]
        assert told == "Timecode 01:00:00:12; brows up 3 %"
        xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or ""
        assert b"brows up 3 %" in (xmp if isinstance(xmp, bytes) else str(xmp).encode())
        exact = kind != "jpg"
        assert np.abs(np.asarray(image, int) - picture).max() <= (0 if exact else 40)
