"""What the sidecar of a photograph is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def sidecar_paths(files: Sequence[str], raws: Sequence[str], naming: str) -> tuple[Path, ...]:
    """Return the sidecars that a shot has, or will have.

    It is one, or both where both kinds are there already and the naming is ``auto``. `raws` are
    those of the files that are camera raw; the sidecar of a pair is the raw file's. `naming` is
    that of `SidecarSettings`.
    """
    owner = Path(raws[0] if raws else files[0])
    adobe = owner.with_suffix(".xmp")
    darktable = owner.with_name(f"{owner.name}.xmp")
    if naming == "adobe":
        return (_as_written(adobe),)
    if naming == "darktable":
        return (_as_written(darktable),)
    there = tuple(path for path in map(_as_written, (adobe, darktable)) if path.exists())
    return there or ((adobe,) if raws else (darktable,))


def _as_written(path: Path) -> Path:
    """Return a sidecar that is there with another case of its ending: IMG.XMP."""
    for ending in (".xmp", ".XMP"):
        if (other := path.with_suffix(ending)).exists():
            return other
    return path
