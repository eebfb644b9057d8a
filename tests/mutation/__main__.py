"""Look for changes that no test notices: ``python -m tests.mutation [MODULE...]``."""

from __future__ import annotations

import argparse
import importlib
import os
import random
import time
from pathlib import Path

from tests.mutation.modules import TESTS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import REPOSITORY, Measured, measure, survives

# Every child process finds them imported already; one thread, so that forking is safe.
_HEAVY = (
    "numpy scipy.optimize scipy.signal hypothesis lxml.etree opentimelineio PIL.Image av cattrs"
    " cv2 xml.etree.ElementTree"
)


def _tests_of(mutant: Mutant, measured: Measured) -> Measured:
    """Return the tests that run the mutant's line; all of them for one run at import."""
    last = mutant.line + mutant.old.count("\n")
    lines = set(range(mutant.line, last + 1))
    covering = {name: each for name, each in measured.items() if each[1] & lines}
    return covering or measured


def _run(name: str, limit: int, seconds: float, seed: int) -> tuple[int, int, int]:
    """Try mutants of a module; return how many there are, were run, and survived."""
    path = REPOSITORY / "src/takewise" / f"{name.replace('.', '/')}.py"
    end = time.monotonic() + seconds
    tests = [f"tests/{each}" for each in TESTS[name][1].split()]
    measured = measure(path, tests)
    everything = mutants(path.read_text(encoding="utf-8"))
    sample = list(everything)
    random.Random(f"{seed} {name}").shuffle(sample)
    run = survived = 0
    for each in sample[:limit] if measured else []:
        if run and time.monotonic() > end:
            break
        run += 1
        # The rest of the tests, too: they may need the line without being seen to run it.
        if survives(path, each.source, _tests_of(each, measured)) and survives(
            path, each.source, measured
        ):
            survived += 1
            print(f"{path.relative_to(REPOSITORY)}:{each.line}")
            print("".join(f"  - {line}\n" for line in each.old.splitlines()), end="")
            print("".join(f"  + {line}\n" for line in each.new.splitlines()), flush=True)
    return len(everything), run, survived


def main() -> None:
    """Print the survivors of a sample as they are found, and the figures of each module."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="as clock or timeline.cut")
    parser.add_argument("--minutes", type=float, default=60.0, help="for all modules together")
    parser.add_argument("--each", type=int, default=10, help="mutants for one of weight 1")
    parser.add_argument("--seed", type=int, default=0, help="chooses the sample")
    wanted = parser.parse_args()
    names = wanted.modules or list(TESTS)
    os.chdir(Path(REPOSITORY))
    for each in _HEAVY.split():
        importlib.import_module(each)
    end = time.monotonic() + 60 * wanted.minutes
    for place, name in enumerate(names):
        left = end - time.monotonic()
        weight = TESTS[name][0]
        share = left * weight / sum(TESTS[each][0] for each in names[place:])
        counts = _run(name, wanted.each * weight, share, wanted.seed)
        print("{}: {} mutants, {} run, {} survived".format(name, *counts), flush=True)


if __name__ == "__main__":
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    main()
