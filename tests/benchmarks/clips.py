"""Scenes become files, rendered once and kept outside the repository."""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_cache_path

from tests import performer
from tests.benchmarks import stills
from tests.benchmarks.scenes import Scene
from tests.performer import pictures, with_hands, write_film

_PERFORMER = ("film", "gaze", "head", "lids", "portrait", "render", "script", "units")
# The modules whose source shapes a rendered picture; a hand's is its own.


def default_cache() -> Path:
    """Return the folder in which clips are kept unless another is named."""
    return user_cache_path("takewise-bench", appauthor=False)


def clip(scene: Scene, cache: Path) -> Path:
    """Return a scene's file; renders it if it is not there.

    Parameters
    ----------
    scene
        What to render.
    cache
        Folder of rendered clips; made if need be.

    Returns
    -------
    Path
        An H.264 file that is complete: it is renamed when it is done.
    """
    path = place(scene, cache)
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.mp4")
        portrait = scene.face.portrait(scene.size, scene.eye_width)
        film = pictures(portrait, scene.script)
        if scene.hands:
            film = with_hands(film, portrait, scene.script, scene.hands)
        write_film(unfinished, film, scene.script.rate, crf=scene.crf)
        unfinished.replace(path)
    return path


def place(scene: Scene, cache: Path) -> Path:
    """Return where a scene's file is, or will be."""
    return cache / f"{scene.name}-{digest(scene)}.mp4"


def digest(scene: Scene) -> str:
    """Return a digest of all that shapes a scene's file, 16 hexadecimal digits."""
    folder = Path(performer.__file__).parent
    modules = [folder / f"{name}.py" for name in _PERFORMER] + [Path(stills.__file__)]
    source = b"".join(module.read_bytes() for module in modules)
    shape = (scene.face.digest, scene.size, scene.eye_width, scene.crf, scene.script)
    told = source + repr(shape).encode()
    if scene.hands:
        told += (folder / "hand.py").read_bytes() + repr(scene.hands).encode()
    return hashlib.sha256(told).hexdigest()[:16]
