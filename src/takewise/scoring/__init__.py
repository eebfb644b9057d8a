"""Scores: what a take offers, as a sum of named terms with reasons."""

from takewise.scoring.legibility import people
from takewise.scoring.score import score
from takewise.scoring.settings import ScoreSettings

__all__ = ["ScoreSettings", "people", "score"]
