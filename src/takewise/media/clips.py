"""Pictures as a clip that every player shows: H.264 in MP4."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image, ImageDraw, ImageFont

from takewise.model import Picture

# Constant rate factor of x264: 18 is visually lossless, and skin must not get blocks.
_QUALITY = "16"

# Share of a picture's height that letters take, and the margin around them.
_LETTERS, _MARGIN = 1 / 26, 1 / 60


def encode_clip(pictures: Iterable[Picture], rate: Fraction) -> bytes:
    """Return the file of a clip.

    Parameters
    ----------
    pictures
        uint8 (height, width, 3), RGB, all of one even size; each is one frame.
    rate
        Frames per second, exact.

    Returns
    -------
    bytes
        MP4; equal pictures give equal bytes.
    """
    file = io.BytesIO()
    # bitexact leaves out the encoder's version and the date.
    with av.open(file, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / rate
        # One thread: the same pictures give the same bytes.
        stream.options = {"crf": _QUALITY, "preset": "fast", "threads": "1"}
        stream.codec_context.color_range = ColorRange.MPEG
        stream.codec_context.colorspace = Colorspace.ITU709
        for index, picture in enumerate(pictures):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def encode_animation(pictures: Iterable[Picture], rate: Fraction) -> bytes:
    """Return an animated WebP that plays again and again.

    Parameters
    ----------
    pictures
        uint8 (height, width, 3), RGB, all of one size; at least one.
    rate
        Frames per second.

    Returns
    -------
    bytes
        Equal pictures give equal bytes.
    """
    first, *others = [Image.fromarray(each) for each in pictures]
    file = io.BytesIO()
    pause = max(10, round(1000 / rate))
    first.save(file, "WEBP", save_all=True, append_images=others, duration=pause, loop=0,
               quality=70, method=4)  # fmt: skip
    return file.getvalue()


def with_words(picture: Picture, *, above: str = "", below: str = "") -> Picture:
    """Write words on a picture, white on a dark ground.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    above, below
        One line each; empty for none.

    Returns
    -------
    Picture
        A copy.
    """
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image, "RGBA")
    height = image.height
    font = ImageFont.load_default(round(height * _LETTERS))
    margin = round(height * _MARGIN)
    for words, at, anchor in ((above, margin, "ma"), (below, height - margin, "md")):
        if words:
            place = (image.width / 2, at)
            box = draw.textbbox(place, words, font=font, anchor=anchor)
            ground = (box[0] - margin, box[1] - margin / 2, box[2] + margin, box[3] + margin / 2)
            draw.rectangle(ground, fill=(0, 0, 0, 150))
            draw.text(place, words, font=font, anchor=anchor, fill=(255, 255, 255, 255))
    return np.asarray(image, np.uint8)
