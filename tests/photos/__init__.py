"""Tests of the portraits stage."""
