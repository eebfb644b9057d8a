"""What a host's plugin asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import cattrs
from cattrs.errors import BaseValidationError
from cattrs.v import format_exception, transform_error

from takewise.app.analysis_options import default_jobs
from takewise.clock import snap_rate
from takewise.errors import MalformedText, SettingsError
from takewise.host.jsonl import PROTOCOL
from takewise.untrusted import exact_number, first_few, json_from


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTake:
    """One take, as the host knows it."""

    key: str
    """The host's own name for it; answers carry it."""
    path: str
    """Media file, or image sequence pattern (``shot.%04d.exr``)."""
    rate: str | None = None
    """Frames per second of an image sequence, such as ``24000/1001``; null takes 24."""

    @property
    def exact_rate(self) -> Fraction | None:
        """The rate that is meant; None where none is given."""
        return None if self.rate is None else snap_rate(_rate(self.rate))

    def __post_init__(self) -> None:
        """Refuse a rate that is none.

        Raises
        ------
        SettingsError
            If it is no number from 1 to 1000.
        """
        try:
            # Read once, so that what is read later is a rate.
            _ = self.exact_rate
        except MalformedText as error:
            shown = (self.rate or "")[:20]
            raise SettingsError(
                f"{shown!r} is no rate", where=self.path, remedy="write 25 or 24000/1001"
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRequest:
    """One request."""

    protocol: str
    """`PROTOCOL`."""
    do: Literal["mark", "compare", "pick"]
    """Find the moments; and rank the takes beside each other; and pick frames."""
    takes: tuple[AskedTake, ...]
    """At least one, each key once."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Tables and keys as in a settings file; what is left out keeps its default."""
    settings_file: Path | None = None
    """Settings file that `settings` lies over; null takes the defaults."""
    best: int = 5
    """Most frames to pick of a take, 1 or more."""
    jobs: int = field(default_factory=default_jobs)
    """Most takes at a time; left out, what suits this machine."""
    detector: Literal["mesh", "landmarker", "litert"] = "mesh"
    """Name of the face detector."""
    model: str | None = None
    """Model file of the landmarker; null takes the environment's."""
    library: Path | None = None
    """Library file; null takes the user's own."""
    use_library: bool = True
    """Whether results are kept in the library and found there again."""
    thumbnails: Path | None = None
    """Folder for a small picture of each moment; null makes none."""
    hold: bool = False
    """Whether the host keeps standard input open, and closing it breaks off the work."""

    def __post_init__(self) -> None:
        """Refuse what cannot be worked on.

        Raises
        ------
        SettingsError
            If there is no take, a key occurs twice, or a number is below 1.
        """
        if not self.takes:
            raise SettingsError("the request names no take", where="takes")
        if len({take.key for take in self.takes}) < len(self.takes):
            raise SettingsError("two takes have the same key", where="takes")
        for name, number in (("best", self.best), ("jobs", self.jobs)):
            if number < 1:
                raise SettingsError(f"{number} is too few", where=name, remedy="give 1 or more")


def parse_request(text: bytes | str) -> HostRequest:
    """Read a request.

    Parameters
    ----------
    text
        JSON.

    Returns
    -------
    HostRequest
        Checked.

    Raises
    ------
    SettingsError
        If it is no JSON, of another version of the protocol, or not as the schema says.
    """
    try:
        content = json_from(text)
    except MalformedText as error:
        raise SettingsError(f"this is no JSON ({error.what})", where="request") from error
    spoken = content.get("protocol") if isinstance(content, dict) else None
    if spoken != PROTOCOL:
        raise SettingsError(
            f"the plugin speaks {spoken!r}, and this Takewise speaks {PROTOCOL!r}",
            where="request",
            remedy="install the plugin anew with `takewise install-host`, and restart the host",
        )
    try:
        return _converter().structure(content, HostRequest)
    except BaseValidationError as error:
        raise SettingsError(
            first_few(transform_error(error, path="request", format_exception=_told)),
            where="request",
            remedy="`takewise host --schema` describes every field",
        ) from error


def _rate(text: str) -> Fraction:
    return exact_number(text, least=1, most=1000)


def host_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of requests and answers."""
    resource = files("takewise.host") / "schema" / "host-1.json"
    return cast("dict[str, object]", json.loads(resource.read_text(encoding="utf-8")))


def _told(error: BaseException, kind: type | None) -> str:
    """Tell what is wrong with one field."""
    if isinstance(error, SettingsError):
        return str(error)
    refused = re.fullmatch(r"(.*) not in literal typing\.Literal\[(.*)\]", str(error), re.DOTALL)
    if refused:
        return f"{refused[1]!r} is none of {refused[2]}"
    return format_exception(error, kind)


def _converter() -> cattrs.Converter:
    # cattrs would otherwise take a number for a text, and the text "no" for true.
    converter = cattrs.Converter(forbid_extra_keys=True)

    def strict(kind: type) -> None:
        def same(value: Any, _: type) -> Any:
            if type(value) is not kind:
                raise TypeError(f"{value!r} is not of type {kind.__name__}")
            return value

        converter.register_structure_hook(kind, same)

    for kind in (str, int, bool):
        strict(kind)

    # A text is a list of its letters, too, and a long one a list of many errors.
    def takes(value: Any, _: type[tuple[AskedTake, ...]]) -> tuple[AskedTake, ...]:
        if not isinstance(value, list):
            raise TypeError("it is no list")
        return tuple(converter.structure(value, list[AskedTake]))

    converter.register_structure_hook_func(lambda kind: kind == tuple[AskedTake, ...], takes)
    return converter
