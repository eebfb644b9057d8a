"""``takewise farm``: takes become a job for a render farm."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from takewise.cli.options.analysis import (
    FOLDER,
    HINTS,
    PATHS,
    SIGNALS,
    CommandOptions,
    shaping_options,
)
from takewise.cli.result_file import ResultFile
from takewise.errors import OutputError

# Most values of a task parameter (OpenJD 2023-09, 3.4.1.3), hence most takes of a step.
_TASKS = 1024

# Most characters of such a value (OpenJD 2023-09, 3.4.1.3).
_LONGEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One take on the farm."""

    take: str
    """Its absolute path."""
    out: str
    """Absolute path of the folder for its analysis."""


@click.command(
    "farm",
    epilog="""\b
Examples:
  takewise farm day1/ --openjd job.json --out /show/analysis
  takewise farm "plates/shot.%04d.png" --rate 25 --openjd job.json --out /show/analysis

\b
PATH is a file, a folder, a pattern such as day1/*.mov, or an image sequence.
Media, DIR and the files named here must be on storage that the farm's machines
share, except for --library, which must be local to each machine. Takewise must be
installed on them.""",
)
@PATHS
@click.option(
    "--openjd",
    "job",
    type=ResultFile(),
    required=True,
    metavar="FILE",
    help="Job template to write: Open Job Description 2023-09, in JSON.",
)
@FOLDER
@SIGNALS
@HINTS
@shaping_options
def farm_command(
    paths: tuple[str, ...],
    job: Path,
    out: Path,
    *,
    signals: bool,
    hints: bool,
    choices: CommandOptions,
) -> None:
    """Write a render-farm job that analyses takes.

    The job has a task for each take. Deadline Cloud and other farms that know
    Open Job Description run it; each task is a `takewise analyze`.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app import sources  # noqa: PLC0415
    from takewise.app.status import status_of  # noqa: PLC0415
    from takewise.atomic import write_bytes  # noqa: PLC0415
    from takewise.cli.render import console  # noqa: PLC0415
    from takewise.plain_text import count  # noqa: PLC0415

    choices.load_settings()  # a wrong one is reported now, not by every task
    found = sources.find_take_sources(paths, rate=choices.rate, stream=choices.stream)
    failures = [str(error) for error in found.failures]
    failures += [
        f"{path}: is analysed already" for path in found.paths if sources.is_analysis(path)
    ]
    for failure in failures:
        console.print_error(console.stderr(), failure)
    if found.note:
        console.print_line(console.stderr(), found.note)
    takes = [path for path in found.paths if not sources.is_analysis(path)]
    if takes:
        tasks = [_task(path, found.names[path], out) for path in takes]
        words = _words(choices, signals=signals, hints=hints)
        template = job_template(tasks, words)
        text = json.dumps(template, indent=2, ensure_ascii=False)
        # Bytes that are not UTF-8 become JSON's own escapes, from which the path can be restored.
        write_bytes(job, f"{text}\n".encode("utf-8", "backslashreplace"))
        console.print_line(console.stdout(), f"{job}: {count(len(takes), 'take')}")
    click.get_current_context().exit(status_of(len(takes), len(failures)))


def job_template(tasks: Sequence[Task], words: Sequence[str]) -> Mapping[str, object]:
    """Return a job template of Open Job Description 2023-09, as JSON holds it.

    There is a step for each 1024 takes, the most that the standard allows; `words` are further
    arguments of each ``takewise analyze``. Raises `OutputError` if a path cannot be written in a
    job template.
    """
    for text in (*(each for task in tasks for each in (task.take, task.out)), *words):
        if "{{" in text or len(text) > _LONGEST or not text.isprintable():
            raise OutputError(
                f"a job template cannot hold {text!r}",
                where="--openjd",
                remedy="give it a path without {{ and control characters, shorter than "
                f"{_LONGEST} characters",
            )
    batches = [tasks[first : first + _TASKS] for first in range(0, len(tasks), _TASKS)]
    return {
        "specificationVersion": "jobtemplate-2023-09",
        "name": "Takewise",
        "description": "Finds the small facial moments in takes.",
        "steps": [
            _step("Analyze" if number == 1 else f"Analyze {number}", batch, words)
            for number, batch in enumerate(batches, start=1)
        ],
    }


def _step(name: str, tasks: Sequence[Task], words: Sequence[str]) -> Mapping[str, object]:
    run = ["analyze", "{{Task.Param.Take}}", "--out", "{{Task.Param.Out}}", "--jobs", "1", *words]
    return {
        "name": name,
        "parameterSpace": {
            # Farms replace these by the paths of their own machines.
            "taskParameterDefinitions": [
                {"name": "Take", "type": "PATH", "range": [task.take for task in tasks]},
                {"name": "Out", "type": "PATH", "range": [task.out for task in tasks]},
            ],
            "combination": "(Take, Out)",
        },
        "script": {"actions": {"onRun": {"command": "takewise", "args": run}}},
    }


def _task(path: str, name: str, out: Path) -> Task:
    """Return a take's task; takes of one name have folders of their own, as tasks run at once."""
    led = name.removesuffix(Path(path).name).rstrip("_")
    return Task(take=_absolute(path), out=_absolute(out / led))


def _words(choices: CommandOptions, *, signals: bool, hints: bool) -> list[str]:
    """Return the options of each task: those given here, with absolute paths."""
    from takewise.faces.landmarker import MODEL_VARIABLE  # noqa: PLC0415 - it brings numpy

    model = choices.model or os.environ.get(MODEL_VARIABLE)
    files = {"--library": choices.library, "--settings": choices.settings, "--model": model}
    flags = {"--no-cache": choices.no_cache, "--signals": signals, "--hints": hints}
    words = ["--detector", choices.detector]
    words += [] if choices.library_mode == "auto" else ["--library-mode", choices.library_mode]
    words += [] if choices.rate is None else ["--rate", str(choices.rate)]
    words += [] if choices.stream is None else ["--stream", str(choices.stream)]
    words += [word for name, file in files.items() if file for word in (name, _absolute(file))]
    return words + [name for name, wanted in flags.items() if wanted]


def _absolute(path: str | Path) -> str:
    return str(Path(path).absolute())
