"""A job for a render farm: what the standard allows, and what a farm then runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from openjd.model import (
    Job,
    StepParameterSpaceIterator,
    create_job,
    decode_job_template,
)

from takewise.cli.commands.farm import Task, job_template
from takewise.errors import OutputError
from tests.cli.calls import call, valid_analysis


def _tasks(count: int) -> Sequence[Task]:
    return [Task(take=f"/show/{number}.mov", out="/show/out") for number in range(count)]


def _job(document: object) -> Job:
    """Hold a job template against the standard, and make the job."""
    assert isinstance(document, dict)
    return create_job(job_template=decode_job_template(template=document), job_parameter_values={})


def _runs(job: Job) -> list[list[str]]:
    """Return the words of each task's command, as a farm fills them in."""
    runs = []
    for step in job.steps:
        action = step.script.actions.onRun
        words = [str(word) for word in (action.command, *action.args)]
        for task in StepParameterSpaceIterator(space=step.parameterSpace):
            values = {f"{{{{Task.Param.{name}}}}}": each.value for name, each in task.items()}
            runs.append([values.get(word, word) for word in words])
    return runs


def test_each_take_is_a_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its command is an analysis by absolute paths; takes of one name do not meet in a folder."""
    monkeypatch.chdir(tmp_path)
    takes = ["day1/A.mov", "day2/A.mov", "day2/B take.mov"]
    for take in takes:
        (tmp_path / take).parent.mkdir(exist_ok=True)
        (tmp_path / take).write_bytes(take.encode())
    done = call("farm", "day1", "day2", "--openjd", "job.json", "--out", "out")
    assert (done.exit_code, done.stdout) == (0, "job.json: 3 takes\n"), done.stderr
    folders = ["out/day1", "out/day2", "out"]
    assert _runs(_job(json.loads((tmp_path / "job.json").read_text("utf-8")))) == [
        [
            "takewise",
            "analyze",
            f"{tmp_path / take}",
            "--out",
            f"{tmp_path / out}",
            "--jobs",
            "1",
            "--detector",
            "litert",
        ]
        for take, out in zip(takes, folders, strict=True)
    ]


def test_options_reach_each_task(face: Path, tmp_path: Path) -> None:
    """What a task's command says is understood by it, and means what was chosen."""
    settings, model = tmp_path / "wide.toml", tmp_path / "model.task"
    settings.write_text(call("settings").stdout, encoding="utf-8")
    model.write_bytes(b"")
    options = ["--rate", "24000/1001", "--library", tmp_path / "a.db", "--settings", settings]
    options += ["--detector", "landmarker", "--model", model, "--no-cache", "--signals", "--hints"]
    job = tmp_path / "job.yaml"
    assert call("farm", face, "--openjd", job, "--out", tmp_path, *options).exit_code == 0
    ((_, _, take, *words),) = _runs(_job(json.loads(job.read_text("utf-8"))))
    assert take == str(face)
    given = dict(pairwise(words))
    for name, value in zip(options[:10:2], options[1:10:2], strict=True):
        assert given[str(name)] == str(value)
    assert set(options[10:]) <= set(words)
    # An empty model ends the analysis, after every word before it was understood.
    done = call("analyze", take, *words)
    assert "this is not a face landmarker model" in done.stderr


def test_a_step_has_no_more_tasks_than_allowed() -> None:
    """Beyond 1024 takes there is another step, and no take is lost."""
    job = _job(job_template(_tasks(2049), []))
    assert [step.name for step in job.steps] == ["Analyze", "Analyze 2", "Analyze 3"]
    assert [run[2] for run in _runs(job)] == [task.take for task in _tasks(2049)]


@pytest.mark.parametrize("path", ["/a{{b}}.mov", "/a\nb.mov", f"/{'a' * 1024}.mov"])
def test_what_a_template_cannot_hold_is_an_error(path: str) -> None:
    """Rather than another path, or a template that a farm refuses."""
    with pytest.raises(OutputError, match="cannot hold"):
        job_template([Task(take=path, out="/out")], [])
    assert job_template([Task(take="/a{b}.mov", out="/out")], [])


def test_what_cannot_be_analysed_is_told(face: Path, tmp_path: Path) -> None:
    """The job holds the rest; where there is no rest, there is no job."""
    job, gone = tmp_path / "job.json", tmp_path / "gone.mov"
    done = call("farm", face, gone, "--openjd", job, "--out", tmp_path)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, f"{job}: 1 take")
    assert f"{gone}: there is no such file" in done.stderr
    job.unlink()
    assert call("farm", gone, "--openjd", job, "--out", tmp_path).exit_code == 3
    assert not job.exists()


@pytest.mark.slow
def test_a_farm_runs_the_job(face: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenJD's own runner brings each task to its end, and the files are those of a local run."""
    commands = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join((commands, os.environ["PATH"])))
    twin = tmp_path / "B take.mov"
    shutil.copy(face, twin)
    job, out = tmp_path / "job.json", tmp_path / "out"
    assert call("farm", face, twin, "--openjd", job, "--out", out, "--no-cache").exit_code == 0
    words = [sys.executable, "-m", "openjd", "run", str(job), "--step", "Analyze"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    call("analyze", face, twin, "--out", tmp_path / "local", "--no-cache")
    names = sorted(file.name for file in out.iterdir())
    assert names == ["A001C001.mov.takewise.json", "B take.mov.takewise.json"]
    for name in names:
        valid_analysis(out / name)
        assert (out / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
