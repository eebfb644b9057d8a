"""Which pictures have a voice."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from takewise import media
from takewise.clock import FrameRange
from takewise.model.dialogue import Heard, Seconds, Track, Voice
from takewise.pipeline.listening import voiced_in
from tests.conftest import REPOSITORY

TAKE = REPOSITORY / "sample_media" / "scene12_take1.mov"
LOUD = np.full(10, -20.0, dtype=np.float32)
TRACK = Track(
    start=Seconds(Fraction(0)),
    end=Seconds(Fraction(2)),
    channels=1,
    floor=-60.0,
    voice=-20.0,
    echoes=False,
    clipped=0.0,
)
VOICE = Voice(start=Seconds(Fraction(1, 2)), end=Seconds(Fraction(1)), start_error=20, end_error=50)


def test_pictures_from_the_first_word_to_the_last_have_a_voice() -> None:
    """Half-open frames; none where there is sound without a voice, unknown where there is none."""
    info = replace(media.probe(str(TAKE)), time_base=Fraction(1, 24), part=None)
    heard = Heard(track=TRACK, voices=(VOICE,), level=LOUD)
    assert voiced_in(heard, info, range(48)) == (FrameRange(12, 24),)
    assert voiced_in(replace(heard, voices=()), info, range(48)) == ()
    assert voiced_in(replace(heard, level=LOUD - 80), info, range(48)) is None
    assert voiced_in(Heard(track=None), info, range(48)) is None
