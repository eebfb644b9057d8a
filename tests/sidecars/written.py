"""Well-formed packets as any program might write them."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape, quoteattr

_SPACES = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "own": "https://example.com/own#",
}
_TEXTS = ("+0.35", "a < b & c", 'say "cheese"', "it's", "Zoë", "", "two  words", "日本", "0")


def written(seed: int) -> bytes:
    """Return a packet: prefixes, quotes, spaces, forms and lists by chance."""
    chance = random.Random(seed)
    names = {key: chance.choice([key, f"{key}2", "n" + key]) for key in _SPACES}
    rdf = chance.choice(["rdf", "RDF", "r"])
    keys = [f"{key}:{word}" for key in ("crs", "own", "xmp") for word in ("One", "Two", "Six")]
    chance.shuffle(keys)
    parts = []
    optional = {"rating": chance.random() < 0.6, "label": chance.random() < 0.4,
                "subject": chance.random() < 0.6}  # fmt: skip
    for number in range(chance.randint(1, 3)):
        mine, keys = keys[:3], keys[3:]
        properties = [(names[k.split(":")[0]], k.split(":")[1]) for k in mine]
        for what, name in (("rating", "Rating"), ("label", "Label")):
            if optional[what] and chance.random() < 0.5:
                optional[what] = False
                properties.append((names["xmp"], name))
        subject = ""
        if optional["subject"] and chance.random() < 0.6:
            optional["subject"] = False
            subject = _subject(chance, names["dc"], rdf)
        parts.append(_description(chance, names, rdf, properties, subject, number))
    body = _space(chance).join(parts)
    packet = (
        f"<x:xmpmeta xmlns:x={_quoted(chance, 'adobe:ns:meta/')}>{_space(chance)}"
        f"<{rdf}:RDF xmlns:{rdf}='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        f"{_space(chance)}{body}{_space(chance)}</{rdf}:RDF >{_space(chance)}</x:xmpmeta>"
    )
    return (chance.choice(["", "\ufeff"]) + packet + chance.choice(["", "\n"])).encode()


def _description(
    chance: random.Random,
    names: dict[str, str],
    rdf: str,
    properties: list[tuple[str, str]],
    subject: str,
    number: int,
) -> str:
    attributes = [f"xmlns:{names[key]}={_quoted(chance, uri)}" for key, uri in _SPACES.items()]
    inside = [subject] if subject else []
    for prefix, name in properties:
        value = str(chance.randint(0, 5)) if name == "Rating" else chance.choice(_TEXTS)
        form = chance.randrange(4 if name not in {"Rating", "Label"} else 2)
        if form == 0:
            attributes.append(
                f"{prefix}:{name}{chance.choice(['=', ' = '])}{_quoted(chance, value)}"
            )
        elif form == 1:
            inside.append(
                f"<{prefix}:{name}>{escape(value)}</{prefix}:{name}>"
                if value or chance.random() < 0.5
                else f"<{prefix}:{name}/>"
            )
        elif form == 2:
            items = "".join(f"<{rdf}:li>{escape(text)}</{rdf}:li>" for text in _TEXTS[:3])
            inside.append(f"<{prefix}:{name}><{rdf}:Seq>{items}</{rdf}:Seq></{prefix}:{name}>")
        else:
            inside.append(
                f"<{prefix}:{name} {rdf}:parseType='Resource'><{prefix}:Deep "
                f"{prefix}:Rating='9'>{escape(value)}</{prefix}:Deep></{prefix}:{name}>"
            )
    chance.shuffle(inside)
    if chance.random() < 0.3:
        inside.append("<!-- a remark with > and 'quotes' -->")
    head = _gap(chance).join([f"<{rdf}:Description {rdf}:about='{number or ''}'", *attributes])
    if not inside:
        return f"{head}{chance.choice(['', ' ', chr(10)])}/>"
    gap = _space(chance)
    return f"{head}>{gap}{gap.join(inside)}{gap}</{rdf}:Description>"


def _subject(chance: random.Random, dc: str, rdf: str) -> str:
    kind = chance.choice(["Bag", "Seq"])
    words = [text for text in _TEXTS if text and chance.random() < 0.4]
    items = [
        f"<{rdf}:li>{f'<![CDATA[{text}]]>' if chance.random() < 0.2 else escape(text)}</{rdf}:li>"
        for text in words
    ]
    gap = _space(chance)
    bag = (
        f"<{rdf}:{kind}>{gap}{gap.join(items)}{gap}</{rdf}:{kind}>"
        if items
        else f"<{rdf}:{kind} />"
    )
    return f"<{dc}:subject>{gap}{bag}{gap}</{dc}:subject>"


def _quoted(chance: random.Random, text: str) -> str:
    if chance.random() < 0.5:
        return quoteattr(text)
    return "'" + escape(text, {"'": "&apos;"}) + "'"


def _space(chance: random.Random) -> str:
    return chance.choice(["", "\n", "\n  ", "\r\n\t", " "])


def _gap(chance: random.Random) -> str:
    return chance.choice([" ", "\n   ", "\r\n  "])
