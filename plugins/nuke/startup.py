"""Takewise in Hiero and Nuke Studio: tags from the context menus of clips.

Written by `takewise install-host hiero`; change nothing here, it would be kept as it is
from then on.
"""

import sys

LIBRARY = "@LIBRARY@"

if LIBRARY not in sys.path:
    sys.path.insert(0, LIBRARY)

from takewise_nuke import menus  # noqa: E402 - it is found only now

menus.add_to_hiero()
