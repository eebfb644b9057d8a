"""Pictures become a file, with the rate, timecode and reel of a camera's clip."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace

from takewise.model import Picture


def write_film(
    path: Path,
    pictures: Iterable[Picture],
    rate: Fraction,
    *,
    timecode: str | None = None,
    reel: str | None = None,
    crf: int = 20,
) -> None:
    """Encode pictures as H.264.

    Parameters
    ----------
    path
        The suffix tells the container: ``.mov`` or ``.mp4``. MP4 has no place for a reel.
    pictures
        uint8 (height, width, 3) RGB of even size, all alike.
    rate
        Frames per second, exact.
    timecode
        Label of the first picture, ``;`` before the frames for drop-frame; None for none.
    reel
        Reel name beside the timecode; None for none.
    crf
        Constant rate factor of x264; 18 is visually lossless, 23 its default.
    """
    # bitexact leaves out the encoder's version and the date.
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / rate
        # One thread: the same pictures give the same bytes.
        stream.options = {"crf": str(crf), "preset": "fast", "threads": "1"}
        stream.codec_context.color_range = ColorRange.MPEG
        stream.codec_context.colorspace = Colorspace.ITU709
        if timecode:
            stream.metadata["timecode"] = timecode
        if reel:
            stream.metadata["reel_name"] = reel
        for index, picture in enumerate(pictures):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts = index
            frame.time_base = 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
