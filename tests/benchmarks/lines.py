"""Twelve takes of one scene as films, and what `compare` says of them.

``python -m tests.benchmarks.lines FOLDER`` makes them (slate, a cue off camera, the reply after
0.2 to 3.0 s, a hold of 0.4 to 2.5 s after it) and prints the order of the delays that is found
next to the one that was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import wave
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.dialogue.scenes import FPS, Scene, scene
from tests.performer.film import write_film
from tests.performer.portrait import Portrait, astronaut
from tests.performer.render import pictures
from tests.performer.script import (
    HeadMotion,
    ScriptedBlink,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
)
from tests.sound.made import RATE, Samples

# Eye-widths by which the lip rises; a warped portrait opens its mouth less than a speaker does,
# so that less counts as talking.
_LIPS = 0.12
_SETTINGS = "[dialogue]\nmouth = 0.008\n"

_ORDER = (5, 0, 8, 2, 11, 3, 7, 1, 4, 10, 6, 9)

REPLIES = tuple(float(each) for each in np.linspace(0.2, 3.0, 12)[list(_ORDER)])
"""Seconds from the cue to the reply in each of the twelve takes."""

HOLDS = tuple(float(each) for each in np.linspace(0.4, 2.5, 12)[list(reversed(_ORDER))])
"""Seconds from the end of the reply to the first movement in each."""


def write_take(path: Path, made: Scene, portrait: Portrait, seed: int) -> None:
    """Film a scene, with its sound."""
    (start, end), moved = made.line, round(made.moves[-1] * FPS)
    blink = round((start - 0.4) * FPS)
    # The warped lips pull their corners along, which over the end of a line would be a smile.
    still = round((end - 0.4) * FPS)
    script = TakeScript(
        rate=FPS,
        frames=min(round(len(made.samples) / RATE * FPS), moved + 30),
        movements=(
            *_syllables(round(start * FPS), still),
            ScriptedMovement(
                unit="AU1", side="both", onset=moved, apex=moved + 6, offset=moved + 16, peak=0.05
            ),
        ),
        blinks=(ScriptedBlink(onset=blink, closed=blink + 2, offset=blink + 7),),
        speech=(ScriptedSpeech(onset=round(start * FPS), offset=still, peak=0.2),),
        head=HeadMotion(amplitude=0.5, seed=seed),
        flicker=0.002,
        seed=seed,
    )
    with tempfile.TemporaryDirectory() as folder:
        film, sound = Path(folder, "film.mov"), Path(folder, "sound.wav")
        write_film(film, pictures(portrait, script), FPS)
        _write_wave(sound, made.samples[: round(Fraction(script.frames) / FPS * RATE)])
        subprocess.run(
            ["ffmpeg", "-y", "-v", "error", "-i", film, "-i", sound, "-c:v", "copy",
             "-c:a", "pcm_s16le", path],
            check=True,
        )  # fmt: skip


def _syllables(first: int, after: int) -> tuple[ScriptedMovement, ...]:
    """Let the upper lip rise four times a second: the chin alone is not seen to talk."""
    return tuple(
        ScriptedMovement(unit="AU10", side="both", onset=at, apex=at + 3, offset=at + 6, peak=_LIPS)
        for at in range(first, after - 5, 6)
    )


def _write_wave(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes())


def main() -> None:
    """Make the takes that are not there yet, compare them, and print both orders."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    portrait = astronaut(480, 270, 70.0)
    paths = [folder / f"scene12_take{number:02}.mov" for number in range(1, 13)]
    for seed, path in enumerate(paths):
        if not path.exists():
            write_take(path, scene(reply=REPLIES[seed], hold=HOLDS[seed]), portrait, seed)
    settings = folder / "settings.toml"
    settings.write_text(_SETTINGS)
    command = [sys.executable, "-m", "takewise", "compare", *map(str, paths), "--json", "--quiet"]
    command += ["--settings", str(settings)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    (line, *_) = json.loads(done.stdout)["lines"]
    for measure, truth in (("reply", REPLIES), ("hold", HOLDS)):
        found = [Path(each).stem[-2:] for some in line["order"][measure] for each in some]
        made = [paths[each].stem[-2:] for each in sorted(range(12), key=truth.__getitem__)]
        off = [
            abs(each[measure]["seconds"] - truth[int(Path(each["path"]).stem[-2:]) - 1])
            for each in line["takes"]
            if measure in each
        ]
        print(measure, "found", *found, "made", *made, f"p90 {np.percentile(off, 90):.3f} s")


if __name__ == "__main__":
    main()
