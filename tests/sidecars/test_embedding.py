"""Ratings inside pictures: every field agrees, and no file name is an option of ExifTool."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.sidecars import Facts, Given, RatingRules, embed
from tests.sidecars.photographs import PERCENT, STARS, packet, photograph, rated

FACTS = Facts(rating=4, keywords=("picked",))

NAMES = (
    " -Directory=gone.jpg", "-Directory=gone.jpg", "-execute.jpg", " -execute.jpg", "@names.jpg",
    "#[CSTR].jpg", " .jpg", "new\nline.jpg", "new\n-Directory=gone.jpg", "return\r.jpg",
    "tab\t.jpg", '"quoted" \'twice\'.jpg', ";$(touch pwned)`touch pwned`.jpg", "&a|.jpg", "%d.jpg",
    "=a.jpg", "caf\udce9.jpg", "日本.jpg",
)  # fmt: skip
"""Names that some program could take for something else."""

exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")


def fields(path: Path) -> dict[str, int]:
    """Return every field with a rating, as ExifTool reads them."""
    done = subprocess.run(
        ["exiftool", "-json", "-n", "-G1", "-a", "-Rating", "-RatingPercent", str(path)],
        capture_output=True,
        check=True,
    )
    (document,) = json.loads(done.stdout)
    return {name: each for name, each in document.items() if name != "SourceFile"}


@exiftool
def test_every_field_agrees(tmp_path: Path) -> None:
    """Whatever fields held a rating say the new one; none is added but XMP's."""
    body = 'xmp:Rating="1" m:Rating="1" a:rating="1"/>'
    path = photograph(tmp_path / "a.jpg", packet(body), exif={STARS: 1, PERCENT: 1})
    done = embed({str(path): FACTS}, rules=RatingRules(ratings=True))
    assert done.changed == (str(path),)
    assert fields(path) == {
        "XMP-xmp:Rating": 4,
        "XMP-acdsee:Rating": 4,
        "XMP-microsoft:RatingPercent": 75,
        "IFD0:Rating": 4,
        "IFD0:RatingPercent": 75,
    }
    plain = photograph(tmp_path / "b.jpg")
    assert embed({str(plain): FACTS}).changed == (str(plain),)
    assert fields(plain) == {"XMP-xmp:Rating": 4}


@exiftool
@pytest.mark.parametrize(
    ("xmp", "exif", "kept"),
    [
        (rated("-1"), {}, -1),
        (b"", {STARS: 3}, 3),
        (b"", {PERCENT: 25}, 2),
        (packet('m:Rating="99"/>'), {}, 5),
    ],
)
def test_a_rating_in_any_field_stays(
    xmp: bytes, exif: dict[int, int], kept: int, tmp_path: Path
) -> None:
    """Only files that were changed are listed as such, and nothing is left behind."""
    path = photograph(tmp_path / "a.jpg", xmp, exif=exif)
    before = path.read_bytes()
    done = embed({str(path): Facts(rating=4)})
    assert (done.changed, done.unchanged, done.kept) == ((), (str(path),), {str(path): kept})
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.jpg"]


@exiftool
def test_a_rejected_picture_needs_its_own_option(tmp_path: Path) -> None:
    """-1 stays with the option for ratings, and goes with the one for rejected pictures."""
    path = photograph(tmp_path / "a.jpg", rated("-1"))
    assert embed({str(path): FACTS}, rules=RatingRules(ratings=True)).kept == {str(path): -1}
    assert fields(path) == {"XMP-xmp:Rating": -1}
    embed({str(path): FACTS}, rules=RatingRules(rejected=True))
    assert fields(path) == {"XMP-xmp:Rating": 4}


@exiftool
def test_what_a_sidecar_says_holds_inside_too(tmp_path: Path) -> None:
    """A picture that was rejected in its sidecar gets no stars inside."""
    path = photograph(tmp_path / "a.jpg")
    done = embed({str(path): Facts(rating=4)}, given={str(path): Given(ratings=(-1,))})
    assert (done.changed, done.kept) == ((), {str(path): -1})


@exiftool
def test_a_raw_file_by_content_is_refused(tmp_path: Path) -> None:
    """A file that is none of the kinds by its content is refused, whatever its name says."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"%!PS-Adobe-3.0\n%%EOF\n")
    before = path.read_bytes()
    done = embed({str(path): FACTS})
    assert [each.where for each in done.failures] == [str(path)]
    assert path.read_bytes() == before


@exiftool
def test_a_linked_picture_stays_a_link(tmp_path: Path) -> None:
    """The file that a link points to is written, and the link stays one."""
    real = photograph(tmp_path / "real.jpg")
    link = tmp_path / "link.jpg"
    link.symlink_to(real)
    embed({str(link): FACTS})
    assert link.is_symlink()
    assert fields(real) == {"XMP-xmp:Rating": 4}


@exiftool
def test_no_name_is_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of all names are written where they are; nothing is moved, made or run."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        photograph(Path(name))
    done = embed(dict.fromkeys(NAMES, FACTS))
    assert not done.failures
    assert sorted(done.changed) == sorted(NAMES)
    left = {*NAMES, *(f"{name}_original" for name in NAMES)}
    assert {each.name for each in Path().iterdir()} == left


FAKE = """#!{python}
import sys
with open({log!r}, "ab") as log:
    for word in sys.argv[1:] if sys.argv[1:] != ["-@", "-"] else []:
        log.write(word.encode("utf-8", "surrogateescape") + b"\\0")
    for line in sys.stdin.buffer.read().split(b"\\n"):
        log.write(line + b"\\0")
"""


def test_what_the_program_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every argument is a word of ours, or an absolute path on one line."""
    log, program = tmp_path / "log", tmp_path / "bin" / "exiftool"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable, log=str(log)), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(program.parent))
    folder = tmp_path / "shoot"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in NAMES:
        Path(name).touch()
    embed(dict.fromkeys(NAMES, FACTS))
    given = set(log.read_bytes().split(b"\0"))
    paths = {os.fsencode(folder / name) for name in NAMES}
    assert paths <= given
    ours = {each.decode() for each in given - paths}
    assert not [each for each in ours if "Directory" in each or "gone" in each]
    assert all(each.startswith(("-", "takewise-")) for each in ours - {""})
