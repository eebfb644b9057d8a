"""What photographers said in and beside their files holds against what we would write."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.app.rating_words import kept_words
from takewise.errors import OutputError, SettingsError
from takewise.pipeline.photo_ratings import given_for, unread_by_adobe, write_shot
from takewise.sidecars import Facts, RatingRules, SidecarSettings
from takewise.sidecars.stars import REJECTED, percent_of, stars_of_percent
from tests.sidecars.flatten import XMP, value
from tests.sidecars.photographs import PERCENT, STARS, packet, photograph, rated

FACTS = Facts(rating=4, ours={"Score": "91"})

FIELDS = {
    "xmp:Rating": (rated("3"), {}, 3),
    "xmp:Rating as an element": (packet("><xmp:Rating>3</xmp:Rating></rdf:Description>"), {}, 3),
    "xmp:Rating with a fraction": (rated("3.0"), {}, 3),
    "rejected": (rated("-1"), {}, REJECTED),
    "EXIF Rating": (b"", {STARS: 2}, 2),
    "EXIF Rating, rejected by darktable": (b"", {STARS: 0xFFFF}, REJECTED),
    "EXIF RatingPercent": (b"", {PERCENT: 75}, 4),
    "MicrosoftPhoto:Rating": (packet('m:Rating="99"/>'), {}, 5),
    "MicrosoftPhoto:Rating beside nought": (packet('xmp:Rating="0" m:Rating="25"/>'), {}, 2),
    "acdsee:rating": (packet('a:rating="5"/>'), {}, 5),
    "rejected in XMP, stars in EXIF": (rated("-1"), {STARS: 5, PERCENT: 99}, REJECTED),
}
"""Fields, and the rating that they mean: 75 % is four stars and 99 % five, as Windows has it."""


def write(path: Path, facts: Facts = FACTS, rules: RatingRules | None = None) -> tuple[str, object]:
    """Write the sidecar of a photograph; return its rating, and the one that was left alone."""
    shot = write_shot(
        (str(path),), SidecarSettings(), lambda _: facts, rules=rules or RatingRules()
    )
    assert not shot.failures
    return value(shot.done[0].path.read_bytes(), f"{XMP}Rating") or "", shot.kept_rating


@pytest.mark.parametrize("ending", ["jpg", "tif", "png", "webp", "dng"])
@pytest.mark.parametrize("name", FIELDS)
def test_a_rating_in_any_field_of_any_kind_of_file_stays(
    name: str, ending: str, tmp_path: Path
) -> None:
    """No star is written beside a file that says something else, and the user learns of it."""
    xmp, exif, meant = FIELDS[name]
    path = photograph(tmp_path / f"IMG_1.{ending}", xmp, exif=exif)
    before = path.read_bytes()
    stars, kept = write(path)
    assert stars == ""
    assert kept == (None if meant == FACTS.rating else meant)
    assert path.read_bytes() == before


def test_a_rating_in_heic_stays(tmp_path: Path) -> None:
    """XMP is found in HEIC, too."""
    heif = pytest.importorskip("pillow_heif")
    from PIL import Image

    heif.register_heif_opener()
    path = tmp_path / "IMG_1.heic"
    Image.new("RGB", (64, 48), "grey").save(path, "HEIF", xmp=rated("-1"))
    assert write(path) == ("", REJECTED)


def test_a_file_without_a_rating_gets_one(tmp_path: Path) -> None:
    """Nought is no rating, in any field."""
    path = photograph(tmp_path / "a.jpg", packet('xmp:Rating="0" m:Rating="0"/>'), exif={STARS: 0})
    assert write(path) == ("4", None)


@pytest.mark.parametrize(
    ("said", "rules", "stars"),
    [
        ("3", RatingRules(ratings=True), "4"),
        ("-1", RatingRules(ratings=True), ""),
        ("-1", RatingRules(ratings=True, unrated=frozenset({1, 2, 3, 4, 5})), ""),
        ("-1", RatingRules(rejected=True), "4"),
        ("3", RatingRules(rejected=True), ""),
        ("1", RatingRules(unrated=frozenset({1})), "4"),
        ("2", RatingRules(unrated=frozenset({1})), ""),
    ],
)
def test_only_the_option_for_rejected_ones_replaces_them(
    said: str, rules: RatingRules, stars: str, tmp_path: Path
) -> None:
    """-1 stays with every other option; each option replaces what it says, and that alone."""
    inside = photograph(tmp_path / "inside.jpg", rated(said))
    assert write(inside, rules=rules)[0] == stars
    # The same in a sidecar that another program wrote.
    beside = photograph(tmp_path / "beside.jpg")
    Path(f"{beside}.xmp").write_bytes(rated(said))
    assert write(beside, rules=rules)[0] == (stars or said)


def test_the_word_in_another_sidecar_holds(tmp_path: Path) -> None:
    """A rejection in IMG.jpg.xmp of darktable holds for IMG.xmp, and for the raw file's JPEG."""
    raw, jpeg = photograph(tmp_path / "IMG_1.dng"), photograph(tmp_path / "IMG_1.jpg")
    Path(f"{raw}.xmp").write_bytes(rated("-1"))
    files = (str(jpeg), str(raw))
    assert given_for(files).ratings == (REJECTED,)
    shot = write_shot(
        files, SidecarSettings(naming="adobe"), lambda _: FACTS, rules=RatingRules(ratings=True)
    )
    assert shot.kept_rating == REJECTED
    assert value((tmp_path / "IMG_1.xmp").read_bytes(), f"{XMP}Rating") is None


