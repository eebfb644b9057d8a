"""The terms of both scores have one list each: the fields that weigh them."""

from __future__ import annotations

from dataclasses import fields

from takewise.cli.render.settings_text import settings_text
from takewise.model.weighed import weighed_terms
from takewise.photos import PHOTO_TERMS, TERM_KEYS, PortraitSettings
from takewise.photos.terms import TERMS
from takewise.scoring.score import score
from takewise.scoring.settings import ScoreSettings
from takewise.settings import Settings


def test_every_weight_is_that_of_a_term() -> None:
    """No weight is without its term, and no two terms share a name or a label."""
    for kind in (PortraitSettings, ScoreSettings):
        terms = weighed_terms(kind)
        weights = [each.name for each in fields(kind) if each.name.endswith("_weight")]
        assert [term.key for term in terms] == weights
        assert len({term.name for term in terms}) == len(terms)
    labels = [term.short for term in PHOTO_TERMS]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_every_term_of_a_photograph_is_judged() -> None:
    """What judges is in the order of the weights, in which the terms are listed."""
    assert tuple(TERMS) == tuple(TERM_KEYS)
    assert {"eyes open", "expression"} <= TERMS.keys()


def test_every_term_of_a_take_is_judged() -> None:
    """A take in which nothing is seen has them all, in the order of the weights."""
    found = score((), (), (), ScoreSettings())
    assert [term.name for term in found.terms] == list(ScoreSettings().weights)


def test_the_settings_file_explains_every_weight() -> None:
    """Each key has a comment above it, and its default is the table's."""
    lines = settings_text(Settings()).splitlines()
    for kind in (PortraitSettings, ScoreSettings):
        for term in weighed_terms(kind):
            place = lines.index(f"{term.key} = {getattr(kind(), term.key)}")
            assert lines[place - 1].startswith("# ")
