"""An AAF with a sequence of the takes and their markers. Experimental.

The markers are as Avid writes its own: in an event slot next to the picture track, each a
``DescriptiveMarker`` whose words, colour and length are repeated in attributes named
``_ATN_CRM_...``; its position is a frame of the sequence. pyaaf2 reads them back; no Media Composer
has opened one in our tests.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from takewise.clock import Timecode, nominal_rate
from takewise.errors import MissingExtra
from takewise.model import Colour, Marker
from takewise.timeline.losses import Carries, Rendered, joined, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.markers import comment
from takewise.timeline.media_paths import file_url, media_path
from takewise.timeline.settings import AvidSettings, ExportSettings
from takewise.timeline.timeline import PlacedTake, Take, Timeline

if TYPE_CHECKING:
    from aaf2.components import SourceClip
    from aaf2.essence import EssenceDescriptor
    from aaf2.file import AAFFile
    from aaf2.mobs import Mob
    from aaf2.mobslots import MobSlot

CARRIES = Carries(places=("timeline",), remark="name and note share the comment")
"""What the AAF has room for."""

_FULL, _NONE = 65535, 0

# 16 bits of each; the attribute with the colour's name is what counts.
_RGB = {
    Colour.RED: (_FULL, _NONE, _NONE),
    Colour.GREEN: (_NONE, _FULL, _NONE),
    Colour.BLUE: (_NONE, _NONE, _FULL),
    Colour.CYAN: (_NONE, _FULL, _FULL),
    Colour.YELLOW: (_FULL, _FULL, _NONE),
}


def check_pyaaf2() -> None:
    """Raise `MissingExtra` if pyaaf2 is not installed."""
    if find_spec("aaf2") is None:
        raise MissingExtra(
            "an AAF is written with pyaaf2, which is not installed",
            remedy="pip install 'takewise[aaf]'",
        )


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline as one AAF, whose identifiers and dates differ each time.

    Raises what `check_pyaaf2` raises.
    """
    check_pyaaf2()
    from aaf2.file import AAFFile  # noqa: PLC0415 - optional

    with AAFFile() as file:
        _sequence(file, timeline, settings)
        file.save()
        file.cfb.close()
        content: bytes = file.f.getvalue()
    return Rendered(
        files={"": content}, losses=(*joined(timeline), *unsupported(timeline, CARRIES))
    )


def _sequence(file: AAFFile, timeline: Timeline, settings: ExportSettings) -> None:
    """Add the sequence: its timecode, its pictures and its markers."""
    sequence = file.create.CompositionMob(timeline.name)
    sequence.usage = "Usage_TopLevel"
    file.content.mobs.append(sequence)
    _timecode_slot(sequence, timeline.start, timeline.length)
    pictures = sequence.create_picture_slot(_rational(timeline.start))
    pictures["PhysicalTrackNumber"].value = 1
    for placed in timeline.takes:
        pictures.segment.components.append(_clip(file, placed, settings))
    pictures.segment.length = timeline.length
    events = file.create.EventMobSlot()
    events.slot_id = pictures.slot_id + 1
    events["EditRate"].value = _rational(timeline.start)
    events["PhysicalTrackNumber"].value = 1
    events.segment = file.create.Sequence(media_kind="DescriptiveMetadata")
    events.segment.components.extend(
        [_marker(file, marker, pictures.slot_id, settings.avid.user) for marker in timeline.markers]
    )
    sequence.slots.append(events)


