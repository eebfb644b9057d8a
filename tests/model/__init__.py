"""Tests of takewise.model."""
