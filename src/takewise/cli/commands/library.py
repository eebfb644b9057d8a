"""``takewise library``: maintains the library of analyses and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import JSON, LIBRARY, LIBRARY_MODE
from takewise.cli.result_file import ResultFile
from takewise.errors import LibraryError

if TYPE_CHECKING:
    from takewise.library import Checked, Library, LibraryMode, MergedDecisions


@click.group(
    "library",
    epilog="""\b
Examples:
  takewise library check
  takewise library backup /backup/takewise-library.db
  takewise library export decisions.json
  takewise library import from-the-set.json""",
)
def library_command() -> None:
    """Maintain the library: one file with your decisions and the analyses of takes.

    Analyses can be made again; circles, stars, notes, sync points and markers cannot.
    """


@library_command.command(
    "backup",
    epilog="""\b
Examples:
  takewise library backup /backup/takewise-library.db
  takewise library backup copy.db --library /show/takewise/library.db""",
)
@click.argument("target", metavar="FILE", type=ResultFile())
@LIBRARY
@LIBRARY_MODE
def backup_command(target: Path, library: Path | None, library_mode: LibraryMode) -> None:
    """Copy the whole library to FILE, even while it is in use.

    An existing FILE is replaced when the copy is complete. To restore a copy, put it
    where the library was, or name it with --library.
    """
    from takewise.cli.render.console import print_line, stdout  # noqa: PLC0415 - see below
    from takewise.library import backup as copy  # noqa: PLC0415 - help need not wait for numpy

    with _opened(library, library_mode) as opened:
        copy(opened, target)
        print_line(stdout(), f"{opened.path} is copied to {target}")


@library_command.command(
    "check",
    epilog="""\b
Examples:
  takewise library check
  takewise library check --json --library /show/takewise/library.db""",
)
@LIBRARY
@LIBRARY_MODE
@JSON
def check_command(library: Path | None, library_mode: LibraryMode, *, as_json: bool) -> None:
    """Read the whole library and report what is damaged; change nothing.

    The exit status is 1 if something is damaged.
    """
    from takewise.app import status  # noqa: PLC0415 - see backup
    from takewise.cli.render import console  # noqa: PLC0415 - see backup
    from takewise.library import check as examine  # noqa: PLC0415

    with _opened(library, library_mode) as opened:
        found = examine(opened)
        if as_json:
            console.print_json(_document(found, opened.path))
        else:
            _print(found, opened.path)
    click.get_current_context().exit(status.SOME_FAILED if found.problems else status.DONE)


@library_command.command(
    "export",
    epilog="""\b
Examples:
  takewise library export decisions.json
  takewise library export - | jq .takes[].name""",
)
@click.argument("target", metavar="FILE", type=ResultFile())
@LIBRARY
@LIBRARY_MODE
def export_command(target: Path, library: Path | None, library_mode: LibraryMode) -> None:
    """Write all decisions to FILE as JSON.

    FILE can be - for standard output. Takes are identified by the digest of their content, which
    is the same on every machine.
    """
    from takewise.atomic import write_bytes  # noqa: PLC0415 - see backup
    from takewise.cli.render.console import print_line, stdout  # noqa: PLC0415
    from takewise.library import decisions_to_json  # noqa: PLC0415

    with _opened(library, library_mode) as opened:
        content = decisions_to_json(opened)
    if str(target) == "-":
        click.echo(content, nl=False)
    else:
        write_bytes(target, content)
        print_line(stdout(), f"written: {target}")


@library_command.command(
    "import",
    epilog="""\b
Examples:
  takewise library import from-the-set.json
  takewise library import monday.json tuesday.json --library /show/takewise/library.db""",
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@LIBRARY
@LIBRARY_MODE
def import_command(
    files: tuple[Path, ...], library: Path | None, library_mode: LibraryMode
) -> None:
    """Import decisions that were exported.

    Each FILE was written by `takewise library export`, on this machine or another, and is
    imported completely or not at all. Of two decisions on the same thing the newer one counts;
    what you decided since is never overwritten.
    """
    from takewise.cli.render.console import print_line, stdout  # noqa: PLC0415 - see backup
    from takewise.library import merge_decisions, open_library  # noqa: PLC0415

    with open_library(library, mode=library_mode) as opened:
        for file in files:
            merged = merge_decisions(opened, _content(file), where=str(file))
            print_line(stdout(), f"{file}: {_summary(merged)}")


def _opened(library: Path | None, mode: LibraryMode) -> Library:
    """Open an existing library: a wrong name must not look like an empty library."""
    from takewise.library import library_path, open_library  # noqa: PLC0415 - see backup

    path = library_path(library)
    if not path.exists():
        raise LibraryError(
            "there is no library yet",
            where=str(path),
            remedy="name another file with --library; the first analysis makes one",
        )
    return open_library(path, mode=mode)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise LibraryError(
            f"cannot be read ({error.strerror})", where=str(file), remedy="check its permissions"
        ) from error


def _summary(merged: MergedDecisions) -> str:
    from takewise.plain_text import count  # noqa: PLC0415 - see backup

    taken = f"{count(merged.taken, 'decision')} on {count(merged.takes, 'take')} imported"
    rest = [f"{merged.same} known already"] if merged.same else []
    rest += [f"{merged.older} left out, as the library has newer ones"] if merged.older else []
    return ", ".join([taken, *rest])


def _print(found: Checked, path: Path) -> None:
    from takewise.cli.render.console import print_line, stdout  # noqa: PLC0415 - see backup
    from takewise.plain_text import count  # noqa: PLC0415 - see backup

    console = stdout()
    disk = "a local disk" if found.journal == "wal" else "any disk, also a shared one"
    print_line(console, str(path))
    print_line(console, f"  set up for {disk}")
    print_line(
        console, f"  {count(found.decided, 'take')} with decisions, {found.analyses} analysed"
    )
    for problem in found.problems:
        print_line(console, f"  {problem}")
    if found.problems:
        print_line(
            console,
            "Put your last backup in its place, or save what is left with `takewise library",
        )
        print_line(
            console, "export`, move the file away and import that again. Nothing was changed."
        )
    else:
        print_line(console, "  no damage was found")


def _document(found: Checked, path: Path) -> dict[str, object]:
    return {
        "library": str(path),
        "journal": found.journal,
        "analyses": found.analyses,
        "takes_with_decisions": found.decided,
        "problems": list(found.problems),
    }