def _marker(file: AAFFile, marker: Marker, slot: int, user: str) -> object:
    """Return Avid's marker, on the track of a slot."""
    made = file.create.DescriptiveMarker()
    said = comment(marker)
    made["Position"].value = marker.span.start
    made["Length"].value = marker.span.length
    made["Comment"].value = said
    made["CommentMarkerUser"].value = user
    made["DescribedSlots"].value = {slot}
    red, green, blue = _RGB[marker.colour]
    made["CommentMarkerColor"].value = {"red": red, "green": green, "blue": blue}
    attributes = {
        "_ATN_CRM_COLOR": marker.colour.value.title(),
        "_ATN_CRM_USER": user,
        "_ATN_CRM_COM": said,
        "_ATN_CRM_LENGTH": marker.span.length,
    }
    made["CommentMarkerAttributeList"].value = [
        file.create.TaggedValue(name, value) for name, value in attributes.items()
    ]
    return made


def _clip(file: AAFFile, placed: PlacedTake, settings: ExportSettings) -> SourceClip:
    """Return a clip of the sequence: master clip, file and tape stand behind it."""
    take = placed.take
    tape = _mob(file, file.create.SourceMob(take.reel), file.create.TapeDescriptor())
    day = 24 * 60 * 60 * nominal_rate(take.info.rate)
    reels = _slot(tape, take, None, length=day)
    _timecode_slot(tape, Timecode(0, take.info.rate, take.start.drop_frame), day)
    essence = _mob(file, file.create.SourceMob(take.name), _descriptor(file, take, settings))
    on_tape = tape.create_source_clip(
        reels.slot_id, take.file_start.frame, take.file_length, "picture"
    )
    in_file = _slot(essence, take, on_tape, length=take.file_length)
    master = _mob(file, file.create.MasterMob(take.name), None)
    whole = essence.create_source_clip(in_file.slot_id, 0, take.file_length, "picture")
    pictures = _slot(master, take, whole, length=take.file_length)
    return master.create_source_clip(pictures.slot_id, take.first, placed.span.length, "picture")


def _mob(file: AAFFile, mob: Mob, descriptor: EssenceDescriptor | None) -> Mob:
    if descriptor is not None:
        mob.descriptor = descriptor
    file.content.mobs.append(mob)
    return mob


def _slot(mob: Mob, take: Take, segment: SourceClip | None, *, length: int) -> MobSlot:
    """Add a picture slot; without a segment it is the end of the chain."""
    if segment is None:
        slot = mob.create_empty_slot(_rational(take.start), "picture")
        slot.segment.length = length
    else:
        slot = mob.create_timeline_slot(_rational(take.start))
        slot.segment = segment
    slot["PhysicalTrackNumber"].value = 1
    return slot


def _timecode_slot(mob: Mob, start: Timecode, length: int) -> None:
    slot = mob.create_timeline_slot(_rational(start))
    slot.segment = mob.root.create.Timecode(
        nominal_rate(start.rate), drop=start.drop_frame, length=length
    )
    slot.segment.start = start.frame


def _descriptor(file: AAFFile, take: Take, settings: ExportSettings) -> EssenceDescriptor:
    """Return what the AAF says of the take's file."""
    info = take.info
    made = file.create.CDCIDescriptor()
    made["ComponentWidth"].value = 8
    made["HorizontalSubsampling"].value = 2
    made["ImageAspectRatio"].value = f"{info.width}/{info.height}"
    made["StoredWidth"].value = info.width
    made["StoredHeight"].value = info.height
    made["FrameLayout"].value = "FullFrame"
    made["VideoLineMap"].value = [0, 0]
    made["SampleRate"].value = _rational(take.start)
    made["Length"].value = take.file_length
    locator = file.create.NetworkLocator()
    locator["URLString"].value = file_url(media_path(info, settings.path_map))
    made["Locator"].append(locator)
    return made


def _rational(start: Timecode) -> str:
    return f"{start.rate.numerator}/{start.rate.denominator}"


FORMAT = Format(
    name="avid-aaf",
    suffix=".aaf",
    about="AAF with a sequence and its markers, for Avid: experimental, needs pyaaf2",
    carries=CARRIES,
    render=render,
    check_ready=check_pyaaf2,
    settings=AvidSettings,
    extra="aaf",
)
"""The format."""
