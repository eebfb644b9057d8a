"""What a take says about itself is read from wherever its container keeps it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from takewise.errors import NoPictures
from takewise.media import content_digest, probe
from takewise.media.labels import start_timecode
from tests.media.clips import HEIGHT, WIDTH, write_clip, write_sound

NTSC = Fraction(30000, 1001)
HOUR = {"timecode": "01:00:00:00", "reel_name": "A001"}
LARGE = {
    "codec": "dnxhd",
    "pix_fmt": "yuv422p",
    "size": (256, 128),
    "options": {"profile": "dnxhr_lb"},
}


def test_a_plain_clip_tells_size_rate_count_and_codec(tmp_path: Path) -> None:
    """A constant-rate clip is described as it was written."""
    path = write_clip(tmp_path / "a.mov", rate=Fraction(24), frames=30)
    info = probe(str(path))
    assert (info.path, info.width, info.height) == (str(path), WIDTH, HEIGHT)
    assert (info.rate, info.frame_count, info.variable_rate) == (Fraction(24), 30, False)
    assert (info.codec, info.rotation, info.interlaced) == ("h264", 0, False)
    assert info.has_sound is False
    assert info.digest == content_digest(str(path))


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv", ".avi"])
@pytest.mark.parametrize(
    "rate",
    [
        Fraction(24000, 1001),
        Fraction(25),
        NTSC,
        Fraction(48),
        Fraction(60000, 1001),
        Fraction(12),
        Fraction(15),
    ],
)
def test_a_constant_rate_is_exact_in_every_container(
    tmp_path: Path, suffix: str, rate: Fraction
) -> None:
    """Neither a time base of 1/1000 nor an unusual rate makes a steady clip look variable."""
    info = probe(str(write_clip(tmp_path / f"a{suffix}", rate=rate, frames=50)))
    assert (info.rate, info.variable_rate) == (rate, False)


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
def test_dropped_frames_make_the_rate_variable(tmp_path: Path, suffix: str) -> None:
    """A clip that leaves frames out keeps the grid's rate, and says that it varies."""
    at = [0, 1, 2, 4, 5, 6, 8, 9, 12]
    info = probe(str(write_clip(tmp_path / f"a{suffix}", rate=Fraction(30), at=at)))
    assert (info.rate, info.variable_rate, info.frame_count) == (Fraction(30), True, 9)
    assert (
        "variable frame rate: moments are placed by presentation time on a 30 fps grid"
        in info.warnings
    )


def test_a_late_first_picture_does_not_make_the_rate_variable(tmp_path: Path) -> None:
    """A first presentation time above zero is no gap."""
    info = probe(str(write_clip(tmp_path / "a.mov", at=range(10, 30))))
    assert (info.rate, info.variable_rate) == (Fraction(25), False)


def test_a_gif_keeps_its_rate(tmp_path: Path) -> None:
    """A GIF's time base of 1/100 s holds 10 fps exactly."""
    path = write_clip(tmp_path / "a.gif", codec="gif", pix_fmt="rgb8", rate=Fraction(10))
    info = probe(str(path))
    assert (info.rate, info.variable_rate, info.frame_count) == (Fraction(10), False, 24)


def test_one_picture_is_enough_but_warned_of(tmp_path: Path) -> None:
    """A clip of one picture has its container's rate and a warning."""
    info = probe(str(write_clip(tmp_path / "a.mov", frames=1)))
    assert (info.rate, info.frame_count) == (Fraction(25), 1)
    assert "only one picture: nothing can move in it" in info.warnings


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotation_is_told_and_the_size_is_upright(tmp_path: Path, rotate: int) -> None:
    """A clip filmed sideways has its height and width exchanged."""
    info = probe(str(write_clip(tmp_path / "a.mp4", rotate=rotate)))
    sideways = rotate % 180 != 0
    assert info.rotation == rotate
    assert (info.width, info.height) == ((HEIGHT, WIDTH) if sideways else (WIDTH, HEIGHT))


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_pictures_with_exif_data_are_a_take(tmp_path: Path, orientation: int, turn: int) -> None:
    """A sequence of a camera's JPEGs is read, and turned as their orientation says."""
    tags = Image.Exif()
    # Orientation, EXIF 2.32 section 4.6.4: 6 is upright after a quarter turn clockwise.
    tags[0x0112] = orientation
    for number in range(1, 4):
        Image.new("RGB", (64, 48), "grey").save(tmp_path / f"shot.{number:04}.jpg", exif=tags)
    info = probe(str(tmp_path / "shot.%04d.jpg"))
    assert info.rotation == turn
    assert (info.width, info.height) == ((48, 64) if turn % 180 else (64, 48))


