"""From decisions in the window to what other programs read in sidecars."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from takewise.app.rate_photos import rate_decided
from takewise.errors import SettingsError
from takewise.model.decisions import ColourLabel, Decisions, Flag
from takewise.photo_keys import StillCommand
from takewise.settings import Settings, settings_from
from takewise.sidecars import RatingRules, SidecarSettings
from takewise.ui.photos.sidecars import sidecar_remarks
from takewise.ui.photos.state import PhotoState, StillFrame, apply_photo_command, opened
from tests.sidecars.flatten import XMP, keywords, value
from tests.sidecars.photographs import packet, photograph, rated

DM = "{http://ns.adobe.com/xmp/1.0/DynamicMedia/}"


def shoot(folder: Path, *names: str) -> PhotoState:
    """Return a session of small photographs."""
    return opened([(str(photograph(folder / name)),) for name in names or ("a.jpg",)])


def said(state: PhotoState, *commands: StillCommand) -> PhotoState:
    """Press keys, staying at the first frame."""
    state = replace(state, advance=False)
    for command in commands:
        state = apply_photo_command(state, command).state
    return state


def fields(folder: Path, name: str = "a.jpg") -> dict[str, str | None]:
    """Return what other programs read in a frame's sidecar."""
    content = (folder / f"{name}.xmp").read_bytes()
    found = {"rating": f"{XMP}Rating", "label": f"{XMP}Label", "pick": f"{DM}pick"}
    return {word: each for word, tag in found.items() if (each := value(content, tag)) is not None}


def test_picks_and_rejects_reach_other_programs(tmp_path: Path) -> None:
    """P is xmpDM:pick 1 and X -1; neither touches a rating, and U takes them out again."""
    state = said(shoot(tmp_path), StillCommand.STARS_4, StillCommand.PICK)
    rate_decided(state.frames, SidecarSettings())
    assert fields(tmp_path) == {"rating": "4", "pick": "1"}
    state = said(state, StillCommand.REJECT)
    rate_decided(state.frames, SidecarSettings())
    assert fields(tmp_path) == {"rating": "4", "pick": "-1"}
    state = said(state, StillCommand.NO_FLAG)
    rate_decided(state.frames, SidecarSettings())
    assert fields(tmp_path) == {"rating": "4", "pick": "0"}


def test_the_mapping_is_the_users(tmp_path: Path) -> None:
    """A label and keywords stand for flags, and a reject is -1 only where that is asked for."""
    settings = SidecarSettings(
        flag_pick=("label:Select", "keyword:picked", "keyword:for print"),
        flag_reject=("rating", "keyword:rejected"),
    )
    state = said(shoot(tmp_path), StillCommand.STARS_3, StillCommand.PICK)
    rate_decided(state.frames, settings)
    assert fields(tmp_path) == {"rating": "3", "label": "Select"}
    sidecar = tmp_path / "a.jpg.xmp"
    assert sorted(keywords(sidecar.read_bytes())) == ["for print", "picked"]
    state = said(state, StillCommand.REJECT)
    rate_decided(state.frames, settings)
    assert fields(tmp_path)["rating"] == "-1"
    assert keywords(sidecar.read_bytes()) == ["rejected"]
    # The stars are not lost, and come back with U.
    assert b'Stars="3"' in sidecar.read_bytes()
    state = said(state, StillCommand.NO_FLAG)
    rate_decided(state.frames, settings)
    assert fields(tmp_path)["rating"] == "3"
    assert keywords(sidecar.read_bytes()) == []


def test_a_colour_goes_before_the_label_of_a_flag(tmp_path: Path) -> None:
    """A colour that was given is the label, whatever label stands for a pick."""
    settings = SidecarSettings(flag_pick=("label:Select",))
    state = said(shoot(tmp_path), StillCommand.RED, StillCommand.PICK)
    rate_decided(state.frames, settings)
    assert fields(tmp_path) == {"label": "Red"}


def test_nothing_is_mapped_where_nothing_is_asked_for(tmp_path: Path) -> None:
    """With empty settings a flag stays in our own namespace, and the account says so."""
    settings = SidecarSettings(flag_pick=(), flag_reject=())
    state = said(shoot(tmp_path), StillCommand.PICK)
    account = rate_decided(state.frames, settings)
    assert fields(tmp_path) == {}
    assert "1 pick: other programs see nothing of it" in " ".join(
        sidecar_remarks(account, settings)
    )


