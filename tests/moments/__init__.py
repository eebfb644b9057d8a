"""Tests of the moments stage."""
