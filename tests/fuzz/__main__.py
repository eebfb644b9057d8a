"""A long run: ``python -m tests.fuzz MUTANTS [READER...]``; prints what is neither."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from takewise.errors import TakewiseError
from tests.fuzz.mutants import mutant
from tests.fuzz.readers import READERS


def run(name: str, count: int) -> None:
    """Read so many mutants; print each kind of fault once, and the slowest."""
    read, samples = READERS[name]
    ends: Counter[str] = Counter()
    slowest = (0.0, 0)
    begun = time.monotonic()
    for seed in range(count):
        data = mutant(samples[seed % len(samples)], seed)
        start = time.monotonic()
        try:
            read(data)
            ends["value"] += 1
        except TakewiseError:
            ends["our error"] += 1
        except Exception as error:  # noqa: BLE001 - what this run is for
            trace = traceback.extract_tb(error.__traceback__)
            ours = [each for each in trace if "/src/takewise/" in each.filename] or trace
            fault = f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"
            if fault not in ends:
                print(f"  {name} {seed}: {fault}: {str(error)[:100]}")
            ends[fault] += 1
        slowest = max(slowest, (time.monotonic() - start, seed))
    print(f"{name}: {dict(ends)}, {time.monotonic() - begun:.0f} s, slowest {slowest}", flush=True)


if __name__ == "__main__":
    for each in sys.argv[2:] or READERS:
        run(each, int(sys.argv[1]))
