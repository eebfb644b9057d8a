"""Sets our few properties in an XMP packet, and leaves every other byte as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from takewise.errors import OutputError
from takewise.sidecars.check import check_merge
from takewise.sidecars.facts import Facts, what_may_be_set
from takewise.sidecars.packet import DC, OURS, RDF, XMP, Packet, PacketElement, read_packet
from takewise.sidecars.stars import DYNAMIC, Given, RatingRules
from takewise.splices import Splice, spliced
from takewise.xml_places import attribute_places, inserted

_PREFIXES = {RDF: "rdf", XMP: "xmp", DC: "dc", DYNAMIC: "xmpDM", OURS: "takewise"}
"""What a namespace is called where a packet has no name for it yet."""

_SUBJECT = (DC, "subject")
_NOTHING_REPLACED, _NOTHING_GIVEN = RatingRules(), Given()
_LISTS = {(RDF, "Bag"), (RDF, "Seq"), (RDF, "Alt")}

_MARK = b"\xef\xbb\xbf"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_NEW = """<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Takewise">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:takewise="urn:takewise:stills:1.0:"
    photoshop:SidecarForExtension="{extension}"/>
 </rdf:RDF>
</x:xmpmeta>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedSidecar:
    """What came of it."""

    content: bytes
    """The packet, in the encoding that it had."""
    kept_rating: int | None
    """Another rating that others gave, and that stays: -1 to 5; None for none."""
    kept_label: bool
    """Whether another label that others gave stays."""
    kept_pick: int | None = None
    """Another pick (1) or reject (-1) of others that stays; None for none."""


def new_packet(extension: str) -> bytes:
    """Return an empty packet for a file with such an ending, without the dot."""
    return _NEW.format(extension=escape(extension, {'"': "&quot;"})).encode()


def merge(
    content: bytes,
    facts: Facts,
    *,
    where: str,
    rules: RatingRules = _NOTHING_REPLACED,
    given: Given = _NOTHING_GIVEN,
) -> MergedSidecar:
    """Set our properties in a packet; the bytes stay equal where nothing had to change.

    Parameters
    ----------
    content
        The packet as it is: UTF-8 or UTF-16, with or without a byte-order mark.
    facts
        What it should say.
    where
        The file, for errors.
    rules
        Which ratings and labels of others are replaced.
    given
        What others said of the photograph elsewhere; it counts like what is said here.

    Raises
    ------
    OutputError
        If it is no well-formed XMP, or has one of our properties in a form that we do not touch, or
        if anything else would have changed.
    """
    plain, mark, encoding = _as_utf8(content, where)
    packet = read_packet(plain, where=where)
    if facts.rating is not None and not (-1 if facts.by_hand else 0) <= facts.rating <= 5:
        raise OutputError(f"{facts.rating} is no rating from 0 to 5", where=where)
    allowed = what_may_be_set(packet, facts, rules, given)
    wanted = dict(allowed.wanted)
    wanted.update({(OURS, name): text for name, text in facts.ours.items()})
    edits = _Edits(packet, where)
    for name, value in wanted.items():
        edits.put(name, value)
    edits.put_keywords(facts.keywords, facts.retired)
    changed = edits.applied()
    if changed != plain:
        check_merge(plain, changed, wanted, facts.keywords, facts.retired, where=where)
    return MergedSidecar(
        content=mark + changed.decode().encode(encoding) if changed != plain else content,
        kept_rating=allowed.kept_rating,
        kept_label=allowed.kept_label,
        kept_pick=allowed.kept_pick,
    )


def _as_utf8(content: bytes, where: str) -> tuple[bytes, bytes, str]:
    """Return the packet in UTF-8, the mark before it, and its own encoding."""
    if content.startswith(_MARK):
        return content[len(_MARK) :], _MARK, "utf-8"
    encoding = _UTF16.get(content[:2], "utf-8")
    mark = content[:2] if encoding != "utf-8" else b""
    try:
        return content[len(mark) :].decode(encoding).encode(), mark, encoding
    except UnicodeError as error:
        raise OutputError(
            "this sidecar is neither UTF-8 nor UTF-16, and is left as it is",
            where=where,
            remedy="open and save it in the program that wrote it",
        ) from error


