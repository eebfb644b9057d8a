"""How well the review plays: two 1080p25 takes side by side, and how soon a seek is there.

``python -m tests.benchmarks.playback`` makes two takes of twenty seconds (the sample take,
larger and with grain), plays them in the real window without a screen, and prints:

* how many pictures a second the decoder gives by itself, and with making them visible;
* how many pictures were on the screen in their time, of those that were due;
* how long a seek takes until both takes show their new picture, median and worst, to
  moments one after the other as keys go through them, and to any picture.

``--group 250`` makes long groups of pictures, as the web has them; cameras make short ones.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from takewise.clock import FrameRange
from takewise.media import SeekableTake, probe, read_frames
from takewise.model import Kind, Picture
from takewise.review import transport
from takewise.review.opening import Opened
from takewise.review.state import ShownTake
from takewise.review.times import times_of
from takewise.settings import Settings
from tests.conftest import REPOSITORY
from tests.library.values import PLAIN
from tests.review.shown import moment

SECONDS, RATE = 20, 25
PANE = (944, 531)
"""Pixels of a take beside another in a window of 1920."""

MOMENTS = tuple(
    moment(start, start + 6, start + 14, kind=Kind.SUBTLE) for start in range(20, 480, 23)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured."""

    decoded: float
    """Pictures a second that the decoder gives."""
    developed: float
    """Pictures a second, made visible at the size of a pane."""
    due: int
    """Pictures that were to be shown while it played."""
    dropped: int
    """Those that were not on the screen in their time."""
    moments_ms: tuple[float, ...]
    """Milliseconds of each key press to the next moment or the previous one."""
    seeks_ms: tuple[float, ...]
    """Milliseconds of each seek to any picture."""


def make_take(path: Path, *, group: int, mirrored: bool) -> None:
    """Write a take of 1080p25 with grain, twenty seconds long."""
    source = [frame.picture for frame in read_frames(probe(str(_sample())))]
    grain = np.random.default_rng(7).normal(0, 3, (1080, 1920, 1)).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        stream.options = {"crf": "19", "preset": "veryfast", "g": str(group)}
        for number, picture in enumerate(islice(cycle(source), SECONDS * RATE)):
            large = _enlarged(picture[:, ::-1] if mirrored else picture)
            noisy = large + np.roll(grain, number * 37, axis=number % 2)
            frame = VideoFrame.from_ndarray(noisy.clip(0, 255).astype(np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def measure(paths: tuple[Path, Path]) -> Figures:
    """Play two takes, and seek in them."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from takewise.review.window.look import dress
    from takewise.review.window.main import ReviewWindow

    decoded, developed = _decoder_speed(paths[0], None), _decoder_speed(paths[0], PANE)
    application = QApplication.instance() or QApplication(["takewise"])
    assert isinstance(application, QApplication)
    dress(application)
    window = ReviewWindow(Settings(), keep=lambda *_: None, folder=paths[0].parent)
    window.resize(1920 + 372, 1200)
    window.show()
    for place, path in enumerate(paths):
        window.hear(Opened(place=place, take=_shown(path)))
    _wait_for(window.pictures.frame_shown, window, QTest.qWait)
    window.session.press("Space")
    end = time.monotonic() + SECONDS + 10
    while window.session.state.shuttle and time.monotonic() < end:
        QTest.qWait(5)
    count = window.playing.punctuality
    due, dropped = count.due, count.dropped
    keys = ["."] * 15 + [","] * 10
    window.session.press("Home")
    _wait_for(window.pictures.frame_shown, window, QTest.qWait)
    moments = tuple(_timed(window, lambda key=key: window.session.press(key)) for key in keys)
    chance = random.Random(5)
    places = [Fraction(chance.randrange(SECONDS * RATE), RATE) for _ in range(30)]
    seeks = tuple(
        _timed(window, lambda at=at: window.session.change(transport.seek, at)) for at in places
    )
    window.close()
    return Figures(
        decoded=decoded, developed=developed, due=due, dropped=dropped,
        moments_ms=moments, seeks_ms=seeks,
    )  # fmt: skip


def _sample() -> Path:
    return REPOSITORY / "sample_media" / "scene12_take2.mov"


def _enlarged(picture: Picture) -> np.ndarray:
    return picture.repeat(2, axis=0).repeat(2, axis=1).astype(np.float32)


def _decoder_speed(path: Path, size: tuple[int, int] | None) -> float:
    begun = time.perf_counter()
    count = 0
    with SeekableTake(probe(str(path))) as take:
        for negative in take.pictures(0):
            if size:
                negative.develop(*size)
            count += 1
    return count / (time.perf_counter() - begun)


def _shown(path: Path) -> ShownTake:
    info = probe(str(path))
    analysis = replace(PLAIN, media=info, moments=MOMENTS)
    times = times_of(info, analysis, ())
    assert times.frames == FrameRange(0, SECONDS * RATE)
    return ShownTake(name=path.name, info=info, times=times, analysis=analysis)


def _timed(window: object, act: Callable[[], object]) -> float:
    """Return how long it takes until what was asked for is on the screen, milliseconds."""
    from PySide6.QtTest import QTest

    # A hand needs a moment between two keys; what is read ahead meanwhile counts.
    QTest.qWait(250)
    begun = time.perf_counter()
    act()
    _wait_for(window.pictures.frame_shown, window, lambda _: QTest.qWait(1))  # type: ignore[attr-defined]
    return (time.perf_counter() - begun) * 1000


def _wait_for(
    shown: Callable[[int], int | None], window: object, wait: Callable[..., None]
) -> None:
    session = window.session  # type: ignore[attr-defined]
    end = time.monotonic() + 20
    while time.monotonic() < end:
        state = session.state
        if all(shown(place) == state.takes[place].frame_at(state.at) for place in state.shown):
            return
        wait(1)


def _lines(figures: Figures) -> Iterator[str]:
    yield f"decoder alone            {figures.decoded:7.0f} pictures/s"
    yield f"and made visible         {figures.developed:7.0f} pictures/s"
    share = 100 * (1 - figures.dropped / max(1, figures.due))
    yield f"on time, two takes       {share:7.2f} %  ({figures.dropped} of {figures.due} dropped)"
    for name, times in (("moment", figures.moments_ms), ("any picture", figures.seeks_ms)):
        median, worst = statistics.median(times), max(times)
        yield f"seek to {name:<16} {median:7.0f} ms median, {worst:.0f} ms at worst"


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--group", type=int, default=25, help="pictures from key to key")
    parser.add_argument("--takes", nargs=2, type=Path, help="two takes made before")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        paths = asked.takes
        if not paths:
            paths = [Path(folder) / f"{name}.mov" for name in ("one", "two")]
            for number, path in enumerate(paths):
                make_take(path, group=asked.group, mirrored=bool(number))
        for line in _lines(measure((paths[0], paths[1]))):
            print(line)


if __name__ == "__main__":
    main()
