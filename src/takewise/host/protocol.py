"""The requests of a host's plugin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from cattrs.errors import BaseValidationError

from takewise.app.analysis_options import default_jobs
from takewise.clock import snap_rate
from takewise.converter import StrictConverter, faults_in
from takewise.errors import MalformedText, SettingsError
from takewise.faces import DEFAULT_DETECTOR, DETECTORS
from takewise.host.jsonl import PROTOCOL
from takewise.untrusted import exact_number, json_from


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
        """The rate; None if none is given."""
        return None if self.rate is None else snap_rate(_rate(self.rate))

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a rate that is not a number from 1 to 1000."""
        try:
            # Read once, so that what is read later is a rate.
            _ = self.exact_rate
        except MalformedText as error:
            shown = (self.rate or "")[:20]
            raise SettingsError(
                f"{shown!r} is not a rate", where=self.path, remedy="write 25 or 24000/1001"
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRequest:
    """One request."""

    protocol: str
    """`PROTOCOL`."""
    do: Literal["mark", "compare", "pick"]
    """Find the moments; and rank the takes next to each other; and pick frames."""
    takes: tuple[AskedTake, ...]
    """At least one, each key once."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Tables and keys as in a settings file; what is left out keeps its default."""
    settings_file: Path | None = None
    """Settings file that `settings` overrides; null takes the defaults."""
    best: int = 5
    """Most frames to pick of a take, 1 or more."""
    jobs: int = field(default_factory=default_jobs)
    """Most takes at a time; left out, what suits this machine."""
    detector: str = DEFAULT_DETECTOR
    """Name of the face detector, one of `takewise.faces.DETECTORS`."""
    model: str | None = None
    """Model file of the landmarker; null takes the environment's."""
    library: Path | None = None
    """Library file; null takes the user's own."""
    use_library: bool = True
    """Whether results are kept in the library and found there again."""
    thumbnails: Path | None = None
    """Folder for a small picture of each moment; null makes none."""
    hold: bool = False
    """Whether the host keeps standard input open, and closing it cancels the work."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for requests that cannot be worked on.

        These are requests without takes, with a key twice, a number below 1 or an unknown
        detector.
        """
        if not self.takes:
            raise SettingsError("the request names no take", where="takes")
        if len({take.key for take in self.takes}) < len(self.takes):
            raise SettingsError("two takes have the same key", where="takes")
        for name, number in (("best", self.best), ("jobs", self.jobs)):
            if number < 1:
                raise SettingsError(f"{number} is too few", where=name, remedy="give 1 or more")
        if self.detector not in DETECTORS:
            known = ", ".join(map(repr, DETECTORS))
            raise SettingsError(f"{self.detector!r} is none of {known}", where="detector")


def parse_request(text: bytes | str) -> HostRequest:
    """Read a request from JSON, and check it.

    Raises `SettingsError` if it is not JSON, of another version of the protocol, or not as the
    schema says.
    """
    try:
        content = json_from(text)
    except MalformedText as error:
        raise SettingsError(f"this is not JSON ({error.what})", where="request") from error
    spoken = content.get("protocol") if isinstance(content, dict) else None
    if spoken != PROTOCOL:
        raise SettingsError(
            f"the plugin speaks {spoken!r}, and this Takewise speaks {PROTOCOL!r}",
            where="request",
            remedy="install the plugin again with `takewise install-host`, and restart the host",
        )
    try:
        return StrictConverter(forbid_extra_keys=True).structure(content, HostRequest)
    except BaseValidationError as error:
        raise SettingsError(
            faults_in(error, "request"),
            where="request",
            remedy="`takewise host --schema` describes every field",
        ) from error


def _rate(text: str) -> Fraction:
    return exact_number(text, least=1, most=1000)


def host_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of requests and answers."""
    resource = files("takewise.host") / "schema" / "host-1.json"
    return cast("dict[str, object]", json.loads(resource.read_text(encoding="utf-8")))