def test_a_hand_may_change_its_mind_in_another_sidecar(tmp_path: Path) -> None:
    """What the window wrote by one naming is no other program's word when it writes by another."""
    path = photograph(tmp_path / "a.jpg")
    for naming, stars in (("darktable", 2), ("adobe", 5)):
        facts = Facts(rating=stars, by_hand=True)
        shot = write_shot(
            (str(path),), SidecarSettings(naming=naming), lambda _, f=facts: f, rules=RatingRules()
        )
        assert shot.kept_rating is None
    assert value((tmp_path / "a.xmp").read_bytes(), f"{XMP}Rating") == "5"
    # The machine leaves both.
    assert write(path)[1] == 5


def test_a_packet_far_into_a_file_is_found(tmp_path: Path) -> None:
    """Also across the blocks in which a file is read, and behind damaged ones."""
    path = tmp_path / "IMG_1.CR3"
    for far in (2**22 - 3, 2**22, 9_000_000):
        path.write_bytes(b"<x:xmpmeta damaged <rdf:RDF" + bytes(far) + rated("-1"))
        assert given_for((str(path),)).ratings == (REJECTED,)


def test_our_own_stars_give_way_to_the_file(tmp_path: Path) -> None:
    """Stars that we wrote earlier follow what the photographer says in the file since."""
    path = photograph(tmp_path / "a.jpg")
    assert write(path) == ("4", None)
    photograph(path, rated("2"))
    assert write(path) == ("2", 2)
    photograph(path, rated("1"))
    assert write(path) == ("1", 1)


def test_a_rating_in_words_is_left(tmp_path: Path) -> None:
    """A sidecar whose rating is no number keeps it."""
    path = photograph(tmp_path / "a.jpg")
    Path(f"{path}.xmp").write_bytes(rated("good"))
    assert write(path) == ("good", 0)


def test_fields_in_a_sidecar_agree(tmp_path: Path) -> None:
    """DigiKam writes several fields; a rating that is written changes all that are there."""
    path = photograph(tmp_path / "a.jpg")
    sidecar = Path(f"{path}.xmp")
    sidecar.write_bytes(packet('xmp:Rating="1" m:Rating="1" a:rating="1"/>'))
    assert write(path, rules=RatingRules(unrated=frozenset({1})))[0] == "4"
    assert b'm:Rating="75"' in sidecar.read_bytes()
    assert b'a:rating="4"' in sidecar.read_bytes()
    # And they are known as ours afterwards.
    assert write(path, Facts(rating=5))[0] == "5"
    assert b'm:Rating="99"' in sidecar.read_bytes()


def test_a_label_in_the_file_stays(tmp_path: Path) -> None:
    """A colour label inside the file is its photographer's, too."""
    path = photograph(tmp_path / "a.jpg", packet('xmp:Label="Red"/>'))
    facts = Facts(label="Green")
    shot = write_shot((str(path),), SidecarSettings(), lambda _: facts, rules=RatingRules())
    assert shot.kept
    assert (shot.created, Path(f"{path}.xmp").exists()) == (0, False)
    forced = RatingRules(ratings=True)
    write_shot((str(path),), SidecarSettings(), lambda _: facts, rules=forced)
    assert b'xmp:Label="Green"' in Path(f"{path}.xmp").read_bytes()


def test_what_cannot_be_asked_is_not_rated(tmp_path: Path) -> None:
    """A photograph that is gone gets no stars: what it said is not known."""
    with pytest.raises(OutputError, match="its own rating cannot be read"):
        given_for((str(tmp_path / "gone.jpg"),))


@given(stars=st.integers(0, 5))
def test_per_cent_and_stars_agree(stars: int) -> None:
    """What is written for Windows reads as the same stars."""
    assert stars_of_percent(str(percent_of(stars))) == (stars or None)


@settings(max_examples=200)
@given(noise=st.binary(max_size=400), place=st.integers(0, 400))
def test_damaged_packets_are_no_harm(
    noise: bytes, place: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever bytes stand in a file, its rating is read or there is none."""
    path = tmp_path_factory.getbasetemp() / "noise.jpg"
    whole = rated("3")
    path.write_bytes(whole[:place] + noise + whole[place:])
    assert set(given_for((str(path),)).ratings) <= {REJECTED, 1, 2, 3, 4, 5}


def test_no_stars_count_as_unrated_but_stars() -> None:
    """-1 cannot be named as unrated: it has an option of its own."""
    with pytest.raises(SettingsError, match="--overwrite-rejected"):
        RatingRules(unrated=frozenset({-1}))


def test_the_summary_counts_each_rating() -> None:
    """One sentence says how many of each rating were left alone."""
    assert kept_words(Counter({-1: 2, 1: 12, 4: 1}), others=3) == (
        "Ratings left as they were: 2 rejected, 12 with 1 star, "
        "1 with 4 stars, 3 with another label or flag."
    )


def test_whose_sidecars_adobe_reads() -> None:
    """Those of camera raw files; not of DNG, nor of pictures."""
    assert unread_by_adobe(("a.CR3",)) is None
    assert unread_by_adobe(("a.jpg", "a.NEF")) is None
    assert unread_by_adobe(("a.DNG",)) == "DNG"
    assert unread_by_adobe(("a.jpg",)) == "other"
