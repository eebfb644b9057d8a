"""Mutants of every text that Takewise reads; ``python -m tests.fuzz 5000`` for a long run."""
