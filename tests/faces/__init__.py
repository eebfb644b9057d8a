"""Tests of the faces stage."""
