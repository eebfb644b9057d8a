"""A second look at every merge, by another parser: nothing but our properties may differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from takewise.errors import OutputError
from takewise.sidecars.packet import DC, OURS, RDF

_DESCRIPTION = f"{{{RDF}}}Description"
_SUBJECT = f"{{{DC}}}subject"


def check_merge(
    before: bytes,
    after: bytes,
    wanted: Mapping[tuple[str, str], str],
    keywords: Sequence[str],
    retired: Sequence[str],
    *,
    where: str,
) -> None:
    """Compare a merged packet with the one before, both in UTF-8.

    `wanted` are the properties that were set, by namespace and name; `keywords` were added,
    `retired` were removed. Raises `OutputError`, with `where` as the file, if anything else
    differs, or something that was set does not read so.
    """
    old, new = _tree(before, where), _tree(after, where)
    words = frozenset((*keywords, *retired))
    free = frozenset(f"{{{uri}}}{local}" for uri, local in wanted)
    if _frozen(old, words, free) != _frozen(new, words, free):
        raise OutputError(
            "merging would have changed more than our own properties; it is left as it is",
            where=where,
            remedy="please report this, with the sidecar",
        )
    read = _simple(new)
    there = _keywords(new)
    written = all(read.get(f"{{{uri}}}{local}") == text for (uri, local), text in wanted.items())
    if not written or not there.issuperset(keywords):
        raise OutputError("the merged sidecar does not read as it should", where=where)


def _tree(content: bytes, where: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise OutputError(
            f"this sidecar is no well-formed XMP ({error}), and is left as it is", where=where
        ) from error


def _frozen(element: etree._Element, words: frozenset[str], free: frozenset[str]) -> object:
    """Return everything but free and our own properties and some keywords, to compare."""
    top = element.tag == _DESCRIPTION
    attributes = tuple(
        sorted(
            (name, value)
            for name, value in element.attrib.items()
            if not (top and _is_free(str(name), free))
        )
    )
    children: list[object] = []
    for child in element:
        if not isinstance(child.tag, str):
            children.append(("remark", etree.tostring(child, with_tail=False)))
        elif not (top and _is_free(child.tag, free)):
            children.append(_frozen(child, words, free))
        children.append((child.tail or "").strip())
    if element.tag == _SUBJECT:
        kept = _frozen_subject(element, words)
        return (str(element.tag), attributes, kept) if kept else None
    return (
        str(element.tag),
        attributes,
        (element.text or "").strip(),
        tuple(child for child in children if child),
    )


def _frozen_subject(subject: etree._Element, words: frozenset[str]) -> tuple[object, ...]:
    """Return a list of keywords without those that come and go; () where none is left."""
    kept = tuple(
        (str(item.tag), tuple(sorted(item.attrib.items())), (item.text or "").strip())
        for each in subject
        for item in each
        if isinstance(item.tag, str) and (item.text or "").strip() not in words
    )
    return (tuple(str(each.tag) for each in subject), kept) if kept else ()


def _is_free(tag: str, free: frozenset[str]) -> bool:
    return tag in free or tag.startswith(f"{{{OURS}}}")


def _simple(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for description in root.iter(_DESCRIPTION):
        for name, value in description.attrib.items():
            found.setdefault(str(name), str(value))
        for child in description:
            if isinstance(child.tag, str):
                found.setdefault(child.tag, child.text or "")
    return found


def _keywords(root: etree._Element) -> set[str]:
    return {
        (item.text or "").strip()
        for subject in root.iter(_SUBJECT)
        for item in subject.iter(f"{{{RDF}}}li")
    }
