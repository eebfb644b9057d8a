"""The content of a photograph's sidecar, from the ranking or the user's decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from takewise.model.decisions import Decisions, Flag
from takewise.model.photo import RankedShot
from takewise.sidecars import Facts, SidecarSettings
from takewise.sidecars.settings import FlagFields


class DecidedPhoto(Protocol):
    """A photograph as a window shows it, with the user's decisions."""

    @property
    def files(self) -> tuple[str, ...]:
        """Its files."""

    @property
    def decisions(self) -> Decisions:
        """The current decisions."""

    @property
    def taken_back(self) -> frozenset[str]:
        """Which of stars, flag and colour were given in this session and removed again."""


def ranked_facts(each: RankedShot, settings: SidecarSettings, *, known: bool) -> Facts | None:
    """Return the content of a ranked photograph's sidecar; None if nothing is to be written.

    `known` says whether the sidecar has something of ours already.
    """
    total = each.score.total
    picked = each.picked is not None
    if total is None or not (picked or settings.rate_all or known):
        return None
    stars = settings.rating(total) if picked or settings.rate_all else 0
    label: str | None = None
    if settings.pick_label and (picked or known):
        label = settings.pick_label if picked else ""
    return Facts(
        rating=stars if stars or known else None,
        label=label,
        keywords=settings.pick_keywords if picked else (),
        retired=() if picked else settings.pick_keywords,
        ours=_ours(each, total),
    )


def decided_facts(photo: DecidedPhoto, settings: SidecarSettings) -> Facts:
    """Return the content of the sidecar of a photograph that the user decided about.

    Stars become the rating, the colour a label by its English name, as Lightroom has it; flags
    become what the settings say, and with the note go into our own namespace. Decisions that were
    removed in this session are removed from the sidecar too.
    """
    said, gone = photo.decisions, photo.taken_back
    fields = settings.fields_of(said.flag) if said.flag else FlagFields()
    every = [settings.fields_of(flag) for flag in Flag]
    rating = 0 if "stars" in gone else said.stars
    if fields.rating:
        rating = -1
    elif rating is None and "flag" in gone and settings.fields_of(Flag.REJECT).rating:
        rating = 0
    unlabelled = "colour" in gone or ("flag" in gone and any(each.label for each in every))
    label = fields.label or ("" if unlabelled else None)
    pick = 0 if "flag" in gone and any(each.pick for each in every) else None
    if fields.pick:
        pick = 1 if said.flag is Flag.PICK else -1
    retired = {word for each in every for word in each.keywords} if said.flag or gone else set()
    ours = {"Flag": said.flag.value if said.flag else "", "Note": said.note}
    if fields.rating and said.stars:
        ours["Stars"] = str(said.stars)
    return Facts(
        rating=rating,
        label=said.colour.value.capitalize() if said.colour else label,
        pick=pick,
        keywords=fields.keywords,
        retired=tuple(sorted(retired - set(fields.keywords))),
        ours={name: text for name, text in ours.items() if text or (name == "Flag" and gone)},
        by_hand=True,
    )


def _ours(each: RankedShot, total: float) -> Mapping[str, str]:
    terms = (
        f"{term.name} {'?' if term.value is None else f'{term.value:.2f}'}"
        for term in each.score.terms
    )
    return {
        "Score": f"{100 * total:.0f}",
        "Rank": str(each.rank),
        "Burst": str(each.burst),
        "PlaceInBurst": str(each.place),
        "Pick": str(each.picked or 0),
        "Because": each.score.because,
        "Terms": "; ".join(terms),
    }
