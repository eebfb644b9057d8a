"""``python -m tests.performer sample_media`` makes the sample media anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.performer.sample_media import make_sample_media


def main() -> None:
    """Make the sample media in the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.performer", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write, e.g. sample_media")
    make_sample_media(parser.parse_args().folder)


if __name__ == "__main__":
    main()
