"""Settings: one file, every key checked, and a digest of what shapes an analysis."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest

from takewise.errors import SettingsError
from takewise.model import Kind
from takewise.settings import Settings, load_settings, overlaid, settings_from

TABLES = tuple(each.name for each in fields(Settings))
NOT_SHAPING = {"markers", "alignment", "export", "portraits", "sidecars", "review", "photographs"}
SHAPING = tuple(name for name in TABLES if name not in NOT_SHAPING)
KEYS = [(table, each.name) for table in TABLES for each in fields(getattr(Settings(), table))]
FREE = {("sidecars", "pick_label")}
"""Keys that take any text."""
NUMBERS = [each for each in KEYS if each not in FREE]


def refusal(content: dict[str, Any]) -> str:
    """Return what is said of tables that are refused."""
    with pytest.raises(SettingsError) as raised:
        settings_from(content, where="my.toml")
    assert raised.value.where == "my.toml"
    assert "takewise settings" in raised.value.remedy
    return str(raised.value)


def changed(value: object) -> object:
    """Return another value of the same type that every key of that type may have."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 0.99 if isinstance(value, float) else value - 1
    assert isinstance(value, tuple)
    return tuple(each * 0.99 for each in value)


def test_nothing_given_is_the_default() -> None:
    """Empty content, and empty tables, give the defaults."""
    assert settings_from({}, where="") == Settings()
    assert settings_from({table: {} for table in TABLES}, where="") == Settings()


def test_defaults_round_trip() -> None:
    """Every default, written down and read again, is what it was."""
    written = asdict(Settings())
    written["markers"]["palette"] = [colour.value for colour in Settings().markers.palette]
    written["markers"]["kinds"] = [kind.value for kind in Settings().markers.kinds]
    assert settings_from(written, where="") == Settings()


def test_file_is_read(tmp_path: Path) -> None:
    """What a file says is taken, numbers of any spelling; what it leaves out is the default."""
    path = tmp_path / "my.toml"
    path.write_text(
        "[moments]\nleast_peak = 0.01\nlongest = 5\nhints = true\n"
        '[markers]\nmin_confidence = 0.7\nkinds = ["blink", "gaze-shift"]\nlabel = "{title}"\n',
        encoding="utf-8",
    )
    read, plain = load_settings(path), Settings()
    assert read.moments == replace(plain.moments, least_peak=0.01, longest=5.0, hints=True)
    assert read.markers == replace(
        plain.markers, min_confidence=0.7, kinds=(Kind.BLINK, Kind.GAZE), label="{title}"
    )
    assert (read.faces, read.motion, read.scoring) == (plain.faces, plain.motion, plain.scoring)


def test_unknown_table_is_refused() -> None:
    """A table that does not exist is named."""
    assert "scorin" in refusal({"scorin": {}})


@pytest.mark.parametrize("table", TABLES)
def test_unknown_key_is_refused(table: str) -> None:
    """A key that does not exist is named with its table, in every table."""
    said = refusal({table: {"least_peek": 1.0}})
    assert "least_peek" in said
    assert table in said


def test_all_faults_are_told() -> None:
    """Two faults in one file are both told."""
    said = refusal({"moments": {"least_peek": 1.0}, "scoring": {"enough_moments": "long"}})
    assert "least_peek" in said
    assert "enough_moments" in said


@pytest.mark.parametrize(("table", "key"), KEYS)
@pytest.mark.parametrize("wrong", [{"a": 1}, "many"], ids=["a table", "text"])
def test_wrong_type_is_refused(table: str, key: str, wrong: object) -> None:
    """A key whose value is a table, or any text where that is none, is named."""
    if (table, key) in FREE and isinstance(wrong, str):
        assert settings_from({table: {key: wrong}}, where="")
        return
    said = refusal({table: {key: wrong}})
    assert key in said or table in said


@pytest.mark.parametrize(("table", "key"), NUMBERS)
def test_numbers_are_numbers(table: str, key: str) -> None:
    """The text "1" and, for a number, the flag true are no numbers."""
    default = getattr(getattr(Settings(), table), key)
    wrong: list[object] = ["1"]
    if not isinstance(default, bool):
        wrong.append(True)
    for value in wrong:
        assert refusal({table: {key: value}})


