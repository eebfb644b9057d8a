"""What rises in a shot: skin by its channels, lips by the points of the mesh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from takewise.model import FloatArray
from takewise.moments.lips import shapes
from takewise.moments.movements import IN_SPEECH, Rise, activity, rises
from takewise.moments.noise import noise_at
from takewise.moments.occlusion import visible_rises, zone_regions
from takewise.moments.settings import MomentSettings
from takewise.moments.shots import Disturbance, Shot
from takewise.moments.units import Channel, channels


def every_rise(shot: Shot, disturbed: Disturbance, settings: MomentSettings) -> tuple[Rise, ...]:
    """Find the rises of all channels that stand in spite of what disturbs them."""
    skin = (
        rise
        for channel in channels(shot.regions)
        for rise in visible_rises(_of_channel(shot, channel, settings), channel, shot)
    )
    every = map(disturbed.left, (*skin, *_of_lips(shot, settings)))
    return tuple(rise for rise in every if rise)


def _of_lips(shot: Shot, settings: MomentSettings) -> Iterator[Rise]:
    """Yield what the points of the mesh show of the lips, where they do not talk."""
    mouth = zone_regions("mouth", shot.regions)
    hidden = shot.unseen[:, mouth].any(axis=1) | shot.mouth_hidden
    corners = [shot.regions.index(f"lip corner {side}") for side in ("right", "left")]
    for shape in shapes(shot.mouth, shot.shift[:, corners, 0], shot.eye_width):
        noise = noise_at(
            shape.signal,
            shot.rate,
            seen=~hidden,
            talking=shot.talking,
            turning=shot.turning,
            bound=shot.most_noise,
        )
        needed = np.maximum(shape.least, settings.least_strength * noise)
        found = rises(
            shape.signal, "mouth", shot.rate, noise=noise, needed=needed, closed=shot.closed
        )
        for rise in found:
            course = rise.course
            if shot.talking[course.apex] or hidden[course.onset : course.offset].any():
                continue
            yield replace(rise, unit=shape.unit, side=shape.side)


def _of_channel(shot: Shot, channel: Channel, settings: MomentSettings) -> tuple[Rise, ...]:
    """Find the rises of one channel."""
    signal = activity(shot.shift, channel)
    of_the_mouth = channel.unit.zone == "mouth"
    found = _rises_of(signal, shot, channel, settings)
    if not of_the_mouth or not shot.talking.any():
        return found
    found = tuple(rise for rise in found if not shot.talking[rise.course.apex])
    if channel.unit.code not in HELD:
        return found
    # What is held while the mouth talks: syllables even out.
    calm = np.asarray(gaussian_filter1d(signal, SYLLABLE * shot.rate, mode="nearest"))
    return found + tuple(
        rise
        for rise in _rises_of(calm, shot, channel, settings)
        if shot.talking[rise.course.apex]
        and rise.ratio >= IN_SPEECH
        and shot.lasts(rise.course.onset, rise.course.offset) >= LEAST_HELD
    )


# What a mouth can hold while it talks: its corners.
HELD = frozenset({"AU12", "AU14", "AU15", "AU20"})

# Seconds, a standard deviation, by which syllables even out, and which a corner is held at
# least: five syllables in a row hold nothing else (own values).
SYLLABLE, LEAST_HELD = 0.2, 0.7


def _rises_of(
    signal: FloatArray, shot: Shot, channel: Channel, settings: MomentSettings
) -> tuple[Rise, ...]:
    own = channel.pattern.any(axis=1)
    noise = noise_at(
        signal,
        shot.rate,
        seen=~shot.unseen[:, own].any(axis=1),
        talking=shot.talking & (channel.unit.zone == "mouth"),
        turning=shot.turning,
        bound=shot.most_noise,
    )
    needed = np.maximum(settings.least_peak, settings.least_strength * noise)
    closed = shot.closed if channel.unit.zone == "mouth" else None
    return rises(signal, channel.unit.zone, shot.rate, noise=noise, needed=needed, closed=closed)
