"""From a human's decisions to XMP sidecars, by the rules of `takewise.sidecars`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from takewise.decisions import Decisions
from takewise.errors import TakewiseError
from takewise.media import is_raw
from takewise.review.photographs.state import StillFrame
from takewise.sidecars import Facts, SidecarSettings, sidecar_paths, write_sidecar

_MOST_TOLD = 5
# Failures that are told one by one.


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarAccount:
    """What became of sidecars, or would become of them."""

    new: int = 0
    """Those that were not there."""
    changed: int = 0
    """Those that were."""
    unchanged: int = 0
    """Those that said so already."""
    kept: int = 0
    """Those with a rating or label of another hand, which stays."""
    plain: int = 0
    """Those of frames without a raw file, which Lightroom does not read."""
    failures: tuple[str, ...] = ()
    """One sentence for each that could not be written, and is as it was."""

    @property
    def written(self) -> int:
        """Files that were written."""
        return self.new + self.changed

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said beside the number of files written, a sentence each."""
        lines = []
        if self.unchanged:
            lines.append(f"{sidecar_count(self.unchanged)} already up to date.")
        if self.kept:
            lines.append(f"{self.kept} with a rating or label from another program, left as it is.")
        if self.plain:
            lines.append("Lightroom reads sidecars of raw files only, not of JPEG.")
        return (*lines, *self.failures[:_MOST_TOLD])


def sidecar_count(many: int) -> str:
    """Return "1 sidecar" or "5 sidecars"."""
    return "1 sidecar" if many == 1 else f"{many} sidecars"


def write_sidecars(
    frames: Sequence[StillFrame],
    settings: SidecarSettings,
    *,
    overwrite: bool = False,
    dry: bool = False,
) -> SidecarAccount:
    """Write what humans decided beside the photographs.

    Parameters
    ----------
    frames
        The session; frames that nobody said anything of are passed over.
    settings
        How sidecars are named.
    overwrite
        Whether ratings and labels that are there from another hand are replaced.
    dry
        Whether only to count, and write nothing.

    Returns
    -------
    SidecarAccount
        What became of them; an error of one leaves the others.
    """
    count = dict.fromkeys(("new", "changed", "unchanged", "kept", "plain"), 0)
    failures: list[str] = []
    for frame in frames:
        if not frame.decisions:
            continue
        raws = [path for path in frame.files if is_raw(path)]
        count["plain"] += not raws
        for path in sidecar_paths(frame.files, raws, settings.naming):
            there = path.exists()
            try:
                done = _write(path, frame, overwrite=overwrite, dry=dry)
            except TakewiseError as error:
                failures.append(str(error))
                continue
            count["unchanged" if not done[0] else "changed" if there else "new"] += 1
            count["kept"] += done[1]
    return SidecarAccount(**count, failures=tuple(failures))


def _write(path: Path, frame: StillFrame, *, overwrite: bool, dry: bool) -> tuple[bool, bool]:
    facts = facts_of(frame.decisions)
    done = write_sidecar(path, frame.files, facts, overwrite=overwrite, dry=dry)
    return done.changed, done.kept_rating or done.kept_label


def facts_of(decisions: Decisions) -> Facts:
    """Return what a sidecar says of decisions.

    Returns
    -------
    Facts
        Stars as rating, the colour as a label by its English name, as Lightroom has it;
        flag and note in our own namespace, since a rating of -1 would lose the stars.
    """
    ours = {"Flag": decisions.flag.value if decisions.flag else "", "Note": decisions.note}
    return Facts(
        rating=decisions.stars,
        label=decisions.colour.value.capitalize() if decisions.colour else None,
        ours={name: text for name, text in ours.items() if text},
        by_hand=True,
    )
