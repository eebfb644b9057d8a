"""The releases of DaVinci Resolve that the plugin is tried on, and what exists in each.

Each doubtful point names its evidence, as in `resolve_double`.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.plugins.contract.from_stubs import CONTRACT
from tests.plugins.strict import Contract

CHANGES = Path(__file__).parent / "contract" / "resolve-changes.json"


@dataclass(frozen=True)
class Release:
    """One Resolve, in the points that are doubtful or change."""

    version: str = "21.0"
    """Such as ``18.6``."""
    studio: bool = True
    """Whether it is the Studio edition."""
    float_keys: bool = True
    """Whether `GetMarkers` answers with 96.0 for 96 (V up to 21.0) or 96 (V 21.1)."""
    nothing_is_none: bool = False
    """Whether getters of lists and markers answer None where there are none (A)."""
    longest_note: int | None = None
    """Characters after which a note is cut (one report says 362); None never cuts."""
    unknown: str = "raises"
    """What a name that does not exist is (G: `hasattr` is true for all of them)."""
    good_take: str = "takes"
    """Whether a script can tick Good Take: Resolve takes it, refuses it with False, or
    says True and drops it (one report of 21.1 says that it cannot be set)."""

    @property
    def number(self) -> tuple[int, int]:
        """Major and minor."""
        major, minor = self.version.split(".")
        return int(major), int(minor)


RELEASES = (
    Release(version="18.6", studio=False, nothing_is_none=True, unknown="callable"),
    Release(version="19.1", studio=False, nothing_is_none=True, unknown="none"),
    Release(version="20.2", longest_note=362, good_take="drops"),
    Release(version="21.0"),
    Release(version="21.1", float_keys=False, longest_note=100, good_take="refuses"),
)
"""Those that the plugin is tried on."""


def contract_of(release: Release) -> Contract:
    """Return what exists in a release."""
    recorded = json.loads(CONTRACT.read_text(encoding="utf-8"))
    changes = json.loads(CHANGES.read_text(encoding="utf-8"))
    methods = copy.deepcopy(recorded["classes"])
    methods["Fusion"] = {}

    def at_least(version: str) -> bool:
        return release.number >= Release(version=version).number

    for name, (since, forms) in changes["added"].items():
        if at_least(since):
            kind, method = name.split(".")
            methods[kind][method] = forms
    gone = [name for name, since in changes["since"].items() if not at_least(since)]
    gone += [name for name, until in changes["until"].items() if at_least(until)]
    for name in gone:
        kind, method = name.split(".")
        del methods[kind][method]
    for name, (since, words) in changes["one_form"].items():
        kind, method = name.split(".")
        if at_least(since) and method in methods[kind]:
            forms = methods[kind][method]
            methods[kind][method] = [f for f in forms if f["params"][0][1].startswith(words)]
    if at_least(changes["whole_frames"]):
        for kind in ("MediaPoolItem", "Timeline", "TimelineItem"):
            for method in ("AddMarker", "DeleteMarkerAtFrame", "UpdateMarkerCustomData"):
                _count_in_whole_frames(methods[kind][method])
    # A colour that does not exist is answered with False (G, issue 124).
    judged = frozenset({"MarkerColor", "ClipColor", "FlagColor"})
    return Contract(
        methods=methods, words=recorded["words"], judged=judged, unknown=release.unknown
    )


def _count_in_whole_frames(forms: list[dict[str, Any]]) -> None:
    for form in forms:
        for parameter in form["params"]:
            parameter[1] = parameter[1].replace("float", "int")
