"""What libraries say of a cut, as its editor reads it."""

from __future__ import annotations

import opentimelineio as otio
import pytest

from takewise.timeline.reader_errors import reader_message


@pytest.mark.parametrize(
    "error",
    [
        AttributeError("'NoneType' object has no attribute 'find'"),
        TypeError("__init__(): incompatible constructor arguments"),
        ValueError("invalid literal for int() with base 10: '1.5'"),
        KeyError("speed"),
    ],
)
def test_what_a_reader_says_of_its_own_code_is_not_shown(error: Exception) -> None:
    """An editor can do nothing with it."""
    assert reader_message(error) == "something in it is missing, or not as its format wants it"


def test_what_a_reader_says_of_the_file_is_shown() -> None:
    """On one line, with types as the file calls them."""
    error = otio.exceptions.OTIOError(
        "type mismatch\n(of type 'N14opentimelineio7v0_18_14ClipE'), expected "
        "'N14opentimelineio7v0_18_113AnyDictionaryE'"
    )
    assert reader_message(error) == "type mismatch (of type 'Clip'), expected 'AnyDictionary'"
