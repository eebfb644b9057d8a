"""What this build of FFmpeg can decode."""

from __future__ import annotations

import av
from av.codec.codec import UnknownCodecError


def can_decode(codec: str) -> bool:
    """Return whether FFmpeg here can decode a codec, such as ``prores`` by its name for it."""
    try:
        av.codec.Codec(codec, "r")
    except UnknownCodecError:
        return False
    return True
