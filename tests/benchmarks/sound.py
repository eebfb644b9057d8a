"""How well lines, breaths, replies and reactions are known: ``python -m tests.benchmarks.sound``.

The truth is made: lines of a machine's voice at known samples, in rooms, noise and music of
known levels. Real consonants end more softly than these.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from takewise.model.dialogue import Heard, Voice
from takewise.sound import SoundSettings, listen
from tests.dialogue.scenes import in_scene, scene
from tests.sound.made import (
    RATE,
    SPEAKS,
    Dialogue,
    Samples,
    dialogue,
    with_breaths,
    with_echo,
    with_music,
    with_noise,
)

ROOMS: dict[str, Callable[[Samples], Samples]] = {
    "clean, room 60 dB below": lambda sound: with_noise(sound, 60),
    "room 45 dB below": lambda sound: with_noise(sound, 45),
    "room 30 dB below": lambda sound: with_noise(sound, 30),
    "room 20 dB below": lambda sound: with_noise(sound, 20),
    "room 10 dB below": lambda sound: with_noise(sound, 10),
    "echo of 0.5 s": lambda sound: with_noise(with_echo(sound, 0.5), 45),
    "music 20 dB below": lambda sound: with_music(sound, 20),
    "music 10 dB below": lambda sound: with_music(sound, 10),
}
"""Name to what it adds."""

SEEDS = range(100, 110)
"""Dialogues that no constant was chosen on."""


def heard(sound: Samples) -> Heard:
    """Listen to samples."""
    return listen(iter([sound]), start=Fraction(0), channels=1, settings=SoundSettings())


def edges(room: Callable[[Samples], Samples]) -> tuple[float, float, float, int, int]:
    """Return the p90 of starts, ends and pauses, ms, and the lines that are missed and added."""
    starts, ends, pauses, missed, added = [], [], [], 0, 0
    for seed in SEEDS:
        made = dialogue(seed)
        found = heard(room(made.samples)).voices
        same = [
            (
                start,
                end,
                [each for each in found if _same(float(each.start), float(each.end), start, end)],
            )
            for start, end in made.lines
        ]
        missed += sum(not each for *_, each in same)
        added += max(0, len(found) - sum(bool(each) for *_, each in same))
        starts += [abs(float(each[0].start) - start) for start, _, each in same if each]
        ends += [abs(float(each[-1].end) - end) for _, end, each in same if each]
        pauses += _pauses(made, found) if len(found) == len(made.lines) else []
    worst = [1000 * float(np.percentile(each, 90)) for each in (starts, ends, pauses or [np.nan])]
    return worst[0], worst[1], worst[2], missed, added


def _same(start: float, end: float, first: float, last: float) -> bool:
    return min(end, last) - max(start, first) > 0.5 * min(end - start, last - first)


def _pauses(made: Dialogue, found: tuple[Voice, ...]) -> list[float]:
    errors = []
    for number in range(1, len(made.lines)):
        true = made.lines[number][0] - made.lines[number - 1][1]
        before, after = found[number - 1], found[number]
        measured = float(after.start) - float(before.end)
        errors.append(abs(measured - true))
    return errors


def breaths(below: float) -> tuple[int, int, int]:
    """Return how many breaths are found, of how many, and how many are invented."""
    hits = total = invented = 0
    for seed in SEEDS:
        sound, true = with_breaths(dialogue(seed), -56.0 - seed % 3 * 3, seed=seed)
        found = heard(with_noise(sound, below, seed=seed)).breaths
        spans = [(float(each.start), float(each.end)) for each in found]
        hits += sum(any(_same(*span, *one) for span in spans) for one in true)
        total += len(true)
        invented += sum(not any(_same(*span, *one) for one in true) for span in spans)
    return hits, total, invented


def replies(below: float) -> tuple[float, float, int]:
    """Return the p90 of reply delays and of the first movement, ms, and scenes gone wrong."""
    delays, moves, wrong = [], [], 0
    for seed, reply in enumerate(np.linspace(0, 3, 24)):
        reaction = 0.4 if reply > 1.4 else None
        made = scene(reply=float(reply), reaction=reaction, seed=seed, below=below)
        found = in_scene(made).dialogue.deliveries
        if len(found) != 1 or found[0].reply is None:
            wrong += 1
            continue
        delays.append(abs(found[0].reply - reply))
        if reaction and found[0].moved is not None:
            moves.append(abs(found[0].moved - (made.moves[0] - made.cue)))
    return 1000 * float(np.percentile(delays, 90)), 1000 * float(np.percentile(moves, 90)), wrong


def main() -> None:
    """Print all figures."""
    print("voice of this machine" if SPEAKS else "no voice on this machine: bursts stand for it")
    print(
        f"{'sound':26} {'start':>6} {'end':>6} {'pause':>6} {'missed':>7} {'added':>6}   (p90, ms)"
    )
    for name, room in ROOMS.items():
        start, end, pause, missed, added = edges(room)
        print(f"{name:26} {start:6.0f} {end:6.0f} {pause:6.0f} {missed:7} {added:6}")
    for below in (55, 50, 45, 40, 30):
        print("breaths, room {} dB below: {} of {}, {} invented".format(below, *breaths(below)))
    for below in (50, 30):
        delay, move, wrong = replies(below)
        print(
            f"replies, room {below} dB below: {delay:.0f} ms, first movement {move:.0f} ms, "
            f"{wrong} wrong"
        )
    sound = with_noise(dialogue(100).samples, 45)
    begun = time.process_time()
    heard(sound)
    spent = time.process_time() - begun
    print(f"cost: {spent / (len(sound) / RATE) * 1000:.1f} ms a second of sound")


if __name__ == "__main__":
    main()
