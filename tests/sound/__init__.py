"""Tests of the sound stage."""
