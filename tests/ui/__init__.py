"""Tests of the review window, most of them without a window."""
