"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from takewise import isolation
from takewise.faces.model_files import user_folder
from tests.performer import Portrait, astronaut

REPOSITORY = Path(__file__).parents[1]

# A fault in a stage must fail the suite, here and in every process that a test starts.
os.environ[isolation.VARIABLE] = "raise"

# How long an example takes tells how busy the machine is, and is no law of the code.
settings.register_profile("takewise", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("takewise")


def _beside_repository(name: str, variable: str) -> Path:
    """Return the folder named by a variable, else the one beside the repository."""
    return Path(os.environ.get(variable, REPOSITORY.parent / "shared" / name))


@pytest.fixture(autouse=True, scope="session")
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test away from the user's own library, settings and presets."""
    models = user_folder()
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable.lower())))
        # But for the models that set-up has put there, where MediaPipe carries none.
        if models.is_dir() and models != user_folder():
            user_folder().parent.mkdir(parents=True)
            user_folder().symlink_to(models)
        yield


@pytest.fixture(scope="session")
def real_media() -> Path:
    """Return the folder of real footage with its labels; skips where it is absent."""
    folder = _beside_repository("media", "TAKEWISE_REAL_MEDIA")
    if not (folder / "MANIFEST.csv").is_file():
        pytest.skip(f"no real footage: {folder} has no MANIFEST.csv (set TAKEWISE_REAL_MEDIA)")
    return folder


@pytest.fixture(scope="session")
def landmarker_model() -> Path:
    """Return the Face Landmarker bundle; skips where it is absent."""
    model = _beside_repository("models", "TAKEWISE_REAL_MODELS") / "face_landmarker.task"
    if not model.is_file():
        pytest.skip(f"no Face Landmarker model: {model} is absent (set TAKEWISE_REAL_MODELS)")
    return model


@pytest.fixture(scope="session")
def sample_media() -> Path:
    """Return the folder of sample takes and stills that the repository carries."""
    return REPOSITORY / "sample_media"


@pytest.fixture(scope="session")
def small_performer() -> Portrait:
    """Return the astronaut at 70 px eye-width, in pictures of 480 x 270."""
    return astronaut(480, 270, 70.0)
