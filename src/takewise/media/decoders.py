"""What this build of FFmpeg can decode."""

from __future__ import annotations

import av
from av.codec.codec import UnknownCodecError


def can_decode(codec: str) -> bool:
    """Return whether a codec's pictures can be decoded here.

    Parameters
    ----------
    codec
        FFmpeg's name of it, such as ``prores``.

    Returns
    -------
    bool
        False also where there is no such codec.
    """
    try:
        av.codec.Codec(codec, "r")
    except UnknownCodecError:
        return False
    return True
