"""Tests of the page that is sent."""