def test_stars_that_were_taken_back_are_taken_out(tmp_path: Path) -> None:
    """0 takes our stars out of the sidecar; before they were written, there is none to make."""
    state = said(shoot(tmp_path), StillCommand.STARS_4, StillCommand.NO_STARS)
    assert rate_decided(state.frames, SidecarSettings()).written == ()
    assert not (tmp_path / "a.jpg.xmp").exists()
    state = said(state, StillCommand.STARS_4)
    rate_decided(state.frames, SidecarSettings())
    state = said(state, StillCommand.NO_STARS)
    rate_decided(state.frames, SidecarSettings())
    assert fields(tmp_path) == {"rating": "0"}


def test_a_frame_without_decisions_is_left_alone(tmp_path: Path) -> None:
    """What was decided on another machine stays where this one knows nothing of it."""
    state = said(shoot(tmp_path), StillCommand.STARS_4)
    rate_decided(state.frames, SidecarSettings())
    before = (tmp_path / "a.jpg.xmp").read_bytes()
    account = rate_decided(shoot(tmp_path).frames, SidecarSettings())
    assert not account.written
    assert (tmp_path / "a.jpg.xmp").read_bytes() == before


@pytest.mark.parametrize(
    ("inside", "rules", "rating"),
    [
        ("1", RatingRules(), None),
        ("1", RatingRules(unrated=frozenset({1})), "4"),
        ("-1", RatingRules(ratings=True), None),
        ("-1", RatingRules(rejected=True), "4"),
    ],
)
def test_the_window_obeys_the_same_rules(
    inside: str, rules: RatingRules, rating: str | None, tmp_path: Path
) -> None:
    """Stars from the window give way to what the file says, as those of a ranking do."""
    state = said(shoot(tmp_path), StillCommand.STARS_4)
    photograph(tmp_path / "a.jpg", rated(inside))
    account = rate_decided(state.frames, SidecarSettings(), rules=rules)
    if rating:
        assert fields(tmp_path) == {"rating": rating}
    else:
        assert not (tmp_path / "a.jpg.xmp").exists()
        assert account.kept == {int(inside): 1}


def test_a_flag_of_another_program_stays(tmp_path: Path) -> None:
    """A reject of Lightroom stays, also with the option for ratings."""
    state = said(shoot(tmp_path), StillCommand.PICK)
    sidecar = tmp_path / "a.jpg.xmp"
    sidecar.write_bytes(packet('xmpDM:pick="-1"/>'))
    account = rate_decided(state.frames, SidecarSettings(), rules=RatingRules(ratings=True))
    assert fields(tmp_path) == {"pick": "-1"}
    assert account.kept_labels == 1
    rate_decided(state.frames, SidecarSettings(), rules=RatingRules(rejected=True))
    assert fields(tmp_path) == {"pick": "1"}


def test_a_dng_is_said_to_be_unread(tmp_path: Path) -> None:
    """Where a sidecar of a DNG is written, the account says that Adobe reads none."""
    state = said(shoot(tmp_path, "a.dng"), StillCommand.STARS_4)
    account = rate_decided(state.frames, SidecarSettings(), dry=True)
    assert "read no sidecar of a DNG" in " ".join(sidecar_remarks(account, SidecarSettings()))


def test_what_is_taken_back_is_known_within_the_session() -> None:
    """Undo and redo count like keys."""
    state = said(opened([("a.jpg",)]), StillCommand.PICK, StillCommand.RED, StillCommand.UNDO)
    assert state.frame.taken_back == {"colour"}
    assert said(state, StillCommand.UNDO).frame.taken_back == {"colour", "flag"}
    assert said(state, StillCommand.REDO).frame.taken_back == frozenset()
    assert StillFrame(files=("a",), decisions=Decisions(colour=ColourLabel.RED)).taken_back == set()


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("flag_pick", "rating", "no field for a pick"),
        ("flag_pick", "label:", "no field for a pick"),
        ("flag_reject", "stars", 'or "rating"'),
    ],
)
def test_a_field_that_does_not_exist_is_an_error(key: str, text: str, words: str) -> None:
    """A wrong name is refused when the settings are read."""
    with pytest.raises(SettingsError, match=words):
        settings_from({"sidecars": {key: [text]}}, where="x.toml")


def test_stars_to_be_unrated_are_stars() -> None:
    """-1 cannot be treated as unrated by a setting."""
    assert settings_from({"sidecars": {"treat_as_unrated": [1]}}, where="") != Settings()
    with pytest.raises(SettingsError, match="no number of stars"):
        settings_from({"sidecars": {"treat_as_unrated": [-1]}}, where="x.toml")


def test_every_flag_has_its_fields() -> None:
    """By default both flags are Lightroom's, and a reject is no rating."""
    for flag in Flag:
        fields_of_it = SidecarSettings().fields_of(flag)
        assert fields_of_it.pick
        assert not fields_of_it.rating
