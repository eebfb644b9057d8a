"""From what is heard and what faces do to the dialogue of a take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from takewise.dialogue.deliveries import cues_for, deliveries
from takewise.dialogue.events import dialogue_moments
from takewise.dialogue.mouths import mouths, partings
from takewise.dialogue.pictures import PictureTimes
from takewise.dialogue.places import with_places
from takewise.dialogue.reactions import reactions
from takewise.dialogue.settings import DialogueSettings
from takewise.dialogue.silences import breaths_of, pauses_between, without_voice
from takewise.dialogue.speakers import out_of_sync, spoken_lines
from takewise.model import Moment, RegionMotion
from takewise.model.dialogue import Dialogue, Heard
from takewise.model.moment import with_id


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDialogue:
    """What the sound adds to a take."""

    dialogue: Dialogue
    """Who says what when, and how it is answered."""
    moments: tuple[Moment, ...]
    """All moments: those given, with their places, and those that the sound adds."""
    warnings: tuple[str, ...]
    """What limits it, one sentence each."""


def find_dialogue(
    heard: Heard,
    motions: Sequence[RegionMotion],
    moments: Sequence[Moment],
    pictures: PictureTimes,
    settings: DialogueSettings,
    *,
    take: str,
) -> FoundDialogue:
    """Find the dialogue of a take.

    Parameters
    ----------
    heard
        From `takewise.sound.listen`.
    motions
        How every face moves.
    moments
        What was found in them; frames counted from the file's first.
    pictures
        When the pictures are shown.
    settings
        What counts.
    take
        As for `takewise.moments.find_moments`.

    Returns
    -------
    FoundDialogue
        Without lines where voice is unknown, and then no moment is changed.
    """
    people = mouths(motions, pictures.rate)
    lines = spoken_lines(heard, people, pictures, settings)
    pauses = pauses_between(lines, settings.pause)
    silent = {}
    if heard.track is not None and heard.track.voice is not None:
        silent = {
            each.person: without_voice(partings(each, pictures, settings.parting), heard)
            for each in motions
        }
    breaths = breaths_of(heard, lines, silent)
    cues = {each: cues_for(each, lines, heard.onsets, ()) for each in people}
    faces = {name: each.face for name, each in people.items()}
    answered = [
        reactions(name, cues[name], lines, moments, faces[name], pictures) for name in people
    ]
    warnings = (
        *heard.unknown,
        *_not_heard(heard, pictures),
        *out_of_sync(lines, heard, people, pictures),
    )
    found = Dialogue(
        track=heard.track,
        lines=lines,
        pauses=pauses,
        breaths=breaths,
        onsets=heard.onsets,
        reactions=tuple(each for some, _ in answered for each in some),
        unknown=(*warnings, *(said for _, said in answered if said)),
    )
    found = replace(found, deliveries=deliveries(found, cues, faces, moments, pictures))
    added = [with_id(each, take) for each in dialogue_moments(found, silent, pictures, settings)]
    return FoundDialogue(
        dialogue=found,
        moments=(*with_places(moments, lines, pauses, pictures, settings), *added),
        warnings=warnings,
    )


# Seconds of the picture without sound from which that is said.
_WITHOUT = 0.5


def _not_heard(heard: Heard, pictures: PictureTimes) -> Iterator[str]:
    """Say which part of the picture has no sound."""
    if heard.track is None:
        return
    if (late := float(heard.track.start) - pictures.start) > _WITHOUT:
        yield (
            f"the sound begins {late:.1f} s after the picture: what is said before it cannot be "
            "known"
        )
    if (early := pictures.end - float(heard.track.end)) > _WITHOUT:
        yield (
            f"the sound ends {early:.1f} s before the picture: what is said after it cannot be "
            "known"
        )
