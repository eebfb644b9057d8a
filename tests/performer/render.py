"""A script and a portrait become pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import Picture
from tests.performer import head
from tests.performer.gaze import with_gaze
from tests.performer.lids import with_lids
from tests.performer.portrait import Portrait
from tests.performer.script import TakeScript
from tests.performer.units import displacement

_SPEECH_UNIT = "AU26"

_MESH = 0.04
"""Distance of the points whose motion is calculated, eye-widths: half the width of the
narrowest push."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Skin:
    """Some points of a resting face, and what can move them."""

    at: npt.NDArray[np.float32]
    """(n, 2) pixels."""
    pushes: tuple[npt.NDArray[np.float32], ...]
    """For each curve, the displacement at one eye-width, (n, 2) pixels."""
    curves: npt.NDArray[np.float64]
    """(curves, frames) eye-widths."""
    deep: npt.NDArray[np.float32]
    """(n,) pixels before the neck's axis."""
    belongs: npt.NDArray[np.float32]
    """(n, 1) how much it moves with the head, 0 to 1."""
    poses: npt.NDArray[np.float64]
    """(frames, 6), as in `head.head_poses`."""


def pictures(portrait: Portrait, script: TakeScript) -> Iterator[Picture]:
    """Play a script; equal arguments give equal pictures.

    Yields
    ------
    Picture
        uint8 (height, width, 3) RGB, one for each frame of the script.
    """
    height, width = portrait.picture.shape[:2]
    # Skin moves smoothly, so that a few of its points tell where the pixels between them go.
    step = max(1, round(_MESH * portrait.eye_width))
    coarse = (-(-height // step), -(-width // step), 2)
    skin = _skin(portrait, script, head.grid(coarse[1], coarse[0], step).reshape(-1, 2))
    here = head.grid(width, height)
    closures = np.zeros(script.frames)
    for blink in script.blinks:
        closures = np.maximum(closures, blink.curve(script.frames))
    gazes = np.zeros((script.frames, 2))
    for gaze in script.gazes:
        gazes += gaze.curve(script.frames)
    light = _light(script)
    noise = np.random.default_rng([script.seed, 2])
    # Fresh noise for every picture would take as long as all else: pictures share a long
    # strip of it and start each at a place of its own.
    strip = noise.standard_normal(2 * portrait.picture.size, np.float32)
    strip *= np.float32(script.noise_sd)
    # The steeper the map, the more steps its inverse needs.
    rounds = 4 + round(np.abs(skin.poses[:, :3]).max())
    for frame in range(script.frames):
        forward = _moved(portrait, skin, frame) - skin.at
        back = head.inverse(forward.reshape(coarse), rounds, step)
        whole = cv2.resize(back, None, fx=step, fy=step, interpolation=cv2.INTER_CUBIC)
        source = here + whole[:height, :width]
        looking = with_gaze(portrait, (float(gazes[frame, 0]), float(gazes[frame, 1])))
        face = with_lids(looking, portrait, float(closures[frame]))
        seen = cv2.remap(face, source, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        if script.defocus:
            seen = cv2.GaussianBlur(seen, (0, 0), script.defocus)
        start = int(noise.integers(seen.size))
        grain = strip[start : start + seen.size].reshape(seen.shape)
        lit = cv2.scaleAdd(seen.astype(np.float32), float(light[frame]), grain)
        yield np.asarray(cv2.convertScaleAbs(np.maximum(lit, 0.0, out=lit)), np.uint8)


def points_at(
    portrait: Portrait, script: TakeScript, frame: int, at: npt.NDArray[np.floating]
) -> npt.NDArray[np.float32]:
    """Return where points of the resting face are in a frame of the take, by calculation.

    Lids are not followed.

    Parameters
    ----------
    portrait
        The face at rest.
    script
        The take.
    frame
        0-based.
    at
        (n, 2) pixels in the portrait.

    Returns
    -------
    npt.NDArray[np.float32]
        (n, 2) pixels in the frame.
    """
    return _moved(portrait, _skin(portrait, script, at), frame)


def _skin(portrait: Portrait, script: TakeScript, at: npt.NDArray[np.floating]) -> _Skin:
    acts = [(m.unit, m.side, m.curve(script.frames)) for m in script.movements]
    acts += [(_SPEECH_UNIT, "both", s.curve(script.frames, script.rate)) for s in script.speech]
    fields = {
        act: displacement(portrait, *act, at).astype(np.float32)
        for act in sorted({(unit, side) for unit, side, _ in acts})
    }
    return _Skin(
        at=np.asarray(at, np.float32),
        pushes=tuple(fields[unit, side] for unit, side, _ in acts),
        curves=np.array([curve for _, _, curve in acts]).reshape(len(acts), script.frames),
        deep=head.depth(portrait, at).astype(np.float32),
        belongs=head.belonging(portrait, at).astype(np.float32)[:, None],
        poses=head.head_poses(script),
    )


def _moved(portrait: Portrait, skin: _Skin, frame: int) -> npt.NDArray[np.float32]:
    """Return where all points are in a frame, (n, 2) pixels."""
    moved = skin.at.copy()
    for push, amount in zip(skin.pushes, skin.curves[:, frame], strict=True):
        if amount:
            moved += np.float32(amount) * push
    pose = skin.poses[frame]
    if pose.any():
        moved += skin.belongs * (head.posed(portrait, moved, skin.deep, pose) - moved)
    return moved


def _light(script: TakeScript) -> npt.NDArray[np.float64]:
    """Return the brightness of each frame against the portrait's, (frames,)."""
    times = np.arange(script.frames) / float(script.rate)
    flicker = np.random.default_rng([script.seed, 1]).standard_normal(script.frames)
    drift = script.light_drift * head.sway(times, script.seed + 5)
    return script.light * (1 + drift + script.flicker * flicker)
