"""Tests of the media stage."""
