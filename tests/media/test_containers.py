"""What a file holds decides nothing beyond the file: no other file, no address, no program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from takewise.errors import UnreadableMedia
from takewise.media import probe
from takewise.media.sound import read_sound
from tests.media.clips import write_clip

HLS = """#EXTM3U
#EXT-X-TARGETDURATION:10
#EXTINF:5,
{film}
#EXT-X-ENDLIST
"""
CONCAT = "ffconcat version 1.0\nfile {film}\n"
SDP = """v=0
o=- 0 0 IN IP4 127.0.0.1
s=x
c=IN IP4 127.0.0.1
t=0 0
m=video 5004 RTP/AVP 96
a=rtpmap:96 H264/90000
"""
DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"
 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet
 mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{film}</BaseURL>
</Representation></AdaptationSet></Period></MPD>
"""


@pytest.mark.parametrize("content", [HLS, CONCAT, SDP, DASH], ids=["hls", "concat", "sdp", "dash"])
@pytest.mark.parametrize("name", ["list.mov", "list.m3u8", "list.mpd"])
def test_a_list_of_other_files_is_not_followed(tmp_path: Path, content: str, name: str) -> None:
    """A playlist named as a film is refused in one sentence; the film that it names is not read."""
    film = write_clip(tmp_path / "film.mp4", frames=5)
    path = tmp_path / name
    path.write_text(content.format(film=film.name))
    with pytest.raises(UnreadableMedia, match=r"kind that is read|cannot be opened"):
        probe(str(path))


@pytest.mark.parametrize("name", ["concat:a.mp4", "http:a.mp4", "file:a.mp4", "-i.mp4", " a.mp4"])
def test_a_name_is_never_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A film is read whatever it is called, also from the folder in which it lies."""
    monkeypatch.chdir(tmp_path)
    Path("made.mp4").symlink_to(write_clip(tmp_path / "b.mp4", frames=5))
    Path("made.mp4").rename(name)
    info = probe(name)
    assert (info.path, info.frame_count) == (name, 5)
    assert read_sound(info) is None


def test_a_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    """Disks hold names in any encoding."""
    path = write_clip(tmp_path / "b.mp4", frames=5)
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4")
    os.rename(path, odd)  # noqa: PTH104 - as the name is
    assert probe(odd).frame_count == 5