def test_a_mirrored_display_is_warned_of(tmp_path: Path) -> None:
    """A request to mirror does not turn the picture upside down, and is told."""
    info = probe(str(write_clip(tmp_path / "a.mov", mirror=True)))
    assert info.rotation == 0
    assert "the file asks to be shown mirrored: the pictures are read unmirrored" in info.warnings


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.mov", {"stream_tags": HOUR}),
        ("a.mp4", {"stream_tags": HOUR}),
        ("a.mkv", {"file_tags": HOUR}),
        ("sound.mov", {"stream_tags": HOUR, "sound": True}),
        ("prores.mov", {"stream_tags": HOUR, "codec": "prores_ks", "pix_fmt": "yuv422p10le"}),
        ("mpeg.mxf", {"file_tags": HOUR, "codec": "mpeg2video"}),
        ("dnxhr.mxf", {"stream_tags": HOUR, **LARGE}),
    ],
)
def test_start_timecode_is_found_in_every_container(
    tmp_path: Path, name: str, settings: dict[str, object]
) -> None:
    """MOV and MP4 have it in a track, MXF and Matroska in the file's tags."""
    info = probe(str(write_clip(tmp_path / name, **settings)))  # type: ignore[arg-type]
    assert str(info.start_timecode) == "01:00:00:00"
    assert info.warnings == ()
    # FFmpeg's muxers of MP4 and of DNxHR in MXF drop the reel.
    assert info.reel == (None if name in {"a.mp4", "dnxhr.mxf"} else "A001")


@pytest.mark.parametrize(("label", "frame"), [("01:00:00;00", 107892), ("01:00:00:00", 108000)])
def test_the_drop_flag_is_kept(tmp_path: Path, label: str, frame: int) -> None:
    """The same digits name another picture with and without drop-frame (SMPTE ST 12-1)."""
    path = write_clip(tmp_path / "a.mov", rate=NTSC, stream_tags={"timecode": label})
    timecode = probe(str(path)).start_timecode
    assert timecode is not None
    assert (str(timecode), timecode.frame) == (label, frame)


def test_no_timecode_is_none_and_told(tmp_path: Path) -> None:
    """A clip without timecode does not get an invented one."""
    info = probe(str(write_clip(tmp_path / "a.mp4")))
    assert info.start_timecode is None
    assert info.warnings == ("no start timecode in the file: frame 0 counts as 00:00:00:00",)


@pytest.mark.parametrize("label", ["01:00:00;00", "nonsense", "25:00:00:00", "00:00:00:25"])
def test_an_impossible_timecode_is_ignored_and_told(tmp_path: Path, label: str) -> None:
    """A label that cannot be at 25 fps gives a warning that quotes it, never a failure."""
    info = probe(str(write_clip(tmp_path / "a.mkv", file_tags={"TIMECODE": label})))
    assert info.start_timecode is None
    (warning,) = info.warnings
    assert label in warning
    assert warning.endswith("frame 0 counts as 00:00:00:00")


def test_interlaced_pictures_are_flagged(tmp_path: Path) -> None:
    """An interlaced clip is told from a progressive one of the same codec."""
    progressive = write_clip(tmp_path / "p.mpg", codec="mpeg2video")
    interlaced = write_clip(
        tmp_path / "i.mpg", codec="mpeg2video", options={"flags": "+ildct+ilme"}
    )
    assert probe(str(progressive)).interlaced is False
    assert probe(str(interlaced)).interlaced is True


def test_sound_is_noticed(tmp_path: Path) -> None:
    """A clip with a sound track says so."""
    assert probe(str(write_clip(tmp_path / "a.mp4", sound=True))).has_sound is True


def test_a_known_digest_is_not_computed_again(tmp_path: Path) -> None:
    """The digest that the caller has is the one in the answer."""
    assert probe(str(write_clip(tmp_path / "a.mov")), digest="sha256:00").digest == "sha256:00"


def test_song_covers_are_no_takes(tmp_path: Path) -> None:
    """A file with sound only is refused with a remedy."""
    for cover in (False, True):
        with pytest.raises(NoPictures, match=r"a\.mp4: it holds sound only; name the file"):
            probe(str(write_sound(tmp_path / "a.mp4", cover=cover)))


def test_a_tapeless_camera_has_its_clip_for_a_reel(tmp_path: Path) -> None:
    """MXF without a tape is known by its material package, with a tape by the tape."""
    clip = {"material_package_name": "A001C003", "timecode": "01:00:00:00"}
    tapeless = write_clip(tmp_path / "a.mxf", codec="mpeg2video", file_tags=clip)
    taped = write_clip(tmp_path / "b.mxf", codec="mpeg2video", file_tags={**clip, **HOUR})
    assert probe(str(tapeless)).reel == "A001C003"
    assert probe(str(taped)).reel == "A001"


@pytest.mark.parametrize(
    ("container", "label"), [("mxf", "01:00:00:00"), ("mov,mp4,m4a,3gp,3g2,mj2", "02:00:00:00")]
)
def test_the_trusted_place_wins_where_two_differ(
    tmp_path: Path, container: str, label: str
) -> None:
    """MXF's material package is above the essence's own timecode; in MOV the track is above all."""
    source = SimpleNamespace(
        container=SimpleNamespace(
            name=str(tmp_path / "empty"),
            format=SimpleNamespace(name=container),
            metadata={"timecode": "01:00:00:00"},
            streams=SimpleNamespace(data=()),
        ),
        stream=SimpleNamespace(id=1, metadata={"timecode": "02:00:00:00"}),
    )
    (tmp_path / "empty").touch()
    found = start_timecode(source, Fraction(25))  # type: ignore[arg-type]
    assert (str(found.label), found.warnings) == (label, ())
