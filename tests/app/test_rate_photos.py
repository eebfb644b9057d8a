"""Ratings of the ranking and of the window, written by one road and counted alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from takewise.app.rate_photos import PhotosRated, rate_decided, rate_ranked
from takewise.model.decisions import Decisions, Flag
from takewise.model.photo import FrameScore, MeasuredShot, PhotoShot, RankedShot
from takewise.sidecars import RatingRules, SidecarSettings
from takewise.ui.photos.state import StillFrame
from tests.sidecars.photographs import packet, photograph, rated

STARS = SidecarSettings().rating(1.0)


def ranked(path: Path) -> RankedShot:
    """Return a photograph that is picked with the best score."""
    score = FrameScore(total=1.0, terms=(), faces=(), because="eyes open")
    shot = PhotoShot(path=str(path), width=64, height=48)
    measured = MeasuredShot(shot=shot, faces=(), thumb=np.zeros((16, 16), np.uint8))
    return RankedShot(measured=measured, score=score, scene=1, burst=1, rank=1, place=1, picked=1)


def decided(path: Path) -> StillFrame:
    """Return the same photograph with the same stars from a human, and a word of ours."""
    decisions = Decisions(stars=STARS, note="eyes open")
    return StillFrame(files=(str(path),), decisions=decisions)


def numbers(found: PhotosRated) -> PhotosRated:
    """Return the numbers, without the folders that differ."""
    names = tuple(Path(path.name) for path in found.written)
    return replace(found, written=names, failures=())


@pytest.mark.parametrize("rules", [RatingRules(), RatingRules(ratings=True, rejected=True)])
@pytest.mark.parametrize("name", ["a.jpg", "a.dng", "a.tif"])
@pytest.mark.parametrize("inside", ["", "1", "-1", str(STARS)])
def test_ranking_and_window_count_alike(
    inside: str, name: str, rules: RatingRules, tmp_path: Path
) -> None:
    """What is written, left alone and unread is the same number, whoever gave the stars."""
    found = []
    for folder, rate in (("ranking", rate_ranked), ("window", rate_decided)):
        (tmp_path / folder).mkdir()
        path = photograph(tmp_path / folder / name, rated(inside) if inside else b"")
        photo = ranked(path) if rate is rate_ranked else decided(path)
        found += [rate([photo], SidecarSettings(), rules=rules) for _ in range(2)]  # type: ignore[operator]
    assert numbers(found[0]) == numbers(found[2])
    assert numbers(found[1]) == numbers(found[3])
    # The second time all is so already.
    assert found[1].written == ()
    assert found[1].unchanged == found[0].created + found[0].unchanged


def test_what_was_there_is_no_new_file(tmp_path: Path) -> None:
    """A sidecar of another program is changed, one that is made is created as well."""
    files = [photograph(tmp_path / name) for name in ("a.jpg", "b.jpg")]
    (tmp_path / "a.jpg.xmp").write_bytes(packet('xmp:Label="x"/>'))
    done = rate_decided([decided(path) for path in files], SidecarSettings())
    assert [path.name for path in done.written] == ["a.jpg.xmp", "b.jpg.xmp"]
    assert done.created == 1


def test_counting_alone_writes_nothing(tmp_path: Path) -> None:
    """A dry run gives the numbers of the run that follows it."""
    frame = replace(decided(photograph(tmp_path / "a.jpg")), decisions=Decisions(flag=Flag.PICK))
    would = rate_decided([frame], SidecarSettings(), dry=True)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.jpg"]
    assert would.flags == {Flag.PICK: 1}
    assert rate_decided([frame], SidecarSettings()) == would
