"""Merging: our few properties change, and not one byte more than that."""

from __future__ import annotations

import difflib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from takewise.errors import OutputError
from takewise.sidecars import Facts, RatingRules, merge
from takewise.sidecars.merging import new_packet
from tests.sidecars.flatten import OURS, XMP, decoded, keywords, others, value
from tests.sidecars.packets import DARKTABLE, LIGHTROOM, OLD, PACKETS
from tests.sidecars.written import written

REPLACE = RatingRules(ratings=True)

FACTS = Facts(
    rating=4,
    label="Green",
    keywords=("takewise pick", 'a < b & "c"'),
    ours={"Score": "91", "Because": 'lip corners up "9 %" & <cheeks>'},
)


@pytest.mark.parametrize("kind", PACKETS)
def test_everything_else_stays(kind: str) -> None:
    """Every property but ours reads as before, in every kind of packet."""
    before = PACKETS[kind]
    after = merge(before, FACTS, where=kind, rules=REPLACE).content
    assert others(after) == others(before)
    assert keywords(after) == [*keywords(before), *FACTS.keywords]
    assert value(after, f"{XMP}Rating") == "4"
    assert value(after, f"{XMP}Label") == "Green"


@pytest.mark.parametrize("kind", PACKETS)
def test_bytes_are_only_added(kind: str) -> None:
    """Where nothing of ours was there, the old bytes stand in their order, and new ones between."""
    before = PACKETS[kind].replace(b"xap:Rating='0'", b"").replace(b'xmp:Rating="1"', b"")
    before = before.replace("xap:Rating='0'".encode("utf-16-le"), b"")
    after = merge(before, FACTS, where=kind).content
    changes = difflib.SequenceMatcher(None, decoded(before), decoded(after), autojunk=False)
    assert {code for code, *_ in changes.get_opcodes()} == {"equal", "insert"}


@pytest.mark.parametrize("kind", PACKETS)
def test_a_second_merge_changes_nothing(kind: str) -> None:
    """The same facts once more give the same bytes."""
    once = merge(PACKETS[kind], FACTS, where=kind, rules=REPLACE).content
    assert merge(once, FACTS, where=kind).content == once


def test_keywords_keep_their_kind_of_list() -> None:
    """New keywords of a packet without any are a Bag, as the standard says."""
    after = decoded(merge(DARKTABLE.encode(), FACTS, where="").content)
    assert "<dc:subject><rdf:Bag><rdf:li>takewise pick</rdf:li>" in after


def test_an_old_prefix_is_used() -> None:
    """A packet that calls the namespace `xap` gets no second name for it."""
    after = decoded(merge(OLD.encode(), FACTS, where="").content)
    assert "xap:Rating='4'" in after
    assert 'xap:Label="Green"' in after
    assert "xmlns:xmp=" not in after


def test_a_taken_prefix_is_not_reused() -> None:
    """Where `xmp` means something else, another prefix is declared."""
    odd = OLD.replace("xmlns:xap='http://ns.adobe.com/xap/1.0/'", "xmlns:xmp='urn:x'").replace(
        "xap:", "xmp:"
    )
    after = merge(odd.encode(), FACTS, where="").content
    assert others(after) == others(odd.encode())
    assert value(after, f"{XMP}Rating") == "4"
    assert "xmlns:xmp1=" in decoded(after)


def test_a_rating_of_another_hand_stays() -> None:
    """Stars that Takewise did not give are left, and said to be; nought counts as none."""
    done = merge(DARKTABLE.encode(), FACTS, where="")
    assert done.kept_rating
    assert value(done.content, f"{XMP}Rating") == "1"
    assert not merge(OLD.encode(), FACTS, where="").kept_rating


def test_a_reject_of_another_hand_stays() -> None:
    """A frame that somebody rejected (-1) stays rejected."""
    rejected = DARKTABLE.replace('xmp:Rating="1"', 'xmp:Rating="-1"')
    done = merge(rejected.encode(), FACTS, where="")
    assert value(done.content, f"{XMP}Rating") == "-1"


def test_our_own_rating_may_change() -> None:
    """Stars that Takewise gave follow its next ranking, until somebody else changes them."""
    ours = merge(LIGHTROOM.encode(), FACTS, where="").content
    again = merge(ours, Facts(rating=2), where="")
    assert value(again.content, f"{XMP}Rating") == "2"
    theirs = ours.replace(b'xmp:Rating="4"', b'xmp:Rating="3"')
    kept = merge(theirs, Facts(rating=2), where="")
    assert kept.kept_rating
    assert value(kept.content, f"{XMP}Rating") == "3"


def test_a_rating_is_overwritten_when_asked_for() -> None:
    """The rule for ratings replaces what another hand gave."""
    done = merge(DARKTABLE.encode(), FACTS, where="", rules=REPLACE)
    assert value(done.content, f"{XMP}Rating") == "4"
    assert not done.kept_rating


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_an_encoding_stays(mark: bytes, encoding: str) -> None:
    """A packet of ours for a file of any name, in each encoding, takes all facts in it."""
    start = mark + new_packet('a"&<').decode().encode(encoding)
    done = merge(start, FACTS, where="x").content
    assert done.startswith(mark)
    text = done[len(mark) :].decode(encoding)
    root = etree.fromstring(text.encode())
    (description,) = root.iterfind(".//{*}Description")
    photoshop = "http://ns.adobe.com/photoshop/1.0/"
    assert description.get(f"{{{photoshop}}}SidecarForExtension") == 'a"&<'
    assert {name: description.get(f"{OURS}{name}") for name in FACTS.ours} == dict(FACTS.ours)
    assert (description.get(f"{XMP}Rating"), description.get(f"{XMP}Label")) == (
        "4",
        "Green",
    )
    assert [each.text for each in description.iterfind(".//{*}li")] == list(FACTS.keywords)
    # Only additions: the empty element is opened, and every other sign stays in its place.
    old = iter(text)
    assert all(sign in old for sign in new_packet('a"&<').decode().replace("/>", ">"))


