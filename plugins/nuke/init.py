"""Takewise in Nuke: runs in every mode, with and without windows, so it does nothing.

Nuke puts this folder on Python's path when the user's ``init.py`` names it; with windows
it then runs ``menu.py``.
"""
