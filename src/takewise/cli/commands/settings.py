"""``takewise settings``: every setting with its default."""

from __future__ import annotations

import click


@click.command(
    "settings",
    epilog="""\b
Examples:
  takewise settings
  takewise settings > mine.toml""",
)
def settings_command() -> None:
    """Print every setting with its default, as TOML.

    Put the lines that you change into a file and name it with --settings; settings
    that the file leaves out keep their defaults.
    """
    # Deferred: the stages whose settings these are take a second to load.
    from takewise.cli.render.settings_text import settings_text  # noqa: PLC0415
    from takewise.settings import Settings  # noqa: PLC0415

    click.echo(settings_text(Settings()), nl=False)
