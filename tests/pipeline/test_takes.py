"""The stages joined: one take in, one analysis out, the same each time."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from takewise import __version__, isolation
from takewise.errors import DetectorError, MediaError, SettingsError
from takewise.faces import DEFAULT_DETECTOR
from takewise.library import from_json, to_json
from takewise.model import Analysis, Kind
from takewise.pipeline.takes import Request, TakeResult, analyze, analyze_take
from takewise.settings import Settings
from tests.media.clips import write_clip, write_sequence
from tests.performer import (
    HeadMotion,
    Portrait,
    ScriptedBlink,
    ScriptedMovement,
    TakeScript,
    pictures,
    write_film,
)
from tests.played import FILM

FRAMES = 48


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory, small_performer: Portrait) -> Path:
    """Return a take of two seconds: a blink and lip corners that rise."""
    script = TakeScript(
        rate=FILM,
        frames=FRAMES,
        movements=(
            ScriptedMovement(unit="AU12", side="left", onset=26, apex=31, offset=39, peak=0.06),
        ),
        blinks=(ScriptedBlink(onset=8, closed=10, offset=15),),
        head=HeadMotion(amplitude=0.5, seed=1),
        seed=1,
    )
    path = tmp_path_factory.mktemp("takes") / "A001C001.mov"
    shown = pictures(small_performer, script)
    write_film(path, shown, FILM, timecode="01:00:00:00", reel="A001", crf=16)
    return path


@pytest.fixture(scope="session")
def analysed(clip: Path) -> Analysis:
    """Return what is found in the take."""
    return analyze(str(clip))


@pytest.fixture(scope="session")
def other_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of half a second in which nobody is seen."""
    return write_clip(tmp_path_factory.mktemp("empty") / "B001.mp4", frames=12)


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Check after each test that no thread of the pipeline is left."""
    yield
    assert not [each for each in threading.enumerate() if each.name == "takewise-ahead"]


def kept(path: Path, library: Path, **change: object) -> TakeResult:
    """Return what comes of a take with a library."""
    return analyze_take(replace(Request(path=str(path), library=library), **change))


def test_what_is_in_the_take_is_found(analysed: Analysis) -> None:
    """The tiny take has its blink and its movement, within two frames, of one person."""
    blink, smile = analysed.moments
    assert blink.kind is Kind.BLINK
    assert (blink.span.start, blink.apex, blink.span.end) == pytest.approx((8, 10, 15), abs=2)
    assert (smile.span.start, smile.apex, smile.span.end) == pytest.approx((26, 31, 39), abs=2)
    assert (smile.movements[0].unit, smile.movements[0].side) == ("AU12", "left")
    (person,) = analysed.people
    assert (person.id, person.first, person.last) == ("A", 0, FRAMES - 1)
    assert person.eye_width == pytest.approx(70, rel=0.05)


def test_analysis_says_what_made_it(analysed: Analysis) -> None:
    """The analysis carries the file's facts, the count of pictures, detector and settings."""
    assert analysed.generator == __version__
    assert analysed.settings_digest == Settings().digest
    assert analysed.detector.name == DEFAULT_DETECTOR
    assert analysed.media.frame_count == FRAMES
    assert analysed.media.rate == FILM
    assert str(analysed.media.start_timecode) == "01:00:00:00"
    assert analysed.media.reel == "A001"
    assert analysed.frame_pts is None
    assert analysed.score.total > 0.3


