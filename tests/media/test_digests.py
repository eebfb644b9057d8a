"""A take is known by its content, wherever it lies and whatever it is called."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from takewise.errors import UnreadableMedia
from takewise.media import content_digest, fingerprint
from tests.media.clips import write_sequence

MIB = 1 << 20


def test_the_digest_is_sha256_of_the_whole_content(tmp_path: Path) -> None:
    """Any other tool computes the same digest."""
    content = bytes(range(256)) * 9000
    path = tmp_path / "a.mov"
    path.write_bytes(content)
    assert content_digest(str(path)) == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("known_by", [content_digest, fingerprint])
def test_a_moved_and_renamed_file_is_known_again(tmp_path: Path, known_by: object) -> None:
    """Neither the name nor the folder of a file counts."""
    (tmp_path / "day2").mkdir()
    for name in ("a.mov", "day2/b.mov"):
        (tmp_path / name).write_bytes(b"take" * 99)
    first, second = (str(tmp_path / name) for name in ("a.mov", "day2/b.mov"))
    assert known_by(first) == known_by(second)  # type: ignore[operator]


@pytest.mark.parametrize("place", [0, 2 * MIB, 4 * MIB - 1])
def test_up_to_four_mebibytes_every_byte_counts(tmp_path: Path, place: int) -> None:
    """A single changed byte changes the fingerprint of a small file."""
    path = tmp_path / "a.mov"
    content = bytearray(4 * MIB)
    path.write_bytes(content)
    before = fingerprint(str(path))
    content[place] = 1
    path.write_bytes(content)
    assert fingerprint(str(path)) != before


def test_a_large_file_is_sampled_from_its_first_byte_to_its_last(tmp_path: Path) -> None:
    """Changes of the first and the last byte and of the size show; a change between blocks not."""
    path = tmp_path / "a.mov"
    size = 100 * MIB

    def with_byte(place: int | None, length: int = size) -> str:
        with path.open("wb") as file:
            file.truncate(length)
            if place is not None:
                file.seek(place)
                file.write(b"\x01")
        return fingerprint(str(path))

    plain = with_byte(None)
    assert len({plain, with_byte(0), with_byte(size - 1), with_byte(None, size + 1)}) == 4
    assert with_byte(MIB) == plain


def test_a_fingerprint_is_never_taken_for_a_digest(tmp_path: Path) -> None:
    """The two carry different prefixes even where both read the whole file."""
    path = tmp_path / "a.mov"
    path.write_bytes(b"take")
    assert content_digest(str(path)).partition(":")[0] == "sha256"
    assert fingerprint(str(path)).partition(":")[0] == "sample"


@pytest.mark.parametrize("known_by", [content_digest, fingerprint])
def test_a_sequence_is_known_by_names_and_contents(tmp_path: Path, known_by: object) -> None:
    """The folder does not count; a renumbered, changed or added picture does."""
    for folder, numbers in (("a", [1, 2]), ("b", [1, 2]), ("c", [2, 3]), ("d", [1, 2, 3])):
        (tmp_path / folder).mkdir()
        write_sequence(tmp_path / folder, numbers)
    known = [known_by(str(tmp_path / f / "take.%04d.png")) for f in "abcd"]  # type: ignore[operator]
    assert known[0] == known[1]
    assert len(set(known)) == 3
    changed = tmp_path / "b" / "take.0002.png"
    changed.write_bytes(changed.read_bytes()[:-1] + b"\x00")
    assert known_by(str(tmp_path / "b" / "take.%04d.png")) != known[0]  # type: ignore[operator]


@pytest.mark.parametrize("known_by", [content_digest, fingerprint])
def test_a_missing_file_is_one_clear_error(tmp_path: Path, known_by: object) -> None:
    """The error names the file and a remedy."""
    with pytest.raises(UnreadableMedia, match=r"a\.mov: it cannot be read .*; check the path"):
        known_by(str(tmp_path / "a.mov"))  # type: ignore[operator]
