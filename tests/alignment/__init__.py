"""Tests of takes on one clock."""
