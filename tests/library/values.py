"""Analyses and signals to keep: one written by hand, and laws' worth of others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from takewise.clock import STANDARD_RATES, FrameRange, Timecode, drops, nominal_rate
from takewise.model import (
    Analysis,
    DetectorInfo,
    FloatArray,
    Kind,
    MediaInfo,
    Moment,
    Movement,
    Person,
    RegionMotion,
    ScoreTerm,
    TakeScore,
)
from takewise.model.dialogue import (
    OFF_CAMERA,
    Cue,
    Delivery,
    Dialogue,
    DrawnBreath,
    GazeBefore,
    Line,
    LoudOnset,
    Pause,
    Reaction,
    Seconds,
    Track,
)

NTSC_FILM = Fraction(24000, 1001)

PLAIN = Analysis(
    generator="0.1.0",
    settings_digest="sha256:" + "1" * 64,
    media=MediaInfo(
        path="A001C003.mov",
        width=1920,
        height=1080,
        rate=NTSC_FILM,
        time_base=Fraction(1, 24000),
        codec="prores",
        start_timecode=Timecode(86400, NTSC_FILM, drop_frame=False),
        reel="A001",
        frame_count=240,
        variable_rate=False,
        interlaced=False,
        rotation=0,
        has_sound=True,
        digest="sha256:" + "2" * 64,
    ),
    detector=DetectorInfo(name="mesh", model="mediapipe 0.10.21", digest="sha256:" + "3" * 64),
    people=(
        Person(
            id="A",
            first=0,
            last=239,
            seen=0.99,
            eye_width=84.2,
            legibility=0.82,
            because=("soft focus from frame 120",),
        ),
    ),
    moments=(
        Moment(
            id="m-3fa2c81b",
            person="A",
            kind=Kind.MICRO,
            span=FrameRange(45, 55),
            apex=50,
            movements=(Movement(unit="AU1", name="inner brow raiser", side="both", peak=0.021),),
            strength=6.4,
            confidence=0.81,
            title="inner brows lift",
            because="inner brows rose 2.1 % of an eye-width in 0.21 s — the head was still",
        ),
    ),
    score=TakeScore(
        total=0.64,
        terms=(
            ScoreTerm(
                name="subtle moments",
                value=0.7,
                weight=0.4,
                because="5 clear moments, 2 of them brief",
            ),
        ),
    ),
    warnings=("24 fps: a movement shorter than 0.12 s can fall between frames",),
)
"""The analysis that ``golden/face-1.takewise.json`` was written from, by hand."""

CUE = Cue(at=Seconds(Fraction(1001, 500)), error=90, what="line")

SPOKEN = replace(
    PLAIN,
    moments=(replace(PLAIN.moments[0], place="0.3 s before the reply", emphasis=1.3),),
    dialogue=Dialogue(
        track=Track(
            start=Seconds(Fraction(-1, 48000)),
            end=Seconds(Fraction(10)),
            channels=2,
            floor=-61.5,
            voice=-21.0,
            echoes=False,
            clipped=0.0,
        ),
        lines=(
            Line(
                start=Seconds(Fraction(0)),
                end=Seconds(Fraction(1001, 500)),
                start_error=40,
                end_error=90,
                speaker=OFF_CAMERA,
            ),
            Line(
                start=Seconds(Fraction(3)),
                end=Seconds(Fraction(617, 125)),
                start_error=10,
                end_error=20,
                speaker="A",
                words="I know",
            ),
        ),
        pauses=(Pause(start=Seconds(Fraction(1001, 500)), end=Seconds(Fraction(3)), error=91),),
        breaths=(
            DrawnBreath(
                start=Seconds(Fraction(5, 2)),
                end=Seconds(Fraction(29, 10)),
                error=40,
                person="A",
                heard=True,
                seen=False,
            ),
        ),
        onsets=(LoudOnset(at=Seconds(Fraction(1, 8)), error=10, rise=31.5),),
        deliveries=(
            Delivery(
                line=1,
                person="A",
                cue=CUE,
                reply=0.998,
                reply_error=91,
                pause=0.998,
                breath=0.5,
                hold=2.3,
                hold_open=True,
                gaze=GazeBefore(what="eyes go left", before=0.4, stay=1.2, moment="m-3fa2c81c"),
                blink=-0.2,
                blink_end="start",
                blink_cue=None,
                moved=0.31,
            ),
        ),
        reactions=(Reaction(person="A", cue=CUE, latency=0.31, error=132, moment="m-3fa2c81b"),),
        unknown=("room too loud to hear a breath (40 dB under the voice)",),
    ),
)
"""The analysis that ``golden/face.takewise.json`` was written from, by hand."""

REGIONS = ("brow inner right", "brow inner left", "lip corner right")


def signals(person: str = "A", *, n: int = 5, seed: int = 0) -> RegionMotion:
    """Return the motion of a person who is not seen in the second picture."""
    random = np.random.default_rng(seed)

    def array(*shape: int) -> FloatArray:
        values = random.normal(size=shape).astype(np.float32)
        values[1:2] = np.nan
        return values

    return RegionMotion(
        person=person,
        times=np.arange(n) / 24.0,
        regions=REGIONS,
        shift=array(n, len(REGIONS), 2),
        noise=array(len(REGIONS), 2),
        head=array(n, 6),
        eyes=array(n, 2),
        gaze=array(n, 2),
        mouth=array(n, 3),
        legibility=array(n, 4),
        starts=(0, 2),
        outside=random.random((n, len(REGIONS))) < 0.5,
        cuts=(3,),
    )


shares = st.floats(0, 1)
sizes = st.floats(0, 1e6)
frames = st.integers(0, 2**31)
digests = st.text("0123456789abcdef", min_size=64, max_size=64).map("sha256:{}".format)
people_ids = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=2)
# A file name that is not UTF-8 reaches Python with lone surrogates in it.
file_names = st.text(
    st.characters(codec="utf-8") | st.integers(0xDC80, 0xDCFF).map(chr), min_size=1, max_size=20
)
sentences = st.text(min_size=1, max_size=20)
phrases = st.lists(sentences, max_size=3).map(tuple)
parts = st.builds(
    lambda start, length: FrameRange(start, start + length), frames, st.integers(1, 1000)
)
rates = st.sampled_from(STANDARD_RATES) | st.fractions(1, 240, max_denominator=1001)


@st.composite
def timecodes(draw: st.DrawFn) -> Timecode:
    """Draw any label that a clock can show."""
    rate = draw(st.sampled_from(STANDARD_RATES))
    drop = drops(rate) and draw(st.booleans())
    day = 24 * 60 * 60 * nominal_rate(rate)
    return Timecode(draw(st.integers(0, day * 99 // 100)), rate, drop_frame=drop)


def media(*, variable_rate: bool) -> st.SearchStrategy[MediaInfo]:
    """Draw what any file may say of itself."""
    return st.builds(
        MediaInfo,
        path=file_names,
        width=st.integers(1, 16384),
        height=st.integers(1, 16384),
        rate=rates,
        time_base=st.fractions(Fraction(1, 10**6), 1, max_denominator=10**6),
        codec=sentences,
        start_timecode=st.none() | timecodes(),
        reel=st.none() | sentences,
        frame_count=st.none() | frames,
        variable_rate=st.just(variable_rate),
        interlaced=st.booleans(),
        rotation=st.sampled_from((0, 90, 180, 270)),
        has_sound=st.booleans(),
        digest=digests,
        warnings=phrases,
        part=st.none() | parts,
    )


people = st.builds(
    Person,
    id=people_ids,
    first=frames,
    last=frames,
    seen=shares,
    eye_width=sizes,
    legibility=shares,
    because=phrases,
)

movements = st.builds(
    Movement,
    unit=st.integers(1, 64).map("AU{}".format),
    name=sentences,
    side=st.sampled_from(("left", "right", "both")),
    peak=sizes,
)


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Draw any moment, its apex inside it."""
    start = draw(frames)
    length = draw(st.integers(1, 1000))
    return Moment(
        id="m-" + draw(st.text("0123456789abcdef", min_size=8, max_size=8)),
        person=draw(people_ids),
        kind=draw(st.sampled_from(Kind)),
        span=FrameRange(start, start + length),
        apex=draw(st.integers(start, start + length - 1)),
        movements=draw(st.lists(movements, max_size=2).map(tuple)),
        strength=draw(sizes),
        confidence=draw(shares),
        title=draw(sentences),
        because=draw(sentences),
        hint=draw(st.none() | sentences),
        place=draw(st.none() | sentences),
        emphasis=draw(st.floats(1, 3)),
    )


scores = st.builds(
    TakeScore,
    total=shares,
    terms=st.lists(
        st.builds(ScoreTerm, name=sentences, value=shares, weight=shares, because=sentences),
        max_size=2,
    ).map(tuple),
)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Draw any analysis that the model allows."""
    variable_rate = draw(st.booleans())
    pts = st.lists(st.integers(-(2**40), 2**40), max_size=4).map(tuple)
    return Analysis(
        generator=draw(sentences),
        settings_digest=draw(digests),
        media=draw(media(variable_rate=variable_rate)),
        detector=draw(st.builds(DetectorInfo, name=sentences, model=sentences, digest=digests)),
        people=draw(st.lists(people, max_size=2).map(tuple)),
        moments=draw(st.lists(moments(), max_size=2).map(tuple)),
        score=draw(scores),
        warnings=draw(phrases),
        frame_pts=draw(pts) if variable_rate else None,
    )