def test_nan_is_no_number() -> None:
    """TOML's nan, below which nothing lies and above which nothing, is refused."""
    assert "least_peak" in refusal({"moments": {"least_peak": float("nan")}})


@pytest.mark.parametrize(
    ("table", "key"),
    [("motion", "overlap_frames"), ("faces", "max_people"), ("markers", "max_per_take")],
)
def test_counts_are_whole(table: str, key: str) -> None:
    """Half a frame, person or marker is refused rather than cut off."""
    assert key in refusal({table: {key: 2.5}})
    assert getattr(getattr(settings_from({table: {key: 2}}, where=""), table), key) == 2


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("value", [5, "text", [1]], ids=str)
def test_table_must_be_a_table(table: str, value: object) -> None:
    """A number, text or list in the place of a table is refused."""
    assert table in refusal({table: value})


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("faces", "max_people", 9),
        ("scoring", "moments_weight", -1.0),
        ("scoring", "enough_moments", 0.0),
        ("moments", "least_peak", -1),
        ("moments", "shortest", 0),
        ("motion", "anchor_seconds", -1.0),
        ("motion", "pose_rounds", 0),
        ("markers", "min_confidence", 1.5),
        ("markers", "max_per_take", 0),
        ("markers", "label", "colour"),
        ("markers", "kinds", ["blnk"]),
        ("markers", "palette", []),
        ("export", "otio", {"flavour": "sweet"}),
        ("export", "avid", {"columns": 7}),
        ("export", "path_map", [["", "/rushes"]]),
    ],
)
def test_a_stage_refuses_what_is_out_of_range(table: str, key: str, value: object) -> None:
    """What a stage refuses is told with its table, in the words of the settings file."""
    said = refusal({table: {key: value}})
    assert table in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[moments\n", "no TOML"), (b"\xff\xfe", "no TOML"), (None, "cannot be read")],
    ids=["torn", "binary", "absent"],
)
def test_unreadable_file(tmp_path: Path, content: bytes | None, said: str) -> None:
    """A file that is torn, binary or absent is refused, with its name."""
    path = tmp_path / "my.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=said) as raised:
        load_settings(path)
    assert raised.value.where == str(path)


@pytest.mark.parametrize(("table", "key"), [each for each in KEYS if each[0] in SHAPING])
def test_digest_changes_with_what_shapes(table: str, key: str) -> None:
    """Every key of a stage that shapes an analysis changes the digest."""
    before = getattr(Settings(), table)
    after = replace(Settings(), **{table: replace(before, **{key: changed(getattr(before, key))})})
    assert after.digest != Settings().digest


def test_digest_leaves_markers_out() -> None:
    """Markers are chosen and written after the analysis, and leave the digest as it is."""
    plain = Settings()
    chosen = replace(
        plain,
        markers=replace(plain.markers, min_confidence=0.9, label="{title}"),
        export=replace(plain.export, markers_on="both"),
    )
    assert chosen.digest == plain.digest
    assert plain.digest.startswith("sha256:")
    assert len(plain.digest) == len("sha256:") + 64


def test_digest_sees_values_not_spelling() -> None:
    """5 and 5.0 are the same setting, with the same digest."""
    whole, real = (settings_from({"moments": {"longest": value}}, where="") for value in (5, 5.0))
    assert whole.digest == real.digest


def test_tables_lie_over_settings() -> None:
    """Keys that are given change, in tables within tables too; all others stay."""
    below = settings_from(
        {"markers": {"handles": 5, "kinds": ["hold"]}, "export": {"avid": {"columns": 8}}}, where=""
    )
    above = overlaid(
        below, {"markers": {"handles": 7}, "export": {"avid": {"user": "me"}}}, where="above"
    )
    assert above.markers == replace(below.markers, handles=7)
    assert above.export.avid == replace(below.export.avid, user="me")
    assert overlaid(below, {}, where="") == below
    with pytest.raises(SettingsError, match="above"):
        overlaid(below, {"markers": {"handle": 7}}, where="above")
