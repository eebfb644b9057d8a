"""Ratings in XMP sidecars."""