@pytest.mark.parametrize(
    ("rating", "by_hand", "allowed"),
    [(-1, True, True), (-1, False, False), (-2, True, False), (0, False, True), (6, True, False)],
)
def test_a_rating_is_0_to_5_and_by_hand_a_reject(
    rating: int, *, by_hand: bool, allowed: bool
) -> None:
    """The machine rejects nothing."""
    facts = Facts(rating=rating, by_hand=by_hand)
    if allowed:
        assert value(merge(OLD.encode(), facts, where="x").content, f"{XMP}Rating") == str(rating)
        return
    with pytest.raises(OutputError, match=f"{rating} is no rating"):
        merge(OLD.encode(), facts, where="x")


def test_retired_keywords_go() -> None:
    """A keyword of ours goes when it is retired; those of others stay."""
    ours = merge(LIGHTROOM.encode(), FACTS, where="").content
    after = merge(ours, Facts(retired=FACTS.keywords), where="").content
    assert keywords(after) == keywords(LIGHTROOM.encode())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut off", LIGHTROOM[:900].encode()),
        ("empty", b""),
        ("no XMP", b"<html><body/></html>"),
        ("a document type", b'<!DOCTYPE x [<!ENTITY e "e">]>' + LIGHTROOM.encode()),
        ("Latin-1", LIGHTROOM.encode("latin-1")),
        (
            "a qualified rating",
            LIGHTROOM.replace(
                "<dc:title>",
                "<xmp:Rating><rdf:Description><rdf:value>3</rdf:value></rdf:Description>"
                "</xmp:Rating><dc:title>",
            ).encode(),
        ),
        ("odd keywords", LIGHTROOM.replace("rdf:Bag>", "rdf:Thing>").encode()),
    ],
)
def test_what_is_not_understood_is_refused(name: str, content: bytes) -> None:
    """A sidecar that is damaged or strange is refused with its name."""
    with pytest.raises(OutputError, match=name):
        merge(content, FACTS, where=name, rules=REPLACE)


WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9),
    max_size=3,
)


@given(
    seed=st.integers(0, 2**32 - 1),
    rating=st.none() | st.integers(0, 5),
    words=WORDS,
    retired=WORDS,
)
def test_any_packet_keeps_everything_else(
    seed: int, rating: int | None, words: list[str], retired: list[str]
) -> None:
    """However a packet is written, it is merged, and all else in it stays."""
    before = written(seed)
    gone = [*retired, "Zoë"]
    facts = Facts(
        rating=rating, label="Select", keywords=tuple(words), retired=tuple(gone),
        ours={"Score": "50", "Because": "a < b"},
    )  # fmt: skip
    done = merge(before, facts, where="", rules=REPLACE)
    assert others(done.content) == others(before)
    assert value(done.content, f"{XMP}Label") == "Select"
    assert rating is None or value(done.content, f"{XMP}Rating") == str(rating)
    kept = [word for word in keywords(before) if word not in gone or word in words]
    assert sorted(set(keywords(done.content))) == sorted({*kept, *words})
    assert merge(done.content, facts, where="").content == done.content


@given(
    kind=st.sampled_from(sorted(PACKETS)),
    seed=st.integers(0, 2**32 - 1),
    rating=st.none() | st.integers(0, 5),
    label=st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=9),
    words=WORDS,
)
def test_mutated_sidecars_lose_nothing(
    kind: str, seed: int, rating: int | None, label: str | None, words: list[str]
) -> None:
    """Whatever bytes are changed in a sidecar, it is refused, or all else in it stays."""
    mutated = _mutated(PACKETS[kind], random.Random(seed))
    facts = Facts(rating=rating, label=label, keywords=tuple(words), ours={"Score": "50"})
    try:
        after = merge(mutated, facts, where="", rules=REPLACE).content
    except OutputError:
        return
    assert others(after) == others(mutated)
    assert set(keywords(mutated)) | set(words) == set(keywords(after))
    if rating is not None:
        assert value(after, f"{XMP}Rating") == str(rating)


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """Change a packet as editors, copiers and accidents do."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind == 0:
            del changed[at : at + chance.randint(1, 30)]
        elif kind == 1:
            changed[at:at] = chance.choice(
                [b" ", b"\n", b"<!-- > -->", b"&amp;", b"x", b"'", b'"', b"<rdf:li/>", b"\t"]
            )
        elif kind == 2:
            begin = chance.randrange(len(changed))
            changed[at:at] = changed[begin : begin + chance.randint(1, 80)]
        elif kind == 3:
            changed[at] = chance.randrange(256)
        else:
            for old, new in ((b'"', b"'"), (b"rdf:", b"r:"), (b"   ", b"\t")):
                if chance.random() < 0.4:
                    changed = bytearray(bytes(changed).replace(old, new))
    return bytes(changed) or b"<"
