"""Takes of a wanted size and length, made from a short one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from tests.performer import astronaut, pictures, random_script, write_film


def source(folder: Path | None, work: Path) -> tuple[Path, str]:
    """Return a short 1080p take, and what it is.

    Parameters
    ----------
    folder
        Of real media; None if there is none.
    work
        Folder for what must be rendered.

    Returns
    -------
    tuple[Path, str]
        The file, and a few words for the tables.
    """
    real = folder / "openwillis/not_expressive.mp4" if folder else None
    if real and real.is_file():
        return real, "real footage (openwillis/not_expressive.mp4)"
    made = work / "performer.mp4"
    script = random_script(5, Fraction(30), seconds=4)
    write_film(made, pictures(astronaut(1920, 1080, 230.0), script), script.rate)
    return made, "a rendered performer"


def resized(take: Path, height: int, seconds: float, into: Path) -> Path:
    """Encode the beginning of a take anew as H.264 at another height, and return the file."""
    with av.open(str(take)) as stored, av.open(str(into), "w") as made:
        video = stored.streams.video[0]
        rate = video.average_rate or Fraction(30)
        stream = made.add_stream("libx264", rate=rate)
        stream.height, stream.width = height, round(video.width * height / video.height / 2) * 2
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / rate
        stream.options = {"crf": "20", "preset": "veryfast", "bf": "0"}
        for index, frame in enumerate(stored.decode(video)):
            if index >= seconds * rate:
                break
            scaled = frame.reformat(width=stream.width, height=stream.height)
            scaled.pts, scaled.time_base = index, 1 / rate
            made.mux(stream.encode(scaled))
        made.mux(stream.encode(None))
    return into


def looped(take: Path, seconds: float, into: Path) -> Path:
    """Repeat a take's pictures, without encoding them anew, until it is long enough.

    Parameters
    ----------
    take
        A file of `resized`: it begins with a key frame and has no picture out of order.
    seconds
        Wanted length.
    into
        The file to write.

    Returns
    -------
    Path
        That file.
    """
    with av.open(str(into), "w") as made, av.open(str(take)) as first:
        video = first.streams.video[0]
        stream = made.add_stream_from_template(video)
        if not video.duration or video.time_base is None:
            raise ValueError(f"{take} does not say how long it is")
        times = max(1, round(seconds / float(video.duration * video.time_base)))
        for turn in range(times):
            with av.open(str(take)) as stored:
                for packet in stored.demux(stored.streams.video[0]):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts += turn * video.duration
                    packet.dts += turn * video.duration
                    packet.stream = stream
                    made.mux(packet)
    return into
