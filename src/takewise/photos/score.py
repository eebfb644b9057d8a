"""A frame's score: named terms of all its people, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from takewise.model.photo import FaceScore, FrameScore, FrameTerm, MeasuredShot
from takewise.photos.context import Answer, JudgedFace, Key
from takewise.photos.settings import PortraitSettings
from takewise.photos.terms import TERMS

# The term in which a group is as good as its worst member.
_WORST = "eyes open"

# Size against the largest face below which a person is in the background.
_BYSTANDER = 0.35

# Values below and from which a term is named as a reason.
_POOR, _POOR_EYES, _GOOD = 0.6, 0.85, 0.62


def scored(
    index: int, shot: MeasuredShot, seen: Mapping[Key, JudgedFace], settings: PortraitSettings
) -> FrameScore:
    """Score the shot at a place of the session; without a total where no face was found.

    `seen` has every face of the session in its context.
    """
    if not shot.faces:
        return FrameScore(total=None, terms=(), faces=(), because="no face found: can't tell")
    whole = sum(settings.weights.values())
    weights = {name: weight / whole for name, weight in settings.weights.items()}
    counts = person_weights(shot, settings)
    answers = {f.person: _answers(seen[index, f.person]) for f in shot.faces}
    terms = tuple(
        _joined(name, weights[name], {p: a[name] for p, a in answers.items()}, counts)
        for name in TERMS
    )
    return FrameScore(
        total=sum(
            term.weight * (settings.unknown if term.value is None else term.value) for term in terms
        ),
        terms=terms,
        faces=tuple(
            FaceScore(
                person=person,
                weight=counts[person],
                terms=tuple(
                    FrameTerm(name=name, value=value, weight=weights[name], because=because)
                    for name, (value, because) in answer.items()
                ),
            )
            for person, answer in answers.items()
        ),
        because=reasons(terms),
    )


def person_weights(shot: MeasuredShot, settings: PortraitSettings) -> dict[str, float]:
    """Return how much each person of a frame counts, 0 to 1, by settings or by size.

    The main person's weight is 1, unless the settings give another.
    """
    largest = max(face.eye_width for face in shot.faces)
    weights = {}
    for face in shot.faces:
        named = settings.weight_of(face.person)
        size = face.eye_width / largest
        by_size = 1.0 if size >= 0.6 else max(0.0, (size - _BYSTANDER) / (0.6 - _BYSTANDER))
        weights[face.person] = by_size if named is None else named
    if not any(weights.values()):
        return dict.fromkeys(weights, 1.0)
    return weights


def reasons(terms: Sequence[FrameTerm], *, most: int = 3) -> str:
    """Return the reasons that weigh most, what is missing first, joined by semicolons."""
    lost = [
        t for t in terms if t.value is None or t.value < (_POOR_EYES if t.name == _WORST else _POOR)
    ]
    lost.sort(key=lambda t: -t.weight * (1 - (0.5 if t.value is None else t.value)))
    # What is unknown matters to a reader only where it weighs.
    lost = [t for t in lost if t.value is not None or t.name in {_WORST, "expression"}]
    won = [t for t in terms if t.name == "expression" and t.value is not None and t.value >= _GOOD]
    named = [*won, *[t for t in lost if t.because != "face at rest"]][:most]
    if named:
        return "; ".join(dict.fromkeys(term.because for term in named))
    calm = next((t.because for t in terms if t.name == "expression"), "")
    return "; ".join(("eyes open, sharp", calm)) if calm else "eyes open, sharp"


def _answers(seen: JudgedFace) -> dict[str, Answer]:
    return {name: judge(seen) for name, judge in TERMS.items()}


def _joined(
    name: str, weight: float, answers: Mapping[str, Answer], counts: Mapping[str, float]
) -> FrameTerm:
    """Join the people: the worst eyes count, of the rest the mean by weight."""
    known = {p: value for p, (value, _) in answers.items() if value is not None and counts[p] > 0}
    asked = [person for person in answers if counts[person] > 0]
    if not known:
        person = max(asked, key=lambda p: counts[p])
        return FrameTerm(name=name, value=None, weight=weight, because=answers[person][1])
    loss = {person: counts[person] * (1 - value) for person, value in known.items()}
    worst = max(loss, key=lambda p: loss[p])
    value: float
    if name == _WORST:
        value = 1 - loss[worst]
        if value > 0.75 and len(known) < len(asked):
            unknown = next(person for person in asked if person not in known)
            return FrameTerm(
                name=name, value=None, weight=weight,
                because=_told(unknown, answers[unknown][1], asked),
            )  # fmt: skip
    else:
        value = 1 - sum(loss.values()) / sum(counts[person] for person in known)
    return FrameTerm(
        name=name, value=value, weight=weight, because=_told(worst, answers[worst][1], asked)
    )


def _told(person: str, because: str, people: Sequence[str]) -> str:
    return because if len(people) == 1 else f"{person}: {because}"
