"""Tests of the dialogue stage."""
