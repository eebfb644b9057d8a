"""What a take says, and its pictures in order: the only stage that knows FFmpeg.

```
 paths ─► find_takes ─► probe ─► MediaInfo ─► read_frames ─► Frame, Frame, ...
                          │
                          ├─ read_sound ─► Sound, for takes on one clock
                          ├─ read_track ─► AudioTrack, to be heard
                          ├─ first_track ─► samples as they come, for the sound stage
                          ├─ content_digest, fingerprint: which take it is
                          └─ SeekableTake ─► any picture, at any size
```

A **take** is one file, or an image sequence (``take.%04d.png``), or a part of
either (``take.mov@01:00:10:00-01:00:20:00``, ``take.mov@100-240``). Everything that
PyAV leaves open, such as missing times, wrong rates and rotation, is settled here.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "RATE",
    "AudioTrack",
    "OwnFields",
    "Samples",
    "SeekableTake",
    "StillKind",
    "StoredPicture",
    "content_digest",
    "encode_animation",
    "encode_clip",
    "encode_still",
    "find_photos",
    "find_sequence",
    "find_takes",
    "fingerprint",
    "first_track",
    "is_photo",
    "is_raw",
    "is_sequence",
    "named_part",
    "named_stream",
    "own_fields",
    "pass_over",
    "picture_times",
    "pictures_of",
    "probe",
    "probe_photo",
    "read_frames",
    "read_photo",
    "read_preview",
    "read_sound",
    "read_track",
    "shrunk",
    "side_by_side",
    "split_part",
    "stamp",
    "with_part",
    "with_words",
    "write_thumbnails",
]

if TYPE_CHECKING:
    from takewise.media.audio_samples import RATE, AudioTrack, Samples, read_track
    from takewise.media.clips import encode_animation, encode_clip, with_words
    from takewise.media.digests import content_digest, fingerprint, stamp
    from takewise.media.embedded import OwnFields, own_fields
    from takewise.media.frames import read_frames
    from takewise.media.image_writer import StillKind, encode_still, shrunk, side_by_side
    from takewise.media.other_files import pass_over
    from takewise.media.packets import picture_times
    from takewise.media.parts import split_part, with_part
    from takewise.media.photo_names import find_photos, is_photo, is_raw
    from takewise.media.photos import probe_photo, read_photo
    from takewise.media.previews import read_preview
    from takewise.media.probing import named_part, named_stream, probe
    from takewise.media.seeking import SeekableTake, StoredPicture, pictures_of
    from takewise.media.sequences import find_sequence, is_sequence
    from takewise.media.sound import first_track, read_sound
    from takewise.media.takes import find_takes
    from takewise.media.thumbnails import write_thumbnails
else:
    __getattr__ = lazy(
        __name__,
        {
            "clips": "encode_animation encode_clip with_words",
            "digests": "content_digest fingerprint stamp",
            "embedded": "OwnFields own_fields",
            "parts": "split_part with_part",
            "probing": "named_part named_stream probe",
            "frames": "read_frames",
            "audio_samples": "RATE Samples AudioTrack read_track",
            "other_files": "pass_over",
            "packets": "picture_times",
            "photo_names": "find_photos is_photo is_raw",
            "photos": "probe_photo read_photo",
            "previews": "read_preview",
            "seeking": "StoredPicture SeekableTake pictures_of",
            "sound": "first_track read_sound",
            "image_writer": "StillKind encode_still shrunk side_by_side",
            "sequences": "find_sequence is_sequence",
            "takes": "find_takes",
            "thumbnails": "write_thumbnails",
        },
    )
