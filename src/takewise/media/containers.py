"""The only door to FFmpeg: which kinds of file it may open, and what they may open in turn.

FFmpeg takes a file for what its content says. Some kinds are lists that name other files,
addresses on a network or devices (HLS, DASH, concat, SDP and others), whatever the name
ends in. So only kinds are opened that hold their pictures and sound themselves, and
nothing but files is ever read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import av
from av.container import InputContainer

# FFmpeg's names of its demuxers; `ffmpeg -demuxers` lists them.
_FILMS = (
    "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "avi", "mxf", "mpeg", "mpegts", "mpegvideo",
    "m4v", "h261", "h263", "h264", "hevc", "vvc", "av1", "obu", "ivf", "dirac", "vc1", "avs2",
    "avs3", "dv", "flv", "live_flv", "asf", "nut", "ogg", "rm", "wtv", "gxf", "lxf", "cine",
    "dnxhd", "dhav", "mlv", "nsv", "nuv", "r3d", "yuv4mpegpipe", "mjpeg", "mpjpeg",
    "smjpeg", "ingenient", "gif", "apng",
)  # fmt: skip
_STILLS = (
    "bmp_pipe", "cri_pipe", "dpx_pipe", "exr_pipe", "hdr_pipe", "j2k_pipe", "jpeg_pipe",
    "jpegls_pipe", "jpegxl_anim", "jpegxl_pipe", "jpegxs_pipe", "pam_pipe", "pbm_pipe",
    "pgm_pipe", "png_pipe", "ppm_pipe", "psd_pipe", "qoi_pipe", "sgi_pipe", "sunrast_pipe",
    "tiff_pipe", "webp", "webp_pipe", "ico",
)  # fmt: skip
# Opened so that it can be said that they hold sound only.
_SOUND = (
    "aac", "ac3", "aiff", "amr", "ape", "au", "caf", "dsf", "dts", "eac3", "flac", "loas", "mp3",
    "oma", "tak", "truehd", "tta", "w64", "wav", "wv",
)  # fmt: skip
# Opened so that it can be said that they hold no picture: terminals' text as FFmpeg draws it.
_TEXT = ("tty", "ass", "srt", "webvtt")

_WHITELISTS = {
    # A comma separates names of demuxers too; FFmpeg compares each.
    "format_whitelist": ",".join((*_FILMS, *_STILLS, *_SOUND, *_TEXT)),
    "protocol_whitelist": "file",
}

# Cameras write tags in all sorts of encodings; none is worth a failure. From 19 PyAV reads
# them so by itself.
_TAGS: dict[str, Any] = (
    {"metadata_errors": "surrogateescape"} if int(av.__version__.split(".")[0]) < 19 else {}
)


def open_container(path: str) -> InputContainer:
    """Open a media file, and nothing that it may name; close it after use.

    Raises FFmpeg's errors, and `av.error.ArgumentError` for a kind of file that is not opened.
    """
    # An absolute path is never taken for an address, whatever the file is called.
    return av.open(os.path.abspath(path), options=_WHITELISTS, **_TAGS)  # noqa: PTH100 - links keep their names


def open_sequence(pattern: str, options: Mapping[str, str]) -> InputContainer:
    """Open numbered pictures, by a path as FFmpeg's image2 reads it; close it after use.

    Raises FFmpeg's errors.
    """
    whole = {**options, "protocol_whitelist": "file", "format_whitelist": "image2"}
    return av.open(os.path.abspath(pattern), format="image2", options=whole)  # noqa: PTH100 - as above
