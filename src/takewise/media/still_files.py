"""Single pictures as files, with words in them that travel along."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from takewise.model import Picture

StillKind: TypeAlias = Literal["png", "jpg"]
"""PNG, without loss; or JPEG, small."""

_IHDR_END = 33
# Bytes of a PNG's signature and its first chunk; ISO/IEC 15948, sections 5.2 and 11.2.

_FINEST = "2"
# The finest quantiser of FFmpeg's JPEG that its manual recommends.

_LONGEST_COMMENT = 65533
# Bytes that a JPEG segment can hold; ITU-T T.81, section B.2.4.5.


def encode_still(picture: Picture, kind: StillKind, facts: Mapping[str, str]) -> bytes:
    """Write a picture as the bytes of its file.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    kind
        PNG, or JPEG without subsampling of colour.
    facts
        Words by name, such as ``Title`` and ``Timecode``: text chunks of a PNG, the
        comment of a JPEG, a line each.

    Returns
    -------
    bytes
        Equal pictures and facts give equal bytes.
    """
    if kind == "png":
        encoded = _encoded(picture, "png", "rgb24", {})
        chunks = b"".join(_text_chunk(name, text) for name, text in facts.items())
        return encoded[:_IHDR_END] + chunks + encoded[_IHDR_END:]
    options = {"qmin": _FINEST, "qmax": _FINEST, "huffman": "optimal"}
    encoded = _encoded(picture, "mjpeg", "yuvj444p", options)
    said = "\n".join(f"{name}: {text}" for name, text in facts.items())
    words = said.encode("utf-8", "replace")[:_LONGEST_COMMENT]
    segment = b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words
    # After the start of image and the JFIF header, which must come first.
    place = 4 + struct.unpack(">H", encoded[4:6])[0] if encoded[2:4] == b"\xff\xe0" else 2
    return encoded[:place] + segment + encoded[place:]


def side_by_side(pictures: Sequence[Picture], *, height: int) -> Picture:
    """Put pictures of one size beside each other.

    Parameters
    ----------
    pictures
        uint8 (h, w, 3), RGB; at least one.
    height
        Height of the answer, pixels; pictures are never enlarged.

    Returns
    -------
    Picture
        The pictures from left to right.
    """
    return np.ascontiguousarray(np.hstack([shrunk(each, height=height) for each in pictures]))


def shrunk(picture: Picture, *, height: int) -> Picture:
    """Make a picture no higher than so many pixels, its shape kept."""
    high, wide = picture.shape[:2]
    if high <= height:
        return picture
    frame = VideoFrame.from_ndarray(picture, format="rgb24")
    small = frame.reformat(width=max(1, round(wide * height / high)), height=height)
    return np.asarray(small.to_ndarray(), np.uint8)


def _encoded(picture: Picture, codec: str, pix_fmt: str, options: Mapping[str, str]) -> bytes:
    context = CodecContext.create(codec, "w")
    if not isinstance(context, VideoCodecContext):
        raise TypeError(f"{codec} writes no pictures")
    context.height, context.width = picture.shape[:2]
    context.pix_fmt = pix_fmt
    context.time_base = Fraction(1, 25)  # of no meaning in a still, and asked for
    # Exact bits: FFmpeg would sign a JPEG with a comment of its own.
    context.options = {**options, "flags": "+bitexact"}
    frame = VideoFrame.from_ndarray(picture, format="rgb24")
    if pix_fmt != "rgb24":
        # JFIF knows one matrix, of full range.
        frame = frame.reformat(
            format=pix_fmt, dst_colorspace=Colorspace.ITU601, dst_color_range=ColorRange.JPEG
        )
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))


def _text_chunk(name: str, text: str) -> bytes:
    """Return a PNG's tEXt, or iTXt for words beyond Latin-1; ISO/IEC 15948, section 11.3.4."""
    try:
        kind, content = b"tEXt", name.encode("latin-1") + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        kind = b"iTXt"
        content = name.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
