"""``takewise host``: one request in, JSON lines out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import av
import pytest
from jsonschema import Draft202012Validator

from takewise.clock import FrameRange
from takewise.errors import SettingsError
from takewise.faces import DETECTORS, PhotoIdentities
from takewise.host.protocol import host_schema, parse_request
from takewise.library import open_library
from takewise.media import probe
from takewise.model import Kind
from takewise.model.decisions import Decisions, MomentEdit, Verdict
from takewise.photos import PickLimits, rank_photos
from takewise.pipeline.photos import measure_clip
from takewise.settings import Settings
from tests.cli.calls import call
from tests.cli.films import write_corner

SCHEMA = host_schema()


def part(name: str) -> Draft202012Validator:
    """Return what checks a request, or a message."""
    return Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]})


def request(*paths: object, do: str = "mark", **more: Any) -> dict[str, Any]:
    """Return a request about some takes."""
    takes = [{"key": f"clip {number}", "path": str(path)} for number, path in enumerate(paths)]
    return {"protocol": "takewise.host/1", "do": do, "takes": takes, **more}


@contextmanager
def talking(asked: object, program: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Start the real command, and ask it; standard input stays open."""
    how = ["-c", program] if program else ["-m", "takewise", "host"]
    with subprocess.Popen(
        [sys.executable, *how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(asked)}\n".encode())
        process.stdin.flush()
        yield process


Ask: TypeAlias = Callable[..., tuple[int, list[dict[str, Any]]]]
"""Asks; returns the exit status and the messages, each held to the schema."""


@pytest.fixture
def answers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Return what asks the command in this process, by a file."""

    def ask(asked: object) -> tuple[int, list[dict[str, Any]]]:
        path = tmp_path / "request.json"
        path.write_text(json.dumps(asked, indent=1), encoding="utf-8")
        capfd.readouterr()
        status = call("host", path).exit_code
        return status, checked(capfd.readouterr().out)

    return ask


def checked(out: str | bytes) -> list[dict[str, Any]]:
    """Return messages, each held to the schema."""
    messages = [json.loads(line) for line in out.splitlines()]
    for message in messages:
        part("message").validate(message)
    return messages


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    """Return the types of messages but progress."""
    return [each["type"] for each in messages if each["type"] != "progress"]


def test_the_schema_is_a_schema() -> None:
    """The schema meets the rules of draft 2020-12, and knows the model's kinds."""
    asked = SCHEMA["$defs"]["request"]["properties"]
    assert asked["detector"]["enum"] == list(DETECTORS)
    Draft202012Validator.check_schema(SCHEMA)
    definitions: Any = SCHEMA["$defs"]
    assert definitions["moment"]["properties"]["kind"]["enum"] == [kind.value for kind in Kind]


def test_the_schema_is_printed() -> None:
    """`--schema` prints the schema and does nothing else."""
    assert json.loads(call("host", "--schema").stdout) == SCHEMA


def test_a_take_is_answered(face: Path, answers: Ask) -> None:
    """A take's moments come one by one and once more in the result, as the analysis has them."""
    status, messages = answers(request(face, face, do="pick", best=2))
    assert status == 0
    assert kinds(messages)[0] == "hello"
    assert kinds(messages)[-1] == "result"
    result = messages[-1]
    assert [each["key"] for each in result["takes"]] == ["clip 0", "clip 1"]
    first, second = result["takes"]
    assert {**first, "key": ""} == {**second, "key": ""}
    media = first["media"]
    assert (media["frames"], media["rate"], media["path"]) == (30, "24/1", str(face))
    found = [each for each in messages if each["type"] == "moment" and each["key"] == "clip 0"]
    assert [{k: v for k, v in each.items() if k not in {"type", "key"}} for each in found] == first[
        "moments"
    ]
    assert first["moments"]
    told = json.loads(call("analyze", face, "--out", face.parent / "x", "--json").stdout)
    moments = {each["id"]: each for each in told["takes"][0]["analysis"]["moments"]}
    for each in first["moments"]:
        whole = moments[each["id"]]
        assert (each["start"], each["apex"], each["end"]) == (
            whole["onset"],
            whole["apex"],
            whole["offset"],
        )
    picked = json.loads(call("pick", face, "--top", 2, "--json").stdout)["frames"]
    best = {each["pick"]: each["frame"] for each in picked if each["pick"]}
    assert [each["frame"] for each in first["picks"]] == [best[1], best[2]]
    again = answers(request(face, face, do="pick", best=2))[1][-1]["takes"][0]
    assert again["picks"] == first["picks"]
    progress = [each for each in messages if each["type"] == "progress"]
    assert (progress[-1]["done"], progress[-1]["takes_done"]) == (60, 1)


def test_a_missing_timecode_is_no_news_to_a_host(tmp_path: Path, answers: Ask) -> None:
    """Hosts count frames, and have timecodes of their own; other warnings reach them."""
    film = write_corner(tmp_path / "corner.mov")
    warnings = probe(str(film)).warnings
    assert any("no start timecode" in each for each in warnings)
    told = answers(request(film))[1][-1]["takes"][0]
    assert told["media"]["start_timecode"] is None
    assert told["warnings"]
    assert not any("timecode" in each for each in told["warnings"])


def test_progress_never_goes_back(face: Path, tmp_path: Path, answers: Ask) -> None:
    """Picking looks at every picture twice, and is told as one way from nothing to all."""
    other = shutil.copy(face, tmp_path / "B.mov")
    _, messages = answers(request(face, other, do="pick", best=1, jobs=1, use_library=False))
    progress = [each for each in messages if each["type"] == "progress"]
    shares = [each["share"] for each in progress]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    for key in ("clip 0", "clip 1"):
        done = [each["done"] for each in progress if each["key"] == key]
        assert done == sorted(done)
        totals = {each["total"] for each in progress if each["key"] == key}
        assert totals - {None} == {60}
        # The second round is told as it goes on, too.
        assert len([each for each in done if 30 < each < 60]) >= 3


def test_picks_are_those_of_the_detector_that_was_asked_for(
    face: Path, landmarker_model: Path, answers: Ask
) -> None:
    """Another detector finds the moments, and also measures the frames to pick from."""
    how = {"detector": "landmarker", "model": str(landmarker_model)}
    asked = request(face, do="pick", best=3, use_library=False, **how)
    found = answers(asked)[1][-1]["takes"][0]["picks"]
    measured = measure_clip(str(face), Settings(), PhotoIdentities(), **how)
    ranked = rank_photos(tuple(measured), PickLimits(top=3), Settings().portraits)
    best = sorted((each for each in ranked if each.picked), key=lambda each: each.picked or 0)
    assert [(each["frame"], each["because"]) for each in found] == [
        (each.measured.shot.frame, each.score.because) for each in best
    ]
    with_mesh = answers(request(face, do="pick", best=3))[1][-1]["takes"][0]["picks"]
    assert found != with_mesh


def test_a_detector_without_its_model_is_an_error_of_the_take(face: Path, answers: Ask) -> None:
    """A detector whose model is missing costs the takes, and says which file."""
    asked = request(face, detector="landmarker", model="/nowhere.task", use_library=False)
    status, messages = answers(asked)
    assert (status, kinds(messages)) == (3, ["hello", "error", "result"])
    assert "/nowhere.task" in next(each["message"] for each in messages if "message" in each)


def test_takes_are_compared(face: Path, long_face: Path, answers: Ask) -> None:
    """Asked to compare, the result ranks the takes with a reason; nobody has circled one."""
    status, messages = answers(request(face, long_face, do="compare"))
    assert status == 0
    ranking = messages[-1]["ranking"]
    assert sorted(each["key"] for each in ranking) == ["clip 0", "clip 1"]
    assert [each["rank"] for each in ranking] in ([1, 2], [1, 1])
    assert all(": " in each["because"] and each["circled"] is None for each in ranking)


def test_what_people_decided_counts(face: Path, tmp_path: Path, answers: Ask) -> None:
    """A rejected moment is left out, an edited one moved, and a circled take said to be so."""
    library = tmp_path / "library.db"
    asked = request(face, do="compare", library=str(library))
    before = answers(asked)[1][-1]["takes"][0]["moments"]
    first, rest = before[0]["id"], [each["id"] for each in before[1:]]
    media = probe(str(face))
    edit = MomentEdit(title="the look", span=FrameRange(2, 9), apex=4)
    new = Decisions(verdict=Verdict.CIRCLED, rejected=frozenset(rest), edits={first: edit}, stars=2)
    with open_library(library) as opened:
        opened.decide(media, old=Decisions(), new=new)
    result = answers(asked)[1][-1]
    shown = [(each["id"], each["start"], each["apex"], each["end"], each["title"])
             for each in result["takes"][0]["moments"]]  # fmt: skip
    assert shown == [(first, 2, 4, 9, "the look")]
    assert [(each["circled"], each["standing"]) for each in result["ranking"]] == [
        (True, "circled ★★")
    ]
    with open_library(library) as opened:
        opened.decide(media, old=new, new=Decisions(verdict=Verdict.NG))
    assert answers(asked)[1][-1]["ranking"][0]["circled"] is False


def test_thumbnails_are_small_pictures(face: Path, tmp_path: Path, answers: Ask) -> None:
    """Asked for, each moment has a JPEG 120 pixels high, and a second time the same."""
    asked = request(face, thumbnails=str(tmp_path / "small"))
    for _ in range(2):
        _, messages = answers(asked)
        paths = [each["thumbnail"] for each in messages[-1]["takes"][0]["moments"]]
        assert paths
        for path in paths:
            assert Path(path).parent == tmp_path / "small"
            with av.open(path) as picture:
                frame = next(picture.decode(video=0))
                assert (frame.height, frame.width % 2) == (120, 0)


def test_a_folder_that_takes_no_pictures_costs_no_moments(face: Path, answers: Ask) -> None:
    """Where small pictures cannot be written the moments come without, and it is told."""
    status, messages = answers(request(face, thumbnails="/proc/none"))
    take = messages[-1]["takes"][0]
    assert (status, {each["thumbnail"] for each in take["moments"]}) == (0, {None})
    assert "no small pictures: /proc/none" in take["warnings"][-1]


@pytest.mark.parametrize("said", ["", "{bad", "[]", "\xff"])
def test_what_is_no_request_is_refused(said: str) -> None:
    """Whatever comes in, an error is answered, and the status is that of wrong usage."""
    done = subprocess.run(
        [sys.executable, "-m", "takewise", "host"],
        input=said.encode("latin-1"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, kinds(checked(done.stdout))) == (2, ["hello", "error"])
    assert done.stderr == b""


def test_a_failed_take_costs_no_other(face: Path, tmp_path: Path, answers: Ask) -> None:
    """A take that cannot be read is an error with its key; the exit status tells how many."""
    status, messages = answers(request(tmp_path / "none.mov", face))
    assert status == 1
    error = next(each for each in messages if each["type"] == "error")
    assert (error["key"], error["code"]) == ("clip 0", "unreadable-media")
    assert [each["key"] for each in messages[-1]["takes"]] == ["clip 1"]
    status, messages = answers(request(tmp_path / "none.mov"))
    assert (status, kinds(messages)) == (3, ["hello", "error", "result"])


BAD = {
    "another protocol": {**request("A.mov"), "protocol": "takewise.host/2"},
    "no protocol": {"do": "mark", "takes": [{"key": "1", "path": "A.mov"}]},
    "nothing to do": {**request("A.mov"), "do": "judge"},
    "no take": request(),
    "a field too many": {**request("A.mov"), "emotion": True},
    "a key that is no text": {**request(), "takes": [{"key": 1, "path": "A.mov"}]},
    "a take without a path": {**request(), "takes": [{"key": "1"}]},
    "a truth that is none": {**request("A.mov"), "hold": "no"},
    "another detector": {**request("A.mov"), "detector": "eyes"},
    "too few": {**request("A.mov"), "best": 0},
    "a list": [],
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_request_is_refused(name: str) -> None:
    """What the schema refuses is refused."""
    assert not part("request").is_valid(BAD[name])
    with pytest.raises(SettingsError):
        parse_request(json.dumps(BAD[name]))


def test_a_refusal_is_a_message(answers: Ask) -> None:
    """The refusal is one error without a key, and the exit status that of wrong usage."""
    status, messages = answers(BAD["another protocol"])
    assert (status, kinds(messages)) == (2, ["hello", "error"])
    assert messages[-1]["key"] is None
    assert "takewise.host/2" in messages[-1]["message"]
    status, messages = answers({**request("A.mov"), "settings": {"markers": {"min_confidence": 7}}})
    assert (status, kinds(messages)) == (2, ["hello", "error"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"takes": [{"key": "1", "path": "A"}, {"key": "1", "path": "B"}]}, "same key"),
        ({"takes": [{"key": "1", "path": "A", "rate": "fast"}]}, "'fast' is not a rate"),
        ({"protocol": "takewise.host/9"}, "takewise.host/9"),
        ({"do": "judge"}, "'judge' is none of 'mark', 'compare', 'pick' @ request.do"),
        ({"best": "x"}, "expected int @ request.best"),
    ],
)
def test_the_refusal_says_why(more: dict[str, Any], words: str) -> None:
    """The error names what is wrong."""
    with pytest.raises(SettingsError, match=words):
        parse_request(json.dumps({**request("A.mov"), **more}))


def test_settings_shape_the_answer(face: Path, answers: Ask) -> None:
    """Settings of the request hold: a confidence that none reaches leaves no moment."""
    asked = request(face, settings={"markers": {"min_confidence": 1.0}})
    assert answers(asked)[1][-1]["takes"][0]["moments"] == []


NOISY = """
import os, subprocess, sys
import takewise.pipeline.takes
whole = takewise.pipeline.takes.analyze_take
def noisy(request, progress):
    os.write(1, b"C libraries print {")
    print("and Python does")
    subprocess.run([sys.executable, "-c", "print('and processes do')"], check=True)
    return whole(request, progress)
takewise.pipeline.takes.analyze_take = noisy
from takewise.cli import main
sys.argv = ["takewise", "host"]
main()
"""


def test_only_messages_are_on_standard_output(face: Path) -> None:
    """Whatever libraries and processes print, standard output holds messages alone."""
    with talking(request(face), NOISY) as process:
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert kinds(checked(out))[-1] == "result"


def test_the_end_of_input_is_no_wish_unless_said(face: Path) -> None:
    """Without ``hold``, a request by pipe is answered though the pipe is closed."""
    done = subprocess.run(
        [sys.executable, "-m", "takewise", "host"],
        input=json.dumps(request(face)).encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1])["type"] == "result"
