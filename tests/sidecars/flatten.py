"""What a packet says, by a reader of the tests' own: every property with its path."""

from __future__ import annotations

from xml.etree import ElementTree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
OURS = "{urn:takewise:stills:1.0:}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
SUBJECT = "{http://purl.org/dc/elements/1.1/}subject"
OWNED = (f"{XMP}Rating", f"{XMP}Label")


def decoded(content: bytes) -> str:
    """Return a packet as text."""
    if content[:2] == b"\xff\xfe":
        return content[2:].decode("utf-16-le")
    return content.decode("utf-8-sig")


def said(content: bytes) -> list[tuple[str, str]]:
    """Return every property of every top-level description: (path, value), in order."""
    text = decoded(content)
    begin = text.index("<", text.find("?>") + 2 if text.lstrip("\ufeff").startswith("<?") else 0)
    root = ElementTree.fromstring(text[begin:].split("<?xpacket end")[0])  # noqa: S314 - ours
    found: list[tuple[str, str]] = []
    for rdf in root.iter(f"{RDF}RDF"):
        for description in rdf.findall(f"{RDF}Description"):
            found += [(name, value) for name, value in description.attrib.items()]
            for child in description:
                found += _flat(child, child.tag)
    return found


def others(content: bytes) -> list[tuple[str, str]]:
    """Return everything but our own properties, the rating, the label and keywords, sorted."""
    return sorted(
        (path, value)
        for path, value in said(content)
        if not path.startswith((OURS, SUBJECT)) and path not in OWNED
    )


def keywords(content: bytes) -> list[str]:
    """Return the keywords in their order."""
    return [value for path, value in said(content) if path.startswith(SUBJECT) and value]


def value(content: bytes, name: str) -> str | None:
    """Return a simple property; None where there is none."""
    return dict(said(content)).get(name)


def _flat(element: ElementTree.Element, path: str) -> list[tuple[str, str]]:
    found = [(f"{path}/@{name}", text) for name, text in element.attrib.items()]
    text = (element.text or "").strip()
    if len(element) == 0:
        return [*found, (path, text)]
    for number, child in enumerate(element):
        found += _flat(child, f"{path}/{child.tag}[{number}]")
    return found
