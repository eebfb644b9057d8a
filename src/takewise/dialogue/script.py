"""What is said, by a script that the user gives: lines get their words.

Nothing is aligned by ear. Subtitles have times, which are taken as they are; of a script
without times the speeches are given to the lines in order, if there are as many of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

import numpy as np

from takewise.clock import FrameRange
from takewise.dialogue.events import dialogue_moments
from takewise.dialogue.pictures import PictureTimes
from takewise.dialogue.places import with_places
from takewise.dialogue.settings import DialogueSettings
from takewise.errors import MalformedText
from takewise.model import Analysis, Kind, Moment
from takewise.model.alignment import frame_time
from takewise.model.dialogue import Dialogue, Line

SUFFIXES = (".fountain", ".txt", ".srt")
"""Endings of the scripts that are read."""

_TIMES = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d{1,3})\s*-->\s*(\d+):(\d\d):(\d\d)[,.](\d{1,3})")

# Fountain: a character's name stands in capitals (or after @) by itself, after an empty line.
_NAME = re.compile(r"@.+|[^a-z]*[A-Z][^a-z]*(\s*\(.*\))?\^?")
_NO_NAME = re.compile(r"(INT|EXT|EST|I/E)[. /]|.*\bTO:$|[.>=~!]")
_MARKUP = re.compile(r"<[^>]*>|\[\[.*?\]\]|[*_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What one person says without a break."""

    words: str
    """The words, on one line."""
    span: tuple[Fraction, Fraction] | None = None
    """Seconds from the file's first picture, where the script has times."""


def read_script(text: str, name: str) -> tuple[Speech, ...]:
    """Read the speeches of a script.

    Parameters
    ----------
    text
        The script.
    name
        Of its file; the ending says which kind it is.

    Returns
    -------
    tuple[Speech, ...]
        In order, at least one.

    Raises
    ------
    MalformedText
        If it is of another kind, or nothing is said in it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise MalformedText(
            f"a script ends in {', '.join(SUFFIXES)}", remedy="save it as one of these"
        )
    blocks = [each.splitlines() for each in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    if suffix == ".srt":
        found = [speech for block in blocks if (speech := _subtitle(block))]
    elif suffix == ".fountain":
        found = [speech for block in blocks if (speech := _speech(block))]
    else:
        # "ANNA: I know." or the words alone.
        lines = (re.sub(r"^[A-Z][A-Z .'-]*:\s*", "", each) for each in text.splitlines())
        found = [Speech(words=_plain(each)) for each in lines if _plain(each)]
    if not found:
        raise MalformedText("nothing is said in this script", remedy="check the file")
    return tuple(found)


def with_script(
    analysis: Analysis, speeches: Sequence[Speech], settings: DialogueSettings
) -> Analysis:
    """Give the lines of a take their words.

    Parameters
    ----------
    analysis
        What was found.
    speeches
        From `read_script`.
    settings
        What counts.

    Returns
    -------
    Analysis
        Places and names of moments quote the lines. Where the script does not fit, it says so
        in its warnings, and no line gets words.
    """
    dialogue = analysis.dialogue
    if dialogue is None or not dialogue.lines:
        return analysis
    lines = _worded(dialogue.lines, speeches)
    if lines is None:
        said = (
            f"the script has {len(speeches)} speeches and {len(dialogue.lines)} lines are heard, "
            "so none gets words; give subtitles (.srt), which have times"
        )
        return replace(analysis, warnings=(*analysis.warnings, said))
    found = replace(dialogue, lines=lines)
    pictures = _pictures(analysis)
    named = {
        (each.kind, each.person, each.span): each
        for each in dialogue_moments(found, {}, pictures, settings)
    }
    moments = tuple(_renamed(each, named, found, pictures, settings) for each in analysis.moments)
    return replace(analysis, dialogue=found, moments=moments)


def _renamed(
    moment: Moment,
    named: Mapping[tuple[Kind, str, FrameRange], Moment],
    dialogue: Dialogue,
    pictures: PictureTimes,
    settings: DialogueSettings,
) -> Moment:
    again = named.get((moment.kind, moment.person, moment.span))
    if again and not moment.movements:
        return replace(moment, title=again.title, because=again.because)
    if moment.place is None:
        return moment
    (found,) = with_places((moment,), dialogue.lines, dialogue.pauses, pictures, settings)
    return found


def _worded(lines: Sequence[Line], speeches: Sequence[Speech]) -> tuple[Line, ...] | None:
    """Return the lines with their words; None where there are not as many speeches."""
    if all(each.span for each in speeches):
        words: dict[int, list[str]] = {}
        for each in speeches:
            overlaps = [_overlap(each, line) for line in lines]
            if max(overlaps) > 0:
                words.setdefault(overlaps.index(max(overlaps)), []).append(each.words)
        return tuple(
            replace(line, words=" ".join(words[n]) if n in words else None)
            for n, line in enumerate(lines)
        )
    if len(lines) != len(speeches):
        return None
    return tuple(
        replace(line, words=each.words) for line, each in zip(lines, speeches, strict=True)
    )


def _overlap(speech: Speech, line: Line) -> Fraction:
    start, end = speech.span or (Fraction(0), Fraction(0))
    return max(Fraction(0), min(end, line.end) - max(start, line.start))


def _pictures(analysis: Analysis) -> PictureTimes:
    """Return when the pictures of an analysis are shown."""
    media = analysis.media
    first, after = (media.part.start, media.part.end) if media.part else (0, media.frame_count or 1)
    times = np.array([frame_time(analysis, each) for each in range(first, max(after, first + 1))])
    return PictureTimes(first=first, times=times, rate=float(media.rate))


def _subtitle(block: Sequence[str]) -> Speech | None:
    for number, line in enumerate(block):
        if found := _TIMES.search(line):
            hours, minutes, seconds = ([int(found[k]) for k in (n, n + 4)] for n in (1, 2, 3))
            parts = [Fraction(int(found[k].ljust(3, "0")), 1000) for k in (4, 8)]
            start, end = (3600 * hours[k] + 60 * minutes[k] + seconds[k] + parts[k] for k in (0, 1))
            words = _plain(" ".join(block[number + 1 :]))
            return Speech(words=words, span=(start, end)) if words and end > start else None
    return None


def _speech(block: Sequence[str]) -> Speech | None:
    lines = [each.strip() for each in block if each.strip()]
    if len(lines) < 2 or not _NAME.fullmatch(lines[0]) or _NO_NAME.match(lines[0]):
        return None
    words = _plain(" ".join(each for each in lines[1:] if not re.fullmatch(r"\(.*\)", each)))
    return Speech(words=words) if words else None


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())
