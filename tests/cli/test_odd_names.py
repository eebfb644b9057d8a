"""Names that hold anything that a file system allows: nothing acts, and nothing is lost."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

import takewise.cli
from takewise.cli.render.console import print_error, print_line, stdout, table
from takewise.cli.render.progress import watch
from takewise.errors import MediaError
from takewise.host.jsonl import JsonLines
from tests.cli.calls import call, run
from tests.cli.films import write_face

NAMES = (
    b"caf\xe9",
    b"a\x1b[31mred\nError: fake",
    "\u202egpj.txt".encode(),
    b"[bold]x[foo]",
    b"=1+1",
    b"-0.5",
    " z\u200bw\u009bx".encode(),
)
ODD = "\x1b]0;x\x07a\nError: fake \u202e[bold][/foo]\udce9"
SHOWN = r"\x1b]0;x\x07a\nError: fake \u202e[bold][/foo]\xe9"


_ACTING = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def acts(text: str) -> bool:
    """Return whether a printed text holds what no text of ours has, or a line that lies."""
    return bool(_ACTING.search(text) or re.search("^Error: fake", text, re.MULTILINE))


@pytest.fixture(scope="module")
def shoot(sample_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of photographs with such names."""
    folder = tmp_path_factory.mktemp("odd")
    stills = sorted((sample_media / "portrait_burst").glob("*.jpg"))
    for still, name in zip(stills, NAMES, strict=False):
        shutil.copy(still, os.fsencode(folder) + b"/" + name + b".jpg")
    return folder


def test_pick_writes_everything_whatever_the_names_are(shoot: Path, tmp_path: Path) -> None:
    """A name that is no UTF-8, or breaks a line, ends no run after the whole ranking."""
    out = tmp_path / "out"
    done = run("pick", shoot, "--csv", out / "a.csv", "--sheet", out / "a.pdf", "--sheet-all",
               "--copy-to", out / "copies", "--top", 7, "--xmp")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not acts(done.stdout + done.stderr)
    assert r"caf\xe9.jpg" in done.stdout
    copies = sorted(os.fsencode(path.name) for path in (out / "copies").iterdir())
    assert copies == sorted(name + b".jpg" for name in NAMES)
    assert len(list(shoot.glob("*.xmp"))) == 7
    text = (out / "a.csv").read_text(encoding="utf-8-sig")
    files = [row["file"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert str(shoot / r"caf\xe9.jpg") in files


def test_pick_in_a_folder_guards_formulas(
    shoot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that begin a formula have an apostrophe before them; numbers stay numbers."""
    monkeypatch.chdir(shoot)
    done = call("pick", "--csv", tmp_path / "a.csv", "--json", "--", "=1+1.jpg", "-0.5.jpg")
    assert done.exit_code == 0, done.output
    assert {each["path"] for each in json.loads(done.stdout)["frames"]} == {"=1+1.jpg", "-0.5.jpg"}
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["file"] for row in rows} == {"'=1+1.jpg", "'-0.5.jpg"}
    assert all(0 <= float(row["score"]) <= 1 for row in rows)


def test_takes_are_analysed_and_written_whatever_their_names_are(tmp_path: Path) -> None:
    """Analysis, markers and page come of a take with such a name; what is printed does nothing."""
    film = write_face(tmp_path / "a.mov", frames=40)
    takes = tmp_path / "takes"
    takes.mkdir()
    for name in (b"caf\xe9.mov", b"a\x1b[31mred\nError: fake.mov", b"=1+1.mov"):
        shutil.copy(film, os.fsencode(takes) + b"/" + name)
    for command in (
        ("analyze", takes, "--out", tmp_path / "an"),
        ("markers", tmp_path / "an", "--to", "csv", "--to", "otio", "--to", "fcpxml", "--to",
         "premiere-xml", "--to", "json", "--to", "avid-ale", "--out", tmp_path / "m"),
        ("compare", takes),
        ("report", takes, "--out", tmp_path / "page.html"),
    ):  # fmt: skip
        words = [*map(str, command)]
        if command[0] == "markers":
            words[1:2] = map(str, sorted((tmp_path / "an").iterdir()))
        done = run(*words)
        assert done.returncode == 0, done.stderr
        assert not acts(done.stdout + done.stderr)
    found = {row["take"] for path in (tmp_path / "m").glob("*.csv") for row in rows_of(path)}
    assert "'=1+1" in found
    assert not [take for take in found if take.startswith("=")]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "words",
    [("pick", ODD[:-1]), ("analyze", ODD[:-1]), (ODD[:-1],), ("pick", f"--{ODD[:-1]}"),
     ("settings", ODD[:-1]), ("library", "check", "--library", ODD[:-1])],
)  # fmt: skip
def test_errors_repeat_arguments_as_text(words: tuple[str, ...]) -> None:
    """What was typed comes back in click's errors and in ours as one line that does nothing."""
    done = call(*words)
    assert done.exit_code in {2, 3}
    assert not acts(done.output)


def test_every_way_to_print_shows_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines, errors, sentences and cells; a bracket is no markup."""
    console = stdout()
    print_line(console, ODD)
    console.print(f"\n{ODD}")
    print_error(console, ODD)
    shown = table("take")
    shown.add_row(ODD)
    console.print(shown)
    out = capsys.readouterr().out
    assert out.count(SHOWN) == 4
    assert not acts(out)


def test_bars_show_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name in a progress bar is no markup, which could end the run, and moves no cursor."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr("takewise.cli.render.progress.stderr", lambda: console)
    with watch(quiet=False) as observer:
        observer.started(1)
        observer.progressed("x/[bold][b\x1bc\n", 1, 4)
        observer.progressed("x/[bold][b\x1bc\n", 2, 4)
    assert r"[bold][b\x1bc\n" in file.getvalue()
    assert "\x1bc" not in file.getvalue()


def test_hosts_are_sent_text_that_does_nothing() -> None:
    """A plugin prints what the core says as it comes."""
    stream = io.BytesIO()
    JsonLines(stream).error(MediaError("no", where=ODD, remedy=ODD))
    message = json.loads(stream.getvalue())
    assert (message["message"], message["hint"]) == (f"{SHOWN}: no", SHOWN)


def test_only_the_screen_prints() -> None:
    """No use case prints, nor the host, and the command line by its console alone."""
    allowed = {
        # Text of ours alone; JSON, in which every character is escaped; an error made visible.
        "settings.py": {"echo"}, "library.py": {"echo"}, "__init__.py": {"echo"},
        "console.py": {"Console", "Table"}, "first_steps.py": {"echo"},
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    package = Path(takewise.cli.__file__).parents[1]
    folders = [package / name for name in ("app", "cli", "host")]
    for path in sorted(file for folder in folders for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
                plain = name == "print" and isinstance(node.func, ast.Name)
                if plain or name in {"echo", "secho", "Console", "Table", "input", "confirm"}:
                    found.setdefault(path.name, set()).add(name)
    assert {name: what - allowed.get(name, set()) for name, what in found.items()} == {
        name: set() for name in found
    }
