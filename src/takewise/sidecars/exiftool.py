"""The user's own ExifTool, called so that no file name can be an option or a command.

ExifTool takes every argument that begins with a dash for an option, wherever it stands,
has no ``--`` of its own, and drops the space before an argument of a list. So a file is
always named by its absolute path. A name that does not fit on one line of a list goes
to the program by itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from takewise.errors import MissingExtra

_MARK = re.compile(rb"^takewise-(\d+)\r?\n", re.MULTILINE)
_RETURN = ("\n", "\r")


def find_exiftool() -> str:
    """Return the program; raises `MissingExtra` if there is none."""
    program = shutil.which("exiftool")
    if program is None:
        raise MissingExtra(
            "writing into picture files needs ExifTool",
            where="--embed",
            remedy="install ExifTool (exiftool.org), or write sidecars with --xmp",
        )
    return program


def run_on(program: str, orders: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """Run ExifTool on some files, each with its own options, in as few runs as possible.

    `program` is from `find_exiftool`; the options may have our own words only. Returns what
    ExifTool printed for each file, without those that it never came to.
    """
    listed = [path for path in orders if not any(each in path for each in _RETURN)]
    said = _run_listed(program, {path: orders[path] for path in listed})
    for path in orders:
        if path not in said and path not in listed:
            words = [*_CHARSET, *orders[path], _argument(path)]
            said[path] = _run([program, *words], b"")
    return said


def read_on(
    program: str, paths: Sequence[str], options: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Read fields of files as JSON; a file that ExifTool cannot read is left out."""
    return {
        path: found
        for path, printed in run_on(program, dict.fromkeys(paths, ("-json", *options))).items()
        for found in _documents(printed)
    }


# Elsewhere a name is the bytes that it is.
_CHARSET = ("-charset", "filename=utf8") if os.name == "nt" else ()


def _run_listed(program: str, orders: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    if not orders:
        return {}
    lines: list[str] = []
    for number, (path, options) in enumerate(orders.items()):
        lines += ["-echo1", f"takewise-{number}", *_CHARSET, *options, _argument(path), "-execute"]
    # Arguments by standard input: a folder of thousands is longer than a command may be.
    printed = _run([program, "-@", "-"], os.fsencode("\n".join(lines) + "\n"))
    parts = _MARK.split(printed)[1:]
    names = list(orders)
    return {
        names[int(number)]: text
        for number, text in zip(parts[::2], parts[1::2], strict=True)
        if int(number) < len(names)
    }


def _run(words: Sequence[str], given: bytes) -> bytes:
    done = subprocess.run(  # noqa: S603 - the user's own program, without a shell
        words, input=given, capture_output=True, check=False
    )
    return done.stdout


def _argument(path: str) -> str:
    """Return a path that begins with its folder; a link is written where it points."""
    return os.path.realpath(path)


def _documents(printed: bytes) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(printed.decode("utf-8", "replace") or "[]")
    except ValueError:
        return
    yield from (each for each in found[:1] if isinstance(each, dict))
