"""How well the review plays: two 1080p25 takes side by side, and how soon a seek is there.

`make_take` makes takes of twenty seconds (the sample take, larger and with grain); `measure`
plays two of them in the real window without a screen. `tests.benchmarks.review` writes down
what comes of it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from takewise.media import SeekableTake, probe, read_frames
from takewise.model import Kind, Picture
from takewise.settings import Settings
from takewise.ui.takes import transport
from takewise.ui.takes.loader import Opened
from takewise.ui.takes.state import ShownTake
from takewise.ui.takes.times import times_of
from tests.conftest import REPOSITORY
from tests.library.values import PLAIN
from tests.ui.keepers import Forgetful
from tests.ui.shown import moment

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
    picture_ms: float
    """Milliseconds of a core that decoding a picture and making it visible takes."""
    cores: float
    """Cores that the whole process was busy with while both takes played."""
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

    from takewise.ui.shell.theme import dress
    from takewise.ui.takes.window.main import ReviewWindow

    decoded, _ = _decoder_speed(paths[0], None)
    developed, picture_ms = _decoder_speed(paths[0], PANE)
    application = QApplication.instance() or QApplication(["takewise"])
    assert isinstance(application, QApplication)
    dress(application)
    window = ReviewWindow(Settings(), keeper=Forgetful(), folder=paths[0].parent)
    window.resize(1920 + 372, 1200)
    window.show()
    for place, path in enumerate(paths):
        window.hear(Opened(place=place, take=shown_take(path)))
    _wait_for(window.pictures.frame_shown, window, QTest.qWait)
    window.session.press("Space")
    begun, spent = time.monotonic(), time.process_time()
    while window.session.state.shuttle and time.monotonic() < begun + SECONDS + 10:
        QTest.qWait(5)
    cores = (time.process_time() - spent) / (time.monotonic() - begun)
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
        decoded=decoded, developed=developed, picture_ms=picture_ms, cores=cores,
        due=due, dropped=dropped,
        moments_ms=moments, seeks_ms=seeks,
    )  # fmt: skip


def _sample() -> Path:
    return REPOSITORY / "sample_media" / "scene12_take2.mov"


def _enlarged(picture: Picture) -> np.ndarray:
    return picture.repeat(2, axis=0).repeat(2, axis=1).astype(np.float32)


def _decoder_speed(path: Path, size: tuple[int, int] | None) -> tuple[float, float]:
    """Return pictures a second, and milliseconds of a core for each."""
    begun, spent = time.perf_counter(), time.process_time()
    count = 0
    with SeekableTake(probe(str(path))) as take:
        for negative in take.pictures(0):
            if size:
                negative.develop(*size)
            count += 1
    ended = time.perf_counter(), time.process_time()
    return count / (ended[0] - begun), 1000 * (ended[1] - spent) / count


def shown_take(path: Path) -> ShownTake:
    """Return a take with moments written by hand."""
    info = probe(str(path))
    analysis = replace(PLAIN, media=info, moments=MOMENTS)
    times = times_of(info, analysis, ())
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
