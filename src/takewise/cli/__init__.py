"""The command line: arguments become requests, errors become one sentence each.

```
 arguments ─► options ─► app: a use case ─► render: tables, JSON, exit status
                          └─► render: progress, errors and notes as they happen
```

A result goes to standard output; progress, notes and errors go to standard
error. Exit status: 0 all done; 1 some inputs failed, the rest are done; 2 wrong
usage; 3 nothing could be done; 130 cancelled.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from takewise import __version__
from takewise.app.status import CANCELLED, NOTHING_DONE, USAGE
from takewise.errors import SettingsError, TakewiseError
from takewise.plain_text import visible

__all__ = ["main", "takewise"]

# The command's module in `commands` has the same name, with _ for -; so has the command in
# it, with _command after that.
_COMMANDS = MappingProxyType(
    {
        "analyze": "Find the moments of takes and write them as JSON.",
        "markers": "Bring the moments to an editor as markers.",
        "compare": "Rank takes of one scene, with reasons, and list where they differ.",
        "review": "Review takes or photographs in a window, and decide about them.",
        "report": "Write one page to send, with takes ranked and compared.",
        "pick": "Rank photographs or frames of clips, with reasons; write ratings and sheets.",
        "agree": "Compare your choices of frames with the ranking, and fit its weights to them.",
        "library": "Back up, check, export or import decisions and analyses.",
        "farm": "Write a render-farm job that analyses takes.",
        "host": "Answer a request of a host's plugin, as JSON lines.",
        "install-host": "Add Takewise to the menus of Resolve, Nuke or Hiero.",
        "install-desktop": "Add Takewise to the menu of a Linux desktop.",
        "demo": "Find, rank and export the moments of the three sample takes.",
        "models": "List the model files that find faces, or install them.",
        "settings": "Print every setting with its default, as TOML.",
        "doctor": "Check what works on this machine, and how to repair what does not.",
    }
)


class _Commands(click.Group):
    """Commands that load when they are called, so that help is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first visit."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None if no command has that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"takewise.cli.commands.{name}"), f"{name}_command")
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; files without one open in the review."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            if _names_files(args[0]):
                args = ["review", *args]
            else:
                ctx.fail(_neither(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the arguments of the group itself."""
        with _usage_errors_plain():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> None:
        """Run a command, and turn errors into an exit status."""
        try:
            with _usage_errors_plain():
                super().invoke(ctx)
        except TakewiseError as error:
            click.echo(f"Error: {visible(str(error))}", err=True)
            ctx.exit(USAGE if isinstance(error, SettingsError) else NOTHING_DONE)
        except KeyboardInterrupt:
            click.echo("cancelled", err=True)
            ctx.exit(CANCELLED)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the last net: one sentence, and a report
            # Deferred: help and version need none of it.
            from takewise.faults import reported  # noqa: PLC0415

            command = f"takewise {ctx.invoked_subcommand or ''}".strip()
            click.echo(f"Error: {reported(error, what=command)}", err=True)
            ctx.exit(NOTHING_DONE)


def _names_files(word: str) -> bool:
    """Return whether a word names a file, folder or pattern."""
    # Deferred: most calls name a command, and this reads the disk.
    from takewise.media import find_takes, split_part  # noqa: PLC0415

    path, _ = split_part(word)
    try:
        return Path(path).exists() or bool(find_takes((path,)))
    except (TakewiseError, OSError, ValueError):
        return False


def _neither(word: str) -> str:
    """Return the message about a word that is neither a command nor a file."""
    near = get_close_matches(word, _COMMANDS, n=1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return (
        f"there is neither a command nor a file {word!r}.{meant} "
        "'takewise --help' lists the commands."
    )


@contextmanager
def _usage_errors_plain() -> Iterator[None]:
    """Make arguments in click's errors printable: it repeats them as they were typed."""
    try:
        yield
    except click.ClickException as error:
        # Typed as final, but click has not read it yet.
        error.message = visible(error.message)  # type: ignore[misc]
        raise


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  takewise
  takewise day1/
  takewise demo
  takewise markers day1/*.mov --to otio --out markers

Exit status: 0 all done; 1 some inputs failed, the rest are done; 2 wrong usage;
3 nothing could be done; 130 cancelled.""",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def takewise(context: click.Context) -> None:
    """Find the small facial moments in takes, and bring them to your editor as markers.

    Files or folders without a command open in the review. Without arguments, a window
    lets you choose them.
    """
    if context.invoked_subcommand is None:
        from takewise.cli.first_steps import start_here  # noqa: PLC0415 - most calls name a command

        context.exit(start_here())


def main() -> None:
    """Run the command line and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold what the terminal cannot show; that is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    takewise(prog_name="takewise")
