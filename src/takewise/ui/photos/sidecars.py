"""From a human's decisions to XMP sidecars, by the rules of `takewise.sidecars`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from takewise.model.decisions import Flag
from takewise.pipeline.photo_ratings import (
    ADOBE_KEEPS,
    Unread,
    kept_words,
    unread_by_adobe,
    write_shot,
)
from takewise.sidecars import Facts, RatingRules, SidecarSettings, mentions_us
from takewise.sidecars.settings import FlagFields
from takewise.ui.photos.state import StillFrame

_NOTHING_REPLACED = RatingRules()

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
    kept: Counter[int] = field(default_factory=Counter)
    """Rating of others, -1 to 5, to the number of frames with it, which stay as they are."""
    kept_labels: int = 0
    """Frames of which only a label or flag of others stays."""
    unread: Counter[Unread] = field(default_factory=Counter)
    """Why Adobe's programs read no sidecar of some frames, to their number."""
    seen: tuple[str, ...] = ()
    """What other programs see of flags, a sentence each."""
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
        lines += self.seen
        if words := kept_words(self.kept, others=self.kept_labels):
            lines.append(words)
        lines += [f"{ADOBE_KEEPS[why]} ({self.unread[why]} here)." for why in sorted(self.unread)]
        return (*lines, *self.failures[:_MOST_TOLD])


def sidecar_count(many: int) -> str:
    """Return "1 sidecar" or "5 sidecars"."""
    return "1 sidecar" if many == 1 else f"{many} sidecars"


def write_sidecars(
    frames: Sequence[StillFrame],
    settings: SidecarSettings,
    *,
    rules: RatingRules = _NOTHING_REPLACED,
    dry: bool = False,
) -> SidecarAccount:
    """Write what humans decided beside the photographs.

    Parameters
    ----------
    frames
        The session; frames that nobody said anything of are passed over.
    settings
        How sidecars are named, and what flags become in them.
    rules
        Which ratings and labels of others are replaced.
    dry
        Whether only to count, and write nothing.

    Returns
    -------
    SidecarAccount
        What became of them; an error of one leaves the others.
    """
    count = dict.fromkeys(("new", "changed", "unchanged", "kept_labels"), 0)
    kept: Counter[int] = Counter()
    unread: Counter[Unread] = Counter()
    failures: list[str] = []
    said = [frame for frame in frames if frame.decisions or frame.taken_back]
    for frame in said:
        facts = facts_of(frame, settings)

        def facts_for(path: Path, frame: StillFrame = frame, facts: Facts = facts) -> Facts | None:
            return facts if frame.decisions or mentions_us(path) else None

        shot = write_shot(frame.files, settings, facts_for, rules=rules, dry=dry)
        changed = sum(done.changed for done in shot.done)
        count["new"] += shot.created
        count["changed"] += changed - shot.created
        count["unchanged"] += len(shot.done) - changed
        failures += map(str, shot.failures)
        if shot.kept_rating is not None:
            kept[shot.kept_rating] += 1
        else:
            count["kept_labels"] += shot.kept
        if shot.done and (why := unread_by_adobe(frame.files)):
            unread[why] += 1
    seen = tuple(_seen(said, settings))
    return SidecarAccount(**count, kept=kept, unread=unread, seen=seen, failures=tuple(failures))


def facts_of(frame: StillFrame, settings: SidecarSettings) -> Facts:
    """Return what a sidecar says of a frame.

    Parameters
    ----------
    frame
        With what was decided about it.
    settings
        What flags become.

    Returns
    -------
    Facts
        Stars as rating, the colour as a label by its English name, as Lightroom has it;
        flags as the settings say, and with the note in our own namespace. What was taken
        back in this session is taken out again.
    """
    said, gone = frame.decisions, frame.taken_back
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


def _seen(frames: Sequence[StillFrame], settings: SidecarSettings) -> Iterator[str]:
    """Yield what other programs see of the flags that were given."""
    for flag in Flag:
        many = sum(frame.decisions.flag is flag for frame in frames)
        if many:
            noun = flag.value if many == 1 else f"{flag.value}s"
            words = _field_words(settings.fields_of(flag), flag)
            yield f"{many} {noun}: other programs see {words}."


def _field_words(fields: FlagFields, flag: Flag) -> str:
    parts = []
    if fields.pick:
        sign = "1" if flag is Flag.PICK else "-1"
        parts.append(f"xmpDM:pick = {sign}, the flag of newer Lightroom Classic")
    if fields.label is not None:
        parts.append(f'the label "{fields.label}", where no colour was given')
    parts += [f'the keyword "{word}"' for word in fields.keywords]
    if fields.rating:
        parts.append("the rating -1, rejected, in the place of stars")
    if not parts:
        return f"nothing of it (flag_{flag.value} in [sidecars] of the settings is empty)"
    return " and ".join(parts)
