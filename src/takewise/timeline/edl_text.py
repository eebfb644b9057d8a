"""An EDL's text, made ready for its reader: its encoding, and its timecodes.

* Windows programs write a byte order mark, UTF-16 or code page 1252.
* ``FCM: DROP FRAME`` counts drop-frame with ``:`` before the frames too. The reader
  knows only ``;``, and that at two rates alone, so it is given every timecode as the
  label that names the same frame without dropping.
* Nothing in it says how many frames a second has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from takewise.clock import Timecode, can_drop, parse_timecode
from takewise.errors import ClockError, MediaError

_LABEL = r"\d\d:\d\d:\d\d[:;.,]\d\d\d?"

_LABELS = re.compile(rf"(?<![\d:]){_LABEL}(?![\d:])")

# An event with its reel, and the timecodes at which it begins in its source and in the cut.
_EVENT = re.compile(rf"\d+\s+(\S+)\s+\S+\s.*?({_LABEL})\s+{_LABEL}\s+({_LABEL})\s+{_LABEL}")

# Lines whose timecodes count frames: events, speeds and locators.
_COUNTED = re.compile(r"\d|M2\b|\*?\s*LOC:")

_NAME = re.compile(r"\*?\s*(?:FROM|TO) CLIP NAME:?(.*)")

_FILE = re.compile(r"\*?\s*FROM (?:FILE|CLIP(?! NAME)):?(.*)")

_SAID = re.compile(r"FCM:?\s*(NON[- ]?)?DROP", re.IGNORECASE)

# What may come before the first event.
_HEAD = re.compile(r"\d|TITLE:|FCM|SPLIT")

# Words that begin a line and mean something to the reader, which knows them in capitals only.
_WORDS = re.compile(
    r"TITLE:|FCM.*|SPLIT.*|M2\b|\*?\s*(?:(?:FROM|TO) CLIP NAME|FROM (?:CLIP|FILE)|LOC:)",
    re.IGNORECASE,
)

# An event's tracks and its kind of edit, behind its number and reel.
_KINDS = re.compile(r"(\d+\s+\S+\s+)(\S+\s+[a-z]\S*)(?=\s)", re.IGNORECASE)

# Characters within a line that the reader takes for its end.
_BREAKS = re.compile("[\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

BLACK = frozenset({"BL", "BLK", "BLACK", "BARS"})
"""Reels that are no media."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdlEvent:
    """One event, as far as it leads to its media."""

    reel: str
    """Name of the reel."""
    names: tuple[str, ...]
    """What its clip is called."""
    file: str | None
    """Path of its media; None where the EDL names none."""
    label: str
    """Timecode of its first frame in the media; ``;`` before the frames means drop-frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edl:
    """The text of an EDL."""

    path: Path
    """The file."""
    lines: tuple[str, ...]
    """Its lines; ``;`` stands before the frames of every drop-frame timecode."""
    drop_frame: bool
    """Whether the cut counts drop-frame."""
    by_mode: bool
    """Whether only a line ``FCM: DROP FRAME`` says so, and no timecode does."""

    @property
    def rate(self) -> Fraction:
        """Frames per second where nothing says more than whether it drops frames."""
        return Fraction(30000, 1001) if self.drops_somewhere else Fraction(24)

    @property
    def drops_somewhere(self) -> bool:
        """Whether any timecode of it, in the cut or in a source, is drop-frame."""
        return any(label[8] != ":" for label in self.labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """All timecodes of its events."""
        events = (line for line in self.lines if _EVENT.fullmatch(line))
        return tuple(label for line in events for label in _LABELS.findall(line))

    @property
    def events(self) -> tuple[EdlEvent, ...]:
        """Its events that have media."""
        found: list[EdlEvent] = []
        for line in self.lines:
            event, name, file = (each.fullmatch(line) for each in (_EVENT, _NAME, _FILE))
            if event:
                found.append(EdlEvent(reel=event[1], names=(), file=None, label=event[2]))
            elif name and found:
                found[-1] = replace(found[-1], names=(*found[-1].names, name[1].strip()))
            elif file and found:
                found[-1] = replace(found[-1], file=file[1].strip() or None)
        return tuple(each for each in found if each.reel not in BLACK)

    def counted(self, rate: Fraction) -> str:
        """Return the text with every timecode as the label of the same frame without dropping.

        It is for a reader that knows no drop-frame. Raises `MediaError` if a timecode does not
        exist at that rate.
        """
        return "\n".join(
            _LABELS.sub(lambda found: self._without_dropping(found[0], rate), line)
            if _COUNTED.match(line)
            else line
            for line in self.lines
        )

    def _without_dropping(self, label: str, rate: Fraction) -> str:
        if self.by_mode and not can_drop(rate):
            label = label.replace(";", ":")
        days, hours = divmod(int(label[:2]), 24)
        try:
            found = parse_timecode(f"{hours:02}{label[2:]}", rate)
        except ClockError as error:
            raise MediaError(
                error.what,
                where=str(self.path),
                remedy="name its timeline's rate by --rate, such as --rate 25",
            ) from error
        plain = str(Timecode(found.frame, rate, drop_frame=False))
        return f"{int(plain[:2]) + 24 * days:02}{plain[2:]}"


def read_edl(path: Path) -> Edl:
    """Read the text of an EDL in UTF-8, UTF-16 or code page 1252.

    Raises `MediaError` if the file cannot be read.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error
    lines = tuple(_marked(_lines(text)))
    starts = [event[3] for line in lines if (event := _EVENT.fullmatch(line))]
    return Edl(
        path=path,
        lines=lines,
        drop_frame=any(label[8] != ":" for label in starts),
        by_mode=not any(label[8] != ":" for label in _LABELS.findall(text)),
    )


def _decoded(content: bytes) -> str:
    """Return text in UTF-8 or UTF-16, with a byte order mark or without, or in code page 1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    # Text in Latin letters has a zero in every second byte of UTF-16.
    for zeros, encoding in ((content[1:64:2], "utf-16-le"), (content[:64:2], "utf-16-be")):
        if zeros and not any(zeros):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that matter: before the first event, only those that are known."""
    begun = False
    every = [_in_capitals(_BREAKS.sub(" ", each).strip()) for each in re.split("\r\n|\r|\n", text)]
    for at, line in enumerate(every):
        begun = begun or line[:1].isdigit()
        # The reader takes the two lines behind it for events, whatever they are.
        halves = [each[:1].isdigit() for each in every[at + 1 : at + 3]]
        if line.startswith("SPLIT") and halves != [True, True]:
            continue
        if begun or _HEAD.match(line):
            yield line


def _in_capitals(line: str) -> str:
    """Return a line with the words of the format, and no others, in capitals."""
    line = _WORDS.sub(lambda found: found[0].upper(), line, count=1) if _WORDS.match(line) else line
    return _KINDS.sub(lambda found: found[1] + found[2].upper(), line, count=1)


def _marked(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines with ``;`` before the frames of every drop-frame timecode."""
    mode = False
    for line in lines:
        if said := _SAID.match(line):
            mode = said[1] is None
        if _COUNTED.match(line):
            labels = _LABELS.findall(line)
            # Where one says for itself that it drops frames, the others say that they do not.
            drop = mode and all(label[8] == ":" for label in labels)
            yield _LABELS.sub(partial(_with_mark, drop=drop), line)
        else:
            yield line


def _with_mark(found: re.Match[str], *, drop: bool) -> str:
    label = found[0]
    return f"{label[:8]}{';' if drop or label[8] != ':' else ':'}{label[9:]}"