def test_a_fault_in_one_moment_costs_that_moment(
    clip: Path, analysed: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the take is as it was, and a warning names the frames; the file is written."""

    def fails(*_: object) -> None:
        raise IndexError

    monkeypatch.delenv(isolation.VARIABLE)
    monkeypatch.setattr("takewise.moments.build.blink_moment", fails)
    left = analyze(str(clip))
    shut, smile = analysed.moments
    assert left.moments == (smile,)
    (said,) = set(left.warnings) - set(analysed.warnings)
    assert said.startswith(f"person A: blinks can be missing (frames {shut.span.start}-")
    assert "IndexError" in said
    assert from_json(to_json(left)).warnings == left.warnings


def test_limits_are_said(analysed: Analysis) -> None:
    """At 24 frames a second the analysis warns of what falls between the frames."""
    assert any(warning.startswith("24 fps: ") for warning in analysed.warnings)


def test_two_runs_give_equal_bytes(clip: Path, analysed: Analysis) -> None:
    """A second analysis of the same take, and its reading back, are equal to the byte."""
    again = to_json(analyze(str(clip)))
    assert again == to_json(analysed)
    assert to_json(from_json(again, where="")) == again


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_cores_do_not_change_a_byte(clip: Path, analysed: Analysis, cores: int) -> None:
    """What is found does not depend on threads, of which a single core has none of ours."""
    threads: list[str] = []
    again = analyze_take(
        Request(path=str(clip), use_library=False, cores=cores),
        lambda *_: threads.extend(each.name for each in threading.enumerate()),
    ).analysis
    assert to_json(again) == to_json(analysed)
    assert ("takewise-ahead" in threads) == (cores > 1)


def test_second_time_comes_from_the_library(clip: Path, analysed: Analysis, tmp_path: Path) -> None:
    """The second time the library answers, with the bytes of the first and of none."""
    library = tmp_path / "library.db"
    first, second = (kept(clip, library) for _ in range(2))
    assert (first.from_library, second.from_library) == (False, True)
    assert to_json(first.analysis) == to_json(second.analysis) == to_json(analysed)
    assert first.notes == second.notes == ()


def test_signals_come_when_asked_for(clip: Path, tmp_path: Path) -> None:
    """Signals are handed out only to whom asks, and the library has them too."""
    library = tmp_path / "library.db"
    first, plain, second = (kept(clip, library, signals=ask) for ask in (True, False, True))
    assert plain.signals is None
    assert (first.from_library, plain.from_library, second.from_library) == (False, True, True)
    assert first.signals is not None
    assert second.signals is not None
    assert np.array_equal(first.signals[0].shift, second.signals[0].shift, equal_nan=True)
    assert len(second.signals[0].times) == FRAMES


def test_changed_settings_are_analysed_anew(other_clip: Path, tmp_path: Path) -> None:
    """What shapes an analysis makes a new one; what only chooses markers does not."""
    library, plain = tmp_path / "library.db", Settings()
    kept(other_clip, library)
    stricter = replace(plain, moments=replace(plain.moments, least_peak=0.02))
    fewer = replace(plain, markers=replace(plain.markers, min_confidence=0.9))
    assert not kept(other_clip, library, settings=stricter).from_library
    assert kept(other_clip, library, settings=stricter).from_library
    assert kept(other_clip, library, settings=fewer).from_library


def test_touched_and_moved_files_are_known(other_clip: Path, tmp_path: Path) -> None:
    """A file with a new time, or under a new name, is known by its content; changed, it is not."""
    library, path = tmp_path / "library.db", tmp_path / "B001.mp4"
    shutil.copy(other_clip, path)
    kept(path, library)
    os.utime(path, ns=(1, 1))
    assert kept(path, library).from_library
    moved = path.rename(tmp_path / "renamed.mp4")
    found = kept(moved, library)
    assert found.from_library
    assert found.analysis.media.path == str(moved)
    write_clip(moved, frames=13)
    again = kept(moved, library)
    assert not again.from_library
    assert again.analysis.media.frame_count == 13


@pytest.mark.parametrize("spoilt", ["no database", "a folder"])
def test_unusable_library_is_a_note(other_clip: Path, tmp_path: Path, spoilt: str) -> None:
    """Where the library cannot be used, the take is analysed all the same, and a note says so."""
    library = tmp_path / "library.db"
    if spoilt == "a folder":
        library.mkdir()
    else:
        library.write_bytes(b"this is no database, but it is long enough to be taken for one" * 40)
    result = kept(other_clip, library)
    assert result.analysis.media.frame_count == 12
    assert not result.from_library
    (note,) = result.notes
    assert str(library) in note


def test_library_is_left_alone_when_not_wanted(other_clip: Path, tmp_path: Path) -> None:
    """Without the library none is made, and nothing is said of it."""
    library = tmp_path / "library.db"
    result = kept(other_clip, library, use_library=False)
    assert not library.exists()
    assert result.notes == ()


def test_progress_rises_to_the_total(other_clip: Path) -> None:
    """Progress is told in rising steps, the last of which is the whole."""
    told: list[tuple[int, int | None]] = []
    analyze(str(other_clip), progress=lambda done, of: told.append((done, of)))
    done = [each[0] for each in told]
    assert done == sorted(set(done))
    assert told[-1] == (12, 12)
    assert len(told) >= 3
    assert all(of == 12 for _, of in told)


class Cancelled(BaseException):
    """The user has had enough."""


@pytest.mark.parametrize("after", [5, 12])
def test_progress_can_cancel(other_clip: Path, tmp_path: Path, after: int) -> None:
    """What progress raises ends the analysis at once, unchanged, and nothing is kept."""
    library, error = tmp_path / "library.db", Cancelled()

    def stop(done: int, _: int | None) -> None:
        if done >= after:
            raise error

    request = Request(path=str(other_clip), library=library)
    with pytest.raises(Cancelled) as raised:
        analyze_take(request, stop)
    assert raised.value is error
    assert not [each for each in threading.enumerate() if each.name == "takewise-ahead"]
    assert not analyze_take(request).from_library


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    """A take whose pictures come unevenly carries the time of each, and says so."""
    at = [0, 1, 2, 4, 5, 9, 10, 11, 12, 15]
    path = write_clip(tmp_path / "phone.mp4", at=at)
    found = analyze(str(path))
    assert found.media.variable_rate
    assert found.frame_pts is not None
    seconds = [(pts - found.frame_pts[0]) * found.media.time_base for pts in found.frame_pts]
    assert seconds == [Fraction(each, 25) for each in at]


def test_take_without_a_face(other_clip: Path) -> None:
    """A take without a face has no people, no moments, a score of 0, and a warning of it."""
    found = analyze(str(other_clip))
    assert found.people == found.moments == ()
    assert found.score.total == 0.0
    assert any("no face was found" in warning for warning in found.warnings)


def test_rate_of_a_sequence_is_part_of_the_key(tmp_path: Path) -> None:
    """The same stills at another rate are another take; at the same rate they are known."""
    library = tmp_path / "library.db"
    (tmp_path / "stills").mkdir()
    pattern = write_sequence(tmp_path / "stills", range(1, 7))
    rates = (None, Fraction(25), Fraction(30000, 1001), Fraction(25))
    results = [kept(pattern, library, sequence_rate=rate) for rate in rates]
    assert [each.from_library for each in results] == [False, False, False, True]
    assert [each.analysis.media.rate for each in results[1:3]] == [*rates[1:3]]
    assert results[0].analysis.media.rate == 24


def test_other_takes_are_other_moments(
    clip: Path, analysed: Analysis, tmp_path: Path, small_performer: Portrait
) -> None:
    """Ids hold for one take: the same performance in another file has other ids."""
    del clip
    script = TakeScript(
        rate=FILM, frames=30, blinks=(ScriptedBlink(onset=8, closed=10, offset=15),), seed=1
    )
    path = tmp_path / "again.mov"
    write_film(path, islice(pictures(small_performer, script), 30), FILM)
    found = analyze(str(path))
    assert [each.kind for each in found.moments] == [Kind.BLINK]
    assert not {each.id for each in found.moments} & {each.id for each in analysed.moments}


@pytest.mark.parametrize("use_library", [True, False])
def test_absent_file_is_an_error(tmp_path: Path, use_library: bool) -> None:  # noqa: FBT001
    """A file that is not there is a media error that names it, with or without the library."""
    path = tmp_path / "gone.mov"
    with pytest.raises(MediaError, match=r"gone\.mov"):
        kept(path, tmp_path / "library.db", use_library=use_library)


def test_unknown_detector_is_an_error(other_clip: Path) -> None:
    """A detector that does not exist is refused by its name."""
    with pytest.raises((DetectorError, SettingsError), match="eye-of-newt"):
        analyze(str(other_clip), detector="eye-of-newt")
