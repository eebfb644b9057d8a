"""XML of others keeps every byte: what is put in comes out again without a trace."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.errors import MalformedText
from takewise.splices import Splice, line_lead, spliced
from takewise.xml_places import Element, attribute_places, inserted, parse_xml

SPACES = st.text(" \t\r\n", max_size=3)
WORDS = st.text("aä>'\"&\n/= \U0001f600", max_size=6)
NAMES = st.sampled_from(["a", "b", "x:c", "été"])
REMARKS = st.sampled_from(["", "<!-- <a b='> -->", "<?p > ?>", "<![CDATA[</a>]]>"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """Write an element in any of the ways that XML allows."""
    name = draw(NAMES)
    attributes = "".join(
        f"{draw(SPACES) or ' '}{key}{draw(SPACES)}={draw(SPACES)}{quoteattr(draw(WORDS))}"
        for key in draw(st.sets(NAMES, max_size=2))
    )
    head = f"<{name}{attributes}{draw(SPACES)}"
    if draw(st.booleans()):
        return f"{head}/>"
    inside = draw(st.lists(elements(depth=depth - 1), max_size=3)) if depth else []
    parts = [draw(REMARKS) + escape(draw(WORDS)) + each for each in [*inside, ""]]
    return f"{head}>{''.join(parts)}</{name}{draw(SPACES)}>"


DOCUMENTS = elements().map(lambda text: f"<?xml version='1.0'?>\n<!-- > -->{text}\n".encode())


def every(element: Element) -> list[Element]:
    """Return an element and all that is in it."""
    return [element, *(inner for each in element.children for inner in every(each))]


@given(DOCUMENTS)
def test_every_element_is_found_where_it_stands(content: bytes) -> None:
    """Each stretch reads as that element alone, with the same attributes, text and children."""
    for each in every(parse_xml(content)):
        alone = parse_xml(content[each.start : each.end])
        assert (alone.tag, alone.attributes, alone.text) == (each.tag, each.attributes, each.text)
        assert len(alone.children) == len(each.children)
        assert each.empty == content[: each.end].endswith(b"/>")
        assert content[each.foot : each.end].startswith(b"" if each.empty else b"</")


@given(DOCUMENTS)
def test_every_attribute_is_found_where_it_stands(content: bytes) -> None:
    """A value put in the place of another is read back; the others stay."""
    for each in every(parse_xml(content)):
        places = list(attribute_places(content, each))
        assert [place.name for place in places] == list(each.attributes)
        for place in places:
            start, end = place.value
            changed = spliced(content, [Splice(start=start, end=end, new=b"new")])
            (found,) = [e for e in every(parse_xml(changed)) if e.start == each.start]
            assert found.attributes == {**each.attributes, place.name: "new"}
            assert content.startswith(place.name.encode(), place.start)


@given(DOCUMENTS, st.data())
def test_what_is_put_in_comes_out_without_a_trace(content: bytes, data: st.DataObject) -> None:
    """Behind any element, or in front of all; nothing put in gives the same bytes."""
    assert spliced(content, []) == content
    number = data.draw(st.integers(0, len(every(parse_xml(content))) - 1))
    host = every(parse_xml(content))[number]
    place = data.draw(st.sampled_from([None, *(each.end for each in host.children)]))
    new = inserted(host, b"<new>&amp;</new>", place)
    changed = spliced(content, [new])
    (found,) = [each for each in every(parse_xml(changed)) if each.tag == "new"]
    back = spliced(changed, [Splice(start=found.start, end=found.end)])
    # A tag that closed itself is left open; nothing of its content differs.
    opened = content[: host.inside - 2] + b"></" + host.tag.encode() + b">" + content[host.end :]
    assert back == (opened if host.empty else content)


@given(st.binary(max_size=40), st.data())
def test_splices_change_their_own_stretches(content: bytes, data: st.DataObject) -> None:
    """In whatever order they come; each undone gives the file back."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=8)))
    news = st.binary(min_size=1, max_size=4)
    splices = [
        Splice(start=start, end=end, new=data.draw(news))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if start < end
    ]
    changed = spliced(content, data.draw(st.permutations(splices)))
    moved, undone = 0, []
    for each in splices:
        begin = each.start + moved
        stop = begin + len(each.new)
        assert changed[begin:stop] == each.new
        undone.append(Splice(start=begin, end=stop, new=content[each.start : each.end]))
        moved += len(each.new) - (each.end - each.start)
    assert spliced(changed, undone) == content


def test_two_changes_of_the_same_bytes_are_refused() -> None:
    """A removal within a removal is part of it; anything else would lose bytes."""
    outer = Splice(start=1, end=5)
    assert spliced(b"abcdefg", [outer, Splice(start=2, end=4), outer]) == b"afg"
    for inner in (Splice(start=2, end=7), Splice(start=3, end=3, new=b"x")):
        with pytest.raises(MalformedText, match="inside each other"):
            spliced(b"abcdefg", [outer, inner])
    with pytest.raises(MalformedText, match="inside each other"):
        spliced(b"abcdefg", [Splice(start=1, end=5, new=b"x"), Splice(start=2, end=3)])


@pytest.mark.parametrize(
    ("content", "lead"),
    [
        (b"x\n  <", b"\n  "),
        (b"x\r\n\t<", b"\r\n\t"),
        (b"x  <", b""),
        (b"\n<", b"\n"),
        (b"  <", b""),
        (b"<", b""),
    ],
)
def test_a_lead_is_a_line_break_and_its_indentation(content: bytes, lead: bytes) -> None:
    """Within a line there is none."""
    assert line_lead(content, len(content) - 1) == lead


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" + b"<b/>" * 200_000 + b"</a>",
        b"<a b='" + b"x>" * 500_000 + b"'/>",
        b"<a" + b"".join(b" a%d='x'" % number for number in range(100_000)) + b"/>",
        b"<a>" + b"&lt;\n" * 200_000 + b"</a>",
        b"<a" + b" " * 1_000_000 + b"b='' c=''/>",
    ],
    ids=["elements", "value", "attributes", "text", "space"],
)
def test_a_million_bytes_are_read_in_linear_time(content: bytes) -> None:
    """In quadratic time each takes a minute or more."""
    begun = time.monotonic()
    root = parse_xml(content)
    assert len(list(attribute_places(content, root))) == len(root.attributes)
    assert time.monotonic() - begun < 20


def test_the_limits_of_untrusted_text_hold() -> None:
    """Depth, size, a document type and the coding are checked before anything is built."""
    for content in (b"<a>" * 300 + b"</a>" * 300, b"<!DOCTYPE a><a/>", b"<a>\xff</a>", b"<a>"):
        with pytest.raises(MalformedText):
            parse_xml(content)
    with pytest.raises(MalformedText, match="KiB"):
        parse_xml(b"<a>" + b" " * 2000 + b"</a>", most=1024)
    assert parse_xml(b"<!DOCTYPE a><a/>", doctype=True).tag == "a"
