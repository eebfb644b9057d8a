"""Tests of takewise.pipeline."""
