"""Ratings inside picture files, by the user's own ExifTool and only when asked for.

Lightroom reads no sidecar of a JPEG. ExifTool keeps the file as it was beside it,
with ``_original`` behind its name. Camera raw files are never written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from takewise.errors import MissingExtra, OutputError, TakewiseError
from takewise.sidecars.merging import Facts

_EMBEDDABLE = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp", ".heic"})


def embed(
    wanted: Mapping[str, Facts], *, overwrite: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[TakewiseError, ...]]:
    """Write ratings, labels and keywords into picture files.

    Parameters
    ----------
    wanted
        Picture file to what it is to say; our own properties stay out.
    overwrite
        Whether a rating and a label that are there are replaced.

    Returns
    -------
    tuple
        The files that say so now; those of them whose own rating was left; what could
        not be written.

    Raises
    ------
    MissingExtra
        If there is no ExifTool.
    """
    program = shutil.which("exiftool")
    if program is None:
        raise MissingExtra(
            "writing into picture files needs ExifTool",
            where="--embed",
            remedy="install ExifTool (exiftool.org), or write sidecars with --xmp",
        )
    errors: list[TakewiseError] = []
    usable: dict[str, Facts] = {}
    for path, facts in wanted.items():
        if Path(path).suffix.lower() not in _EMBEDDABLE or "\n" in path:
            errors.append(OutputError("nothing is written into such a file", where=path))
        else:
            usable[path] = facts
    before = _read(program, list(usable))
    asked = {path: _asked(facts, before.get(path, {}), overwrite) for path, facts in usable.items()}
    _write(program, asked, usable)
    after = _read(program, list(usable))
    done = tuple(p for p in usable if _says(after.get(p, {}), asked[p], usable[p]))
    errors += [
        OutputError("ExifTool did not write this file", where=path, remedy="check its permissions")
        for path in usable
        if path not in done
    ]
    kept = tuple(p for p in done if usable[p].rating is not None and "Rating" not in asked[p])
    return done, kept, tuple(errors)


def _asked(facts: Facts, there: Mapping[str, Any], overwrite: bool) -> dict[str, str]:  # noqa: FBT001
    asked = {}
    if facts.rating is not None and (overwrite or not there.get("Rating")):
        asked["Rating"] = str(facts.rating)
    if facts.label is not None and (overwrite or not there.get("Label")):
        asked["Label"] = facts.label
    return asked


def _says(there: Mapping[str, Any], asked: Mapping[str, str], facts: Facts) -> bool:
    subject = there.get("Subject", [])
    words = {str(word) for word in (subject if isinstance(subject, list) else [subject])}
    told = all(str(there.get(name, "")) == value for name, value in asked.items())
    return bool(there) and told and words.issuperset(facts.keywords)


def _write(
    program: str, asked: Mapping[str, Mapping[str, str]], facts: Mapping[str, Facts]
) -> None:
    """Have ExifTool write all files in one run."""
    lines: list[str] = []
    for path, values in asked.items():
        changes = [f"-XMP:{name}={value}" for name, value in values.items()]
        changes += [f"-XMP-dc:Subject-={word}" for word in facts[path].retired]
        for word in facts[path].keywords:
            # Taken away and added: ExifTool's own way to have it once.
            changes += [f"-XMP-dc:Subject-={word}", f"-XMP-dc:Subject+={word}"]
        if changes:
            lines += ["-charset", "filename=utf8", "-P", *changes, _safe(path), "-execute"]
    if lines:
        _run(program, lines)


def _read(program: str, paths: Sequence[str]) -> dict[str, dict[str, Any]]:
    if not paths:
        return {}
    names = ["-json", "-charset", "filename=utf8", "-XMP:Rating", "-XMP:Label", "-XMP-dc:Subject"]
    told = _run(program, [*names, *map(_safe, paths)])
    try:
        found = json.loads(told or "[]")
    except ValueError:
        return {}
    by_file = {each.get("SourceFile"): each for each in found}
    return {path: by_file[_safe(path)] for path in paths if _safe(path) in by_file}


def _run(program: str, lines: Sequence[str]) -> str:
    # Arguments by standard input: a folder of thousands is longer than a command may be.
    done = subprocess.run(  # noqa: S603 - the user's own program, without a shell
        [program, "-@", "-"],
        input="\n".join(line.replace("\n", " ") for line in lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def _safe(path: str) -> str:
    """Return a path that cannot be taken for an option."""
    return f"./{path}" if path.startswith(("-", "#")) else path
