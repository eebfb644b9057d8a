"""What the libraries that read cuts say of a file, in words for its editor."""

from __future__ import annotations

import re

import opentimelineio as otio

# Errors about the file, the parser of XML's too. Others are about the library's own code.
_WORDED = (otio.exceptions.OTIOError, SyntaxError)

# OpenTimelineIO's name of a type as a compiler writes it.
_TYPE = re.compile(r"N14opentimelineio\w*?\d([A-Z][A-Za-z]*)E(?=')")


def reader_message(error: Exception) -> str:
    """Return what a reader says of a file on one line, without the names of its own code."""
    if not isinstance(error, _WORDED):
        return "something in it is missing, or not as its format wants it"
    said = " ".join(str(error).split()) or "the reader does not say why"
    return _TYPE.sub(r"\1", said)
