"""Tests of the use cases, called without any surface."""
