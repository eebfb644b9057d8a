"""Takewise in Nuke: the menu and the panel."""

from takewise_nuke import menus

menus.add_to_nuke()