class _Edits:
    """Collects what changes, and applies it."""

    def __init__(self, packet: Packet, where: str) -> None:
        self._packet = packet
        self._where = where
        self._splices: list[Splice] = []
        self._added: dict[int, list[tuple[str, str, str]]] = {}
        self._inside: dict[int, list[bytes]] = {}
        self._declared: dict[int, dict[str, str]] = {}

    def put(self, name: tuple[str, str], value: str) -> None:
        """Set a simple property wherever it is, or add it as an attribute."""
        found = False
        for description in self._packet.descriptions:
            for attribute in description.attributes:
                if attribute.name == name:
                    found = True
                    if attribute.value != value:
                        quote = self._packet.content[attribute.inner[1] :][:1].decode()
                        self._replace(*attribute.inner, _quoted(value, quote))
            for child in description.children:
                if child.name == name:
                    found = True
                    self._put_element(child, value)
        if not found:
            place = self._home(name[0])
            self._added.setdefault(place, []).append((*name, value))

    def put_keywords(self, keywords: Sequence[str], retired: Sequence[str]) -> None:
        """Add keywords that are missing and take away those that are retired."""
        if not keywords and not retired:
            return
        bag = self._bag()
        there = [_item_text(item) for item in bag.children] if bag else []
        for item in bag.children if bag else ():
            if _item_text(item) in retired and _item_text(item) not in keywords:
                start = item.place.start - len(self._space_before(item))
                self._splices.append(Splice(start=start, end=item.place.end))
        missing = [word for word in dict.fromkeys(keywords) if word not in there]
        if missing and bag:
            self._extend(bag, missing)
        elif missing:
            self._inside.setdefault(self._home(DC), []).append(self._new_subject(missing))

    def applied(self) -> bytes:
        """Return the packet with all changes."""
        for place, description in enumerate(self._packet.descriptions):
            self._finish(place, description)
        return spliced(self._packet.content, self._splices)

    def _replace(self, start: int, end: int, new: bytes) -> None:
        self._splices.append(Splice(start=start, end=end, new=new))

    def _put_element(self, element: PacketElement, value: str) -> None:
        if element.children or any(a.name[0] == RDF for a in element.attributes):
            raise OutputError(
                f"{element.place.tag} is written in a form that is not changed here",
                where=self._where,
                remedy="set it in the program that wrote the sidecar",
            )
        place = element.place
        if place.text == value:
            return
        text = escape(value).encode()
        if place.empty:
            self._splices.append(inserted(place, text))
        else:
            self._replace(place.inside, place.foot, text)

    def _home(self, namespace: str) -> int:
        """Return which description a new property goes to: one with its kind, or the first."""
        for place, description in enumerate(self._packet.descriptions):
            names = [a.name for a in description.attributes]
            names += [child.name for child in description.children]
            if any(name[0] == namespace for name in names):
                return place
        return 0

    def _bag(self) -> PacketElement | None:
        """Return the list of keywords; None where there is none."""
        for description in self._packet.descriptions:
            if any(attribute.name == _SUBJECT for attribute in description.attributes):
                raise self._odd_keywords()
            for child in description.children:
                if child.name == _SUBJECT:
                    if len(child.children) != 1 or child.children[0].name not in _LISTS:
                        raise self._odd_keywords()
                    return child.children[0]
        return None

    def _odd_keywords(self) -> OutputError:
        return OutputError(
            "the keywords are written in a form that is not changed here",
            where=self._where,
            remedy="set them in the program that wrote the sidecar",
        )

    def _extend(self, bag: PacketElement, words: Sequence[str]) -> None:
        prefix = _prefix_of(RDF, bag.scope)
        items = bag.children
        space = self._space_before(items[-1]) if items else b""
        added = b"".join(
            space + f"<{prefix}:li>{escape(word)}</{prefix}:li>".encode() for word in words
        )
        place = items[-1].place.end if items else None
        self._splices.append(inserted(bag.place, added, place))

    def _new_subject(self, words: Sequence[str]) -> bytes:
        home = self._home(DC)
        dc, rdf = self._prefix(home, DC), self._prefix(home, RDF)
        items = "".join(f"<{rdf}:li>{escape(word)}</{rdf}:li>" for word in words)
        return f"<{dc}:subject><{rdf}:Bag>{items}</{rdf}:Bag></{dc}:subject>".encode()

    def _prefix(self, place: int, namespace: str) -> str:
        """Return the prefix of a namespace in a description, declared there where it must be."""
        description = self._packet.descriptions[place]
        declared = self._declared.setdefault(place, {})
        if known := _prefix_of(namespace, {**description.scope, **declared}):
            return known
        prefix = _PREFIXES[namespace]
        while prefix in self._packet.prefixes or prefix in declared:
            prefix += "1"
        declared[prefix] = namespace
        return prefix

    def _finish(self, place: int, description: PacketElement) -> None:
        """Add new attributes behind the last one, and new elements behind the last child."""
        written = [
            (self._prefix(place, namespace) + ":" + local, value)
            for namespace, local, value in self._added.get(place, ())
        ]
        declared = self._declared.get(place, {})
        attributes = [(f"xmlns:{prefix}", uri) for prefix, uri in declared.items()] + written
        if attributes:
            at, space = self._attribute_place(description)
            text = b"".join(
                space + name.encode() + b'="' + _quoted(value, '"') + b'"'
                for name, value in attributes
            )
            self._replace(at, at, text)
        if inside := self._inside.get(place):
            self._insert_children(description, inside)

    def _attribute_place(self, element: PacketElement) -> tuple[int, bytes]:
        """Return where a new attribute goes, and the space before each one there."""
        content, place = self._packet.content, element.place
        *_, last = [None, *attribute_places(content, place)]
        if last is None:
            return place.start + len(b"<") + len(place.tag.encode()), b" "
        return last.value[1] + len(b'"'), _space_at(content, last.start)

    def _insert_children(self, description: PacketElement, inside: Sequence[bytes]) -> None:
        space, place = self._space_before(description), description.place
        if children := description.children:
            last = children[-1]
            new = b"".join(self._space_before(last) + each for each in inside)
            self._splices.append(inserted(place, new, last.place.end))
            return
        new = b"".join((space + b" " if space else b"") + each for each in inside)
        self._splices.append(inserted(place, new + space if place.empty else new))

    def _space_before(self, element: PacketElement) -> bytes:
        return _space_at(self._packet.content, element.place.start)


def _space_at(content: bytes, end: int) -> bytes:
    """Return the white space before a place."""
    begin = end
    while begin > 0 and content[begin - 1 : begin].isspace():
        begin -= 1
    return content[begin:end]


def _item_text(item: PacketElement) -> str:
    return item.place.text.strip()


def _prefix_of(namespace: str, scope: Mapping[str, str]) -> str:
    """Return a prefix that stands for a namespace; empty if there is none."""
    return next((prefix for prefix, uri in scope.items() if prefix and uri == namespace), "")


def _quoted(value: str, quote: str) -> bytes:
    """Return text as an attribute's value; line ends would be read as spaces."""
    marks = {quote: "&quot;" if quote == '"' else "&apos;", "\n": "&#10;", "\r": "&#13;",
             "\t": "&#9;"}  # fmt: skip
    return escape(value, marks).encode()
