"""Running the core from any Python, whatever the core does."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bench import PLUGINS, Core, gone_soon, load, loaded, moment, result, take

REQUEST = {"do": "mark", "takes": [{"key": "1", "path": "/day 1/Ä 眉.mov"}]}
PYTHONS = ("3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
"""What hosts bring, from Nuke 12 and Resolve 17 on."""

ALONE = """
import json, sys
sys.dont_write_bytecode = True
sys.path[:0] = json.loads(sys.argv[1])
from takewise_host import asking, frames, locate, plan, run, timecodes
core, request = json.loads(sys.argv[2]), json.loads(sys.argv[3])
found = list(run.messages(core, request))
take = found[-1]["takes"][0]
length = json.loads(sys.argv[4])
shown = frames.window(frames.HostClip("1", "A", "/A.mov", length), take["media"])
marks = plan.marks_of(take["moments"], shown)
todo = plan.plan([], marks, "moment", length)
print(json.dumps([[each["type"] for each in found], [[m.frame, m.data] for m in todo.add]]))
"""


@pytest.fixture
def core(tmp_path: Path) -> Core:
    """Return a core in a folder with spaces and umlauts."""
    return Core(tmp_path / "Späti 1 – 眉")


def asked(core: Core, **more: Any) -> list[dict[str, Any]]:
    """Ask a core, and return what it answers."""
    with loaded(PLUGINS):
        return list(load("takewise_host.run").messages(core.command, REQUEST, **more))


@cache
def pythons() -> dict[str, str]:
    """Return the interpreters of this machine: version to program."""
    found = {}
    for version in PYTHONS:
        named = [shutil.which(f"python{version}")]
        named += map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        for program in filter(None, named):
            answers = subprocess.run([program, "-c", ""], capture_output=True, check=False)
            # A name on the path may be a shim that has no Python behind it.
            if answers.returncode == 0:
                found[version] = program
    return found


@pytest.mark.parametrize("version", PYTHONS)
def test_it_runs_in_every_python_of_a_host(version: str, core: Core) -> None:
    """The shared code runs the core and plans its markers in each Python, in the same way."""
    program = pythons().get(version)
    if program is None:
        pytest.skip(f"no Python {version} on this machine")
    core.says([result(take("1", [moment("m-a", 20, 32)]))], by_key=True, noise=True)
    done = subprocess.run(
        [
            program,
            "-c",
            ALONE,
            json.dumps([str(PLUGINS / "shared")]),
            json.dumps(core.command),
            json.dumps(REQUEST),
            "240",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kinds, marks = json.loads(done.stdout)
    assert kinds == ["hello", "result"]
    assert marks == [[20, "takewise:1:moment:m-a:f4481b56"]]


@pytest.mark.parametrize("version", PYTHONS)
def test_every_file_compiles_in_every_python(version: str) -> None:
    """Each file of the plugins is valid in each Python that its host may bring."""
    program = pythons().get(version)
    if program is None:
        pytest.skip(f"no Python {version} on this machine")
    code = "import ast, sys; [ast.parse(open(p, encoding='utf-8').read(), p) for p in sys.argv[1:]]"
    files = [str(path) for path in PLUGINS.rglob("*.py")]
    assert len(files) > 20
    subprocess.run([program, "-c", code, *files], check=True)


def test_nothing_newer_than_python_3_6_is_used() -> None:
    """No file of the plugins uses a word or a library newer than Python 3.6."""
    files = [str(path) for path in PLUGINS.rglob("*.py")]
    done = subprocess.run(
        [
            Path(sys.executable).with_name("vermin"),
            "--target=3.6-",
            "--no-tips",
            "--violations",
            *files,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_plugins_import_only_what_hosts_have() -> None:
    """The shared code imports the standard library alone; the adapters their hosts as well."""
    hosts = {
        "shared": set(),
        "resolve": {"DaVinciResolveScript"},
        "nuke": {"nuke", "nukescripts", "hiero", "PySide2", "PySide6"},
    }
    own = {"takewise_host", "takewise_resolve", "takewise_nuke"}
    for folder, allowed in hosts.items():
        for path in (PLUGINS / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                roots = {name.split(".")[0] for name in names}
                assert roots <= sys.stdlib_module_names | own | allowed, path


def test_noise_is_passed_over(core: Core) -> None:
    """What libraries print among the messages, and any amount of log, does no harm."""
    core.says([result(take("1", []))], by_key=True, noise=True)
    assert [each["type"] for each in asked(core)] == ["hello", "result"]


def test_the_request_arrives_whole(core: Core) -> None:
    """The core gets the request with the protocol, and is asked to hear the end of input."""
    core.says([result()])
    asked(core)
    assert core.seen[0]["request"] == {**REQUEST, "protocol": "takewise.host/1", "hold": True}
    assert core.seen[0]["arguments"] == ["host"]


def test_a_crash_is_told_with_its_last_words(core: Core) -> None:
    """A core that dies is an error with its exit status and the end of its log."""
    core.says([], then="crash", noise=True)
    with pytest.raises(Exception, match=r"exit status 139.*Fatal: something broke"):
        asked(core)


@pytest.mark.parametrize(("spoken", "named"), [("takewise.host/2", "host/2"), ("x/1", "x/1")])
def test_another_protocol_is_refused(core: Core, spoken: str, named: str) -> None:
    """A core of another protocol is refused with both names, and ended."""
    core.says([result()], protocol=spoken, then="hang")
    with pytest.raises(Exception, match=rf"speaks takewise\.host/1, and Takewise speaks .*{named}"):
        asked(core)
    assert gone_soon(core.seen[0]["pids"])


def test_a_program_that_is_none_is_refused(core: Core) -> None:
    """A core that is no program is an error that names it; so is one that says nothing."""
    core.command = ["/nowhere/takewise"]
    with pytest.raises(Exception, match=r"could not be started \(/nowhere/takewise"):
        asked(core)
    core.command = [sys.executable, "-c", "import sys; sys.exit(2)"]
    with pytest.raises(Exception, match="ended without an answer"):
        asked(core)


@pytest.mark.alone
@pytest.mark.parametrize("then", ["hang", "wait"])
def test_cancelling_ends_it_within_two_seconds(core: Core, then: str) -> None:
    """Cancelled at any time, even a deaf core is gone within two seconds, its children too."""
    core.says([], then=then)
    begun = time.monotonic()
    last = asked(core, cancelled=lambda: bool(core.seen))[-1]
    assert last == {"type": "cancelled"}
    assert time.monotonic() - begun < 4.0
    assert gone_soon(core.seen[0]["pids"], 0.5)


@pytest.mark.alone
def test_cancelling_takes_under_two_seconds(core: Core) -> None:
    """From the wish to the end of all processes it takes less than two seconds."""
    core.says([], then="hang")
    wished: list[float] = []

    def cancelled() -> bool:
        if core.seen and not wished:
            wished.append(time.monotonic())
        return bool(wished)

    asked(core, cancelled=cancelled)
    assert gone_soon(core.seen[0]["pids"], 0.5)
    assert time.monotonic() - wished[0] < 2.0


def test_leaving_early_ends_it(core: Core) -> None:
    """Whoever stops listening ends the core and its children."""
    core.says([], then="hang")
    with loaded(PLUGINS):
        answers = load("takewise_host.run").messages(core.command, REQUEST)
        assert next(answers)["type"] == "hello"
        answers.close()
    assert gone_soon(core.seen[0]["pids"])


def test_the_core_is_found_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable comes first, then the plugin's note, the user's note, and the path."""
    programs = {}
    for name in ("variable", "beside", "user", "path"):
        program = tmp_path / name / "takewise"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        programs[name] = str(program)
    beside, config = tmp_path / "plugin", tmp_path / ".config" / "takewise"
    for folder, name in ((beside, "beside"), (config, "user")):
        folder.mkdir(parents=True)
        note = json.dumps({"core": [programs[name], "-x"]})
        (folder / "takewise-host.json").write_text(note)
    monkeypatch.setattr(sys, "platform", "linux")
    environ = {
        "HOME": str(tmp_path),
        "PATH": str(tmp_path / "path"),
        "TAKEWISE_CORE": programs["variable"],
    }
    with loaded(PLUGINS):
        locate = load("takewise_host.locate")
        found = [locate.find_core(str(beside), environ)]
        del environ["TAKEWISE_CORE"]
        found.append(locate.find_core(str(beside), environ))
        (beside / "takewise-host.json").write_text("{ spoilt")
        found.append(locate.find_core(str(beside), environ))
        Path(config / "takewise-host.json").unlink()
        found.append(locate.find_core(str(beside), environ))
        monkeypatch.setattr(locate, "_usual_folders", lambda _: [])
        environ["PATH"] = ""
        with pytest.raises(Exception, match=r"not found \(looked at .*takewise-host.json.*path\)"):
            locate.find_core(str(beside), environ)
    assert found == [
        [programs["variable"]],
        [programs["beside"], "-x"],
        [programs["user"], "-x"],
        [programs["path"]],
    ]


def test_a_core_that_never_greets_is_given_up(core: Core) -> None:
    """Noise is no greeting; the host must not wait for ever."""
    core.says([], hello=False, then="hang")
    with loaded(PLUGINS):
        run = load("takewise_host.run")
        run.PATIENCE = 0.5
        with pytest.raises(load("takewise_host.problems").CoreFailed, match="said nothing"):
            list(run.messages(core.command, REQUEST))


def test_a_line_that_nests_too_deeply_is_no_message() -> None:
    """It is passed over like other noise."""
    with loaded(PLUGINS):
        assert load("takewise_host.run")._message(b"[" * 100_000) is None
